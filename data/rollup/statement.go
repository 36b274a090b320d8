package rollup

import (
	"slices"
	"time"
)

// Statement is one step of making roll-ups, to be run in order on one connection.
type Statement struct {
	Table string // the roll-up's table that the rows of the SELECT go into; "" for a statement that is run for itself
	SQL   string
}

// Span is a run of local days, both ends included, at midnight UTC.
type Span struct {
	First, Last time.Time
}

// Load returns the statements that make the rows of all additive roll-ups from a relation
// of new attempts: the name of a table, or a SELECT in parentheses, in either case with
// the columns of `transaction`. Rows have the columns of Definition.Columns.
//
// Roll-ups with periods of one grain share a first reduction by all their dimensions, so
// that attempts are read once a grain.
func Load(definitions []Definition, from string) []Statement {
	var statements []Statement
	for _, grain := range []Grain{Day, Month} {
		var group []Definition
		for _, d := range definitions {
			if d.Additive() && d.Periods[0] == grain {
				group = append(group, d)
			}
		}
		switch {
		case len(group) == 0:
		case len(group) == 1 && group[0].Each == nil:
			statements = append(statements, Statement{group[0].Table(), sums(group[0], grain, from, false)})
		default:
			reduced := "reduced_" + string(grain)
			statements = append(statements, Statement{SQL: "CREATE OR REPLACE TEMP TABLE " + reduced + " AS\n" + reduction(group, grain, from)})
			for _, d := range group {
				statements = append(statements, Statement{d.Table(), sums(d, grain, reduced, true)})
			}
			statements = append(statements, Statement{SQL: "DROP TABLE " + reduced})
		}
	}
	return statements
}

// clocks is how far apart the local dates of one moment can be, 26 hours in whole days:
// attempts of one intent may be made in two zones.
const clocks = 48 * time.Hour

// passRows is how many attempts are read at once, so that what is kept of them fits into
// two gigabytes or nearly.
const passRows = 40_000_000

// atOnceRows is how many attempts may have their distinct users counted for all dimensions
// in one pass: a third less time than one after the other, for three times the memory.
const atOnceRows = 15_000_000

// Touched returns the runs of whole periods of a roll-up that is not additive in which
// rows can change when there are new attempts on some days, in order and without overlap.
// Of a roll-up that re-reads all, it is one run over all days that are given: they must be
// all that there are. monthly is how many attempts there are in a month, about: long runs
// are cut so that one can be made in bounded memory.
//
// All days, new and old, give the runs of a roll-up that is made from nothing.
func (d Definition) Touched(days []Span, monthly int64) []Span {
	var runs []Span
	for _, s := range days {
		first, last := s.First.Add(-d.reach()), s.Last.Add(d.reach())
		if slices.Contains(d.Periods, Quarter) {
			first = first.AddDate(0, -(int(first.Month())-1)%3, 1-first.Day())
			last = last.AddDate(0, 2-(int(last.Month())-1)%3, 1-last.Day())
		}
		first = time.Date(first.Year(), first.Month(), 1, 0, 0, 0, 0, time.UTC)
		last = time.Date(last.Year(), last.Month()+1, 0, 0, 0, 0, 0, time.UTC)
		runs = append(runs, Span{first, last})
	}
	slices.SortFunc(runs, func(a, b Span) int { return a.First.Compare(b.First) })
	var apart []Span
	for _, r := range runs {
		end := len(apart) - 1
		if end < 0 || d.Rereads != All && apart[end].Last.AddDate(0, 0, 1).Before(r.First) {
			apart = append(apart, r)
		} else if r.Last.After(apart[end].Last) {
			apart[end].Last = r.Last
		}
	}
	if d.Rereads == All {
		return apart
	}
	length := int(min(passRows/max(monthly, 1), 1200))
	var short []Span
	for _, r := range apart {
		short = append(short, cut(r, max(3, length-length%3))...)
	}
	return short
}

// reach is how far before and after an attempt others can change because of it.
func (d Definition) reach() time.Duration {
	if d.Window == 0 {
		return 0
	}
	return d.Window + clocks
}

// Stale returns the condition for rows of the roll-up's table, of one dataset, which a run
// of Touched replaces.
func (d Definition) Stale(run Span) string {
	column := d.Columns()[0]
	switch {
	case d.Rereads == All:
		return "TRUE"
	case column == "frequency":
		column = "period_start"
	}
	return within(column, run)
}

// Again returns the statements that make the rows of a roll-up that is not additive for
// one run of Touched, from a relation like that of Load which holds all attempts, at
// least those of the days of Reads. monthly is that of Touched.
func (d Definition) Again(from string, run Span, monthly int64) []Statement {
	var statements []Statement
	add := func(query string) { statements = append(statements, Statement{d.Table(), query}) }
	switch d.kind().shape() {
	case string(Distinct):
		for _, part := range cut(run, blockMonths) {
			if monthly*int64(months(part)) <= atOnceRows {
				add(distinct(d, d.Each, true, from, part))
				continue
			}
			for i := range d.Each {
				add(distinct(d, d.Each[i:i+1], i == 0, from, part))
			}
		}
	case string(Active):
		add(active(d, from, run))
	default:
		add(cases(d, from, run, d.Reads(run)))
	}
	return statements
}

// Reads returns the local days of the attempts that a run of Touched is made from.
func (d Definition) Reads(run Span) Span {
	return Span{run.First.Add(-d.reach()), run.Last.Add(d.reach())}
}

// months returns how many months a run has.
func months(run Span) int {
	return (run.Last.Year()-run.First.Year())*12 + int(run.Last.Month()) - int(run.First.Month()) + 1
}

// blockMonths is how many months are the bits of one number: whole quarters, in 64 bits.
const blockMonths = 60

// cut cuts a run into parts of so many months; the last may be shorter.
func cut(run Span, months int) []Span {
	var parts []Span
	for first := run.First; !first.After(run.Last); first = first.AddDate(0, months, 0) {
		last := first.AddDate(0, months, -1)
		if last.After(run.Last) {
			last = run.Last
		}
		parts = append(parts, Span{first, last})
	}
	return parts
}
