package profile

import (
	"regexp"
	"strings"
	"unicode"

	"paystats/data/obs"
)

// facts are what a header says of its values.
type facts struct {
	measure        string
	word           string // that says the measure
	ambiguous      bool   // the word may also mean something else
	transformation obs.Transformation
	growthUnsure   bool
	vague          bool   // a percentage that the header does not call a share
	foreign        string // the words for what no measure stands for: an average, a rate, a fee
	cumulated      bool
	unit           string // "" if the header names none
	scale          string // the unit of a header whose rows name units, too
	bracket        string // text in brackets that is no unit, "" for none
	label          string // the header without units and brackets, as it is written
	rest           []string
}

// measureWords are the words for measures, the longest first.
var measureWords = []struct {
	pattern   *regexp.Regexp
	measure   string
	ambiguous bool
}{
	{word(`registered (?:users|customers)|注册用户数?`), "users_registered", false},
	{word(`人均(?:交易|支付)?(?:总额|金额|规模|额)`), "tx_value_per_head", false},
	{word(`app ?opens`), "app_opens", false},
	{word(`monthly active users|mau|月活(?:跃用户数?)?`), "users_active_monthly", false},
	{word(`(?:no|number|count)s?\.? of (?:banks?(?: live)?|linked banks|member banks)|banks live|合作银行数?`), "linked_banks", false},
	{word(`(?:no|number)s?\.? of users|users?|用户(?:数|规模)?|customers`), "users", false},
	{word(`(?:no|number)s?\.? of accounts|accounts?|账户数?`), "accounts", false},
	{word(`merchants?|商户数?`), "merchants", false},
	{word(`(?:no|number|nos)s?\.? of (?:transactions|txns?|payments)|transactions? (?:count|volume)|(?:tx|txn|transaction)s? ?(?:count|number|nos?)|tx count|交易笔数|笔数|筆數|交易量\(笔\)`), "tx_count", false},
	{word(`(?:transaction|payment|trade|tx|txn)s? ?(?:value|amount)s?|amounts?|amt|values?|gmv|tpv|turnover|交易金额|交易规模|交易额|交易總額|支付金额|金额|金額|市场规模|规模|valor|montant|importe`), "tx_value", false},
	{word(`transaction volumes?|volumes?|vol\.?|交易量|业务量|業務量`), "tx_count", true},
	{word(`transactions|txns?|payments|counts?|trans|quantidade|cantidad|anzahl`), "tx_count", false},
}

// word matches words between the edges of others; Chinese ones anywhere.
func word(pattern string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)(?:^|[^a-z])(` + pattern + `)(?:$|[^a-z])`)
}

var (
	brackets  = regexp.MustCompile(`[(（\[]([^()（）\[\]]*)[)）\]]`)
	sharePart = regexp.MustCompile(`(?i)\bshares?\b|占比|份额|份額|比重|市占率`)
	shareWord = regexp.MustCompile(`(?i)%|\b(?:pct|percent(?:age)?|per cent|shares?)\b|占比|份额|份額|比重|市占率`)
	yoyWord   = regexp.MustCompile(`(?i)\by[-/]?o?[-/]?y\b|year[- ](?:on|over)[- ]year|同比`)
	qoqWord   = regexp.MustCompile(`(?i)\bq[-/]?o?[-/]?q\b|quarter[- ](?:on|over)[- ]quarter|环比|環比`)
	growth    = regexp.MustCompile(`(?i)growth(?: rate)?|\b(?:change|increase|decrease|variation|var\.)(?: ?%|$)|增长率|增速|增幅|增长|涨幅`)
	cumulated = regexp.MustCompile(`(?i)\bcumulat|\bytd\b|year[- ]to[- ]date|累计|累計`)
	looseUnit = regexp.MustCompile(`(?i)(?:\bin )?((?:(?:rs\.?|inr|₹|rupees?|cny|rmb|usd|us\$)\s*)?\b(?:lakh crores?|crores?|cr|lakhs?|mn|millions?|bn|billions?|tn|trillions?|thousands?)\b(?:\s*(?:rs\.?|inr|₹|rupees?|cny|rmb|usd))?)|(万亿元|亿元|万元|千元|百万元|亿笔|万笔|亿户|万户|亿人|万人)`)
	bareWords = map[string]bool{"in": true, "of": true, "the": true, "actual": true, "rs": true, "and": true, "no": true, "number": true, "received": true, "obs": true}
	plural    = regexp.MustCompile(`(?i)\b(million|billion|trillion|thousand|crore|lakh)s\b`)
	rsThousan = regexp.MustCompile(`(?i)(rs\.?|₹|inr)\s*['’]?000s?`)
)

// What names something else than a measure: foreignAlways whatever else a header says,
// foreignAlone unless a word for a measure stands beside it, foreignName as the whole header.
var (
	foreignAlways = word(`average|avg\.?|mean|median|per (?:capita|head|person|inhabitant|transaction|txn|card|user|account|payment|day)|ticket size|[a-z]+ rate|rates?|ratio|penetration|m[-/]?o?[-/]?m|month[- ](?:on|over)[- ]month|margin|index`)
	foreignAlone  = word(`cards? (?:outstanding|issued)|(?:number|no\.?) of cards?|outstanding|terminals?|atms?|branches|agents|revenues?|income|profits?|fees?|commissions?|loss(?:es)?|costs?|loans?|deposits?|balances?|reserves|employees|population|gdp|prices?|scores?`)
	foreignName   = regexp.MustCompile(`(?i)^((?:[a-z]+[ _])*(?:id|uuid|code|zip|pin|lat|lon|lng|latitude|longitude|pages?|rank|weight|offset|limit))$`)
	foreignHan    = regexp.MustCompile(`[人笔户日月卡筆戶]均|平均|均值|率$|排名|编码|代码|人口|收入|利润|手续费|余额|贷款|存款|终端|机具|[张張]数|发卡|卡量|网点`)
	perHead       = "tx_value_per_head"
)

// foreignWord returns the word of a header that names something else than a measure, a share
// or a growth; "" if none does.
func foreignWord(header, measure string) string {
	if measure == perHead {
		return ""
	}
	for _, form := range []*regexp.Regexp{foreignAlways, foreignAlone, foreignName} {
		if m := form.FindStringSubmatch(strings.TrimSpace(header)); m != nil && (form != foreignAlone || measure == "") {
			return m[1]
		}
	}
	return foreignHan.FindString(strings.Join(strings.Fields(header), " "))
}

// readFacts reads a header: its levels, brackets and words.
func readFacts(header string) facts {
	var f facts
	text := yoyWord.ReplaceAllString(qoqWord.ReplaceAllString(header, " qoq "), " yoy ")
	f.cumulated = cumulated.MatchString(header)
	for _, m := range brackets.FindAllStringSubmatch(header, -1) {
		inner := strings.TrimSpace(m[1])
		if strings.EqualFold(inner, "actual") || strings.EqualFold(inner, "actuals") {
			f.unit = "count"
			text = strings.Replace(text, m[0], " ", 1)
		} else if unit, ok := readUnit(inner); ok {
			f.unit = unit
			text = strings.Replace(text, m[0], " ", 1)
		} else if strings.ContainsFunc(inner, unicode.IsLetter) && !yoyWord.MatchString(inner) && !qoqWord.MatchString(inner) {
			f.bracket = inner
		}
	}
	f.label = strings.TrimSpace(brackets.ReplaceAllString(text, " "))
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
		f.vague = !sharePart.MatchString(text)
		f.transformation, text = obs.Share, shareWord.ReplaceAllString(text, " ")
	}
	text = growth.ReplaceAllString(text, " ")
	said := text
	unit, _ := obs.ParseUnit(f.unit)
	if f.transformation != "" && (f.unit == "" || unit.Unit.Kind() != string(obs.Ratio)) {
		f.unit = "%" // a unit of an upper row is that of the levels beside it
	}
	for _, w := range measureWords {
		if m := w.pattern.FindStringSubmatch(text); m != nil {
			f.measure, f.word, f.ambiguous = w.measure, m[1], w.ambiguous
			text = strings.Replace(text, m[1], " ", 1)
			break
		}
	}
	if plainWord(f) && unit.Unit.Kind() == "money" {
		f.measure, f.word = "tx_value", f.word+" in "+f.unit
	}
	f.foreign = foreignWord(said, f.measure)
	for _, w := range words(text) {
		if !bareWords[w] {
			f.rest = append(f.rest, w)
		}
	}
	return f
}

// plainWord reports whether the measure is only that of "payments" or "transactions", which
// are counted as often as they are summed.
func plainWord(f facts) bool {
	return f.measure == "tx_count" && plainCount.MatchString(strings.TrimSpace(f.word))
}

var plainCount = regexp.MustCompile(`(?i)^(?:transactions|txns?|payments|trans)$`)

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

// money are the signs of currencies, those of several characters before those in them.
var money = []struct {
	pattern *regexp.Regexp
	code    string
}{
	{regexp.MustCompile(`(?i)\bhkd\b|hk\$|港元|港币`), "HKD"},
	{regexp.MustCompile(`(?i)\btwd\b|nt\$|新台币`), "TWD"},
	{regexp.MustCompile(`(?i)\b(?:jpy|yen)\b|日元|日圆`), "JPY"},
	{regexp.MustCompile(`(?i)\bsgd\b`), "SGD"},
	{regexp.MustCompile(`(?i)\b(?:brl|reais)\b|r\$`), "BRL"},
	{regexp.MustCompile(`(?i)\b(?:usd|us dollars?)\b|us\$|美元`), "USD"},
	{regexp.MustCompile(`(?i)\b(?:eur|euros?)\b|€|欧元`), "EUR"},
	{regexp.MustCompile(`(?i)\b(?:gbp|pounds? sterling)\b|£|英镑`), "GBP"},
	{regexp.MustCompile(`(?i)\b(?:rs|inr|rupees?)\b|₹|卢比|` + indianScale), "INR"},
	{regexp.MustCompile(`(?i)元|人民币|\b(?:rmb|cny|yuan)\b`), "CNY"},
}

// indianScale are the multipliers that are written in India, mostly of rupees.
const indianScale = `\b(?:crores?|lakhs?|lacs?|cr)\b`

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
