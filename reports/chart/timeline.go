package chart

import (
	"cmp"
	"slices"
	"time"

	"paystats/data/frame"
	"paystats/data/obs"
)

// buildTimeline makes a timeline of the columns category (a row), from and until (days or
// periods) and, if there, from_mark and until_mark (stated, open, seen, unknown), class, label,
// doubt and note. Where both days are the same an event is drawn. A row with several spans
// has lanes for those that overlap.
func buildTimeline(f *frame.Frame, r Request) Spec {
	b := builder{Request: r, grid: &grid{}}
	s := b.head()
	s.Days = b.days(f)
	place := map[string]int{}
	s.Table.Columns = []Column{
		{Name: b.ColumnName}, {Name: pick(b.Lang, "Status", "状态")}, {Name: pick(b.Lang, "From", "自")}, {Name: pick(b.Lang, "Until", "至")}, {Name: pick(b.Lang, "In doubt", "存疑")},
	}
	for i := range f.Rows() {
		id := f.Text("category", i)
		if _, ok := place[id]; !ok {
			place[id] = len(s.Category.IDs)
			s.Category.IDs, s.Category.Labels = append(s.Category.IDs, id), append(s.Category.Labels, b.rowName(f, "category", i))
		}
		one := b.span(f, i, s.Days)
		one.Row = place[id]
		s.Spans = append(s.Spans, one)
		s.Table.Rows = append(s.Table.Rows, []Cell{
			{Text: s.Category.Labels[one.Row]}, {Text: cmp.Or(one.Class, "–")}, {Text: b.endText(f, i, "from")}, {Text: b.endText(f, i, "until")},
			{Text: cmp.Or(one.Why, "–"), Title: f.Text("note", i)},
		})
	}
	lanes(s.Spans)
	if f.Column("class") != nil {
		s.Classes = b.classList(f)
	}
	s.Notes = append(s.Notes, b.spanNotes(s)...)
	var parts []string
	for i, one := range s.Spans {
		if i == maxAlt {
			parts = append(parts, b.more(len(s.Spans)-i))
			break
		}
		parts = append(parts, s.Category.Labels[one.Row]+" "+one.Text)
	}
	s.Alt = b.altOf(s, parts)
	return s
}

const dayHours = 24

// dayOf counts the days of a time from 1970-01-01 on.
func dayOf(t time.Time) int { return int(t.Unix() / (dayHours * 3600)) }

// isoDay is the day that dayOf counts, as files have it.
func isoDay(day int) string {
	return time.Unix(int64(day)*dayHours*3600, 0).UTC().Format(time.DateOnly)
}

// dayIn returns the first or last day of the period in a cell.
func dayIn(f *frame.Frame, column string, row int, last bool) (day int, ok bool) {
	p, _, err := obs.ParsePeriod(f.Text(column, row))
	if err != nil {
		return 0, false
	}
	if last {
		return dayOf(p.End()), true
	}
	return dayOf(p.Start()), true
}

// days is the axis: whole years around every day that is known.
func (b builder) days(f *frame.Frame) Days {
	var all []int
	for i := range f.Rows() {
		for column, last := range map[string]bool{"from": false, "until": true} {
			if d, ok := dayIn(f, column, i, last); ok {
				all = append(all, d)
			}
		}
	}
	if len(all) == 0 {
		return Days{}
	}
	year := func(day int) int { return time.Unix(int64(day)*dayHours*3600, 0).UTC().Year() }
	first, last := year(slices.Min(all)), year(slices.Max(all))+1
	if end := dayOf(date(last, 1)); end-slices.Max(all) < (end-dayOf(date(first, 1)))/20 {
		last++ // room for what begins at the end
	}
	d := Days{First: dayOf(date(first, 1)), Last: dayOf(date(last, 1))}
	months := 12
	if last-first <= 3 {
		months = 3
	}
	for t := date(first, 1); dayOf(t) <= d.Last; t = t.AddDate(0, months, 0) {
		text := PeriodText(t.Format("2006"), b.Lang)
		if months < 12 {
			text = PeriodText(t.Format("2006-01"), b.Lang)
		}
		d.Ticks = append(d.Ticks, Tick{Day: dayOf(t), Text: text})
	}
	return d
}

func date(year, month int) time.Time {
	return time.Date(year, time.Month(month), 1, 0, 0, 0, 0, time.UTC)
}

// edge reads how an end is known.
func edge(f *frame.Frame, column string, row int) Edge {
	switch mark := f.Text(column+"_mark", row); {
	case mark == "open":
		return Ongoing
	case mark != "" && mark != "stated" || f.Text(column, row) == "":
		return Vague
	}
	return Sharp
}

func (b builder) span(f *frame.Frame, row int, axis Days) Span {
	s := Span{First: axis.First, Last: axis.Last, From: edge(f, "from", row), Until: edge(f, "until", row), Label: f.Text("label", row), Why: f.Text("doubt", row)}
	if d, ok := dayIn(f, "from", row, false); ok {
		s.First, s.Begin = d, isoDay(d)
	}
	if d, ok := dayIn(f, "until", row, true); ok {
		s.Last, s.End = d, isoDay(d)
	}
	s.Point = s.First == s.Last && s.From == Sharp && s.Until == Sharp
	s.Color = b.color("total")
	if c, ok := classes[f.Text("class", row)]; ok {
		s.Class = c.name.In(b.Lang)
		s.Color = b.color(cmp.Or(c.color, OthersID))
	}
	from, until := b.endText(f, row, "from"), b.endText(f, row, "until")
	s.Text = from + " – " + until
	if s.Point || from == until {
		s.Text = from
	}
	if s.Class != "" {
		s.Text = s.Class + pick(b.Lang, ", ", "，") + s.Text
	}
	s.Label = cmp.Or(s.Label, s.Class)
	return s
}

// endText prints an end: a day, at the latest or earliest a day, open, or unknown.
func (b builder) endText(f *frame.Frame, row int, column string) string {
	text := f.Text(column, row)
	day := PeriodText(text, b.Lang)
	switch e := edge(f, column, row); {
	case e == Ongoing:
		return pick(b.Lang, "open", "至今")
	case text == "":
		return pick(b.Lang, "date unknown", "日期不详")
	case e == Sharp:
		return day
	case column == "from":
		return pick(b.Lang, "at the latest "+day, "最迟"+day)
	}
	return pick(b.Lang, "at the earliest "+day, "最早"+day)
}

// lanes gives spans of one row that overlap a lane each.
func lanes(spans []Span) {
	for i := range spans {
		for taken := true; taken; {
			taken = slices.ContainsFunc(spans[:i], func(o Span) bool {
				return o.Row == spans[i].Row && o.Lane == spans[i].Lane && o.First < spans[i].Last && spans[i].First < o.Last
			})
			if taken {
				spans[i].Lane++
			}
		}
	}
}

// spanNotes explains how ends and doubts are drawn, where there are any.
func (b builder) spanNotes(s Spec) []string {
	any := func(pass func(Span) bool) bool { return slices.ContainsFunc(s.Spans, pass) }
	var out []string
	if any(func(o Span) bool { return o.From == Vague || o.Until == Vague }) {
		out = append(out, pick(b.Lang, "A fading end: the date is not known, or known only as not later (not earlier) than drawn.", "渐隐的一端：日期不详，或仅知不晚于（不早于）所示日期。"))
	}
	if any(func(o Span) bool { return o.Until == Ongoing || o.From == Ongoing }) {
		out = append(out, pick(b.Lang, "An arrow: goes on, as far as is known.", "箭头：据所知仍在持续。"))
	}
	if any(func(o Span) bool { return o.Why != "" }) {
		out = append(out, pick(b.Lang, "Hatched: in doubt; the table says why.", "斜线：存疑，原因见表。"))
	}
	return out
}
