package profile

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"paystats/data/obs"
)

// plainNumber is a number without unit words.
var plainNumber = regexp.MustCompile(`^[-+]?(?:\d{1,3}(?:,\d{2,3})+|\d+)?(?:\.\d+)?(?:[eE][-+]?\d+)?%?$`)

// commaNumber is a number with a decimal comma that cannot be a group of thousands.
var commaNumber = regexp.MustCompile(`^[-+]?(?:\d{1,3}(?:\.\d{3})+|\d+),(?:\d{1,2}|\d{4,})$`)

// dotGroups is a whole number whose thousands are grouped with points.
var dotGroups = regexp.MustCompile(`^[-+]?\d{1,3}(?:\.\d{3}){2,}$`)

// maxNumber is the longest text that is tried as a number, in bytes.
const maxNumber = 120

// isNumber reports whether a text is a number, perhaps with unit words.
func isNumber(text string) bool {
	text = strings.TrimSpace(text)
	if text == "" || len(text) > maxNumber || !strings.ContainsFunc(text, unicode.IsDigit) {
		return false
	}
	if plainNumber.MatchString(text) || commaNumber.MatchString(text) || dotGroups.MatchString(text) {
		return true
	}
	_, err := obs.ParseQuantity(text, obs.Scaled{})
	return err == nil
}

// number returns a number as a float, for comparing sums; its unit words count.
func number(text string) (float64, bool) {
	text = strings.TrimSpace(text)
	if v, err := strconv.ParseFloat(strings.ReplaceAll(text, ",", ""), 64); err == nil {
		return v, true
	}
	q, err := obs.ParseQuantity(text, obs.Scaled{})
	return q.Value.Float(), err == nil
}

// isYear reports whether a text is a bare year that payments may have been counted in.
func isYear(text string) bool {
	n, err := strconv.Atoi(strings.TrimSpace(text))
	return err == nil && n >= 1950 && n <= 2100
}

// maxPeriod is the longest text that is tried as a period, in bytes.
const maxPeriod = 80

// isPeriod reports whether a text is a period in a style; bare years do not count.
func isPeriod(style obs.PeriodStyle, text string) bool {
	if len(text) > maxPeriod || !strings.ContainsFunc(text, unicode.IsDigit) || isYear(text) || plainNumber.MatchString(text) {
		return false
	}
	_, err := style.ParsePeriod(strings.TrimSpace(text))
	return err == nil
}

// isDate reports whether a text is a day.
func isDate(text string) (obs.Period, bool) {
	if len(text) > maxPeriod || !strings.ContainsFunc(text, unicode.IsDigit) || plainNumber.MatchString(text) {
		return obs.Period{}, false
	}
	p, _, err := obs.ParsePeriod(strings.TrimSpace(text))
	return p, err == nil && p.Frequency() == obs.Daily
}

// isEpoch reports whether a text is a moment in milliseconds between 2000 and 2100.
func isEpoch(text string) bool {
	n, err := strconv.ParseInt(strings.TrimSpace(text), 10, 64)
	return err == nil && len(strings.TrimSpace(text)) == 13 && n > time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli() &&
		n < time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli()
}

// words cuts a text into lower-case words, also between camelCase.
func words(text string) []string {
	var spread strings.Builder
	last := ' '
	for _, c := range text {
		if unicode.IsUpper(c) && unicode.IsLower(last) {
			spread.WriteByte(' ')
		}
		spread.WriteRune(c)
		last = c
	}
	return strings.FieldsFunc(strings.ToLower(spread.String()), func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
}

// slug returns a text as an id: lower-case ASCII words with hyphens; "" if it has none.
func slug(text string) string {
	var kept []string
	for _, word := range words(text) {
		ascii := strings.Map(func(c rune) rune {
			if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
				return c
			}
			return -1
		}, word)
		if ascii != "" {
			kept = append(kept, ascii)
		}
	}
	return strings.Join(kept, "-")
}

// clip shortens a text for a comment.
func clip(text string) string {
	const most = 72
	text = strings.Join(strings.Fields(text), " ")
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}

// quoted returns texts for a comment: "a", "b", …
func quoted(texts []string) string {
	var out []string
	for _, text := range texts[:min(3, len(texts))] {
		out = append(out, strconv.Quote(clip(text)))
	}
	if len(texts) > 3 {
		out = append(out, "…")
	}
	return strings.Join(out, ", ")
}
