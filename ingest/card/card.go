// Package card finds the numbers of payment cards in texts, where none may stand, and masks
// them for messages. SQL says the same as IsNumber, for the engine.
//
// A card number has 12 to 19 digits, begins as a card scheme's numbers do, has one of the
// scheme's lengths, and its last digit fits (Luhn). Its digits may stand in groups with one
// blank or hyphen between: 4111 1111 1111 1111. Letters may stand right before or behind it
// (user4111111111111111), but digits behind letters are part of a code (UUIDs, hashes): what
// has digits, letters and digits again in one piece is none. Masked numbers are none either:
// 411111******1111.
//
// It is a heuristic: one in about forty numbers of 16 digits that are none looks like one.
// Columns of ids are therefore exempt if the descriptor says so.
package card

import (
	"regexp"
	"strconv"
	"strings"
)

// scheme is how the numbers of a card scheme look.
type scheme struct {
	name    string
	lengths string // alternatives of a regular expression
	begin   string // likewise
}

// schemes are those whose ranges are public: Wikipedia, "Payment card number", table of issuer
// identification numbers (July 2024), which cites the schemes; the form is ISO/IEC 7812's. All
// are held against Luhn, also the few of which nobody says whether it applies (Uzcard, Humo,
// NAPAS). Left out are UATP, airline accounts that begin with 1, and GPN, whose ranges of two
// digits would take in every number that begins with 50 or 60 to 63.
var schemes = []scheme{
	{"Visa", `13|16|19`, `4`},
	{"Mastercard", `16`, `5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720`},
	{"American Express", `15`, `3[47]`},
	{"UnionPay", `1[6-9]`, `62`},
	{"T-Union", `19`, `31`},
	{"Discover", `1[6-9]`, `6011|64[4-9]|65`},
	{"Diners Club", `1[4-9]`, `30|3[689]`},
	{"JCB", `1[6-9]`, `352[89]|35[3-8]`},
	{"RuPay", `16`, `60|65|8[12]|508`},
	{"Maestro", `1[2-9]`, `5018|5020|5038|5893|6304|6759|676[1-3]|6767[67]`},
	{"Mir", `1[6-9]`, `220[0-4]`},
	{"Borica", `1[6-9]`, `2205`},
	{"Troy", `16`, `9792`},
	{"Verve", `16|18|19`, `506099|5061[0-8]|50619[0-8]|65000[2-9]|65001|65002[0-7]|50786[5-9]|5078[7-9]|5079[0-5]|50796[0-4]`},
	{"UkrCard", `1[6-9]`, `60400[1-9]|6040[1-9]|6041|604200`},
	{"InterPayment", `1[6-9]`, `636`},
	{"InstaPayment", `16`, `63[7-9]`},
	{"Dankort", `16`, `5019`},
	{"Laser", `1[6-9]`, `6304|6706|6771|6709`},
	{"Switch, Solo", `16|18|19`, `564182|633110|6333|6334|6767`},
	{"Uzcard", `16`, `8600|5614`},
	{"Humo", `16`, `9860`},
	{"NAPAS", `16|19`, `9704`},
}

// The steps from a text to the numbers in it; the engine's expressions are of the same kind.
var (
	chain  = regexp.MustCompile(chainPattern)
	code   = regexp.MustCompile(codePattern)
	likely = regexp.MustCompile(likelyPattern)
	begins = regexp.MustCompile(beginsPattern)
)

const (
	minDigits, maxDigits = 12, 19

	likelyPattern = `[0-9](?:[ -]?[0-9]){11}`                     // what any number has somewhere
	codePattern   = `[0-9A-Za-z]*[0-9][A-Za-z]+[0-9][0-9A-Za-z]*` // digits, letters and digits in one piece
	chainPattern  = `[0-9]+(?:[ -][0-9]+)*`                       // groups of digits
)

// beginsPattern holds the schemes: it matches a number behind its length, 16:4111….
var beginsPattern = func() string {
	var all []string
	for _, s := range schemes {
		all = append(all, "(?:"+s.lengths+"):(?:"+s.begin+")")
	}
	return "^(?:" + strings.Join(all, "|") + ")"
}()

// IsNumber reports whether a text is a card number or holds one.
func IsNumber(text string) bool {
	_, _, ok := find(text)
	return ok
}

// Mask returns a text with the digits of card numbers replaced by stars, but for the first six
// and the last four of each.
func Mask(text string) string {
	for {
		start, end, ok := find(text)
		if !ok {
			return text
		}
		text = text[:start] + mask(text[start:end]) + text[end:]
	}
}

// mask hides the middle of one number.
func mask(number string) string {
	masked, seen, digits := []byte(number), 0, len(compact(number))
	for i, c := range masked {
		if c < '0' || c > '9' {
			continue
		}
		if seen >= 6 && seen < digits-4 {
			masked[i] = '*'
		}
		seen++
	}
	return string(masked)
}

// find returns the place of the first card number.
func find(text string) (start, end int, ok bool) {
	if len(text) < minDigits || !likely.MatchString(text) {
		return 0, 0, false
	}
	// Same length, so that places stay.
	text = code.ReplaceAllStringFunc(text, func(code string) string { return strings.Repeat("x", len(code)) })
	for _, at := range chain.FindAllStringIndex(text, -1) {
		if start, end, ok := findIn(text[at[0]:at[1]]); ok {
			return at[0] + start, at[0] + end, true
		}
	}
	return 0, 0, false
}

// findIn returns the place of the first number that some groups of a chain make up.
func findIn(chain string) (start, end int, ok bool) {
	for start := 0; start < len(chain); start = next(chain, start) {
		for end := groupEnd(chain, start); ; end = groupEnd(chain, end+1) {
			number := compact(chain[start:end])
			if len(number) > maxDigits {
				break
			}
			if isNumber(number) {
				return start, end, true
			}
			if end == len(chain) {
				break
			}
		}
	}
	return 0, 0, false
}

// groupEnd returns the end of the group that starts at a place.
func groupEnd(chain string, start int) int {
	if n := strings.IndexAny(chain[start:], " -"); n >= 0 {
		return start + n
	}
	return len(chain)
}

// next returns the start of the group after the one that starts at a place.
func next(chain string, start int) int { return groupEnd(chain, start) + 1 }

// compact returns the digits of a number.
func compact(number string) string { return strings.NewReplacer(" ", "", "-", "").Replace(number) }

// isNumber reports whether digits are a card number.
func isNumber(digits string) bool {
	return len(digits) >= minDigits && len(digits) <= maxDigits &&
		begins.MatchString(strconv.Itoa(len(digits))+":"+digits) && luhn(digits)
}

// luhn reports whether the last digit is the check digit of the others (ISO/IEC 7812-1, annex B).
func luhn(digits string) bool {
	sum := 0
	for i := range len(digits) {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			d *= 2
			if d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}
