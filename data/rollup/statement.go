package rollup

import (
	"fmt"
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

// Runs returns whole periods of a roll-up that is not additive, in order and without overlap,
// that hold all days of some spans. monthly is how many attempts there are in a month, about:
// long runs are cut so that one can be made in bounded memory.
func (d Definition) Runs(days []Span, monthly int64) []Span {
	var runs []Span
	for _, s := range days {
		first, last := s.First, s.Last
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
		if end < 0 || d.kind() != Active && apart[end].Last.AddDate(0, 0, 1).Before(r.First) {
			apart = append(apart, r)
		} else if r.Last.After(apart[end].Last) {
			apart[end].Last = r.Last
		}
	}
	if d.kind() == Active { // the first month of a user can be any
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

// All returns the statements that make the rows of a roll-up that is not additive for one of
// its Runs, from a relation like that of Load which holds all attempts. monthly is that of Runs.
func (d Definition) All(from string, run Span, monthly int64) []Statement {
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
		add(cases(d, from, run, Span{run.First.Add(-d.reach()), run.Last.Add(d.reach())}))
	}
	return statements
}

// Change is how the rows of a roll-up become those that All would give after a few attempts were added.
type Change struct {
	Prepare []string // statements to be run first
	Rows    string   // the SELECT of all rows of the roll-up, as they are to be
}

// Change returns how a roll-up that re-reads what is touched is changed by the attempts of load fresh and
// later ones. from is the relation of All, stored that of the roll-up's present rows, which Rows does not
// read any more; days are those of all attempts.
//
// The attempts of the users, or intents, that new attempts are of are reduced twice, without the new ones
// and with them: the rows are what is stored, less the first, and the second.
func (d Definition) Change(from, stored string, fresh int64, days []Span) Change {
	prepare := []string{touched(d, from, fresh), "CREATE OR REPLACE TEMP TABLE changed AS FROM " + stored}
	for _, run := range d.Runs(days, 0) {
		for _, s := range d.All(fmt.Sprintf("(FROM touched WHERE load < %d)", fresh), run, 0) {
			prepare = append(prepare, "INSERT INTO changed "+negative(d, s.SQL))
		}
		for _, s := range d.All("touched", run, 0) {
			prepare = append(prepare, "INSERT INTO changed "+s.SQL)
		}
	}
	return Change{prepare, total(d, "changed")}
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
