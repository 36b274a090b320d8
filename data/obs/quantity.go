package obs

import (
	"fmt"
	"regexp"
	"strings"

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
func ParseQuantity(text string, declared Scaled) (Quantity, error) {
	s := strings.TrimSpace(norm.NFKC.String(text))
	q := Quantity{Unit: declared.Unit}
	for _, h := range hedgeMarks {
		if rest, ok := strings.CutPrefix(s, h.mark); ok {
			q.Hedge, s = h.hedge, strings.TrimSpace(rest)
			break
		}
	}
	if rest, ok := strings.CutSuffix(s, "左右"); ok {
		q.Hedge, s = About, rest
	}
	prefix, s := splitPrefix(s)
	digits := number.FindString(s)
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

// splitPrefix cuts the words before the first digit or sign ("RMB 12" -> "RMB").
func splitPrefix(s string) (prefix, rest string) {
	i := strings.IndexAny(s, "+-.0123456789")
	if i < 0 {
		return "", s
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
	}
	if declared.Unit != Unspecified && in.Unit != declared.Unit {
		return Scaled{}, fmt.Errorf("%w: the cell says %s, the column %s", ErrUnitSyntax, in.Unit, declared.Unit)
	}
	if in.Unit == Ratio && in.Exp != 0 {
		return in, nil // "54.2%" in a column of %: one percent sign, printed twice
	}
	return Scaled{Unit: in.Unit, Exp: in.Exp + declared.Exp}, nil
}
