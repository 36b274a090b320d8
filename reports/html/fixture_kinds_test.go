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
