package html_test

import (
	"strconv"
	"strings"

	"paystats/data/frame"
	"paystats/reports/chart"
	"paystats/reports/theme"
)

// rows makes a frame of text columns and, by a sign # before their name, numbers. "-" is NULL.
func rows(columns string, lines ...string) *frame.Frame {
	f := &frame.Frame{}
	for _, c := range strings.Split(columns, "|") {
		name, isNumber := strings.CutPrefix(c, "#")
		kind := frame.Text
		if isNumber {
			kind = frame.Float
		}
		f.Columns = append(f.Columns, frame.Column{Name: name, Kind: kind})
	}
	for _, line := range lines {
		for i, cell := range strings.Split(line, "|") {
			c := &f.Columns[i]
			switch {
			case cell == "-":
				c.Cells = append(c.Cells, nil)
			case cell == "true":
				c.Cells = append(c.Cells, true)
			case c.Kind == frame.Float:
				c.Cells = append(c.Cells, mustFloat(cell))
			default:
				c.Cells = append(c.Cells, cell)
			}
		}
	}
	return f
}

// kinds are charts of the kinds that read a query, made as pages make them.
func kinds(th *theme.Theme) []chart.Spec {
	build := func(id string, kind chart.Kind, format string, f *frame.Frame) chart.Spec {
		return chart.Build(f, chart.Request{
			ID: id, Kind: kind, Lang: "en", Title: "A chart of the kind " + string(kind), Subtitle: "Synthetic data", Source: "Synthetic data", Format: format,
			What: "Share", ColumnName: "Name", Colors: th.Colors, Ramp: th.Ramp(),
			MemberAxis: kind == chart.Ranking, OwnScale: id == "panels-bar", Against: map[bool]chart.Against{true: chart.YearBefore}[kind == chart.Ranking],
			Across: chart.Axis{Title: "Growth on the year", Format: "percent"}, Size: chart.Axis{Title: "Value", Format: "money:CNY"},
		})
	}
	return []chart.Spec{
		build("pareto", chart.Pareto, "percent", rows("category|category_name|#value|#low|#high|#cumulative",
			"a|Payment method has too little balance or is expired|0.47|0.45|0.49|0.47", "b|Account|0.25|0.23|0.27|0.72", "c|Network|0.1|0.08|0.12|0.82",
			"d|Device|0.04|0.03|0.05|0.86", "others|Others|0.14|-|-|1")),
		build("pareto-count", chart.Pareto, "count", rows("category|#value|#cumulative", "Method|1762|0.5", "Account|902|0.75", "System|880|1")),
		build("funnel", chart.Funnel, "count", rows("category|#value|#open|#conversion|#from_first|reason",
			"Entry|2100|0|-|-|missing_base", "Conditions met|1700|120|0.859|0.859|-", "First use|800|300|0.571|0.381|-")),
		build("matrix", chart.Matrix, "percent", rows("series|category|#value|reason",
			"2024-01|1|0.222|-", "2024-01|2|0.254|-", "2024-01|3|0.27|-", "2024-02|1|0.339|-", "2024-02|2|0.305|-", "2024-02|3|-|partial_window", "2024-03|1|0.28|-")),
		build("status", chart.Matrix, "", rows("series|category|class|note",
			"Alipay|2022|unknown|-", "Alipay|2023|accepted|-", "WeChat Pay|2022|accepted|-", "WeChat Pay|2023|doubtful|two documents contradict each other", "Bank card|2022|refused|-", "Bank card|2023|ended|-")),
		build("waterfall", chart.Waterfall, "percent", rows("category|#value|reason", "Share in 2014|0.49|-", "Red packets|0.12|-", "Fees|-0.08|-", "Cards|-0.61|-", "Coins|0.05|-")),
		build("area", chart.Area, "count", rows("series|category|#value", "a|2013|30", "a|2014|40", "a|2015|60", "b|2013|10", "b|2014|20", "b|2015|15")),
		build("bump", chart.Bump, "percent", rows("series|category|#value", "alipay|2013|0.6", "alipay|2014|0.5", "alipay|2015|0.4", "tenpay|2013|0.2", "tenpay|2014|0.3", "tenpay|2015|0.45",
			"unionpay|2013|0.1", "unionpay|2014|0.15", "unionpay|2015|0.05", "99bill|2014|0.05", "99bill|2015|0.08")),
		build("slope", chart.Slope, "percent", rows("series|category|#value", "alipay|2013|0.6", "alipay|2014|0.5", "alipay|2015|0.4", "tenpay|2013|0.2", "tenpay|2015|0.38",
			"unionpay|2013|0.1", "unionpay|2015|0.12", "99bill|2013|0.05", "99bill|2015|0.11")),
		build("scatter", chart.Scatter, "percent", rows("category|#x|#value|reason", "alipay|0.1|0.55|-", "tenpay|0.3|0.39|-", "unionpay|-0.1|0.03|-", "99bill|-0.12|0.04|-", "yeepay|-|0.02|missing_base")),
		build("bubble", chart.Bubble, "percent", rows("category|#x|#value|#size", "alipay|0.1|0.55|9000000000000", "tenpay|0.3|0.39|5000000000000", "unionpay|-0.1|0.03|300000000000")),
		build("marimekko", chart.Marimekko, "money:CNY", rows("series|category|#value", "alipay|Mobile|60", "alipay|Internet|20", "alipay|Cards at the till|5", "tenpay|Mobile|40", "tenpay|Internet|10", "unionpay|Cards at the till|55",
			"others|Mobile|5", "others|Internet|12", "others|Prepaid|1")),
		build("treemap", chart.Treemap, "money:INR", rows("category|#value|group|group_name", "karnataka|420|s|South", "telangana|390|s|South", "goa|3|w|West", "maharashtra|415|w|West", "gujarat|110|w|West", "sikkim|1|e|East", "bihar|210|e|East")),
		build("tiles", chart.Treemap, "percent", rows("category|#value", "alipay|0.62", "tenpay|0.145", "unionpay-online|0.092", "99bill|0.05", "paypal|0.014", "others|0.05")),
		build("sankey", chart.Sankey, "money:INR", rows("source|target|#value|target_name", "p2p|karnataka|300|Karnataka", "merchant|karnataka|90|Karnataka", "p2p|others|800|Other states", "merchant|others|140|Other states",
			"recharge-bills|others|40|Other states", "others|others|2|Other states", "karnataka|bangalore|120|Bangalore", "others|karnataka|1|Karnataka")),
		build("band", chart.Band, "percent", rows("series|category|#value|#low|#high|status", "alipay|2019-Q1|0.54|0.52|0.56|A", "alipay|2019-Q2|0.55|0.5|0.57|A", "alipay|2019-Q4|0.53|0.51|0.6|A", "alipay|2020-Q1|0.56|-|-|F",
			"tenpay|2019-Q1|0.39|0.38|0.4|A", "tenpay|2019-Q2|0.38|0.37|0.41|A", "tenpay|2020-Q1|0.39|0.35|0.42|A")),
		build("interval", chart.Band, "points", rows("series|category|#value|#high", "total|2019-Q1|4100|4300", "total|2019-Q2|4000|4500", "total|2019-Q4|4200|4250")),
		build("panels", chart.Line, "percent", rows("panel|series|category|#value|series_break|status", "alipay|alipay|2018|0.5|-|A", "alipay|alipay|2019|0.55|true|A", "alipay|alipay|2021|0.56|-|F", "tenpay|tenpay|2018|0.4|-|A", "tenpay|tenpay|2021|0.38|-|A",
			"a-provider-with-a-long-name|a-provider-with-a-long-name|2018|0.1|-|A", "a-provider-with-a-long-name|a-provider-with-a-long-name|2019|0.05|-|A", "others|others|2019|0.02|-|A", "others|others|2021|0.03|-|A")),
		build("panels-bar", chart.Bar, "count", rows("panel|series|category|#value", "x|x|2018|5", "x|x|2019|7", "y|y|2018|500", "y|y|2020|-40")),
		build("panels-area", chart.Area, "percent", rows("panel|series|category|#value", "iresearch|alipay|2018|0.5", "iresearch|alipay|2019|0.55", "iresearch|tenpay|2018|0.4", "iresearch|tenpay|2019|0.35", "analysys|alipay|2018|0.6", "analysys|alipay|2019|0.52", "analysys|tenpay|2018|0.3", "analysys|tenpay|2019|0.4")),
		build("ranking-change", chart.Ranking, "count", rows("series|category|#value|#before|before_reason", "karnataka|2024|420|330|-", "maharashtra|2024|415|500|-", "bihar|2024|210|-|-", "goa|2024|3|2|series_break")),
		build("timeline", chart.Timeline, "", rows("category|from|until|from_mark|until_mark|class|doubt|label",
			"WeChat|2013-08-05|-|stated|open|accepted|-|-", "Douyin E-commerce|-|2022-12-31|unknown|stated|ended|uncorroborated|-",
			"Douyin E-commerce|2014-03|2014-09|stated|stated|refused|-|-", "Douyin|2024-12-31|-|seen|open|accepted|-|-", "WeChat|2014-01-31|2014-01-31|stated|stated|-|-|Red packets")),
	}
}

func mustFloat(text string) float64 {
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		panic(err)
	}
	return v
}
