package svg

import (
	"fmt"
	"testing"

	"paystats/reports/chart"
)

// series makes a series of shares; a negative value is a hole.
func series(id, name, color string, values ...float64) chart.Series {
	s := chart.Series{ID: id, Name: name, Color: color}
	for _, v := range values {
		if v < 0 {
			s.Points = append(s.Points, chart.Point{Text: "–", Why: "no figure published"})
			continue
		}
		s.Points = append(s.Points, chart.Point{Value: &v, Text: chart.Format("percent", v), Label: chart.Format("percent", v)})
	}
	return s
}

// example makes a chart of a kind with everything around it.
func example(kind chart.Kind, lang string) chart.Spec {
	in := func(en, zh string) string { return chart.Text{En: en, Zh: zh}.In(lang) }
	s := chart.Spec{
		ID: "example-" + string(kind), Kind: kind,
		Title:    in("Two wallets carry most payments: a finding that is long enough to be broken into two lines of a title", "两大钱包承载绝大多数支付：这是一个足够长、需要折成两行的标题，用来检查中文在标点处的换行是否正确，以及行首不出现标点"),
		Subtitle: in("Share of transaction value, %", "交易规模占比，%"), Value: chart.Axis{Format: "percent"},
		Source: in("SooToo Institute, “Report”, 2015-11-03", "速途研究院，“报告”，2015-11-03"), Coverage: in("3 providers explain 90 %", "3家机构占90 %"),
		Notes: []string{in("Holes are holes.", "空缺即空缺。")}, Alt: in("A chart.", "一幅图。"),
		Category: chart.Axis{Periods: true, Labels: []string{"Q1 2014", "Q2 2014", "Q3 2014", "Q4 2014", "Q1 2015", "Q2 2015"}},
		Series: []chart.Series{
			series("alipay", in("Alipay", "支付宝"), "#1272d3", 0.5, 0.48, 0.49, 0.51, 0.5, 0.47),
			series("tenpay", in("Tenpay", "财付通"), "#119457", 0.2, 0.21, -1, 0.24, 0.25, 0.27),
			series("others", in("Others", "其他"), "#858c93", 0.1, 0.11, 0.1, 0.09, 0.1, 0.08),
		},
	}
	switch kind {
	case chart.Bar:
		s.Series = s.Series[:1]
		s.Series[0].Points[5].Status = "F"
		s.Marks = []chart.Mark{{Category: "Q3 2014", Kind: "event", Text: in("WeChat 5.0", "微信5.0")}, {Category: "Q1 2015", Kind: "break", Text: in("break", "断点")}}
	case chart.Line:
		s.Series[0].Points[5].Status = "F"
	case chart.Ranking:
		s.Series = s.Series[:1]
		s.Category = chart.Axis{Labels: []string{in("Alipay", "支付宝"), in("Tenpay", "财付通"), in("A platform with a very long name indeed", "名字非常非常长的支付平台"), "99Bill", "YeePay", in("Others", "其他")}}
	case chart.Donut:
		s.Category.Labels = s.Category.Labels[:1]
		for i := range s.Series {
			s.Series[i].Points = s.Series[i].Points[:1]
		}
	case chart.Funnel:
		s.Series = s.Series[:2]
		s.Series[1].Role = chart.Open
	case chart.Matrix:
		s.Category.Periods = false
		s.Classes = []chart.Class{{Name: in("low", "低"), Color: "#e3eef8"}, {Name: in("accepted", "受理"), Sign: "✓", Color: "#0f4475", Strong: true}, {Name: in("unknown", "不详"), Sign: "·"}}
		for i := range s.Series {
			for k := range s.Series[i].Points {
				s.Series[i].Points[k].Color = []string{"#e3eef8", "#0f4475"}[(i+k)%2]
				s.Series[i].Points[k].Strong = (i+k)%2 == 1
				if i == 2 { // cells of colour alone
					s.Series[i].Points[k].Label = ""
				}
			}
		}
	case chart.Timeline:
		s.Series, s.Category.Periods, s.Category.Labels = nil, false, []string{in("Taobao", "淘宝"), in("Douyin", "抖音")}
		s.Days = chart.Days{First: 15000, Last: 17000, Ticks: []chart.Tick{{Day: 15340, Text: "2012"}, {Day: 15706, Text: "2013"}, {Day: 16436, Text: "2015"}}}
		s.Classes = []chart.Class{{Name: in("accepted", "受理"), Sign: "✓", Color: "#1f6fb2", Strong: true}}
		s.Spans = []chart.Span{
			{Row: 0, First: 15100, Last: 16900, From: chart.Vague, Until: chart.Ongoing, Color: "#1f6fb2", Label: in("accepted", "受理"), Text: "2011"},
			{Row: 1, First: 15800, Last: 16500, Until: chart.Vague, Color: "#1f6fb2", Label: in("accepted", "受理"), Text: "2013", Why: in("in doubt", "存疑")},
			{Row: 1, First: 16700, Last: 16700, Point: true, Color: "#1f6fb2", Label: in("event", "事件"), Text: "2015"},
		}
	case chart.Scatter:
		s.Value.Title, s.Second = in("Share", "占比"), chart.Axis{Title: in("Share before", "此前占比"), Format: "percent"}
		for i := range s.Series {
			s.Series[i].Points = s.Series[i].Points[:1]
			x := float64(i) / 10
			s.Series[i].Points[0].X, s.Series[i].Points[0].Label = &x, s.Series[i].Name
		}
	case chart.Marimekko:
		s.Category.Widths = []float64{0.1, 0.3, 0.2, 0.2, 0.1, 0.1}
	}
	return s
}

// kinds are those of example; built makes the others.
var kinds = []chart.Kind{
	chart.Bar, chart.Grouped, chart.Stacked, chart.Stacked100, chart.Line, chart.Area, chart.Donut, chart.Ranking, chart.Funnel, chart.Matrix,
	chart.Timeline, chart.Scatter, chart.Marimekko,
}

// eachExample runs a test on every kind in both languages.
func eachExample(t *testing.T, test func(t *testing.T, s chart.Spec, lang string)) {
	for _, lang := range []string{"en", "zh"} {
		for _, kind := range kinds {
			t.Run(fmt.Sprintf("%s-%s", kind, lang), func(t *testing.T) { test(t, example(kind, lang), lang) })
		}
		for _, s := range built(t, lang) {
			t.Run(fmt.Sprintf("%s-%s", s.ID, lang), func(t *testing.T) { test(t, s, lang) })
		}
	}
}
