package chart_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"paystats/data/frame"
	"paystats/reports/chart"
)

// long makes a long frame of "series category value"; "-" is a hole, "F:" before a
// value marks a forecast.
func long(rows ...string) *frame.Frame {
	f := &frame.Frame{Columns: []frame.Column{
		{Name: "series"}, {Name: "category"}, {Name: "value", Kind: frame.Float}, {Name: "reason"}, {Name: "status"}, {Name: "inputs", Kind: frame.List},
	}}
	for i, r := range rows {
		p := strings.Fields(r)
		status, text := "A", p[2]
		if rest, ok := strings.CutPrefix(text, "F:"); ok {
			status, text = "F", rest
		}
		var value, reason any
		if text == "-" {
			reason = "zero_base"
		} else {
			v, err := strconv.ParseFloat(text, 64)
			if err != nil {
				panic(err)
			}
			value = v
		}
		for c, cell := range []any{p[0], p[1], value, reason, status, []int64{int64(i + 1)}} {
			f.Columns[c].Cells = append(f.Columns[c].Cells, cell)
		}
	}
	return f
}

func names(s chart.Spec) string {
	var out []string
	for _, one := range s.Series {
		out = append(out, one.ID)
	}
	return strings.Join(out, " ")
}

func texts(s chart.Series) string {
	var out []string
	for _, p := range s.Points {
		out = append(out, p.Text)
	}
	return strings.Join(out, " | ")
}

func TestBuildDrawsHolesInACompleteCalendar(t *testing.T) {
	s := chart.Build(long("total 2019-Q3 -", "total 2019-Q4 1", "total 2020-Q1 -", "total 2020-Q4 F:4"), chart.Request{Kind: chart.Line, Format: "count"})
	if got, want := strings.Join(s.Category.IDs, " "), "2019-Q4 2020-Q1 2020-Q2 2020-Q3 2020-Q4"; got != want {
		t.Errorf("categories = %s, want %s", got, want)
	}
	if got, want := texts(s.Series[0]), "1 | – | – | – | 4"; got != want {
		t.Errorf("points = %s, want %s", got, want)
	}
	if got := s.Series[0].Points[1].Why; got != "base is zero" {
		t.Errorf("reason of the hole = %q", got)
	}
	want := []string{"No value in Q1 2020: base is zero.", "No value in Q2 2020 to Q3 2020: no figure published.", "Forecast: Q4 2020."}
	if !slices.Equal(s.Notes, want) {
		t.Errorf("notes = %q, want %q", s.Notes, want)
	}
	if s.Subtitle != "Q4 2019 to Q4 2020" {
		t.Errorf("subtitle = %q, want the range that is drawn", s.Subtitle)
	}
}

func TestBuildOrder(t *testing.T) {
	rows := []string{"b 2020 1", "a 2020 3", "others 2020 9", "c 2020 3", "not-covered 2020 8", "b 2021 5", "a 2021 2", "c 2021 -"}
	tests := []struct {
		name string
		r    chart.Request
		want string
	}{
		{"newest value first, ties by id, the rest last", chart.Request{}, "b c a others not-covered"},
		{"order of the code list", chart.Request{Order: []string{"c", "a", "b"}}, "c a b others not-covered"},
		{"top lumps the rest", chart.Request{Top: 1, Additive: true}, "b others not-covered"},
		{"top drops what cannot be added", chart.Request{Top: 2}, "b c others not-covered"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.r.Kind = chart.Grouped
			slices.Reverse(rows) // the order of rows changes nothing
			if got := names(chart.Build(long(rows...), tt.r)); got != tt.want {
				t.Errorf("series = %s, want %s", got, tt.want)
			}
		})
	}
	s := chart.Build(long(rows...), chart.Request{Kind: chart.Grouped, Top: 1, Additive: true, Format: "number"})
	if got, want := texts(s.Series[1]), "15 | 2"; got != want {
		t.Errorf("others = %s, want %s", got, want)
	}
	if got, want := s.Series[1].Points[0].Inputs, 4; len(got) < 3 || len(got) > want {
		t.Errorf("others are made of %v", got)
	}
}

func TestBuildFillsTheWhole(t *testing.T) {
	r := chart.Request{Kind: chart.Donut, Format: "percent", Whole: true}
	s := chart.Build(long("a 2020 0.6", "b 2020 0.388"), r)
	if got, want := names(s), "a b not-covered"; got != want {
		t.Fatalf("series = %s, want %s", got, want)
	}
	if got := s.Series[2].Points[0].Text; got != "1.2 %" {
		t.Errorf("not covered = %s, want 1.2 %%", got)
	}
	if got := names(chart.Build(long("a 2020 0.6", "b 2020 0.399"), r)); got != "a b" {
		t.Errorf("a gap of rounding is drawn: %s", got)
	}
}

func TestBuildRanking(t *testing.T) {
	r := chart.Request{Kind: chart.Ranking, MemberAxis: true, Format: "percent", Additive: true, Top: 2, OneColor: true,
		Names: map[string]string{"a": "Alpha"}, Colors: func(ids []string) []string { return ids }}
	s := chart.Build(long("a 2020 0.2", "b 2020 0.5", "c 2020 0.1", "d 2020 0.1"), r)
	if got, want := strings.Join(s.Category.Labels, " "), "b Alpha"; got != want {
		t.Errorf("bars = %s, want %s", got, want)
	}
	if got := s.Series[0]; got.ID != "2020" || got.Color != "total" || got.Points[0].Color != "total" || got.Points[0].Label != "50.0 %" {
		t.Errorf("series = %+v", got)
	}
	if got := s.Notes; !slices.Equal(got, []string{"Not shown: 2 further members, together 20.0 %."}) {
		t.Errorf("notes = %q", got)
	}
}

// A renderer may thin out labels that follow each other in time, never names.
func TestBuildKnowsPeriods(t *testing.T) {
	byName := chart.Request{Kind: chart.Bar, MemberAxis: true}
	tests := []struct {
		name string
		rows []string
		r    chart.Request
		want bool
	}{
		{"quarters", []string{"total 2020-Q1 1", "total 2020-Q2 2"}, chart.Request{Kind: chart.Bar}, true},
		{"years", []string{"total 2020 1"}, chart.Request{Kind: chart.Stacked}, true},
		{"members", []string{"a 2020 1", "b 2020 2"}, byName, false},
		{"members that look like years", []string{"1999 2020 1", "2001 2020 2"}, byName, false},
		{"publishers", []string{"a acme 1", "a birch 2"}, chart.Request{Kind: chart.Grouped}, false},
		{"a line", []string{"a acme 1", "a birch 2"}, chart.Request{Kind: chart.Line}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := chart.Build(long(tt.rows...), tt.r).Category.Periods; got != tt.want {
				t.Errorf("Periods = %v, want %v", got, tt.want)
			}
		})
	}
}

func TestBuildMarksEvents(t *testing.T) {
	events := []chart.Event{{Date: "2020-05-01", Text: "law"}, {Date: "2021", Text: "outside"}, {Date: "2020-06", Text: "month"}}
	s := chart.Build(long("total 2020-Q1 1", "total 2020-Q2 2"), chart.Request{Kind: chart.Bar, Events: events})
	want := []chart.Mark{{Category: "Q2 2020", Kind: "event", Text: "law"}, {Category: "Q2 2020", Kind: "event", Text: "month"}}
	if !slices.Equal(s.Marks, want) {
		t.Errorf("marks = %v, want %v", s.Marks, want)
	}
}

func TestBuildMarksBreaks(t *testing.T) {
	tests := []struct {
		name   string
		broken []any // by row
		r      chart.Request
		want   []chart.Mark
		note   string
	}{
		{"none", []any{false, false, false, false}, chart.Request{Kind: chart.Line}, nil, ""},
		{"of one series", []any{false, false, true, false}, chart.Request{Kind: chart.Line},
			[]chart.Mark{{Category: "2021", Kind: "break", Text: "a: break in the series"}}, "Break in the series: 2021."},
		{"of all series", []any{false, false, true, true}, chart.Request{Kind: chart.Line, Lang: "zh"},
			[]chart.Mark{{Category: "2021年", Kind: "break", Text: "数列中断"}}, "数列中断：2021年。"},
		{"members on the axis", []any{true, true, true, true}, chart.Request{Kind: chart.Grouped, MemberAxis: true}, nil, "Break in the series: 2020 and 2021."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := long("a 2020 1", "b 2020 2", "a 2021 3", "b 2021 4")
			f.Columns = append(f.Columns, frame.Column{Name: "series_break", Kind: frame.Bool, Cells: tt.broken})
			s := chart.Build(f, tt.r)
			if !slices.Equal(s.Marks, tt.want) {
				t.Errorf("marks = %v, want %v", s.Marks, tt.want)
			}
			if got := strings.Join(s.Notes, " "); got != tt.note {
				t.Errorf("notes = %q, want %q", got, tt.note)
			}
		})
	}
}

func TestTablePrintsWhatTheChartPrints(t *testing.T) {
	s := chart.Build(long("a 2020 0.2", "b 2020 0.5", "a 2021 0.25", "b 2021 -"), chart.Request{Kind: chart.Line, Format: "percent", ColumnName: "Year"})
	for i, row := range s.Table.Rows {
		for j, one := range s.Series {
			if row[j+1].Text != one.Points[i].Text {
				t.Errorf("table has %q, chart %q", row[j+1].Text, one.Points[i].Text)
			}
		}
	}
	if len(s.Table.Columns) != 3 || s.Table.Columns[0].Name != "Year" {
		t.Errorf("columns = %v", s.Table.Columns)
	}
}

func TestPeriodText(t *testing.T) {
	tests := []struct{ id, en, zh string }{
		{"2015", "2015", "2015年"}, {"2015-S1", "H1 2015", "2015年上半年"}, {"2015-Q3", "Q3 2015", "2015年第三季度"},
		{"2015-09", "Sep 2015", "2015年9月"}, {"2015-09-30", "30 Sep 2015", "2015年9月30日"},
		{"2019-01..2019-09", "Jan 2019 to Sep 2019", "2019年1月至2019年9月"}, {"alipay", "alipay", "alipay"},
	}
	for _, tt := range tests {
		if got := chart.PeriodText(tt.id, "en"); got != tt.en {
			t.Errorf("PeriodText(%s, en) = %q, want %q", tt.id, got, tt.en)
		}
		if got := chart.PeriodText(tt.id, "zh"); got != tt.zh {
			t.Errorf("PeriodText(%s, zh) = %q, want %q", tt.id, got, tt.zh)
		}
	}
}

// What the frame does not hold may have a reason of its own.
func TestBuildSaysWhyNothingIsThere(t *testing.T) {
	s := chart.Build(long("total 2019-Q4 1", "total 2020-Q2 4"), chart.Request{Kind: chart.Bar, Format: "count", Missing: "one_publisher"})
	if want := []string{"No value in Q1 2020: fewer than two publishers print it."}; !slices.Equal(s.Notes, want) {
		t.Errorf("notes = %q, want %q", s.Notes, want)
	}
}

// A text alternative leaves out what the chart has not.
func TestTextAlternative(t *testing.T) {
	for subtitle, want := range map[string]string{"": "Bar chart: Up. 1 (Q1", "Value": "Bar chart: Up. Value. 1 (Q1"} {
		s := chart.Build(long("total 2020-Q1 1", "total 2020-Q2 4"), chart.Request{Kind: chart.Bar, Format: "count", Title: "Up", Subtitle: subtitle, FixedSubtitle: true})
		if !strings.HasPrefix(s.Alt, want) {
			t.Errorf("with subtitle %q: %q, want it to start with %q", subtitle, s.Alt, want)
		}
	}
}
