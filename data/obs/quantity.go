package obs

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Quantity is a number with what was printed around it.
type Quantity struct {
	Value          Decimal // in base units of Unit
	Unit           Unit    // Unspecified when neither the cell nor the declared unit names one
	LastDigit      int     // power of ten of the last printed digit, in base units
	Hedge          Hedge
	Transformation Transformation // YoY for 同比, QoQ for 环比 (on the period before); "" when the cell does not say
	Multiplied     bool           // the declared unit and the cell both had a multiplier, and both apply
	Repeated       bool           // the cell names the declared multiplier once more, with a unit of its own (3亿元 where 亿元 is declared): it applies once
	Other          Amount         // the second figure of a cell that prints one fact twice; zero if none
	Ignored        string         // what stood behind and was left out: a footnote (27 of 90.6%27), a reference (图3)
}

// Amount is a number in base units of its unit.
type Amount struct {
	Value     Decimal
	Unit      Unit
	LastDigit int // power of ten of the last printed digit, in base units
}

// maxText is the length, in bytes, beyond which text is no number and no period.
const maxText = 256

// ParseQuantity reads a printed number: hedge, digits with western or Indian groups,
// E notation, and unit words in the cell ("47.2万亿元", ">400", "RMB 2,015.43 billion").
// declared is the unit that the column or the descriptor names. The multipliers of both
// apply, but a cell with a unit of its own (3亿元) must name the declared multiplier or
// none. Errors wrap ErrNumberSyntax, ErrNumberRange or ErrUnitSyntax.
//
// It is NumberStyle.ParseQuantity for numbers with a decimal point.
func ParseQuantity(text string, declared Scaled) (Quantity, error) {
	return NumberStyle{}.ParseQuantity(text, declared)
}

// ParseQuantity reads a printed number of this style:
//
//	1 395.61亿笔                        groups with blanks; also 47. 2 and 215。4
//	超过400家  4 亿左右  >400            Hedge
//	三倍  近五成  百分之四十              small numerals, with a unit in the cell
//	环比下滑4.4%                         -0.044; Transformation is QoQ
//	0.51个百分点  8个基点                 Points, no Ratio
//	RMB2,015.43 billion (US$328.1 billion)  the first; the conversion is Other
//	8.72億(87221萬)                      the first, if both agree
//	90.6%27  2596.02亿笔(图3)            Ignored is 27, (图3)
//
// Errors wrap ErrNumberSyntax, ErrNumberRange or ErrUnitSyntax; the reasons that are told
// apart are ErrNumberBroken, ErrNumberSeveral, ErrNumberIdiom, ErrNumberLabel,
// ErrNumberChange and ErrNumberConflict. Superscript and circled digits are refused:
// they are footnote marks, and folding would glue them to the number.
//
// A footnote that is already glued to the front of a number (9470.90亿笔 for 470.90) looks
// like any number: only its neighbours in the series show it.
func (st NumberStyle) ParseQuantity(text string, declared Scaled) (Quantity, error) {
	if q, ok := st.plain(text, declared); ok { // most cells
		return q, nil
	}
	if len(text) > maxText {
		return Quantity{}, fmt.Errorf("%w: %q…", ErrNumberSyntax, text[:maxText/4])
	}
	q, err := st.parse(text, declared)
	if err != nil {
		return Quantity{}, refusal(text, err)
	}
	return q, nil
}

// plain reads a plain or scientific number with a decimal point, or none.
func (st NumberStyle) plain(text string, declared Scaled) (q Quantity, ok bool) {
	if !isPlain(text) || st.DecimalComma && strings.Contains(text, ".") {
		return q, false
	}
	value, lastDigit, err := ParseDecimal(text, declared.Exp)
	return Quantity{Value: value, Unit: declared.Unit, LastDigit: lastDigit}, err == nil
}

// reference matches what is left out behind a number: (图3), [2], a star.
var reference = regexp.MustCompile(`(?i) *(?:\([见如]?(?:图|圖|表|注|figure|fig\.?|table|chart) ?[0-9][0-9a-z.-]*\)|\[(?:注|note )?[0-9a-z]{1,2}\]|[*†‡]+)$`)

func (st NumberStyle) parse(text string, declared Scaled) (Quantity, error) {
	s, ok := foldDigits(text)
	if !ok {
		return Quantity{}, fmt.Errorf("%w: %q has a footnote mark", ErrNumberSyntax, text)
	}
	if q, ok := st.plain(s, declared); ok {
		return q, nil
	}
	ignored := ""
	if last, _ := utf8.DecodeLastRuneInString(s); strings.ContainsRune(")]*†‡", last) {
		if at := reference.FindStringIndex(s); at != nil {
			s, ignored = s[:at[0]], strings.TrimSpace(s[at[0]:])
		}
	}
	first, second := cutBracket(s)
	q, err := st.figure(first, declared)
	if err == nil && second != "" {
		err = st.second(&q, second, declared)
	}
	if err != nil {
		return Quantity{}, fmt.Errorf("%w: %q", err, text)
	}
	if q.Ignored == "" {
		q.Ignored = ignored
	}
	return q, nil
}

// foldDigits brings text into one form: half-width, trimmed, one kind of minus sign.
// ok is false if it holds digits that are not part of a number.
func foldDigits(text string) (folded string, ok bool) {
	for _, r := range text {
		if r >= 0x80 && unicode.Is(unicode.No, r) {
			return "", false
		}
	}
	return strings.TrimSpace(strings.ReplaceAll(norm.NFKC.String(text), "\u2212", "-")), true
}

// cutBracket splits "RMB2,015.43 billion (US$328.1 billion)" into its two figures.
func cutBracket(s string) (first, second string) {
	if !strings.HasSuffix(s, ")") {
		return s, ""
	}
	open := strings.LastIndexByte(s, '(')
	if open <= 0 || !strings.ContainsAny(s[open:], "0123456789") || !strings.ContainsAny(s[:open], "0123456789") {
		return s, ""
	}
	return strings.TrimRight(s[:open], " "), strings.TrimSpace(s[open+1 : len(s)-1])
}

// figure reads one number with its qualifiers and unit words. Its errors do not quote the
// text.
func (st NumberStyle) figure(s string, declared Scaled) (q Quantity, err error) {
	words, s, ok := qualifiers(s)
	if !ok {
		return q, ErrNumberConflict
	}
	if !strings.ContainsAny(s, "0123456789") || strings.Contains(s, "分之") {
		if s, ok = spell(s); !ok {
			return q, ErrNumberSyntax
		}
	}
	prefix, s := splitPrefix(s)
	number, suffix, ok := st.digits(s)
	if !ok {
		return q, ErrNumberSyntax
	}
	suffix, q.Ignored = cutFootnote(suffix)
	suffix, more := cutMore(suffix)
	if !words.join(qualifier{hedge: more}) {
		return q, ErrNumberConflict
	}
	if strings.ContainsAny(suffix, "0123456789") {
		return q, ErrNumberSyntax
	}
	scaled, multipliers, err := cellUnit(prefix, suffix, declared)
	if err != nil {
		return q, err
	}
	q.Unit, q.Hedge, q.Transformation = scaled.Unit, words.hedge, words.transformation
	q.Multiplied, q.Repeated = multipliers == multiplied, multipliers == repeated
	if (words.direction != 0 || words.transformation != "") && !q.Unit.isFraction() {
		return q, ErrNumberChange
	}
	if q.Value, q.LastDigit, err = ParseDecimal(number, scaled.Exp); err != nil || words.direction >= 0 {
		return q, err
	}
	if number[0] == '-' {
		return q, ErrNumberConflict
	}
	q.Value, q.Hedge = q.Value.Neg(), mirrored[q.Hedge]
	return q, nil
}

// mirrored holds the hedge of -x: a fall by more than 4 % is a change below -4 %.
var mirrored = map[Hedge]Hedge{Exact: Exact, About: About, Over: Under, Under: Over}

// second reads the figure in brackets behind q: the same amount in another currency, or
// the same fact in other words, which must agree.
func (st NumberStyle) second(q *Quantity, text string, declared Scaled) error {
	same, err := st.figure(text, Scaled{Unit: q.Unit, Exp: declared.Exp})
	if errors.Is(err, ErrUnitSyntax) && q.Unit.Kind() == "money" {
		same, err = st.figure(text, Scaled{Exp: declared.Exp})
	}
	if err != nil {
		return err
	}
	q.Other = Amount{Value: same.Value, Unit: same.Unit, LastDigit: same.LastDigit}
	switch {
	case same.Unit != q.Unit && same.Unit.Kind() == "money" && q.Unit.Kind() == "money":
		return nil
	case same.Unit != q.Unit:
		return ErrNumberSeveral
	}
	tolerance := math.Pow10(max(q.LastDigit, same.LastDigit))
	if gap := math.Abs(q.Value.Float() - same.Value.Float()); gap != 0 && (q.LastDigit == same.LastDigit || gap >= tolerance) {
		return ErrNumberConflict
	}
	return nil
}

// splitPrefix cuts the words before the number ("RMB 12" -> "RMB"). A point belongs to
// the number only if no letter stands before it: "Rs.500" is five hundred.
func splitPrefix(s string) (prefix, rest string) {
	i := strings.IndexAny(s, "0123456789")
	if i < 0 {
		return "", s
	}
	if i == 2 && s[1] == ' ' && (s[0] == '-' || s[0] == '+') {
		return "", s
	}
	if i > 0 && (s[i-1] == '.' || s[i-1] == ',') && (i == 1 || strings.ContainsRune(" +-", rune(s[i-2]))) {
		i--
	}
	if i > 0 && (s[i-1] == '-' || s[i-1] == '+') {
		i--
	}
	if prefix, ok := strings.CutPrefix(s[:i], "-"); ok && s[i] != '-' && s[i] != '+' {
		return prefix, "-" + s[i:] // -$5
	}
	return s[:i], s[i:]
}

// cutFootnote stops at the percent sign: up to three digits behind it are a footnote.
func cutFootnote(suffix string) (rest, footnote string) {
	rest, footnote, ok := strings.Cut(suffix, "%")
	if n := len(footnote); !ok || n == 0 || n > 3 || digitRun(footnote) != n {
		return suffix, ""
	}
	return rest + "%", footnote
}

// cutMore cuts the hedge between a number and its unit: 30多家, 3亿余元, 400+家.
func cutMore(suffix string) (rest string, hedge Hedge) {
	for _, more := range []string{"余", "多", "+"} {
		if multiplier, unit, ok := strings.Cut(suffix, more); ok {
			return multiplier + unit, Over
		}
	}
	return suffix, Exact
}

// multipliers is how the multipliers of a cell and of the declared unit go together.
type multipliers uint8

const (
	single     multipliers = iota // at most one of them has one
	multiplied                    // both apply
	repeated                      // one multiplier, printed twice
)

// cellUnit joins the unit words of a cell with the declared unit. What is printed in both
// is meant once: "54.2%" in a column of %, "3亿元" in a column of 亿元. A bare multiplier
// multiplies the declared one, but a whole unit with another multiplier than the declared
// one is refused: it may stand for itself.
func cellUnit(prefix, suffix string, declared Scaled) (joined Scaled, how multipliers, err error) {
	if prefix == "" && suffix == "" {
		return declared, single, nil
	}
	if strings.ContainsAny(prefix, "()") { // an accountant's negative
		return Scaled{}, single, ErrUnitSyntax
	}
	in, err := ParseUnit(prefix + " " + suffix)
	both := in.Exp != 0 && declared.Exp != 0
	switch {
	case err != nil:
		return Scaled{}, single, err
	case in.Unit == Unspecified && both:
		return Scaled{Unit: declared.Unit, Exp: in.Exp + declared.Exp}, multiplied, nil
	case in.Unit == Unspecified:
		return Scaled{Unit: declared.Unit, Exp: in.Exp + declared.Exp}, single, nil
	case declared.Unit != Unspecified && in.Unit != declared.Unit:
		return Scaled{}, single, fmt.Errorf("%w: the cell says %s, the column %s", ErrUnitSyntax, in.Unit, declared.Unit)
	case in.Unit.isFraction() || in.Unit.Kind() == "rate":
		return in, single, nil
	case both && in.Exp != declared.Exp:
		return Scaled{}, single, ErrUnitTwice
	case both:
		return in, repeated, nil
	}
	return Scaled{Unit: in.Unit, Exp: in.Exp + declared.Exp}, single, nil
}
