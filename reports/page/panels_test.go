package page_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"paystats/data/diag"
	"paystats/data/frame"
	"paystats/reports/chart"
	"paystats/reports/document"
	"paystats/reports/page"
)

func oneBlock(t *testing.T, src *fake, text string) document.Block {
	t.Helper()
	p, err := page.Parse("p.md", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := p.Build(context.Background(), src, page.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return doc.Blocks[0]
}

func panels(s chart.Spec) string {
	var out []string
	for k, p := range s.Panels {
		text := p.Name + ":"
		for _, one := range s.Series {
			if one.Panel == k {
				text += " " + one.ID + " " + one.Points[len(one.Points)-1].Text
			}
		}
		out = append(out, text)
	}
	return strings.Join(out, "; ")
}

func TestMultiples(t *testing.T) {
	tests := []struct {
		name  string
		lines []string
		want  string
	}{
		{"by member", []string{"metric: share", "multiples: member"}, "Alpha 阿尔法: alpha 55.0 %; Zeta 泽塔: zeta 20.0 %; Beta: beta 15.0 %"},
		{"by the dimension", []string{"metric: share", "multiples: provider", "top: 1", "kind: area"}, "Alpha 阿尔法: alpha 55.0 %"},
		{"by publisher", []string{"metric: tx_value", "multiples: publisher", "period: 2020-Q1..2020-Q2", "kind: bar"}, "Acme Institute: acme CNY 1.2 tn; Birch & Co: birch CNY 1.6 tn"},
		{"members by publisher", []string{"metric: share", "multiples: publisher", "by: member"}, "Acme Institute: alpha 55.0 % zeta 20.0 % beta 15.0 %"},
		{"members of a publisher by themselves", []string{"metric: share", "multiples: publisher"}, "Acme Institute: alpha 55.0 % zeta 20.0 % beta 15.0 %"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := oneBlock(t, newFake(t), chartOf(append(tt.lines, "market: pay")...)).(document.Chart).Spec
			if got := panels(s); got != tt.want {
				t.Errorf("panels = %s\nwant     %s", got, tt.want)
			}
		})
	}
}

// Each publisher's coverage is its own.
func TestCoverageOfPublishersInPanels(t *testing.T) {
	s := oneBlock(t, newFake(t), chartOf("metric: share", "market: pay", "multiples: publisher", "by: member")).(document.Chart).Spec
	if want := "Acme Institute: 3 named providers explain 90.0 % of the total in Q4 2020"; s.Coverage != want {
		t.Errorf("coverage = %q, want %q", s.Coverage, want)
	}
}

func TestPanelsOfAQuery(t *testing.T) {
	src := newFake(t)
	src.block = textFrame([]map[string]string{
		{"panel": "b", "panel_en": "Bee", "panel_zh": "乙", "period": "2019", "value": "2"}, {"panel": "b", "panel_en": "Bee", "panel_zh": "乙", "period": "2020", "value": "3"},
		{"panel": "a", "panel_en": "Ay", "panel_zh": "甲", "period": "2020", "value": "9"},
	})
	for i := range src.block.Columns {
		if c := &src.block.Columns[i]; c.Name == "value" {
			c.Kind = frame.Int
			for j, cell := range c.Cells {
				var n int64
				fmt.Sscan(cell.(string), &n)
				c.Cells[j] = n
			}
		}
	}
	s := oneBlock(t, src, chartOf("unit: count", "kind: line", "scale: own", "sql: SELECT 1")).(document.Chart).Spec
	if got, want := panels(s), "Bee: b 3; Ay: a 9"; got != want || !s.OwnScale {
		t.Errorf("panels = %s, own scale %t, want %s", got, s.OwnScale, want)
	}
}

func TestRankingWithChange(t *testing.T) {
	s := oneBlock(t, newFake(t), chartOf("metric: share", "market: pay", "kind: ranking", "compare: period", "period: 2020-Q4", "top: 2")).(document.Chart).Spec
	if got := s.Table.Columns[2].Name + " " + s.Table.Rows[0][2].Text + " " + s.Table.Rows[0][2].Title; got != "On the period – no base to compare with" {
		t.Errorf("change = %q", got)
	}
	s = oneBlock(t, newFake(t), chartOf("metric: tx_value", "market: pay", "members: [total]", "kind: ranking", "compare: period", "period: 2020-Q2")).(document.Chart).Spec
	if got := s.Series[0].Points[0].Change; got != "▲ 20.0 %" {
		t.Errorf("change = %q, want ▲ 20.0 %%", got)
	}
}

func TestSparklineTable(t *testing.T) {
	text := strings.Replace(chartOf("metric: share", "market: pay", "kind: sparkline", "compare: period"), "```chart", "```table", 1)
	table := oneBlock(t, newFake(t), text).(document.Table).Table
	var got []string
	for _, c := range table.Rows[0] {
		got = append(got, c.Text)
		if c.Spark != nil {
			got = append(got, fmt.Sprintf("%d %t %s", len(c.Spark.Values), c.Spark.Values[1] == nil, c.Spark.Alt))
		}
	}
	if want := "Alpha 阿尔法 | 55.0 % | – |  | 3 true least 55.0 % (Q4 2020), greatest 61.9 % (Q2 2020)"; strings.Join(got, " | ") != want {
		t.Errorf("row = %s\nwant  %s", strings.Join(got, " | "), want)
	}
}

func TestMetricOfADataset(t *testing.T) {
	s := oneBlock(t, newFake(t), chartOf("metric: approval_rate", "dataset: made", "by: channel", "kind: line")).(document.Chart).Spec
	if got, want := names(s), "app web"; got != want {
		t.Errorf("series = %s, want %s", got, want)
	}
	if want := "Synthetic data · Approval rate of payment attempts, % · Made-up attempts · Q3 2020 to Q4 2020"; s.Subtitle != want {
		t.Errorf("subtitle = %q, want %q", s.Subtitle, want)
	}
}

// The figures that a ranking compares with stand in its source and notes, and behind its
// making, but not behind the values of its bars.
func TestRankingNamesBothPeriods(t *testing.T) {
	src := newFake(t)
	src.rows = append(src.rows, map[string]string{"table": "metric_share", "market": "pay", "measure": "tx_value", "publisher": "acme", "unit": "CNY", "frequency": "Q",
		"period": "2020-Q3", "member": "alpha", "value": "0.6", "status": "A", "coverage": "0.9", "inputs": "77"})
	src.doubts = map[int]string{77: "low"}
	made := oneBlock(t, src, chartOf("metric: share", "market: pay", "kind: ranking", "period: 2020-Q4", "compare: period")).(document.Chart)
	if !strings.Contains(strings.Join(made.Spec.Notes, " "), "Doubtful (low confidence): 1 of the 4 figures behind it") {
		t.Errorf("notes %q say nothing of the earlier period's figure", made.Spec.Notes)
	}
	if made.Making.Observations != 4 {
		t.Errorf("%d observations stand behind it, want 4", made.Making.Observations)
	}
	if got := made.Spec.Series[0].Points[0].Inputs; len(got) != 1 || got[0] != 10 {
		t.Errorf("the bar is made of %v, want 10", got)
	}
}

func TestValueOfADataset(t *testing.T) {
	text := head + `{{ value approval_rate dataset=made period=2020-Q3 }}; {{ value approval_rate dataset=made by=channel member=web period=2020-Q4 }}; ` +
		`{{ leader approval_rate dataset=made by=channel period=2020-Q4 }}; {{ claim "most of it" approval_rate dataset=made by=channel period=2020-Q4 min>=80% max<97% top=app }}`
	p, err := page.Parse("p.md", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	warned := new(diag.List)
	doc, err := p.Build(context.Background(), newFake(t), page.Options{Warn: warned})
	if err != nil {
		t.Fatal(err)
	}
	got := doc.Blocks[0].(document.Prose).HTML
	for _, want := range []string{">90.0&nbsp;%<", ">80.0&nbsp;%<", ">app<", ">most of it<"} {
		if !strings.Contains(got, want) {
			t.Errorf("%s lacks %s", got, want)
		}
	}
	if warned.Len() > 0 {
		t.Errorf("the claim is false: %v", warned.Err())
	}
}

func names(s chart.Spec) string {
	var out []string
	for _, one := range s.Series {
		out = append(out, one.ID)
	}
	return strings.Join(out, " ")
}

// The band of a measure is that of all its publishers, whose figures stand behind it too.
func TestBandsAreAskedFor(t *testing.T) {
	tests := []struct{ metric, want string }{
		{"tx_value", `list_concat(inputs, coalesce((SELECT any_value(b.inputs) FROM metric_publisher_band`},
		{"share", `greatest("share" - half_band, 0) AS low, "share" + half_band AS high`},
		{"hhi", `"hhi_low" AS value, "hhi_high" AS high`},
	}
	for _, tt := range tests {
		t.Run(tt.metric, func(t *testing.T) {
			src := newFake(t)
			s := oneBlock(t, src, chartOf("metric: "+tt.metric, "market: pay", "kind: band")).(document.Chart).Spec
			if !strings.Contains(s.Origin.SQL, tt.want) {
				t.Errorf("asked %s, want %s in it", s.Origin.SQL, tt.want)
			}
			if len(s.Notes) == 0 || !strings.Contains(strings.Join(s.Notes, " "), "Band: ") {
				t.Errorf("notes %q do not say what the band is", s.Notes)
			}
		})
	}
}
