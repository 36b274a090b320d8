// Package nativetest holds pages for the tests of what writes native charts.
package nativetest

import (
	"fmt"
	"math"

	"paystats/data/frame"
	"paystats/reports/chart"
	"paystats/reports/document"
	"paystats/reports/theme"
)

// Long makes a frame of series, category and value; NaN is a hole, an F behind a category a
// forecast.
func Long(series []string, categories []string, values ...float64) *frame.Frame {
	f := &frame.Frame{Columns: []frame.Column{
		{Name: "series", Kind: frame.Text}, {Name: "category", Kind: frame.Text}, {Name: "value", Kind: frame.Float}, {Name: "status", Kind: frame.Text}, {Name: "series_break", Kind: frame.Bool},
	}}
	for i, s := range series {
		for k, c := range categories {
			var v any
			if value := values[i*len(categories)+k]; !math.IsNaN(value) {
				v = value
			}
			status := any("A")
			if k == len(categories)-1 {
				status = "F"
			}
			for at, cell := range []any{s, c, v, status, k == 2} {
				f.Columns[at].Cells = append(f.Columns[at].Cells, cell)
			}
		}
	}
	return f
}

// Wide makes a frame of a text column, category, and columns of numbers.
func Wide(columns []string, categories []string, values ...float64) *frame.Frame {
	f := &frame.Frame{Columns: []frame.Column{{Name: "category", Kind: frame.Text}}}
	for _, name := range columns {
		f.Columns = append(f.Columns, frame.Column{Name: name, Kind: frame.Float})
	}
	for i, c := range categories {
		f.Columns[0].Cells = append(f.Columns[0].Cells, c)
		for k := range columns {
			var v any
			if value := values[i*len(columns)+k]; !math.IsNaN(value) {
				v = value
			}
			f.Columns[k+1].Cells = append(f.Columns[k+1].Cells, v)
		}
	}
	return f
}

// Page is a page with a chart of every kind that has a native form, and blocks of all
// others, in a language. Its names try to become markup and formulas.
func Page(lang string) document.Document {
	th, err := theme.Default()
	if err != nil {
		panic(err)
	}
	hole := math.NaN()
	build := func(kind chart.Kind, format string, f *frame.Frame, more func(*chart.Request)) chart.Spec {
		r := chart.Request{
			ID: "c-" + string(kind), Kind: kind, Lang: lang, Title: `Finding of a <` + string(kind) + `> & "more"`, Subtitle: "Synthetic data", Source: "Nobody, 2020", Format: format,
			Coverage: "all of it", What: "Share", ColumnName: "Name", Colors: th.Colors, Ramp: th.Ramp(), Notes: []string{"A note."},
			Names:  map[string]string{"alipay": "Alipay 支付宝", "tenpay": `Tenpay </a:t><script>`, "99bill": "=1+1"},
			Across: chart.Axis{Title: "Growth", Format: "percent"}, Size: chart.Axis{Title: "Value", Format: "money:CNY"},
			Events: []chart.Event{{Date: "2014-02-01", Text: "Red packets & fees"}},
		}
		if more != nil {
			more(&r)
		}
		return chart.Build(f, r)
	}
	members, quarters := []string{"alipay", "tenpay"}, []string{"2013-Q3", "2013-Q4", "2014-Q1", "2014-Q2", "2014-Q3"}
	shares := Long(members, quarters, 0.6, 0.55, hole, 0.5, 0.48, 0.4, 0.45, hole, 0.5, 0.52)
	amounts := Long(members, quarters, 3.3e12, 3.9e12, hole, 4.7e12, 5.3e12, 1e12, 1.2e12, 1.4e12, 1.6e12, 2e12)
	one := Long(members[:1], quarters, 3.3e12, 3.9e12, hole, 4.7e12, 5.3e12)
	onePeriod := Long([]string{"alipay", "tenpay", "99bill"}, []string{"2014-Q3"}, 0.6, 0.3, 0.1)
	specs := []chart.Spec{
		build(chart.Bar, "money:CNY", one, nil), build(chart.Grouped, "money:CNY", amounts, nil), build(chart.Stacked, "money:CNY", amounts, nil),
		build(chart.Stacked100, "percent", shares, nil), build(chart.Line, "percent", shares, nil), build(chart.Area, "money:CNY", amounts, nil),
		build(chart.Donut, "percent", onePeriod, nil), build(chart.Ranking, "percent", onePeriod, func(r *chart.Request) { r.MemberAxis = true }),
		build(chart.Slope, "percent", shares, nil), build(chart.Bump, "percent", shares, nil),
		build(chart.Pareto, "percent", Wide([]string{"value", "low", "high", "cumulative"}, []string{"a", "b", "others"}, 0.5, 0.45, 0.55, 0.5, 0.3, 0.28, 0.32, 0.8, 0.2, hole, hole, 1), nil),
		build(chart.Funnel, "count", Wide([]string{"value", "open", "conversion", "from_first"}, []string{"a", "b"}, 2100, 0, hole, hole, 1700, 120, 0.859, 0.859), nil),
		build(chart.Waterfall, "percent", Wide([]string{"value"}, []string{"a", "b", "c", "d"}, 0.49, 0.12, -0.8, 0.3), nil),
		build(chart.Scatter, "percent", Wide([]string{"x", "value"}, []string{"alipay", "tenpay", "99bill"}, 0.1, 0.5, 0.3, 0.39, hole, 0.2), nil),
		build(chart.Bubble, "percent", Wide([]string{"x", "value", "size"}, []string{"alipay", "tenpay"}, 0.1, 0.5, 9e12, 0.3, 0.39, 5e12), nil),
		build(chart.Marimekko, "money:CNY", Long(members, []string{"mobile", "internet"}, 60, 20, 40, 10), nil),
	}
	doc := document.Document{
		Name: "example", Lang: lang, Title: `A "page" & <its> deck`, Lead: "What it says.", Period: "Q3 2013 to Q3 2014", Alerts: []string{"a check: 1 of 2 rows"}, Notes: []string{"Of the page."},
		Blocks: []document.Block{
			document.KPIs{ID: "key", Figures: []chart.Figure{{Label: "Value", Value: "CNY 9.0 tn", Detail: "+1 %", Source: "Nobody"}, {Label: "Share", Value: "61.9 %"}}},
			document.Prose{HTML: "<h2>How large</h2>\n<p>It grew to <data class=\"value\" value=\"9\">CNY&nbsp;9.0&nbsp;tn</data> &amp; more.</p><ul><li>one</li><li>two</li></ul>"},
			document.Table{ID: "t", Title: "A table", Source: "Nobody", Table: chart.Table{Columns: []chart.Column{{Name: "Name"}, {Name: "Value", Numeric: true}}, Rows: [][]chart.Cell{{{Text: "=cmd()"}, {Text: "1.5"}}}},
				Data: chart.Data{Columns: []string{"name", "value"}, Rows: [][]any{{"=cmd()", 1.5}, {"b", nil}}}},
		},
		Sets: []document.DataSet{{Name: "d", Title: "Data", Licences: []document.Link{{Text: "CC0"}}, Sources: []document.Source{{Publisher: "Nobody", Title: "A paper", Vintage: "2020-01-01"}}}},
	}
	for _, s := range specs {
		doc.Blocks = append(doc.Blocks, document.Chart{Spec: s})
	}
	heat := build(chart.Matrix, "percent", Long([]string{"2024-01", "2024-02"}, []string{"1", "2"}, 0.22, 0.25, 0.33, hole), nil)
	doc.Blocks = append(doc.Blocks, document.Chart{Spec: heat})
	return doc
}

// Twelve is a page of twelve native charts of thirty periods.
func Twelve() document.Document {
	doc := Page("en")
	var quarters []string
	var values []float64
	for i := range 30 {
		quarters = append(quarters, fmt.Sprintf("%d-Q%d", 2013+i/4, i%4+1))
	}
	members := []string{"alipay", "tenpay", "99bill"}
	for i := range 90 {
		values = append(values, float64(i%30+1)*1e12)
	}
	doc.Blocks = nil
	for i, kind := range []chart.Kind{chart.Bar, chart.Grouped, chart.Stacked, chart.Line, chart.Area, chart.Bump, chart.Bar, chart.Grouped, chart.Stacked, chart.Line, chart.Area, chart.Line} {
		s := chart.Build(Long(members, quarters, values...), chart.Request{ID: fmt.Sprintf("c%d", i), Kind: kind, Lang: "en", Title: "A finding", Format: "money:CNY", What: "Value"})
		for k := range s.Series {
			s.Series[k].Color = "#1272d3"
		}
		doc.Blocks = append(doc.Blocks, document.Chart{Spec: s})
	}
	return doc
}
