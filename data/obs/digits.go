package obs

import "strings"

// NumberStyle is how a source writes numbers, as far as one number cannot show it. The
// zero NumberStyle is the usual one: 1,234.5.
type NumberStyle struct {
	DecimalComma bool // the comma is the decimal point: 1.234,5 and 7714115370000,0
}

// maxGroups bounds the groups of digits: more than fit a Decimal.
const maxGroups = 16

// digits reads the number that s starts with, and returns it as ParseDecimal reads it.
// Groups are western (3-3) or Indian (3-2-2) with commas, western with blanks; a blank
// beside the decimal point is dropped, and 。between digits is a point. rest is what
// stands behind. ok is false for groups of other sizes, and for no number.
func (st NumberStyle) digits(s string) (number, rest string, ok bool) {
	sign := ""
	if s != "" && (s[0] == '-' || s[0] == '+') {
		sign, s = s[:1], strings.TrimPrefix(s[1:], " ")
	}
	whole := s[:digitRun(s)]
	pos := len(whole)
	var sizes [maxGroups]int
	sizes[0] = pos
	groups, group := 1, byte(0)
	fraction := ""
	for pos < len(s) {
		mark, width := st.separator(s[pos:])
		if mark == 0 || mark != decimalPoint && (pos == 0 || groups == maxGroups || group != 0 && group != mark) {
			break
		}
		run := digitRun(s[pos+width:])
		if mark == decimalPoint {
			fraction = "." + s[pos+width:pos+width+run]
			pos += width + run
			break
		}
		group = mark
		whole += s[pos+width : pos+width+run]
		sizes[groups] = run
		groups, pos = groups+1, pos+width+run
	}
	if whole+fraction == "" || !validGroups(sizes[:groups], group) {
		return "", s, false
	}
	exponent := ""
	if groups == 1 {
		exponent = s[pos : pos+exponentRun(s[pos:])]
	}
	return sign + whole + fraction + exponent, s[pos+len(exponent):], true
}

// decimalPoint is what separator returns for a decimal point, however written.
const decimalPoint = '#'

// separator returns what the text behind a digit starts with, if a digit follows: the mark
// between two groups (',' '.' ' ') or decimalPoint, and its length in bytes; else 0.
func (st NumberStyle) separator(s string) (mark byte, width int) {
	group, point := ",", "."
	if st.DecimalComma {
		group, point = ".", ","
	}
	switch run := digitRun(s[1:]); {
	case s[:1] == group && run > 0:
		return group[0], 1
	case s[:1] == point && run > 0:
		return decimalPoint, 1
	case s[0] == ' ' && run == 3:
		return ' ', 1
	}
	for _, p := range []string{point + " ", " " + point, "。"} {
		if strings.HasPrefix(s, p) && digitRun(s[len(p):]) > 0 {
			return decimalPoint, len(p)
		}
	}
	return 0, 0
}

// validGroups reports whether groups of these sizes are western or, with commas, Indian.
func validGroups(sizes []int, mark byte) bool {
	last := len(sizes) - 1
	if last == 0 {
		return true
	}
	western, indian := sizes[0] >= 1 && sizes[0] <= 3, mark == ',' && sizes[0] >= 1 && sizes[0] <= 2
	for i, size := range sizes[1:] {
		western = western && size == 3
		indian = indian && (size == 2 || i+1 == last) && (size == 3 || i+1 < last)
	}
	return western || indian
}

// digitRun returns how many digits s starts with.
func digitRun(s string) int {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return i
		}
	}
	return len(s)
}

// exponentRun returns the length of the exponent ("E10", "e-05") that s starts with.
func exponentRun(s string) int {
	if s == "" || s[0] != 'e' && s[0] != 'E' {
		return 0
	}
	signed := 1
	if len(s) > 1 && (s[1] == '-' || s[1] == '+') {
		signed = 2
	}
	if run := digitRun(s[signed:]); run > 0 {
		return signed + run
	}
	return 0
}

// isPlain reports whether text is of the characters of a plain or scientific number.
func isPlain(text string) bool {
	for i := range len(text) {
		switch c := text[i]; {
		case c >= '0' && c <= '9', c == '.', c == '-', c == '+', c == 'e', c == 'E':
		default:
			return false
		}
	}
	return text != ""
}
