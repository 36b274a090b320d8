package codelist

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// fold brings a name into the form in which names are compared: NFKC, one case, simplified
// characters, the mainland's words, plain hyphens and quotes, no pinyin between the
// characters, single blanks and none between two Chinese characters.
// fold(fold(s)) == fold(s).
func fold(text string) string {
	if isPlainASCII(text) {
		return strings.Join(strings.Fields(strings.ToLower(text)), " ")
	}
	text = norm.NFKC.String(cases.Fold().String(norm.NFKC.String(strings.Map(foldForm, text))))
	text = strings.Map(foldRune, text)
	text = strings.Join(strings.Fields(text), " ")
	return mainland(closeUp(cutPinyin(text)))
}

// tidy returns a name as it is to be shown: as printed, but in one width, without pinyin
// and needless blanks.
func tidy(text string) string {
	text = norm.NFKC.String(strings.Map(foldForm, text))
	return closeUp(cutPinyin(strings.Join(strings.Fields(text), " ")))
}

func isPlainASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= 0x80 {
			return false
		}
	}
	return true
}

// foldForm drops characters that cannot be seen, such as zero-width blanks.
func foldForm(r rune) rune {
	if unicode.Is(unicode.Cf, r) {
		return -1
	}
	return r
}

func foldRune(r rune) rune {
	switch r {
	case '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2015', '\u2212':
		return '-'
	case '\u2018', '\u2019', '\u02bc':
		return '\''
	case '\u201c', '\u201d':
		return '"'
	}
	switch { // Cherokee folds to its capitals; the library turns each case into the other
	case '\u13f8' <= r && r <= '\u13fd':
		return r - 8
	case '\uab70' <= r && r <= '\uabbf':
		return r - '\uab70' + '\u13a0'
	}
	if s, ok := simplified()[r]; ok {
		return s
	}
	return r
}

// cutPinyin strips the pinyin that some pages print behind each character: 支(zhi)付(fu),
// 用(yong)(yong)户. What is no syllable, 支付宝(app), stays.
func cutPinyin(text string) string {
	if !strings.Contains(text, "(") {
		return text
	}
	var out strings.Builder
	behind := false // a Chinese character, and pinyin at most, is directly before
	for i := 0; i < len(text); {
		if n := pinyinLength(text[i:]); behind && n > 0 {
			i += n
			continue
		}
		r, n := utf8.DecodeRuneInString(text[i:])
		behind = unicode.Is(unicode.Han, r)
		out.WriteString(text[i : i+n])
		i += n
	}
	return out.String()
}

// pinyinLength returns how many bytes a syllable in brackets takes at the start of a
// text, 0 if there is none.
func pinyinLength(text string) int {
	inner, found := strings.CutPrefix(strings.TrimPrefix(text, " "), "(")
	inner, _, closed := strings.Cut(inner, ")")
	if !found || !closed || !syllables()[withoutTone(inner)] {
		return 0
	}
	return strings.IndexByte(text, ')') + 1
}

// withoutTone returns a syllable without its tone mark, with v for ü.
func withoutTone(syllable string) string {
	decomposed := strings.ReplaceAll(norm.NFD.String(syllable), "u\u0308", "v")
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, decomposed)
}

// closeUp removes the blanks between two Chinese characters, which pages and PDFs insert.
func closeUp(text string) string {
	if !strings.Contains(text, " ") {
		return text
	}
	runes := []rune(text)
	kept := runes[:0]
	for i, r := range runes {
		if r == ' ' && i > 0 && i+1 < len(runes) && unicode.Is(unicode.Han, runes[i-1]) && unicode.Is(unicode.Han, runes[i+1]) {
			continue
		}
		kept = append(kept, r)
	}
	return string(kept)
}

// mainlandWords leads from words of Taiwan and Hong Kong, in simplified characters, to the
// mainland's, a longer word before a shorter one that it holds.
var mainlandWords = strings.NewReplacer(
	"网际网路", "互联网", "网际网络", "互联网", "网路", "网络",
	"行动支付", "移动支付", "行动银行", "手机银行", "行动电话", "移动电话", "行动装置", "移动设备",
	"智慧型手机", "智能手机", "应用程式", "应用程序", "签帐金融卡", "借记卡",
	"电子帐单", "电子账单", "帐户", "账户", "帐单", "账单", "帐号", "账号",
	"资讯", "信息", "简讯", "短信", "软体", "软件", "数位", "数字",
)

func mainland(text string) string {
	for {
		replaced := mainlandWords.Replace(text)
		if replaced == text {
			return text
		}
		text = replaced
	}
}

// isHan reports whether a text holds a Chinese character.
func isHan(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}
