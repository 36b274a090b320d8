package html_test

import (
	"fmt"
	"math"
	"testing"

	"paystats/reports/chart"
	"paystats/reports/document"
	"paystats/reports/theme"
)

// hole is a value that the publisher did not print.
var hole = math.NaN()

// values makes points of a named format; holes carry a reason. Labels are the
// texts themselves when label is set.
func values(format string, label bool, in ...float64) []chart.Point {
	out := make([]chart.Point, len(in))
	for i, v := range in {
		if math.IsNaN(v) {
			out[i] = chart.Point{Text: "–", Why: "no figure published"}
			continue
		}
		out[i] = chart.Point{Value: &v, Text: chart.Format(format, v)}
		if label {
			out[i].Label = out[i].Text
		}
	}
	return out
}

// scale multiplies figures as written by a unit.
func scale(unit float64, in ...float64) []float64 {
	for i := range in {
		in[i] *= unit
	}
	return in
}

// quarters lists n quarters from the first of a year on, as printed.
func quarters(lang string, year, n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("Q%d %d", i%4+1, year+i/4)
		if lang == "zh" {
			out[i] = fmt.Sprintf("%d年第%s季度", year+i/4, [...]string{"一", "二", "三", "四"}[i%4])
		}
	}
	return out
}

// grid makes the table under a chart: a row a category, a column a series.
func grid(first string, s chart.Spec) chart.Table {
	t := chart.Table{Columns: []chart.Column{{Name: first}}}
	for _, in := range s.Series {
		t.Columns = append(t.Columns, chart.Column{Name: in.Name, Numeric: true})
	}
	for i, c := range s.Category.Labels {
		row := []chart.Cell{{Text: c}}
		for _, in := range s.Series {
			if i < len(in.Points) {
				row = append(row, chart.Cell{Text: in.Points[i].Text, Title: in.Points[i].Why})
			}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func mustTheme(t testing.TB) *theme.Theme {
	t.Helper()
	th, err := theme.Default()
	if err != nil {
		t.Fatal(err)
	}
	return th
}

// example is a page with every kind of chart, published figures, holes, a forecast,
// events and a break.
func example(t testing.TB) document.Document {
	th := mustTheme(t)
	charts := []chart.Spec{
		scaleChart(th), growthChart(th), shareDonut(th), shareStacked(th), shareLines(th), publishersGrouped(th),
		shiftBars(th), hhiRange(th), categoryCount(th), categoryStack(th), stateRanking(th),
	}
	doc := document.Document{
		Name: "example", Lang: "en", Period: "Q1 2013 to Q4 2024",
		Title: "Two payment markets: how China's wallets and India's UPI grew",
		Lead:  "China's third-party payments nearly tripled in ten quarters, and one wallet carried more than half of them; in India, buying overtook sending.",
		Blocks: []document.Block{
			document.KPIs{ID: "key", Figures: []chart.Figure{
				{Label: "Third-party payments, China", Value: "CNY 9.0 tn", Detail: "Q3 2015, +32.4 % on the year", Source: "SooToo"},
				{Label: "Alipay's share of platforms", Value: "61.9 %", Detail: "Q3 2015", Source: "SooToo"},
				{Label: "PhonePe payments", Value: "28.2 bn", Detail: "Q4 2024", Source: "PhonePe Pulse"},
				{Label: "Paid to merchants", Value: "61.7 %", Detail: "of payments, Q4 2024", Source: "PhonePe Pulse"},
			}},
			document.Prose{HTML: `<p>Third-party payment reached <strong>CNY 9.0 tn</strong> in the third quarter of 2015, 2.73 times that of early 2013. The text below holds values from the data; nothing in it was typed by hand.</p>`},
		},
		Notes: []string{"Shares are of value unless said otherwise."},
		Sets: []document.DataSet{{
			Name: "cn-third-party", Title: "China, third-party payments", Licences: []document.Link{{Text: "Published figures, cited"}},
			Sources: []document.Source{
				{Publisher: "SooToo", Title: "2015年Q3第三方支付市场分析报告", Href: "https://github.com/data-journalism/djclass2015"},
				{Publisher: "iResearch", Title: "2020Q2 third-party mobile payment", Href: "https://www.example.org/report", Vintage: "2020-09-30"},
			},
		}, {
			Name: "phonepe-pulse", Title: "PhonePe Pulse", Licences: []document.Link{{Text: "CDLA-Permissive-2.0", Href: "https://cdla.dev/permissive-2-0/"}},
			Sources: []document.Source{{Publisher: "PhonePe", Title: "Pulse data, Q1 2018 to Q4 2024", Vintage: "2025-02-19"}},
		}},
	}
	for _, s := range append(charts, kinds(th)...) {
		doc.Blocks = append(doc.Blocks, document.Chart{Spec: s})
	}
	return doc
}

func scaleChart(th *theme.Theme) chart.Spec {
	s := chart.Spec{
		ID: "scale", Kind: chart.Bar, Title: "Value nearly tripled in ten quarters",
		Subtitle: "Third-party payments in China, value per quarter, CNY",
		Category: chart.Axis{Labels: quarters("en", 2013, 12), Periods: true}, Value: chart.Axis{Format: "money:CNY"},
		Marks:  []chart.Mark{{Category: "Q3 2013", Kind: "event", Text: "WeChat 5.0 adds payment"}, {Category: "Q1 2014", Kind: "event", Text: "Red packets at New Year"}},
		Source: "SooToo, Q3 2015 third-party payment report, date unknown", Notes: []string{"Q4 2015 is a forecast of the publisher."},
		Alt: "Bar chart: from CNY 3.3 tn in Q1 2013 to CNY 9.0 tn in Q3 2015; every quarter but none fell.",
	}
	points := values("money:CNY", true, scale(1e12, 3.3, 3.9, 4.3, 4.7, 5.3, 6.1, 6.5, 6.9, 7.6, 8.3, 9.0, 9.8)...)
	for i := range points {
		points[i].Label = points[i].Label[len("CNY "):]
	}
	points[11].Why, points[11].Status = "forecast", "F"
	s.Series = []chart.Series{{ID: "total", Name: "Third-party payments", Color: th.Color("total"), Points: points}}
	s.Table = grid("Quarter", s)
	return s
}

func growthChart(th *theme.Theme) chart.Spec {
	s := chart.Spec{
		ID: "growth", Kind: chart.Bar, Title: "Growth on the year slowed and then turned",
		Subtitle: "Non-bank online payments, change on the same quarter a year before, %",
		Category: chart.Axis{Labels: quarters("en", 2021, 12), Periods: true}, Value: chart.Axis{Format: "percent"},
		Source: "PBoC, payment system report, date unknown", Alt: "Bar chart with two holes and four falls.",
		Marks: []chart.Mark{{Category: "Q2 2022", Kind: "break", Text: "Definition widened"}},
	}
	s.Series = []chart.Series{{ID: "yoy", Name: "On the year", Color: th.Color("pboc"),
		Points: values("percent", true, 0.271, 0.218, 0.164, 0.113, 0.0585, hole, hole, -0.0742, -0.031, -0.012, 0.044, -0.004)}}
	s.Table = grid("Quarter", s)
	return s
}

func shareDonut(th *theme.Theme) chart.Spec {
	s := chart.Spec{
		ID: "share", Kind: chart.Donut, Title: "One wallet carries more than all others together",
		Subtitle: "Shares of platforms in third-party payments, China, Q3 2015, % of value",
		Category: chart.Axis{Labels: []string{"Q3 2015"}, Periods: true}, Value: chart.Axis{Format: "percent"},
		Source: "SooToo, date unknown", Coverage: "nine named platforms explain 98.8 % of the market; the rest is not covered",
		Alt: "Ring chart: Alipay 61.9 %, Tenpay 14.5 %, seven more platforms 22.4 %, 1.2 % not covered.",
	}
	for _, m := range []struct {
		id, name string
		v        float64
	}{
		{"alipay", "Alipay 支付宝", 0.619}, {"tenpay", "Tenpay 财付通", 0.145}, {"unionpay-online", "UnionPay Online 银联在线", 0.092}, {"99bill", "99Bill 快钱", 0.051},
		{"baidu-wallet", "Baidu Wallet 百度钱包", 0.023}, {"yeepay", "YeePay 易宝支付", 0.019}, {"paypal", "PayPal", 0.014}, {"bestpay", "Bestpay 翼支付", 0.013},
		{"chinapnr", "ChinaPnR 汇付天下", 0.012}, {"not-covered", "Not covered", 0.012},
	} {
		s.Series = append(s.Series, chart.Series{ID: m.id, Name: m.name, Color: th.Color(m.id), Points: values("percent", true, m.v)})
	}
	s.Table = chart.Table{Columns: []chart.Column{{Name: "Platform"}, {Name: "Share", Numeric: true}}}
	for _, in := range s.Series {
		s.Table.Rows = append(s.Table.Rows, []chart.Cell{{Text: in.Name}, {Text: in.Points[0].Text}})
	}
	return s
}

func shareStacked(th *theme.Theme) chart.Spec {
	s := chart.Spec{
		ID: "channels", Kind: chart.Stacked100, Title: "手机支付的份额两年内从 7% 升至近 19%",
		Subtitle: "中国第三方支付，各渠道占交易额的比重，%",
		Category: chart.Axis{Labels: quarters("zh", 2013, 12)[2:11], Periods: true}, Value: chart.Axis{Format: "percent"},
		Source: "速途研究院，日期不详", Alt: "堆叠柱状图：银行卡收单 47.1 %，互联网 33.6 %，移动 18.8 %，预付卡 0.5 %。",
	}
	add := func(id, name string, v ...float64) {
		s.Series = append(s.Series, chart.Series{ID: id, Name: name, Color: th.Color(id), Points: values("percent", true, scale(0.01, v...)...)})
	}
	add("offline-acquiring", "银行卡收单", 61.6, 59.5, 56.4, 54.3, 52.9, 51.3, 49.8, 48.4, 47.1)
	add("internet", "互联网支付", 30.9, 31.2, 31.7, 31.9, 32.6, 32.7, 33.0, 33.5, 33.6)
	add("mobile", "移动支付", 7.2, 7.4, 10.9, 12.8, 13.7, 15.2, 16.6, 17.5, 18.8)
	add("prepaid-card", "预付卡", 0.3, 1.9, 1.0, 1.1, 0.8, 0.8, 0.6, 0.6, 0.5)
	s.Table = grid("季度", s)
	return s
}

func shareLines(th *theme.Theme) chart.Spec {
	s := chart.Spec{
		ID: "lines", Kind: chart.Line, Title: "Tenpay took its share from Alipay in four years, then both stood still",
		Subtitle: "Shares of third-party mobile payments, China, % of value",
		Category: chart.Axis{Labels: quarters("en", 2014, 26), Periods: true}, Value: chart.Axis{Format: "percent"},
		Source: "Analysys; iResearch for 2019 to 2020, various dates", Alt: "Line chart: Alipay falls from 76 % to 55 %, Tenpay rises from 13 % to 39 %; many quarters were not published.",
		Marks: []chart.Mark{
			{Category: "Q1 2015", Kind: "event", Text: "Red packets at the Spring Festival gala"}, {Category: "Q3 2016", Kind: "event", Text: "Fees on withdrawals"},
			{Category: "Q3 2018", Kind: "event", Text: "Clearing through NetsUnion only"},
		},
		Notes: []string{"Quarters that the publisher did not print are gaps."},
	}
	h := hole
	s.Series = []chart.Series{
		{ID: "alipay", Name: "Alipay 支付宝", Color: th.Color("alipay"), Points: values("percent", true, scale(0.01,
			76.2, 80, h, h, h, 74.31, 71, h, h, h, 50.42, 54.1, 53.7, 53.7, h, 54.26, 53.76, 53.62, 53.71, 53.78, 53.8, h, h, 55.1, 55.4, 55.6)...)},
		{ID: "tenpay", Name: "Tenpay 财付通", Color: th.Color("tenpay"), Points: values("percent", true, scale(0.01,
			12.9, h, h, h, h, 13.18, 16, h, h, h, 38.12, 37.02, 39.51, 39.12, h, 38.15, 38.95, h, 38.82, 38.9, 39.9, h, h, 38.9, 38.8, 38.8)...)},
		{ID: "others", Name: "Others", Color: th.Color("others"), Points: values("percent", false, scale(0.01,
			10.9, h, h, h, h, 12.5, 13, h, h, h, 11.5, 8.9, 6.8, 7.2, h, 7.6, 7.3, h, 7.5, 7.3, 6.3, h, h, 6.0, 5.8, 5.6)...)},
		{ID: "lakala", Name: "Lakala 拉卡拉", Color: th.Color("lakala"), Points: values("percent", false, scale(0.01,
			h, h, h, h, h, h, h, h, h, h, 1.5, 1.4, 1.2, 1.1, h, 1.0, 0.9, h, 0.8, 0.8, 0.7, h, h, 0.6, 0.6, 0.6)...)},
	}
	for i := range s.Series {
		s.Series[i].Points[25].Why, s.Series[i].Points[25].Status = "forecast", "F"
	}
	s.Table = grid("Quarter", s)
	return s
}

func publishersGrouped(th *theme.Theme) chart.Spec {
	s := chart.Spec{
		ID: "publishers", Kind: chart.Grouped, Title: "Two publishers, two markets: 2.3 against 3.5 trillion yuan",
		Subtitle: "Third-party mobile payments, China, value per quarter, CNY",
		Category: chart.Axis{Labels: quarters("en", 2014, 9), Periods: true}, Value: chart.Axis{Format: "money:CNY"},
		Source: "iResearch; Analysys, dates unknown", Alt: "Grouped bars of two publishers.",
	}
	s.Series = []chart.Series{
		{ID: "iresearch", Name: "iResearch 艾瑞", Color: th.Color("iresearch"), Points: values("money:CNY", false, scale(1e12, 1.49, 1.35, 1.43, 1.73, 2.01, 2.32, 2.42, hole, 6.21)...)},
		{ID: "analysys", Name: "Analysys 易观", Color: th.Color("analysys"), Points: values("money:CNY", false, scale(1e12, 1.55, 1.83, 2.02, 2.37, 2.84, 3.47, 4.37, 5.22, 5.97)...)},
	}
	s.Table = grid("Quarter", s)
	return s
}
