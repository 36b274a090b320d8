package html_test

import (
	"fmt"
	"slices"

	"paystats/reports/chart"
	"paystats/reports/document"
	"paystats/reports/theme"
)

func shiftBars(th *theme.Theme) chart.Spec {
	s := chart.Spec{
		ID: "shift", Kind: chart.Bar, Title: "Alipay lost what the bank-owned platforms and Tenpay won",
		Subtitle: "Change of share in third-party payments between Q3 2014 and Q3 2015, percentage points",
		Category: chart.Axis{Labels: []string{"Alipay 支付宝", "Tenpay 财付通", "UnionPay Merchant Services 银联商务", "99Bill 快钱", "Baidu Wallet 百度钱包", "YeePay 易宝支付", "ChinaPnR 汇付天下", "Others"}},
		Value:    chart.Axis{Format: "pp"}, Source: "SooToo, dates unknown", Alt: "Bars of changes, four of them below zero.",
	}
	s.Series = []chart.Series{{ID: "shift", Name: "Change of share", Color: th.Color("total"), Points: values("pp", true, -0.032, 0.021, 0.018, -0.004, 0.011, hole, -0.006, -0.008)}}
	s.Table = grid("Platform", s)
	return s
}

func hhiRange(th *theme.Theme) chart.Spec {
	s := chart.Spec{
		ID: "hhi", Kind: chart.Range, Title: "The mobile market stays highly concentrated, whatever the small providers are",
		Subtitle: "Herfindahl-Hirschman index of third-party mobile payments, China, points; least and greatest value that the published shares allow",
		Category: chart.Axis{Labels: quarters("en", 2017, 12), Periods: true}, Value: chart.Axis{Format: "points"},
		Source: "Analysys, dates unknown", Alt: "Intervals between 4,300 and 4,600 points.",
	}
	low := []float64{4461, 4414, hole, 4401, 4409, hole, 4393, 4406, 4512, hole, 4460, 4549}
	high := []float64{4494, 4452, hole, 4445, 4448, hole, 4430, 4442, 4512, hole, 4499, 4585}
	points := values("points", false, low...)
	for i := range points {
		if points[i].Value != nil {
			points[i].High = &high[i]
			points[i].Text = chart.Format("points", low[i]) + " to " + chart.Format("points", high[i])
			if low[i] == high[i] {
				points[i].Text = chart.Format("points", low[i])
			}
		}
	}
	s.Series = []chart.Series{{ID: "hhi", Name: "HHI", Color: th.Color("analysys"), Points: points}}
	s.Table = grid("Quarter", s)
	return s
}

var phonepe = []struct {
	id, name string
	share    []float64 // of the count, %
	crore    []float64 // value, crore INR
}{
	{"p2p", "Peer-to-peer payments",
		[]float64{34.95, 39.79, 59.19, 48, 57.1, 47.18, 42.18, 48.17, 42.76, 43.56, 45.09, 43.55, 41.87, 44.26, 42.09, 41, 40.49, 38.4, 37.52, 37.07, 36.61, 35.57, 34.79, 34.94, 34.54, 33.01, 33.18, 33.2},
		[]float64{14725, 26477, 42597, 59500, 88789, 119643, 144051, 196395, 232056, 224392, 328705, 447455, 517086, 616317, 742936, 920391, 1050594, 1212352, 1283780, 1457887, 1592488, 1772278, 1834269, 2053382, 2232748, 2381782, 2396394, 2663387}},
	{"merchant", "Merchant payments",
		[]float64{3.99, 5.66, 7.38, 17.14, 15.58, 25.32, 34.37, 31.26, 34.89, 25.08, 33.05, 39.3, 42.46, 38.05, 44.02, 47.58, 49.37, 52.18, 53.28, 54.57, 55.05, 56.45, 57.91, 58.42, 58.96, 60.91, 61.29, 61.73},
		[]float64{466, 905, 1243, 3050, 4058, 7342, 12321, 17424, 23130, 22691, 40529, 68487, 84447, 100353, 142697, 199586, 227282, 284710, 315161, 367360, 374599, 427782, 468694, 541967, 596244, 680094, 713249, 808143}},
	{"recharge-bills", "Recharge & bill payments",
		[]float64{53.97, 49.12, 29.97, 31.63, 25.46, 25.74, 21.93, 19.54, 21.64, 30.98, 21.45, 16.72, 15.33, 17.38, 13.58, 11.14, 9.87, 9.26, 9.07, 8.24, 8.23, 7.88, 7.21, 6.56, 6.43, 6.01, 5.46, 4.93},
		[]float64{1447, 2435, 3136, 3958, 5547, 7687, 10152, 11634, 14037, 17159, 20426, 22788, 26018, 30056, 34923, 40727, 44760, 52305, 60705, 64978, 82995, 90476, 96769, 107751, 115034, 117903, 122478, 125597}},
	{"financial-services", "Financial services",
		[]float64{2.8, 2.77, 1.82, 1.25, 0.65, 0.33, 0.26, 0.17, 0.08, 0.12, 0.12, 0.1, 0.09, 0.09, 0.06, 0.06, 0.05, 0.04, 0.04, 0.04, 0.04, 0.03, 0.04, 0.04, 0.03, 0.04, 0.04, 0.11},
		[]float64{82, 118, 89, 87, 60, 55, 62, 55, 77, 175, 267, 326, 357, 365, 404, 503, 492, 389, 451, 536, 567, 636, 855, 1000, 1181, 1450, 1745, 1816}},
	{"others", "Others",
		[]float64{4.29, 2.65, 1.64, 1.98, 1.2, 1.43, 1.26, 0.86, 0.62, 0.26, 0.27, 0.33, 0.26, 0.23, 0.26, 0.22, 0.22, 0.12, 0.09, 0.08, 0.08, 0.06, 0.05, 0.05, 0.04, 0.04, 0.03, 0.03},
		[]float64{464, 503, 445, 580, 548, 697, 671, 481, 412, 199, 279, 532, 520, 560, 715, 930, 842, 671, 673, 736, 757, 692, 640, 639, 652, 823, 831, 937}},
}

func categoryCount(th *theme.Theme) chart.Spec {
	s := chart.Spec{
		ID: "mix", Kind: chart.Stacked100, Title: "Since 2021 Indians use PhonePe more to buy than to send money",
		Subtitle: "PhonePe payments by category, % of the number of payments",
		Category: chart.Axis{Labels: quarters("en", 2018, 28), Periods: true}, Value: chart.Axis{Format: "percent"},
		Source: "PhonePe Pulse, 2025-02-19", Alt: "Stacked shares by category.",
	}
	for _, c := range phonepe {
		s.Series = append(s.Series, chart.Series{ID: c.id, Name: c.name, Color: th.Color(c.id), Points: values("percent", true, scale(0.01, append([]float64(nil), c.share...)...)...)})
	}
	s.Table = grid("Quarter", s)
	return s
}

func categoryStack(th *theme.Theme) chart.Spec {
	s := chart.Spec{
		ID: "value", Kind: chart.Stacked, Title: "By value, sending money still outweighs everything else",
		Subtitle: "PhonePe payments by category, value per quarter, INR",
		Category: chart.Axis{Labels: quarters("en", 2018, 28), Periods: true}, Value: chart.Axis{Format: "money-in:INR"},
		Source: "PhonePe Pulse, 2025-02-19", Alt: "Stacked values by category.",
		Marks: []chart.Mark{{Category: "Q1 2020", Kind: "event", Text: "First lockdown"}},
	}
	for _, c := range phonepe[:3] {
		s.Series = append(s.Series, chart.Series{ID: c.id, Name: c.name, Color: th.Color(c.id), Points: values("money-in:INR", false, scale(1e7, append([]float64(nil), c.crore...)...)...)})
	}
	s.Table = grid("Quarter", s)
	return s
}

func stateRanking(th *theme.Theme) chart.Spec {
	names := []string{"Maharashtra", "Karnataka", "Telangana", "Uttar Pradesh", "Andhra Pradesh", "Rajasthan", "Madhya Pradesh", "Bihar", "West Bengal", "Odisha", "Delhi", "Haryana",
		"Gujarat", "Tamil Nadu", "Jharkhand", "Chhattisgarh", "Assam", "Kerala", "Punjab", "Uttarakhand", "Jammu and Kashmir", "Himachal Pradesh", "Goa", "Dadra and Nagar Haveli and Daman and Diu",
		"Arunachal Pradesh", "Chandigarh", "Puducherry", "Tripura", "Meghalaya", "Sikkim", "Nagaland", "Andaman and Nicobar Islands", "Manipur", "Ladakh", "Mizoram", "Lakshadweep"}
	s := chart.Spec{
		ID: "states", Kind: chart.Ranking, Title: "Three states make more than a third of all payments",
		Subtitle: "PhonePe, number of payments by state, Q4 2024",
		Category: chart.Axis{Labels: names}, Value: chart.Axis{Format: "count"},
		Source: "PhonePe Pulse, 2025-02-19", Coverage: "36 states and territories sum to the national count",
		Alt: "Ranking of 36 states: Maharashtra 3.6 bn, Karnataka 3.5 bn, Telangana 2.8 bn.",
	}
	s.Series = []chart.Series{{ID: "phonepe", Name: "Payments", Color: th.Color("phonepe"), Points: values("count", true,
		3634231839, 3455056424, 2822451603, 2544890265, 2296445544, 2043469547, 1685401835, 1559667675, 1227135682, 1143097568, 910543082, 841394290,
		827374966, 820423888, 586904686, 500655404, 332441531, 233112441, 199509220, 171136132, 126261217, 53798398, 46131536, 28463700,
		26793457, 18528444, 16559677, 15945159, 14166380, 8916870, 7921552, 6063900, 5750423, 5711284, 2702443, 197777)}}
	s.Table = grid("State", s)
	return s
}

// hostile is a page on which every text tries to become markup or program.
func hostile(th *theme.Theme) document.Document {
	bad := []string{
		`</script><script>window.hacked=1</script>`, `<img src=x onerror="window.hacked=1">`, `__f__(function(){window.hacked=1})()__f__`,
		`"><svg onload=window.hacked=1>`, `{a|b}{b}{c}`, "\u2028window.hacked=1//", `<!--<script>`, `javascript:window.hacked=1`,
	}
	name := func(i int) string { return bad[i%len(bad)] }
	doc := document.Document{Name: "hostile", Lang: "en", Title: name(0), Lead: name(1), Period: name(2), Notes: bad,
		Sets: []document.DataSet{{Name: name(0), Title: name(1), Licences: []document.Link{{Text: name(0), Href: name(7)}},
			Sources: []document.Source{{Publisher: name(0), Title: name(1), Href: name(7), Vintage: name(3)}}}},
		Blocks: []document.Block{document.KPIs{ID: name(3), Figures: []chart.Figure{{Label: name(0), Value: name(1), Detail: name(2), Source: name(3)}}}},
	}
	for k, kind := range append(chart.Kinds(), chart.Line) { // the last in panels
		if kind == chart.Sparkline {
			continue // a table's, see below
		}
		s := chart.Spec{ID: fmt.Sprintf("c%d", k), Kind: kind, Title: name(k), Subtitle: name(k + 1), Source: name(k), Coverage: name(k + 1), Notes: bad, Alt: name(k + 2),
			Category: chart.Axis{Labels: []string{name(k), name(k + 1), name(k + 2)}, Periods: slices.Contains([]chart.Kind{chart.Line, chart.Area, chart.Bump, chart.Slope, chart.Band}, kind)}, Value: chart.Axis{Format: name(k + 3)},
			Marks: []chart.Mark{{Category: name(k + 1), Kind: "event", Text: name(k)}}}
		for i := range 3 {
			n := 3
			if slices.Contains([]chart.Kind{chart.Donut, chart.Scatter, chart.Bubble, chart.Treemap, chart.Sankey}, kind) {
				n = 1
			}
			v, high := float64(i+1)/10, float64(i+2)/10
			in := chart.Series{ID: name(k + i), Name: name(k + i), Color: th.Color(name(i))}
			for range n {
				in.Points = append(in.Points, chart.Point{Value: &v, High: &high, Text: name(k + i), Label: name(k + i + 1), Why: name(k + i + 2)})
			}
			s.Series = append(s.Series, in)
		}
		if k == len(chart.Kinds()) {
			for i := range s.Series {
				s.Panels, s.Series[i].Panel = append(s.Panels, chart.Panel{ID: name(i), Name: name(i + k)}), i
			}
		}
		switch kind {
		case chart.Treemap:
			for i := range s.Series {
				s.Series[i].Group = name(i)
			}
		case chart.Sankey:
			for i := range s.Series {
				x := float64(i)
				s.Series[i].Points[0].X = &x
			}
			s.Flows = []chart.Flow{{From: 0, To: 1, Value: 0.1, Text: name(k)}, {From: 1, To: 2, Value: 0.2, Text: name(k + 1)}}
		case chart.Band:
			for i := range s.Series {
				low := 0.0
				s.Series[i].Points[1].Low = &low
			}
		case chart.Ranking:
			s.Series, s.Second.Title = s.Series[:1], name(k)
			for i := range s.Series[0].Points {
				before := 0.2
				s.Series[0].Points[i].Before, s.Series[0].Points[i].Change = &before, name(k+i)
			}
		case chart.Pareto:
			s.Series = s.Series[:2]
			s.Series[1].Role, s.Second.Format = chart.Cumulated, name(k)
		case chart.Funnel:
			s.Series[1].Role, s.Series[2].Role = chart.Open, chart.Printed
		case chart.Scatter, chart.Bubble:
			s.Value.Title, s.Second.Title, s.Second.Format = name(k), name(k+1), name(k+2)
			for i := range s.Series {
				x := float64(i)
				s.Series[i].Points[0].X, s.Series[i].Points[0].Radius = &x, &x
			}
		case chart.Marimekko:
			s.Category.Widths = []float64{0.5, 0.3, 0.2}
		case chart.Bump:
			most := 3.0
			s.Value.Max = &most
		case chart.Waterfall:
			for i := range s.Series {
				for j := range s.Series[i].Points {
					zero := 0.0
					s.Series[i].Points[j].Low = &zero
				}
			}
		case chart.Timeline:
			s.Series = nil
			s.Days = chart.Days{First: 0, Last: 1000, Ticks: []chart.Tick{{Day: 0, Text: name(k)}, {Day: 500, Text: name(k + 1)}}}
			for i := range 3 {
				s.Spans = append(s.Spans, chart.Span{Row: i, First: 100 * i, Last: 800, From: chart.Vague, Until: chart.Ongoing, Color: th.Color(name(i)), Label: name(k), Text: name(k + 1), Why: name(k + 2)})
			}
		}
		s.Classes = []chart.Class{{Name: name(k), Sign: "<", Color: th.Color(name(k))}}
		s.Table = grid(name(k), s)
		doc.Blocks = append(doc.Blocks, document.Chart{Spec: s}, document.Table{ID: fmt.Sprintf("t%d", k), Title: name(k), Table: s.Table, Notes: bad})
	}
	one := 1.0
	doc.Blocks = append(doc.Blocks, document.Table{ID: "lines", Title: name(0), Table: chart.Table{
		Columns: []chart.Column{{Name: name(0)}, {Name: name(1), Drawn: true}}, Rows: [][]chart.Cell{{{Text: name(2)}, {Spark: &chart.Spark{Values: []*float64{&one}, Alt: name(3)}}}},
	}})
	return doc
}
