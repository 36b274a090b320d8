package chart_test

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"paystats/data/frame"
	"paystats/reports/chart"
)

// table makes a frame of lines of cells; # before a column's name makes it numbers, "true" is
// TRUE, - is NULL.
func table(columns string, lines ...string) *frame.Frame {
	f := &frame.Frame{}
	for _, c := range strings.Split(columns, "|") {
		name, isNumber := strings.CutPrefix(c, "#")
		f.Columns = append(f.Columns, frame.Column{Name: name, Kind: map[bool]frame.Kind{true: frame.Float}[isNumber]})
	}
	for _, line := range lines {
		for i, text := range strings.Split(line, "|") {
			var cell any = text
			if v, err := strconv.ParseFloat(text, 64); err == nil && f.Columns[i].Kind == frame.Float {
				cell = v
			}
			switch text {
			case "true":
				cell = true
			case "-":
				cell = nil
			}
			f.Columns[i].Cells = append(f.Columns[i].Cells, cell)
		}
	}
	return f
}

// The kinds with columns of their own, one frame each.
var kindFrames = []struct {
	kind   chart.Kind
	format string
	top    int
	rows   *frame.Frame
}{
	{chart.Pareto, "percent", 2, table("category|category_name|#value|#low|#high|#cumulative|reason",
		"others|-|0.1|-|-|1|-", "a|Balance|0.5|0.45|0.55|0.5|-", "b|Account|0.25|0.2|0.3|0.75|-", "c|Network|0.1|0.08|0.12|0.85|-", "d|Device|0.05|-|-|0.9|-")},
	{chart.Pareto, "count", 0, table("category|#value|#cumulative|reason", "a|30|0.6|-", "b|-|-|missing", "c|20|1|-")},
	{chart.Funnel, "count", 0, table("category|#value|#open|#conversion|#from_first|reason", "Entry|200|0|-|-|missing_base", "Applied|150|10|0.75|0.75|-", "First use|60|30|0.5|0.35|-")},
	{chart.Matrix, "percent", 0, table("series|category|#value|reason",
		"2024-01|1|0.22|-", "2024-01|2|0.31|-", "2024-01|3|0.42|-", "2024-02|1|0.28|-", "2024-02|2|-|partial_window", "2024-03|1|0.151|-")},
	{chart.Matrix, "", 0, table("series|category|class|note", "Alipay|2022|unknown|-", "Alipay|2023|accepted|-", "WeChat Pay|2022|doubtful|two documents", "WeChat Pay|2023|ended|-")},
	{chart.Waterfall, "count", 0, table("category|#value|reason", "a|30|-", "b|-40|-", "c|-|missing", "others|5|-")},
	{chart.Waterfall, "pp", 1, table("series|category|#value|reason", "a|2020|0.1|-", "b|2020|-0.02|-", "c|2020|0.03|-", "not-covered|2020|0.01|-")},
	{chart.Marimekko, "count", 0, table("series|category|#value|reason", "a|x|60|-", "a|y|10|-", "b|x|20|-", "b|y|-|missing", "b|z|10|-")},
	{chart.Bump, "percent", 0, table("series|category|#value|reason", "a|2020|0.5|-", "a|2021|0.3|-", "b|2020|0.2|-", "b|2021|0.4|-", "c|2021|0.3|-", "others|2021|0.9|-")},
	{chart.Slope, "percent", 0, table("series|category|#value|reason", "a|2019|0.5|-", "a|2020|0.6|-", "a|2021|0.3|-", "b|2019|0.2|-", "b|2021|-|missing")},
	{chart.Bubble, "percent", 0, table("category|#x|#value|#size|reason", "a|0.1|0.5|400|-", "b|-0.2|0.3|100|-", "c|-|0.1|50|missing_base")},
	{chart.Treemap, "count", 0, table("category|#value|group|group_name|reason", "a|30|x|X|-", "b|60|y|Y|-", "c|50|x|X|-", "d|-|x|X|missing", "e|0|y|Y|-", "others|90|-|-|-")},
	{chart.Treemap, "percent", 1, table("series|category|#value|reason", "a|2020|0.3|-", "b|2020|0.5|-", "c|2020|0.1|-")},
	{chart.Sankey, "count", 0, table("source|target|#value", "a|x|3", "b|x|5", "a|others|2", "others|others|4", "x|end|8", "x|a|1", "b|x|2", "b|y|-")},
	{chart.Band, "percent", 0, table("series|category|#value|#low|#high|reason", "a|2019|0.5|0.45|0.55|-", "a|2020|0.6|-|-|-", "a|2021|-|0.3|0.4|missing", "b|2019|0.2|0.1|0.25|-", "b|2021|0.1|0.1|0.1|-")},
	{chart.Band, "points", 0, table("series|category|#value|#high|reason", "total|2019|4000|4100|-", "total|2020|-|-|missing", "total|2021|4200|4200|-")},
	{chart.Line, "percent", 0, table("panel|series|category|#value|reason|series_break", "p|a|2019|0.5|-|-", "p|a|2020|0.6|-|true", "p|b|2019|0.3|-|-", "q|a|2020|0.4|-|-", "q|b|2019|-|missing|-")},
	{chart.Bar, "count", 1, table("panel|series|category|#value|reason", "a|a|2019|5|-", "a|a|2020|6|-", "b|b|2019|30|-", "b|b|2020|40|-")},
	{chart.Ranking, "count", 0, table("series|category|#value|#before|before_reason|reason", "a|2020|30|20|-|-", "b|2020|40|50|-|-", "c|2020|10|-|-|-", "d|2020|9|3|series_break|-", "e|2020|7|0|-|-", "f|2020|-|2|-|missing")},
	{chart.Sparkline, "count", 2, table("series|category|#value|reason|series_break", "a|2019|5|-|-", "a|2020|6|-|-", "a|2021|3|-|-", "b|2019|30|-|-", "b|2021|40|-|true", "c|2019|1|-|-", "c|2020|1|-|-", "c|2021|2|-|-")},
	{chart.Sparkline, "percent", 0, table("series|category|#value|reason|series_break", "a|2019|0.5|-|-", "a|2020|0.6|-|-", "b|2019|0.5|-|-", "b|2020|-|zero_total|-", "c|2020|0.1|-|-")},
	{chart.Timeline, "", 0, table("category|from|until|from_mark|until_mark|class|doubt|label",
		"wechat|2013-08-05|-|stated|open|accepted|-|-", "douyin|-|2022-12-31|unknown|stated|ended|uncorroborated|-", "douyin|2014|2014|stated|stated|accepted|-|-",
		"douyin|2020-06-30|-|seen|open|accepted|-|-", "wechat|2014-01-31|2014-01-31|stated|stated|-|-|Red packets")},
}

// The golden files are specs as text, in both languages: all that a renderer gets.
func TestBuildKinds(t *testing.T) {
	for _, lang := range []string{"en", "zh"} {
		t.Run(lang, func(t *testing.T) {
			var b strings.Builder
			for _, k := range kindFrames {
				s := chart.Build(k.rows, chart.Request{
					ID: string(k.kind), Kind: k.kind, Lang: lang, Title: "T", Subtitle: "S", Format: k.format, What: "Share", ColumnName: "Name", Top: k.top,
					Colors: colorNames, Additive: true, Across: chart.Axis{Title: "Growth", Format: "percent"}, Size: chart.Axis{Title: "Value", Format: "count"}, Ramp: []string{"ramp0", "ramp1", "ramp2", "ramp3"},
					MemberAxis: k.kind == chart.Ranking, Against: chart.YearBefore,
				})
				printSpec(&b, s)
			}
			file := "testdata/kinds." + lang + ".txt"
			if os.Getenv("PAYSTATS_UPDATE") == "1" && os.Getenv("CI") == "" {
				if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if b.String() != string(want) {
				t.Errorf("specs differ from %s (PAYSTATS_UPDATE=1 go test ./reports/chart writes it):\n%s", file, b.String())
			}
		})
	}
}

// colorNames gives ids themselves as colours.
func colorNames(ids []string) []string { return ids }

func printSpec(b *strings.Builder, s chart.Spec) {
	fmt.Fprintf(b, "== %s\n%s\n", s.Kind, s.Alt)
	for _, c := range s.Classes {
		fmt.Fprintf(b, "class %s%s %s strong=%t\n", c.Sign, c.Name, c.Color, c.Strong)
	}
	if s.Value.Max != nil {
		fmt.Fprintf(b, "axis to %s\n", chart.Format(s.Value.Format, *s.Value.Max))
	}
	for _, p := range s.Panels {
		fmt.Fprintf(b, "panel %s %s\n", p.ID, p.Name)
	}
	for _, f := range s.Flows {
		fmt.Fprintf(b, "flow %s to %s %s\n", s.Series[f.From].Name, s.Series[f.To].Name, f.Text)
	}
	for _, m := range s.Marks {
		fmt.Fprintf(b, "mark %s %s %q in panel %d\n", m.Category, m.Kind, m.Text, m.Panel)
	}
	for _, in := range s.Series {
		fmt.Fprintf(b, "series %s %s %q:", in.ID, in.Color, in.Role)
		if len(s.Panels) > 0 || in.Group != "" {
			fmt.Fprintf(b, " in panel %d, group %q:", in.Panel, in.Group)
		}
		for i, p := range in.Points {
			fmt.Fprintf(b, " [%s %q %s %s%s %s %s]", s.Category.IDs[i], p.Label, p.Text, p.Sign, ends(p), p.Color, p.Why)
		}
		b.WriteString("\n")
	}
	if s.Kind == chart.Timeline {
		fmt.Fprintf(b, "days %d to %d, %d ticks, first %s\n", s.Days.First, s.Days.Last, len(s.Days.Ticks), s.Days.Ticks[0].Text)
	}
	for _, o := range s.Spans {
		fmt.Fprintf(b, "span %d.%d %d%s to %d%s point=%t %s %q %s; %s\n", o.Row, o.Lane, o.First, o.From, o.Last, o.Until, o.Point, o.Color, o.Label, o.Text, o.Why)
	}
	for _, n := range s.Notes {
		fmt.Fprintf(b, "note %s\n", n)
	}
	for _, c := range s.Table.Columns {
		fmt.Fprintf(b, "| %s ", c.Name)
	}
	b.WriteString("\n")
	for _, row := range s.Table.Rows {
		for _, c := range row {
			fmt.Fprintf(b, "| %s ", c.Text)
			if c.Spark != nil {
				fmt.Fprintf(b, "line of %d: %s ", len(c.Spark.Values), c.Spark.Alt)
			}
		}
		b.WriteString("\n")
	}
	b.WriteString("\n")
}

func ends(p chart.Point) string {
	switch {
	case p.Change != "":
		return p.Change
	case p.X != nil && p.Radius == nil:
		return fmt.Sprintf("at %g", *p.X)
	case p.Radius != nil:
		return fmt.Sprintf("radius %g", *p.Radius)
	case p.Low == nil || p.High == nil:
		return ""
	}
	return fmt.Sprintf("%g..%g", *p.Low, *p.High)
}
