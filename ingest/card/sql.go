package card

import (
	"fmt"
	"strings"
)

// SQL returns a boolean expression that equals IsNumber of a VARCHAR expression; NULL is none.
// It costs a length for texts under 12 bytes, and one scan for those without 12 digits in a
// row; only what is left is taken apart.
func SQL(column string) string {
	groups := fmt.Sprintf(`list_transform(regexp_extract_all(regexp_replace(%s, '%s', 'x', 'g'), '%s'), chain -> string_split(replace(chain, '-', ' '), ' '))`,
		column, codePattern, chainPattern)
	// Of each chain, every run of groups of at most 19 digits in all; empty ones are none.
	numbers := fmt.Sprintf(`flatten(list_transform(%s, parts -> flatten(list_transform(range(1, len(parts) + 1), first ->
		list_transform(range(first, least(first + %d, len(parts) + 1)), last -> array_to_string(parts[first:last], ''))))))`, groups, maxDigits)
	return fmt.Sprintf(`CASE WHEN coalesce(strlen(%[1]s), 0) < %[2]d THEN false
	WHEN NOT regexp_matches(%[1]s, '%[3]s') THEN false
	ELSE len(list_filter(%[4]s, number -> CASE WHEN NOT regexp_matches(len(number) || ':' || number, '%[5]s') THEN false
		ELSE %[6]s END)) > 0 END`,
		column, minDigits, likelyPattern, numbers, beginsPattern, luhnSQL("number"))
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
