package obs

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Quantity is a number with what was printed around it.
type Quantity struct {
	Value     Decimal // in base units of Unit
	Unit      Unit    // Unspecified when neither the cell nor the declared unit names one
	LastDigit int     // power of ten of the last printed digit, in base units
	Hedge     Hedge
}

// hedgeMarks are the qualifiers in front of or behind a number.
var hedgeMarks = []struct {
	mark  string
	hedge Hedge
}{
	{">=", Over}, {"≥", Over}, {">", Over}, {"超过", Over}, {"over ", Over}, {"more than ", Over},
	{"<=", Under}, {"≤", Under}, {"<", Under}, {"不到", Under}, {"under ", Under}, {"less than ", Under}, {"近", Under}, {"nearly ", Under},
	{"~", About}, {"≈", About}, {"约", About}, {"about ", About}, {"around ", About},
}

// number finds the digits of a quantity; groups are validated apart.
var number = regexp.MustCompile(`^[+-]?(?:[0-9][0-9,]*)?(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?`)

// grouping accepts western (3-3) and Indian (3-2-2) digit groups.
var grouping = regexp.MustCompile(`^[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,2}(?:,[0-9]{2})*,[0-9]{3})(?:\.[0-9]+)?$`)

// ParseQuantity reads a printed number: hedge, digits with western or Indian groups,
// E notation, and unit words in the cell ("47.2万亿元", ">400", "RMB 2,015.43 billion").
// declared is the unit that the column or the descriptor names; the multipliers of
// both apply. Errors wrap ErrNumberSyntax, ErrNumberRange or ErrUnitSyntax.
//
// Text with superscript or circled digits is refused: they are footnote marks, and
// folding would glue them to the number.
func ParseQuantity(text string, declared Scaled) (Quantity, error) {
	if value, lastDigit, err := ParseDecimal(text, declared.Exp); err == nil { // most cells, and ten times as fast
		return Quantity{Value: value, Unit: declared.Unit, LastDigit: lastDigit}, nil
	}
	s, ok := foldDigits(text)
	if !ok {
		return Quantity{}, fmt.Errorf("%w: %q has a footnote mark", ErrNumberSyntax, text)
	}
	q := Quantity{Unit: declared.Unit}
	for _, h := range hedgeMarks {
		if rest, ok := cutPrefixFold(s, h.mark); ok {
			q.Hedge, s = h.hedge, strings.TrimSpace(rest)
			break
		}
	}
	if rest, ok := strings.CutSuffix(s, "左右"); ok {
		q.Hedge, s = About, rest
	}
	prefix, s := splitPrefix(s)
	digits := number.FindString(s)
	if strings.Trim(digits, "+-") == "" || strings.ContainsAny(s[len(digits):], "0123456789") {
		return Quantity{}, fmt.Errorf("%w: %q", ErrNumberSyntax, text)
	}
	scaled, err := cellUnit(prefix, s[len(digits):], declared)
	if err != nil {
		return Quantity{}, err
	}
	if strings.Contains(digits, ",") && !grouping.MatchString(digits) {
		return Quantity{}, fmt.Errorf("%w: %q", ErrNumberSyntax, text)
	}
	q.Unit = scaled.Unit
	q.Value, q.LastDigit, err = ParseDecimal(strings.ReplaceAll(digits, ",", ""), scaled.Exp)
	if err != nil {
		return Quantity{}, fmt.Errorf("%q: %w", text, err)
	}
	return q, nil
}

// foldDigits brings text into one form: half-width, trimmed, one kind of minus sign.
// ok is false if it holds digits that are not part of a number.
func foldDigits(text string) (folded string, ok bool) {
	for _, r := range text {
		if unicode.Is(unicode.No, r) {
			return "", false
		}
	}
	return strings.TrimSpace(strings.ReplaceAll(norm.NFKC.String(text), "\u2212", "-")), true
}

// cutPrefixFold cuts a prefix whatever its case. mark is in lower case.
func cutPrefixFold(s, mark string) (rest string, ok bool) {
	if len(s) >= len(mark) && strings.EqualFold(s[:len(mark)], mark) {
		return s[len(mark):], true
	}
	return s, false
}

// splitPrefix cuts the words before the number ("RMB 12" -> "RMB"). A point belongs to
// the number only if no letter stands before it: "Rs.500" is five hundred.
func splitPrefix(s string) (prefix, rest string) {
	i := strings.IndexAny(s, "0123456789")
	if i < 0 {
		return "", s
	}
	if i > 0 && s[i-1] == '.' && (i == 1 || strings.ContainsRune(" +-", rune(s[i-2]))) {
		i--
	}
	if i > 0 && (s[i-1] == '-' || s[i-1] == '+') {
		i--
	}
	return s[:i], s[i:]
}

// cellUnit joins the unit words of a cell with the declared unit.
func cellUnit(prefix, suffix string, declared Scaled) (Scaled, error) {
	in, err := ParseUnit(prefix + " " + suffix)
	if err != nil {
		return Scaled{}, err
	}
	if in.Unit == Unspecified {
		in.Unit = declared.Unit
	} else if declared.Unit != Unspecified && in.Unit != declared.Unit {
		return Scaled{}, fmt.Errorf("%w: the cell says %s, the column %s", ErrUnitSyntax, in.Unit, declared.Unit)
	} else if in.Unit == Ratio {
		return in, nil // "54.2%" in a column of %: one percent sign, printed twice
	}
	return Scaled{Unit: in.Unit, Exp: in.Exp + declared.Exp}, nil
}
