package chart_test

import (
	"fmt"
	"strings"
	"testing"

	"paystats/reports/chart"
)

func TestData(t *testing.T) {
	one, two := 0.619, 0.145
	point := func(v *float64) chart.Point {
		return chart.Point{Value: v, Status: "A", Publisher: "SooToo", Vintage: "2015-11"}
	}
	hole := chart.Point{Why: "no figure published"}
	ids := func(of ...string) chart.Axis { return chart.Axis{Labels: of, IDs: of} }
	share := chart.Axis{Format: "percent"}
	tests := []struct {
		name string
		spec chart.Spec
		want string
	}{
		{"periods across", chart.Spec{Kind: chart.Line, Value: share, Category: ids("2015-Q2", "2015-Q3"), Series: []chart.Series{
			{ID: "alipay", Name: "Alipay", Points: []chart.Point{hole, point(&one)}},
		}}, "series series_name period value unit status reason publisher vintage\n" +
			"alipay Alipay 2015-Q2 <nil> ratio <nil> no figure published <nil> <nil>\nalipay Alipay 2015-Q3 0.619 ratio A <nil> SooToo 2015-11\n"},
		{"members across, periods as series", chart.Spec{Kind: chart.Ranking, Value: chart.Axis{Format: "money-zh:CNY"}, Category: ids("alipay", "tenpay"), Series: []chart.Series{
			{ID: "2015-Q3", Points: []chart.Point{point(&one), point(&two)}},
		}}, "series series_name period value unit status publisher vintage\nalipay alipay 2015-Q3 0.619 CNY A SooToo 2015-11\ntenpay tenpay 2015-Q3 0.145 CNY A SooToo 2015-11\n"},
		{"no periods at all", chart.Spec{Kind: chart.Grouped, Value: chart.Axis{Format: "count"}, Category: ids("card"), Series: []chart.Series{
			{ID: "total", Name: "Payments", Points: []chart.Point{point(&one)}},
		}}, "series series_name category category_name value unit status publisher vintage\ntotal Payments card card 0.619 count A SooToo 2015-11\n"},
		{"two axes", chart.Spec{Kind: chart.Scatter, Value: share, Second: chart.Axis{Format: "points"}, Series: []chart.Series{
			{ID: "alipay", Name: "Alipay", Points: []chart.Point{{Value: &one, X: &two}}},
		}}, "series series_name value unit x x_unit status publisher vintage\nalipay Alipay 0.619 ratio 0.145 points <nil> <nil> <nil>\n"},
		{"panels", chart.Spec{Kind: chart.Line, Value: share, Panels: []chart.Panel{{ID: "a", Name: "Area A"}}, Category: ids("2015"), Series: []chart.Series{
			{ID: "alipay", Name: "Alipay", Points: []chart.Point{{Value: &one}}},
		}}, "panel series series_name period value unit status publisher vintage\nArea A alipay Alipay 2015 0.619 ratio <nil> <nil> <nil>\n"},
		{"flows", chart.Spec{Kind: chart.Sankey, Value: chart.Axis{Format: "money:CNY"}, Series: []chart.Series{{ID: "a", Name: "A"}, {ID: "b", Name: "B"}},
			Flows: []chart.Flow{{From: 0, To: 1, Value: 12}}}, "from from_name to to_name value unit\na A b B 12 CNY\n"},
		{"spans", chart.Spec{Kind: chart.Timeline, Category: ids("taobao"), Spans: []chart.Span{
			{Class: "accepted", Label: "Alipay", Text: "since 2004", Begin: "2004-12-08", Until: chart.Ongoing}, {Begin: "2020-06-30", From: chart.Vague, End: "2022-12-31"}, {From: chart.Vague, Until: chart.Vague, End: "2014-12-31"},
		}}, "row class label from from_mark until until_mark text remark\ntaobao accepted Alipay 2004-12-08 stated <nil> open since 2004 <nil>\n" +
			"taobao <nil> <nil> 2020-06-30 at_latest 2022-12-31 stated <nil> <nil>\ntaobao <nil> <nil> <nil> unknown 2014-12-31 at_earliest <nil> <nil>\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := tt.spec.Data()
			var got strings.Builder
			fmt.Fprintln(&got, strings.Join(d.Columns, " "))
			for _, row := range d.Rows {
				fmt.Fprintln(&got, row...)
			}
			if got.String() != tt.want {
				t.Errorf("Data() =\n%swant\n%s", got.String(), tt.want)
			}
		})
	}
}

// The files of a timeline have the first and last day of what its cells name.
func TestTimelineDays(t *testing.T) {
	f := table("category|from|until|from_mark|until_mark", "a|2013-08|-|stated|open", "b|-|2022|unknown|stated", "c|2020-06-30|2021-Q3|seen|seen")
	d := chart.Build(f, chart.Request{Kind: chart.Timeline, Lang: "en"}).Data()
	var got strings.Builder
	for _, row := range d.Rows {
		fmt.Fprintln(&got, row[3:7]...)
	}
	if want := "2013-08-01 stated <nil> open\n<nil> unknown 2022-12-31 stated\n2020-06-30 at_latest 2021-09-30 at_earliest\n"; got.String() != want {
		t.Errorf("days are\n%swant\n%s", got.String(), want)
	}
}
