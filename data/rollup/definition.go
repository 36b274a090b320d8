// Package rollup reduces payment attempts to small tables, and those to observations.
//
//	rollups.yaml ─► Parse ─► Definition ─► Statements ─► SQL over `transaction` ─► rollup_* ─► Observations
//
// A definition says what is counted, by what and in which periods; it holds no SQL. The
// dialect of the engine is in duckdb.go and nowhere else, so that the definitions can be
// compiled for another one.
//
// Invariants:
//  1. What adds up over files is keyed by load: a further file only adds rows.
//  2. What does not is made again from all files (All), or for the users and intents that a
//     file touches (Change); the rows are those that making everything again would give.
//  3. Sums are exact, and equal whatever the number of threads or passes.
package rollup

import (
	"strings"
	"time"
)

// Grain is the length of a roll-up's periods, local to the payer.
type Grain string

// The grains.
const (
	Day     Grain = "day"
	Month   Grain = "month"
	Quarter Grain = "quarter"
)

// Reread says what must be read again when a file is added.
type Reread string

// Nothing is read again for additive roll-ups.
const (
	Nothing  Reread = ""
	Touched  Reread = "touched"  // the attempts of users or intents that the file has
	Anything Reread = "anything" // a user's first month can be any
)

// Kind is what a measure does with rows.
type Kind string

// The kinds. The last three have two stages: rows are first brought together by
// Definition.Per.
const (
	Count    Kind = "count"    // rows
	Sum      Kind = "sum"      // of a column of money
	Distinct Kind = "distinct" // values of a column
	Cases    Kind = "cases"    // cases, by the first row of each
	CaseSum  Kind = "case_sum" // of a column of money in the first row of each case
	Active   Kind = "active"   // cases with a row in the period, by the period of their first
)

// additive kinds add up over files.
func (k Kind) additive() bool { return k == Count || k == Sum }

// staged kinds need Definition.Per.
func (k Kind) staged() bool { return k == Cases || k == CaseSum || k == Active }

// Field is a column of a roll-up and the column of `transaction` that it comes from.
type Field struct {
	Name, Column string
}

// Filter keeps rows: those with one of some values, or, without any, those with one that
// is known, which is not ”.
type Filter struct {
	Column string
	Values []string
}

// Measure is a column of a roll-up that is computed.
type Measure struct {
	Name   string
	Kind   Kind
	Of     string        // column of `transaction`; "" for count, cases and active
	First  []string      // outcomes of the case's first row that count; nil: any
	Then   []string      // outcomes one of which the first row or a later one must have; nil: no matter
	Within time.Duration // how long after the first row; with Then
}

// Definition is one roll-up.
type Definition struct {
	Name     string
	Rereads  Reread
	Periods  []Grain
	Where    []Filter
	Each     []Field // one at a time, besides the total: columns dimension and member
	Together []Field
	Per      string        // column of `transaction` that is the same in all rows of a case; ""
	Window   time.Duration // a row later than this after the first is not of the case; of kinds cases and case_sum
	Measures []Measure
}

// Table returns the table that holds the roll-up's rows.
func (d Definition) Table() string { return "rollup_" + d.Name }

// Additive reports whether rows of several files simply stand beside each other.
func (d Definition) Additive() bool { return d.Rereads == Nothing }

// kind returns the kind of the measures, which all have the same number of stages.
func (d Definition) kind() Kind { return d.Measures[0].Kind }

// whole returns the measure that counts every case: what has none has no row.
func (d Definition) whole() string {
	for _, m := range d.Measures {
		if m.First == nil && m.Then == nil && m.Kind != CaseSum {
			return m.Name
		}
	}
	return ""
}

// Columns returns the columns of the roll-up in the order of its table, without the
// first, dataset.
func (d Definition) Columns() []string {
	var names []string
	if d.Additive() {
		names = append(names, "load")
	}
	switch {
	case d.kind() == Active:
		names = append(names, "cohort", string(d.Periods[0]))
	case len(d.Periods) == 1:
		names = append(names, string(d.Periods[0]))
	default:
		names = append(names, "frequency", "period_start")
	}
	if d.Each != nil {
		names = append(names, "dimension", "member")
	}
	for _, f := range d.Together {
		names = append(names, f.Name)
	}
	for _, m := range d.Measures {
		names = append(names, m.Name)
	}
	return names
}

// column is the type of a column of `transaction`, as far as definitions use it.
type column string

// The types.
const (
	text  column = "text"
	whole column = "a whole number"
	money column = "money"
	other column = "a time"
)

// columns are those of `transaction`. Its key load is no dimension: it is always there.
var columns = map[string]column{
	"id": text, "occurred_at": other, "local_date": other, "local_hour": whole, "provider": text, "method": text, "channel": text,
	"category": text, "area": text, "merchant": text, "amount": money, "currency": text, "outcome": text, "reason": text,
	"reason_code": text, "intent": text, "user_key": text,
}

// outcomes are the values of column outcome.
var outcomes = strings.Fields("approved declined failed pending cancelled refunded")
