package profile

import (
	"regexp"
	"strings"

	"paystats/data/obs"
)

// facts are what a header says of its values.
type facts struct {
	measure        string
	word           string // that says the measure
	ambiguous      bool   // the word may also mean something else
	transformation obs.Transformation
	growthUnsure   bool
	unit           string // "" if the header names none
	rest           []string
}

// measureWords are the words for measures, the longest first.
var measureWords = []struct {
	pattern   *regexp.Regexp
	measure   string
	ambiguous bool
}{
	{word(`registered (?:users|customers)|注册用户数?`), "users_registered", false},
	{word(`app ?opens`), "app_opens", false},
	{word(`monthly active users|mau|月活(?:跃用户数?)?`), "users_active_monthly", false},
	{word(`(?:no|number|count)s?\.? of (?:banks?(?: live)?|linked banks|member banks)|banks live|合作银行数?`), "linked_banks", false},
	{word(`(?:no|number)s?\.? of users|users?|用户(?:数|规模)?|customers`), "users", false},
	{word(`(?:no|number)s?\.? of accounts|accounts?|账户数?`), "accounts", false},
	{word(`merchants?|商户数?`), "merchants", false},
	{word(`(?:no|number|nos)s?\.? of (?:transactions|txns?|payments)|transactions? (?:count|volume)|(?:tx|txn|transaction)s? ?(?:count|number|nos?)|tx count|交易笔数|笔数|筆數|交易量\(笔\)`), "tx_count", false},
	{word(`(?:transaction|payment|trade|tx|txn)s? ?(?:value|amount)s?|amounts?|amt|values?|gmv|tpv|turnover|交易金额|交易规模|交易额|交易總額|支付金额|金额|金額|市场规模|规模|valor|montant|importe`), "tx_value", false},
	{word(`transaction volumes?|volumes?|vol\.?|交易量`), "tx_count", true},
	{word(`transactions|txns?|payments|counts?|trans|quantidade|cantidad|anzahl`), "tx_count", false},
}

// word matches words between the edges of others; Chinese ones anywhere.
func word(pattern string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)(?:^|[^a-z])(` + pattern + `)(?:$|[^a-z])`)
}

var (
	brackets  = regexp.MustCompile(`[(（\[]([^()（）\[\]]*)[)）\]]`)
	shareWord = regexp.MustCompile(`(?i)%|\b(?:pct|percent(?:age)?|per cent|shares?)\b|占比|份额|比重|市占率`)
	yoyWord   = regexp.MustCompile(`(?i)\by-?o-?y\b|year[- ]on[- ]year|同比`)
	qoqWord   = regexp.MustCompile(`(?i)\bq-?o-?q\b|quarter[- ]on[- ]quarter|环比`)
	growth    = regexp.MustCompile(`(?i)growth|增长率|增速|增幅`)
	looseUnit = regexp.MustCompile(`(?i)(?:\bin )?((?:(?:rs\.?|inr|₹|rupees?|cny|rmb|usd|us\$)\s*)?\b(?:lakh crores?|crores?|cr|lakhs?|mn|millions?|bn|billions?|tn|trillions?|thousands?)\b(?:\s*(?:rs\.?|inr|₹|rupees?|cny|rmb|usd))?)|(万亿元|亿元|万元|千元|百万元|亿笔|万笔|亿户|万户|亿人|万人)`)
	bareWords = map[string]bool{"in": true, "of": true, "the": true, "actual": true, "rs": true, "and": true, "no": true, "number": true, "received": true}
	plural    = regexp.MustCompile(`(?i)\b(million|billion|trillion|thousand|crore|lakh)s\b`)
	rsThousan = regexp.MustCompile(`(?i)(rs\.?|₹|inr)\s*['’]?000s?`)
)

// readFacts reads a header: its levels, brackets and words.
func readFacts(header string) facts {
	var f facts
	text := header
	for _, m := range brackets.FindAllStringSubmatch(header, -1) {
		inner := strings.TrimSpace(m[1])
		if strings.EqualFold(inner, "actual") || strings.EqualFold(inner, "actuals") {
			f.unit = "count"
			text = strings.Replace(text, m[0], " ", 1)
		} else if unit, ok := readUnit(inner); ok {
			f.unit = unit
			text = strings.Replace(text, m[0], " ", 1)
		}
	}
	text = strings.Join(spaced(text), " ")
	if m := looseUnit.FindStringSubmatch(text); m != nil && f.unit == "" {
		if unit, ok := readUnit(m[1] + m[2]); ok {
			f.unit = unit
			text = strings.Replace(text, m[0], " ", 1)
		}
	}
	switch {
	case yoyWord.MatchString(text):
		f.transformation, text = obs.YoY, yoyWord.ReplaceAllString(text, " ")
	case qoqWord.MatchString(text):
		f.transformation, text = obs.QoQ, qoqWord.ReplaceAllString(text, " ")
	case growth.MatchString(text):
		f.transformation, f.growthUnsure = obs.YoY, true
	case shareWord.MatchString(text) || f.unit == "%":
		f.transformation, text = obs.Share, shareWord.ReplaceAllString(text, " ")
	}
	text = growth.ReplaceAllString(text, " ")
	if unit, _ := obs.ParseUnit(f.unit); f.transformation != "" && (f.unit == "" || unit.Unit.Kind() != string(obs.Ratio)) {
		f.unit = "%" // a unit of an upper row is that of the levels beside it
	}
	for _, w := range measureWords {
		if m := w.pattern.FindStringSubmatch(text); m != nil {
			f.measure, f.word, f.ambiguous = w.measure, m[1], w.ambiguous
			text = strings.Replace(text, m[1], " ", 1)
			break
		}
	}
	for _, w := range words(text) {
		if !bareWords[w] {
			f.rest = append(f.rest, w)
		}
	}
	return f
}

// spaced cuts a header into its words with their signs, camelCase apart.
func spaced(text string) []string {
	var out strings.Builder
	last := rune(' ')
	for _, c := range text {
		if c >= 'A' && c <= 'Z' && last >= 'a' && last <= 'z' {
			out.WriteByte(' ')
		}
		if c == '_' || c == '/' || c == '>' {
			c = ' '
		}
		out.WriteRune(c)
		last = c
	}
	return strings.Fields(out.String())
}

// readUnit returns the text of a unit as descriptors write it.
func readUnit(text string) (string, bool) {
	text = strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(strings.TrimSpace(text), "in "), "In "))
	text = rsThousan.ReplaceAllString(text, "INR thousand")
	text = plural.ReplaceAllString(text, "$1")
	if text == "" || isNumber(text) {
		return "", false
	}
	if _, err := obs.ParseUnit(text); err != nil {
		return "", false
	}
	return text, true
}

// money are the signs of currencies.
var money = []struct {
	pattern *regexp.Regexp
	code    string
}{
	{regexp.MustCompile(`(?i)\b(?:rs|inr|rupees?)\b|₹|\b(?:crores?|lakhs?)\b`), "INR"},
	{regexp.MustCompile(`(?i)元|人民币|\b(?:rmb|cny|yuan)\b`), "CNY"},
	{regexp.MustCompile(`(?i)\b(?:usd|us dollars?)\b|us\$`), "USD"},
	{regexp.MustCompile(`(?i)\b(?:eur|euros?)\b|€`), "EUR"},
	{regexp.MustCompile(`(?i)\b(?:brl|reais)\b|r\$`), "BRL"},
}

// currencyOf returns the currency that texts name, and the text; "" if none does.
func currencyOf(texts []string) (code, text string) {
	for _, text := range texts {
		for _, m := range money {
			if m.pattern.MatchString(text) {
				return m.code, text
			}
		}
	}
	return "", ""
}
