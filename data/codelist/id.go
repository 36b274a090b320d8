package codelist

import (
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// ID makes a kebab-case id of a name: YES BANK LTD. is yes-bank-ltd, Crédit Agricole is
// credit-agricole, 支付宝 and 支付寶 are zhifubao (a character is its commonest syllable
// of pinyin). Letters of other scripts become their code points: x0645. Equal names give
// equal ids; "" only for a text without letters and digits.
func ID(name string) string {
	var id strings.Builder
	last, gap := rune(0), false // the kind of the character before; something was left out since
	for _, r := range norm.NFD.String(fold(name)) {
		kind, text := 'a', string(r)
		syllable, chinese := pinyin()[r]
		switch {
		case chinese:
			kind, text = 'z', syllable
		case 'a' <= r && r <= 'z' || '0' <= r && r <= '9':
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			kind, text = 'x', fmt.Sprintf("x%04x", r)
		default:
			gap = gap || !unicode.Is(unicode.Mn, r) && r != '\'' && r != '.'
			continue
		}
		if id.Len() > 0 && (gap || kind != last) {
			id.WriteByte('-')
		}
		id.WriteString(text)
		last, gap = kind, false
	}
	return id.String()
}
