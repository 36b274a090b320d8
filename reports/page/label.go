package page

import (
	"strings"

	"paystats/reports/chart"
)

// metricNames are the names of the metrics; {} stands for the measure. A metric that
// is not here is called by its id.
var metricNames = map[string]chart.Text{
	"share":                {En: "Share of {}", Zh: "{}份额"},
	"share_shift":          {En: "Change of the share of {} on the year", Zh: "{}份额同比变动"},
	"share_shift_period":   {En: "Change of the share of {} on the previous period", Zh: "{}份额环比变动"},
	"qoq":                  {En: "Growth of {} on the previous period", Zh: "{}环比增长"},
	"yoy":                  {En: "Growth of {} on the year", Zh: "{}同比增长"},
	"ttm":                  {En: "{}, rolling four quarters", Zh: "{}（滚动四季度）"},
	"cagr":                 {En: "Growth of {} per year", Zh: "{}年均复合增长率"},
	"share_of_covered":     {En: "Share of covered {}", Zh: "占已覆盖{}的份额"},
	"share_instability":    {En: "Shares of {} that changed hands on the year", Zh: "{}份额同比易手"},
	"relative_share":       {En: "Share of {} against the largest rival's", Zh: "{}相对市场份额"},
	"leader_gap":           {En: "Lead of the largest over the second in {}", Zh: "{}第一名领先第二名"},
	"coverage":             {En: "Part of {} that named members explain", Zh: "列名成员占{}的比重"},
	"cr1":                  {En: "Share of {} of the largest (CR1)", Zh: "{}第一名集中度（CR1）"},
	"cr2":                  {En: "Share of {} of the two largest (CR2)", Zh: "{}前两名集中度（CR2）"},
	"cr3":                  {En: "Share of {} of the three largest (CR3)", Zh: "{}前三名集中度（CR3）"},
	"cr4":                  {En: "Share of {} of the four largest (CR4)", Zh: "{}前四名集中度（CR4）"},
	"cr5":                  {En: "Share of {} of the five largest (CR5)", Zh: "{}前五名集中度（CR5）"},
	"hhi":                  {En: "Concentration of {} (HHI)", Zh: "{}赫芬达尔指数（HHI）"},
	"normalised_hhi":       {En: "Normalised concentration of {} (HHI)", Zh: "{}标准化赫芬达尔指数"},
	"numbers_equivalent":   {En: "Concentration of {} as a number of equal members", Zh: "{}等效成员数"},
	"merger_delta":         {En: "Rise of the HHI of {} if members merged", Zh: "成员合并时{}赫芬达尔指数的增幅"},
	"contribution":         {En: "Contribution to the growth of {} on the year", Zh: "对{}同比增长的贡献"},
	"average_ticket":       {En: "Average value of a transaction", Zh: "笔均金额"},
	"mom":                  {En: "Growth of {} on the previous month", Zh: "{}月环比增长"},
	"midpoint":             {En: "Midpoint growth of {} on the year", Zh: "{}中点同比增长"},
	"index":                {En: "Index of {}", Zh: "{}指数"},
	"increment_share":      {En: "Share of the increment of {} on the year", Zh: "{}同比增量份额"},
	"real_growth":          {En: "Real growth of {} on the year", Zh: "{}同比实际增长"},
	"fx_growth":            {En: "Growth of {} on the year at constant exchange rates", Zh: "{}同比增长（固定汇率）"},
	"seasonally_adjusted":  {En: "{}, seasonally adjusted", Zh: "{}（季节调整）"},
	"tx_per_user":          {En: "Transactions per user", Zh: "户均交易笔数"},
	"tx_per_user_ttm":      {En: "Transactions per user, rolling four quarters", Zh: "户均交易笔数（滚动四季度）"},
	"tx_per_head":          {En: "Transactions per inhabitant", Zh: "人均交易笔数"},
	"value_per_user":       {En: "{} per user", Zh: "户均{}"},
	"penetration":          {En: "Penetration of {}", Zh: "{}渗透率"},
	"active_rate_monthly":  {En: "Monthly active share of registered users", Zh: "月活跃率"},
	"take_rate":            {En: "Net take rate, basis points", Zh: "净费率（基点）"},
	"utilisation":          {En: "Part of the credit limit in use", Zh: "额度使用率"},
	"overdue_share":        {En: "Overdue part of outstanding credit", Zh: "逾期率"},
	"publisher_band":       {En: "{} as all publishers have it", Zh: "各机构公布的{}"},
	"publisher_dispersion": {En: "How far publishers are apart on {}", Zh: "各机构公布的{}的离差"},
	"share_pro_forma":      {En: "Share of {}, pro forma", Zh: "{}份额（备考）"},
	"approval_rate":        {En: "Approval rate of payment attempts", Zh: "支付成功率"},
	"approval_rate_intent": {En: "Approval rate of payments, retries counted in", Zh: "支付成功率（含重试）"},
	"retry_recovery":       {En: "Failed payments that a retry recovered", Zh: "重试挽回率"},
	"value_at_stake":       {En: "Value of failed payments", Zh: "支付失败涉及金额"},
	"peak_factor":          {En: "Busiest hour against the mean hour", Zh: "峰值系数"},
	"spliced":              {En: "{}, bridged over breaks", Zh: "{}（断点衔接）"},
	"spliced_yoy":          {En: "Growth of {} on the year, bridged over breaks", Zh: "{}同比增长（断点衔接）"},
}

// frequencyNames head the first column of a table of periods.
var frequencyNames = map[string]chart.Text{
	"A": {En: "Year", Zh: "年份"}, "S": {En: "Half-year", Zh: "半年"}, "Q": {En: "Quarter", Zh: "季度"}, "M": {En: "Month", Zh: "月份"}, "D": {En: "Day", Zh: "日期"},
}

// format returns the number format of a metric, and whether its values are changes
// that carry a plus sign. unit is that of the measure.
func (r *run) format(m metric, unit string) (format string, signed bool) {
	base, _, _ := strings.Cut(strings.TrimPrefix(m.table, "metric_"), ".")
	growth := has([]string{"qoq", "mom", "yoy", "cagr", "midpoint", "real_growth", "fx_growth"}, base) || m.name == "spliced_yoy"
	switch m.unit {
	case "ratio":
		return chart.In("percent", r.language), growth
	case "pp":
		// A lead, or what changed hands, has no direction in time.
		if has([]string{"leader_gap", "share_instability"}, base) {
			return chart.In("pp-gap", r.language), false
		}
		return chart.In("pp", r.language), true
	case "times":
		return chart.In("multiple", r.language), false
	case "points":
		return m.unit, false
	case "row":
		return r.notation().unit(unit), m.table != coreTable && m.column == "difference"
	}
	return "number", false
}

// what names a quantity: "Share of transaction value".
func (r *run) what(m metric, measure string) string {
	text := r.names.measures[measure].In(r.language)
	if m.measure != "" {
		return text
	}
	name, ok := metricNames[m.name]
	if !ok {
		return strings.ReplaceAll(m.name, "_", " ")
	}
	if r.language != "zh" {
		text = lowerFirst(text)
	}
	return upperFirst(strings.ReplaceAll(name.In(r.language), "{}", text))
}

// currencyName is what a text calls a currency: its code in English.
func (r *run) currencyName(code string) string {
	if zh := map[string]string{"CNY": "人民币元", "INR": "印度卢比", "USD": "美元", "EUR": "欧元"}[code]; zh != "" {
		return r.lang(code, zh)
	}
	return code
}

// unitName is the unit as a subtitle prints it, "" where numbers speak for themselves.
func (r *run) unitName(format string) string {
	_, currency, _ := strings.Cut(format, ":")
	switch chart.Base(format) {
	case "percent":
		return "%"
	case "pp", "pp-gap":
		return r.lang("percentage points", "百分点")
	case "points":
		return r.lang("points, 0 to 10,000", "点，0至10,000")
	case "money":
		return r.currencyName(currency)
	}
	return ""
}

// publisherNames joins the names of publishers: "iResearch and Analysys".
func (r *run) publisherNames(ids []string) string {
	var out []string
	for _, id := range ids {
		name := r.names.publishers[id].In(r.language)
		if name == "" {
			name = id
		}
		if name != "" && !has(out, name) {
			out = append(out, name)
		}
	}
	return chart.JoinNames(out, r.language)
}

func upperFirst(text string) string {
	if text == "" || text[0] < 'a' || text[0] > 'z' {
		return text
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

func lowerFirst(text string) string {
	if text == "" || text[0] < 'A' || text[0] > 'Z' {
		return text
	}
	return strings.ToLower(text[:1]) + text[1:]
}

// firstLine returns the first line of an error's text.
func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}
