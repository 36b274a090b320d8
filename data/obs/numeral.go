package obs

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// numeralFold brings the digits and powers of ten of Chinese numerals into one form.
var numeralFold = strings.NewReplacer("〇", "零", "两", "二", "兩", "二")

// numeralRunes are what a folded numeral is made of; 万 and 亿 are unit words. The index
// of a digit is its value.
var (
	numeralDigits = []rune("零一二三四五六七八九")
	numeralTens   = []rune(" 十百千") // by power of ten
)

// ratioPrefixes are the Chinese denominators, with the sign that says the same.
var ratioPrefixes = []struct{ word, sign string }{{"百分之", "%"}, {"千分之", "‰"}, {"万分之", "‱"}}

// spell writes the numeral in words that s starts with in digits: "三倍" -> "3倍",
// "百分之四十" -> "40%", "八成五" -> "8.5成". Text with no numeral in front stays as it is;
// ok is false for one that is none (二〇一五, 百万) or stands without a unit: 一 alone is
// as often a dash that was misread.
func spell(s string) (digits string, ok bool) {
	sign := ""
	for _, p := range ratioPrefixes {
		if rest, found := strings.CutPrefix(s, p.word); found {
			s, sign = rest, p.sign
			break
		}
	}
	if strings.ContainsAny(s, "0123456789") {
		return s + sign, true
	}
	s = numeralFold.Replace(s)
	end := strings.IndexFunc(s, func(r rune) bool { return !isNumeral(r) })
	if end < 0 {
		end = len(s)
	}
	word, rest := s[:end], s[end:]+sign
	if word == "" {
		return s, sign == ""
	}
	number, ok := numeral(word)
	if !ok || rest == "" {
		return "", false
	}
	if tail, found := strings.CutPrefix(rest, "成"); found && tail != "" { // 八成五 is 85 %
		if r, size := utf8.DecodeRuneInString(tail); slices.Contains(numeralDigits, r) {
			return number + "." + strconv.Itoa(slices.Index(numeralDigits, r)) + "成" + tail[size:], !strings.Contains(number, ".")
		}
	}
	return number + rest, true
}

func isNumeral(r rune) bool {
	return slices.Contains(numeralDigits, r) || slices.Contains(numeralTens[1:], r) || r == '点'
}

// numeral reads a folded numeral below ten thousand: 三, 十二, 一百零五, 三点五. It must be
// written as numeralOf writes it: digits in a row (二〇一五) and 三千五, which is 3 500 to
// some and 3 005 to others, are refused.
func numeral(word string) (digits string, ok bool) {
	word, frac, hasFrac := strings.Cut(word, "点")
	total, digit := 0, 0
	for _, r := range word {
		if i := slices.Index(numeralDigits, r); i >= 0 {
			digit = i
			continue
		}
		power := 1
		for range slices.Index(numeralTens, r) {
			power *= 10
		}
		total, digit = total+max(digit, 1)*power, 0
	}
	if total += digit; total > 9999 || numeralOf(total) != word {
		return "", false
	}
	digits = strconv.Itoa(total)
	if hasFrac {
		digits += "."
	}
	for _, r := range frac {
		i := slices.Index(numeralDigits, r)
		if i < 0 {
			return "", false
		}
		digits += strconv.Itoa(i)
	}
	return digits, !hasFrac || frac != ""
}

// numeralOf writes 0 to 9999 in words.
func numeralOf(n int) string {
	if n == 0 {
		return "零"
	}
	var word []rune
	zero := false
	for power, unit := 3, 1000; unit > 0; power, unit = power-1, unit/10 {
		d := n / unit % 10
		if d == 0 {
			zero = len(word) > 0
			continue
		}
		if zero {
			word = append(word, '零')
		}
		word, zero = append(word, numeralDigits[d]), false
		if power > 0 {
			word = append(word, numeralTens[power])
		}
	}
	if n >= 10 && n < 20 {
		word = word[1:] // 十二, not 一十二
	}
	return string(word)
}
