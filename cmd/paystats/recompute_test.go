package main

import (
	"context"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"paystats/data/warehouse"
)

// interval is what a printed number can have been before it was rounded.
type interval struct{ low, high float64 }

// rounded is the interval of a printed number.
func rounded(value, half float64) interval { return interval{value - half, value + half} }

func (a interval) meets(b interval) bool {
	const bits = 1e-12 // binary fractions, not rounding
	return a.low <= b.high+bits && b.low <= a.high+bits
}

func (a interval) middle() float64 { return (a.low + a.high) / 2 }

func (a interval) plus(b interval) interval  { return interval{a.low + b.low, a.high + b.high} }
func (a interval) minus(b interval) interval { return interval{a.low - b.high, a.high - b.low} }

// growth is what v grew by on b.
func growth(v, b interval) interval { return interval{v.low/b.high - 1, v.high/b.low - 1} }

// printed is one printed value, share or rate.
type printed struct {
	id                               int64
	line                             int64
	file, publisher, transformation  string
	segment, measure, base           string
	dimension, member, scope, period string
	frequency, unit, text            string
	index                            int64
	lag                              int64 // periods back to the base of a rate
	value                            interval
	chosen                           bool // the one that stands for its series and period
}

// place is where it is printed, as findings name it.
func (p printed) place() string { return fmt.Sprintf("%s:%d", p.file, p.line) }

// series is what is measured, whoever prints it and however it is delimited.
func (p printed) series() string {
	return strings.Join([]string{p.segment, p.measure, p.base, p.dimension, p.member}, "/")
}

// basis is the period that a rate has its base in.
func (p printed) basis() int64 { return p.index - p.lag }

// readPrinted loads the bundled data and returns all that is printed about China: of
// PhonePe only levels are loaded.
func readPrinted(t *testing.T) (all []printed, db *warehouse.DB) {
	t.Helper()
	ctx, cache := context.Background(), t.TempDir()
	for _, command := range []string{"ingest", "transform"} {
		if code, stderr := mustRun(t, ctx, cache, command); code != exitOK {
			t.Fatal(stderr)
		}
	}
	db, err := warehouse.OpenReader(ctx, filepath.Join(cache, warehouse.FileName), warehouse.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	rows, err := db.Query(ctx, `SELECT o.*, c.area IS NOT NULL AS chosen FROM stg_observation AS o
		LEFT JOIN core_observation AS c ON list_contains(c.inputs, o.id)
		WHERE o.dataset <> 'phonepe-pulse' ORDER BY o.file, o.line, o.id`)
	if err != nil {
		t.Fatal(err)
	}
	for i := range rows.Rows() {
		value, _ := rows.Float("value", i)
		half, _ := rows.Float("half_digit", i)
		p := printed{
			id: rows.Int("id", i), line: rows.Int("line", i), file: rows.Text("file", i),
			publisher: rows.Text("publisher", i), transformation: rows.Text("transformation", i),
			segment: rows.Text("segment", i), measure: rows.Text("measure", i), base: rows.Text("base_measure", i),
			dimension: rows.Text("dimension", i), member: rows.Text("member", i), scope: rows.Text("scope", i),
			period: rows.Text("period", i), frequency: rows.Text("frequency", i), unit: rows.Text("unit", i), text: rows.Text("printed", i),
			index: rows.Int("period_index", i), lag: 1, value: rounded(value, half), chosen: rows.Bool("chosen", i),
		}
		if p.transformation == "yoy" {
			p.lag = map[string]int64{"A": 1, "S": 2, "Q": 4, "M": 12}[p.frequency]
		}
		all = append(all, p)
	}
	count, err := db.Query(ctx, "SELECT count(*) AS n FROM observation WHERE transformation <> 'level'")
	if err != nil {
		t.Fatal(err)
	}
	if n := len(slices.DeleteFunc(slices.Clone(all), func(p printed) bool { return p.transformation == "level" })); count.Int("n", 0) != int64(n) {
		t.Fatalf("%d rates and shares are read of %d", n, count.Int("n", 0))
	}
	return all, db
}

// The ways to recompute a rate, best first.
const (
	byLevels  = "levels"      // of the rate's own publisher and scope
	byScope   = "other scope" // one of them of another scope
	byImplied = "implied"     // one of them follows from another rate, or from the year
)

// level is a number that a rate is recomputed from.
type level struct {
	value interval
	text  string // how it is had, for people
	way   string
	unit  string
}

// recomputed is what came of one rate.
type recomputed struct {
	rate   printed
	way    string // "" where it cannot be recomputed
	agrees bool
	value  interval
	text   string // the arithmetic
}

// levelsOf returns the levels of a rate's series in a period, as its publisher prints
// them: those that stand for their cell, in the rate's own scope first.
func levelsOf(all []printed, rate printed, frequency string, index int64) (found []level) {
	for _, p := range all {
		if p.transformation != "level" || !p.chosen || p.publisher != rate.publisher || p.series() != rate.series() ||
			p.frequency != frequency || p.index != index {
			continue
		}
		l := level{p.value, fmt.Sprintf("%s (line %d)", amount(p.value), p.line), byLevels, p.unit}
		if p.scope != rate.scope {
			l.text, l.way = fmt.Sprintf("%s (line %d, %s)", amount(p.value), p.line, p.scope), byScope
			found = append(found, l)
			continue
		}
		found = slices.Insert(found, 0, l)
	}
	return found
}

// impliedBy returns the levels that other rates of the series imply for a period.
func impliedBy(all []printed, rate printed, index int64) (found []level) {
	for _, other := range all {
		if other.lag == 0 || (other.transformation != "qoq" && other.transformation != "yoy") || other.publisher != rate.publisher ||
			other.series() != rate.series() || other.frequency != rate.frequency ||
			other.transformation == rate.transformation && other.period == rate.period {
			continue
		}
		factor := interval{1 + other.value.low, 1 + other.value.high}
		if other.basis() == index {
			for _, l := range levelsOf(all, rate, rate.frequency, other.index) {
				found = append(found, level{interval{l.value.low / factor.high, l.value.high / factor.low},
					fmt.Sprintf("%s / (1 + %s, line %d)", l.text, minus(other.text), other.line), byImplied, l.unit})
			}
		}
		if other.index == index {
			for _, l := range levelsOf(all, rate, rate.frequency, other.basis()) {
				found = append(found, level{interval{l.value.low * factor.low, l.value.high * factor.high},
					fmt.Sprintf("%s × (1 + %s, line %d)", l.text, minus(other.text), other.line), byImplied, l.unit})
			}
		}
	}
	return found
}

// restOfYear returns what the printed year leaves for a quarter, where the three others
// are printed or implied.
func restOfYear(all []printed, rate printed, index int64) (found []level) {
	if rate.frequency != "Q" {
		return nil
	}
	for _, year := range levelsOf(all, rate, "A", index/4) {
		rest, text := year.value, year.text
		for q := index / 4 * 4; q < index/4*4+4 && text != ""; q++ {
			if q == index {
				continue
			}
			others := slices.Concat(levelsOf(all, rate, "Q", q), impliedBy(all, rate, q))
			others = slices.DeleteFunc(others, func(l level) bool { return l.unit != year.unit })
			if len(others) == 0 {
				text = ""
				break
			}
			rest, text = rest.minus(others[0].value), text+" − "+others[0].text
		}
		if text != "" {
			found = append(found, level{rest, text, byImplied, year.unit})
		}
	}
	return found
}

// ways recomputes a rate from every two levels that there are, best way first.
func ways(all []printed, rate printed) (found []recomputed, missing []string) {
	known := func(index int64) []level {
		return slices.Concat(levelsOf(all, rate, rate.frequency, index), impliedBy(all, rate, index), restOfYear(all, rate, index))
	}
	values, bases := known(rate.index), known(rate.basis())
	for _, v := range values {
		for _, b := range bases {
			if v.unit != b.unit {
				continue
			}
			value := growth(v.value, b.value)
			found = append(found, recomputed{rate, worse(v.way, b.way), value.meets(rate.value), value, v.text + " on " + b.text})
		}
	}
	slices.SortStableFunc(found, func(a, b recomputed) int { return rank(a.way) - rank(b.way) })
	if len(values) == 0 {
		missing = append(missing, "value of "+quarter(rate.index))
	}
	if len(bases) == 0 {
		missing = append(missing, "base of "+quarter(rate.basis()))
	}
	return found, missing
}

// recompute recomputes a rate in the best way there is; of several levels of that way
// those count that agree.
func recompute(all []printed, rate printed) (best recomputed, missing []string) {
	found, missing := ways(all, rate)
	if len(found) == 0 {
		return recomputed{rate: rate}, missing
	}
	for _, r := range found {
		if r.way == found[0].way && r.agrees {
			return r, nil
		}
	}
	return found[0], nil
}

// reproduce looks for what else gives a rate that its levels do not: another rate, another
// print, another publisher, another period, the other base.
func reproduce(all []printed, rate printed) string {
	anyPrint := slices.Clone(all)
	for i := range anyPrint {
		anyPrint[i].chosen = true
	}
	type try struct {
		name string
		all  []printed
		rate printed
	}
	tries := []try{{"another rate", all, rate}, {"another print", anyPrint, rate}}
	publishers := map[string]bool{}
	for _, p := range all {
		if p.series() == rate.series() && p.publisher != rate.publisher && !publishers[p.publisher] {
			publishers[p.publisher] = true
			other := rate
			other.publisher = p.publisher
			tries = append(tries, try{p.publisher, all, other})
		}
	}
	for _, shift := range []int64{-1, 1, -4, 4} {
		other := rate
		other.index += shift
		tries = append(tries, try{quarter(other.index), all, other})
	}
	other := rate
	other.lag = 5 - rate.lag
	tries = append(tries, try{"the other base", all, other})
	for _, attempt := range tries {
		found, _ := ways(attempt.all, attempt.rate)
		for _, r := range found {
			if r.agrees {
				return attempt.name + ": " + r.text
			}
		}
	}
	return "nothing that is printed"
}

// worse is the worse of two ways.
func worse(a, b string) string {
	if rank(a) > rank(b) {
		return a
	}
	return b
}

func rank(way string) int { return slices.Index([]string{byLevels, byScope, byImplied}, way) }

func quarter(index int64) string { return fmt.Sprintf("%d-Q%d", index/4, index%4+1) }

// amount prints a level in trillions, as finely as it is printed.
func amount(v interval) string {
	decimals := 1
	for half := (v.high - v.low) / 2 / 1e12; decimals < 6 && half*2 < math.Pow10(-decimals)*0.99; decimals++ {
	}
	return fmt.Sprintf("%.*f tn", decimals, v.middle()/1e12)
}

// percent prints a fraction.
func percent(v float64) string {
	return minus(fmt.Sprintf("%.2f %%", v*100))
}

// minus prints a minus sign for a hyphen.
func minus(text string) string { return strings.ReplaceAll(text, "-", "−") }
