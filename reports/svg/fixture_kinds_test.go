package svg

import (
	"strconv"
	"strings"
	"testing"

	"paystats/data/frame"
	"paystats/reports/chart"
	"paystats/reports/theme"
)

// rows makes a frame of text columns and, by a sign # before their name, numbers. "-" is NULL.
func rows(t testing.TB, columns string, lines ...string) *frame.Frame {
	t.Helper()
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
				v, err := strconv.ParseFloat(cell, 64)
				if err != nil {
					t.Fatal(err)
				}
				c.Cells = append(c.Cells, v)
			default:
				c.Cells = append(c.Cells, cell)
			}
		}
	}
	return f
}

// built are charts of the kinds that example does not make, as pages make them.
func built(t testing.TB, lang string) []chart.Spec {
	house, err := theme.Default()
	if err != nil {
		t.Fatal(err)
	}
	zh := strings.NewReplacer("alipay", "支付宝", "tenpay", "财付通", "unionpay", "银联商务", "mobile", "移动支付", "cards", "线下收单", "others", "其他", "a long name of a cause", "名字很长很长的失败原因")
	make := func(id string, kind chart.Kind, format, columns string, lines ...string) chart.Spec {
		if lang == "zh" {
			for i := range lines {
				lines[i] = zh.Replace(lines[i])
			}
		}
		in := func(en, zh string) string { return chart.Text{En: en, Zh: zh}.In(lang) }
		return chart.Build(rows(t, columns, lines...), chart.Request{
			ID: id, Kind: kind, Lang: lang, Title: in("A chart", "一幅图"), Subtitle: in("Synthetic data", "合成数据"), Source: in("Synthetic data", "合成数据"), Format: format,
			What: in("Share", "占比"), ColumnName: in("Name", "名称"), Colors: house.Colors, Ramp: house.Ramp(),
			Across: chart.Axis{Title: in("Growth", "增速"), Format: "percent"}, Size: chart.Axis{Title: in("Value", "规模"), Format: "count"},
		})
	}
	return []chart.Spec{
		make("pareto", chart.Pareto, "percent", "category|#value|#low|#high|#cumulative", "a long name of a cause|0.47|0.45|0.49|0.47", "cards|0.25|0.23|0.27|0.72", "mobile|0.14|0.12|0.16|0.86", "others|0.14|-|-|1"),
		make("range", chart.Range, "percent", "category|#value|#high", "alipay|-0.02|0.03", "tenpay|-0.05|-0.01", "unionpay|0.01|0.02"),
		make("waterfall", chart.Waterfall, "percent", "category|#value", "alipay|0.49", "mobile|0.12", "cards|-0.08", "tenpay|-0.61", "others|0.05"),
		make("area", chart.Area, "percent", "series|category|#value", "alipay|2013|0.3", "alipay|2014|0.4", "alipay|2015|0.6", "tenpay|2013|0.1", "tenpay|2014|0.2", "tenpay|2015|0.15"),
		make("bump", chart.Bump, "percent", "series|category|#value", "alipay|2013|0.6", "alipay|2014|0.5", "alipay|2015|0.4", "tenpay|2013|0.2", "tenpay|2014|0.3", "tenpay|2015|0.45"),
		make("slope", chart.Slope, "percent", "series|category|#value", "alipay|2013|0.6", "alipay|2015|0.4", "tenpay|2013|0.2", "tenpay|2015|0.38", "unionpay|2013|0.1", "unionpay|2015|0.12"),
		make("bubble", chart.Bubble, "percent", "category|#x|#value|#size", "alipay|0.1|0.55|9000", "tenpay|0.3|0.39|5000", "unionpay|-0.1|0.03|300"),
		make("treemap", chart.Treemap, "percent", "category|#value|group|group_name", "alipay|0.4|m|mobile", "tenpay|0.3|m|mobile", "unionpay|0.2|c|cards", "others|0.1|c|cards"),
		make("sankey", chart.Sankey, "percent", "source|target|#value", "mobile|alipay|0.3", "mobile|tenpay|0.2", "cards|unionpay|0.4", "cards|others|0.05", "mobile|others|0.05"),
		make("band", chart.Band, "percent", "series|category|#value|#low|#high|status", "alipay|2019-Q1|0.54|0.52|0.56|A", "alipay|2019-Q2|0.55|0.5|0.57|A", "alipay|2019-Q4|0.53|0.51|0.6|A", "alipay|2020-Q1|0.56|-|-|F",
			"tenpay|2019-Q1|0.39|0.38|0.4|A", "tenpay|2019-Q2|0.38|0.37|0.41|A", "tenpay|2020-Q1|0.39|0.35|0.42|A"),
		make("panels", chart.Line, "percent", "panel|series|category|#value", "alipay|alipay|2018|0.5", "alipay|alipay|2019|0.55", "alipay|alipay|2021|0.56", "tenpay|tenpay|2018|0.4", "tenpay|tenpay|2019|0.35", "unionpay|unionpay|2018|0.1", "unionpay|unionpay|2021|0.05"),
		make("panels-area", chart.Area, "percent", "panel|series|category|#value", "mobile|alipay|2018|0.5", "mobile|alipay|2019|0.55", "mobile|tenpay|2018|0.4", "mobile|tenpay|2019|0.35", "cards|alipay|2018|0.6", "cards|alipay|2019|0.5", "cards|tenpay|2018|0.3", "cards|tenpay|2019|0.4"),
	}
}
