package codelist

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// trailingMark and leadingMark match one footnote mark at an end of a name. Text that
// pages and sheets raise comes with a ^ before it.
var (
	trailingMark = regexp.MustCompile(`(?i)\s*(?:[*＊†‡§#＃@＠$＄]|[\x{b2}\x{b3}\x{b9}\x{2070}-\x{2079}]|[\x{2460}-\x{2473}\x{2776}-\x{277f}]` +
		`|[\[［【]\s*(?:注|註|note)?\s*\d{1,2}\s*[\]］】]|[(（]\s*(?:注|註|note)\s*\d{0,2}\s*[)）]|[(（]\d{1,2}[)）]|\^[\p{L}\d*†‡]{1,3})$`)
	leadingMark = regexp.MustCompile(`^[*＊†‡§#＃@＠$＄]+\s*`)
)

// CutMarks takes the footnote marks from the ends of a name: WhatsApp*, UPI @, 支付宝①,
// 微信支付[2], 云闪付(注1). A star at a Chinese character may be none: it stands for
// characters that were censored (银行*).
func CutMarks(text string) (name, marks string) {
	name = strings.TrimSpace(text)
	for {
		at := trailingMark.FindStringIndex(name)
		if at == nil || at[0] == 0 || censoredAt(name[:at[1]]) {
			break
		}
		marks = strings.TrimSpace(name[at[0]:]) + marks
		name = name[:at[0]]
	}
	if at := leadingMark.FindStringIndex(name); at != nil && at[1] < len(name) && !censors(name[:at[1]], name[at[1]:]) {
		marks = strings.TrimSpace(name[:at[1]]) + marks
		name = name[at[1]:]
	}
	return name, marks
}

// censoredAt reports whether a name ends with stars directly behind a Chinese character.
func censoredAt(name string) bool {
	before := strings.TrimRight(name, "*＊")
	last, _ := utf8.DecodeLastRuneInString(before)
	return len(before) < len(name) && unicode.Is(unicode.Han, last)
}

// censors reports whether stars stand directly before a Chinese character.
func censors(mark, rest string) bool {
	first, _ := utf8.DecodeRuneInString(rest)
	return strings.ContainsAny(mark, "*＊") && strings.TrimSpace(mark) == mark && unicode.Is(unicode.Han, first)
}

// censored returns a pattern for the folded names that a censored name may stand for, nil
// if no characters of it were replaced.
func censored(folded string) *regexp.Regexp {
	if !strings.Contains(folded, "*") || !isHan(folded) {
		return nil
	}
	pattern := regexp.MustCompile(`(?:\\\*)+`).ReplaceAllString(regexp.QuoteMeta(folded), ".+")
	return regexp.MustCompile("^" + pattern + "$")
}
