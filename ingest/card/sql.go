package card

import (
	"fmt"
	"strings"
)

// SQL returns a boolean expression that equals IsNumber of a VARCHAR expression; NULL is none.
// It costs a length for texts under 12 bytes, and one scan for those without 12 digits in a
// row; only what is left is taken apart, and lists are made only where digits stand in groups
// or beside other text.
func SQL(column string) string {
	// Note: windows of text, not lists of groups: a lambda copies the lists that it holds. Time
	// still grows with the square of a chain's length (8 000 characters: 2 s), so that a loader
	// refuses cells over a few KiB first.
	numbers := fmt.Sprintf(`flatten(flatten(list_transform(regexp_extract_all(regexp_replace(%[1]s, '%[2]s', 'x', 'g'), '%[3]s'), chain ->
		list_transform(list_filter(range(1, strlen(chain) + 1), at -> at = 1 OR chain[at - 1] IN (' ', '-')), at ->
		list_transform(list_filter(range(%[4]d, least(%[5]d, strlen(chain) - at + 1) + 1), size -> at + size > strlen(chain) OR chain[at + size] IN (' ', '-')), size ->
		replace(replace(chain[at:at + size - 1], ' ', ''), '-', ''))))))`, column, codePattern, chainPattern, minDigits, 2*maxDigits-1)
	return fmt.Sprintf(`CASE WHEN coalesce(strlen(%[1]s), 0) < %[2]d THEN false
	WHEN NOT regexp_matches(%[1]s, '%[3]s') THEN false
	WHEN regexp_full_match(%[1]s, '[0-9]+') THEN %[4]s
	ELSE len(list_filter(%[5]s, number -> %[6]s)) > 0 END`,
		column, minDigits, likelyPattern, numberSQL(column), numbers, numberSQL("number"))
}

// numberSQL returns the expression that equals isNumber of one of digits.
func numberSQL(digits string) string {
	return fmt.Sprintf("CASE WHEN regexp_matches(strlen(%[1]s) || ':' || %[1]s, '%[2]s') THEN %[3]s ELSE false END", digits, beginsPattern, luhnSQL(digits))
}

// luhnSQL returns the Luhn check of an expression of at most 19 digits, two at a time: of
// the pair 47, 7 counts as it is and 4 twice; with 5 to 9, twice is 10 or more, whose digits
// add up to 9 less, which is 1 more as far as the last digit of the sum goes.
func luhnSQL(digits string) string {
	var pairs []string
	divisor := uint64(1)
	for range (maxDigits + 1) / 2 {
		pair := fmt.Sprintf("(%s::UBIGINT // %d %% 100)", digits, divisor)
		pairs = append(pairs, fmt.Sprintf("%[1]s + %[1]s // 10 * 2 + (%[1]s >= 50)::UBIGINT", pair))
		divisor *= 100
	}
	return "(" + strings.Join(pairs, " + ") + ") % 10 = 0"
}
