package ingest

import (
	"cmp"
	"fmt"
	"math/big"

	"paystats/data/diag"
	"paystats/data/obs"
)

// verifier holds the totals of one table against the sums of the rows above them. It sees
// the values in the order of the rows; the order of the rows between two totals means nothing.
//
// Arithmetic is that of intervals: a printed number stands for all that round to it, so a
// total may differ from its sum by half a last digit of each, and no more. A whole number
// of things is exact.
type verifier struct {
	layout  *layout
	columns map[int]*tallies // by slot
}

// tallies are the sums of one column.
type tallies struct {
	sums    map[summed]*tally
	order   []*tally // of sums, as they began
	periods map[periodSummed]*sum
	doubts  window // values that are in no sum
}

// summed is what numbers must have in common to be added.
type summed struct {
	measure, base  string
	transformation obs.Transformation
	unit           obs.Unit
}

// periodSummed is what numbers must have in common to be added in a table that holds
// several periods below each other.
type periodSummed struct {
	summed
	period obs.Period
}

// tally is the sum of a column's member rows: of all, of those since the last total, and of
// those between the last two totals.
type tally struct{ all, recent, closed sum }

// window counts like a tally.
type window struct{ all, recent, closed int }

// sum is a sum of numbers; the zero sum is empty.
type sum struct {
	rows  int
	value big.Int // in 10^-9 base units
	slack big.Int // twice the most that rounding hides, in 10^-9 base units
}

// number is one printed number, in the units of sum.
type number struct{ value, slack big.Int }

func (s *sum) add(n *number) {
	s.rows++
	s.value.Add(&s.value, &n.value)
	s.slack.Add(&s.slack, &n.slack)
}

// differs returns by how much a total differs from the sum, and whether that is more than
// rounding.
func (s *sum) differs(n *number) (by *big.Int, beyond bool) {
	by = new(big.Int).Sub(&n.value, &s.value)
	twice := new(big.Int).Abs(by)
	twice.Lsh(twice, 1)
	return by, twice.Cmp(new(big.Int).Add(&s.slack, &n.slack)) > 0
}

// newNumber returns a printed number.
func newNumber(value obs.Decimal, unit obs.Unit, lastDigit int) *number {
	hi, lo := value.Words()
	n := new(number)
	n.value.Lsh(big.NewInt(hi), 64)
	n.value.Add(&n.value, new(big.Int).SetUint64(lo))
	if exact := (unit == obs.Count || unit == obs.Persons) && lastDigit <= 0; !exact && lastDigit >= -9 {
		n.slack.Exp(big.NewInt(10), big.NewInt(int64(lastDigit+9)), nil)
	}
	return n
}

// batch goes through the values of a batch in order: it writes the verdicts into the notes
// of total observations and into the account.
func (v *verifier) batch(b *batch, account *Summary) {
	if v.columns == nil || v.layout != b.layout {
		v.layout, v.columns = b.layout, map[int]*tallies{}
	}
	for i := range b.figures {
		f := &b.figures[i]
		t := v.columns[f.slot]
		if t == nil {
			t = &tallies{sums: map[summed]*tally{}, periods: map[periodSummed]*sum{}}
			v.columns[f.slot] = t
		}
		switch {
		case f.kind == rowCheck:
			t.check(f, account)
		case f.kind == rowTotal && f.numbers == nil:
			t.close()
		case f.kind == rowTotal:
			o := &b.observations[f.at]
			o.Note = joined(o.Note, t.total(f, account))
			t.close()
		case f.numbers == nil:
			t.doubts.all++
			t.doubts.recent++
		default:
			t.add(f)
		}
	}
}

// add adds a member row to the sums that it belongs to.
func (t *tallies) add(f *figure) {
	s := t.sums[f.summed]
	if s == nil {
		s = new(tally)
		t.sums[f.summed] = s
		t.order = append(t.order, s)
	}
	key := periodSummed{f.summed, f.period}
	ofPeriod := t.periods[key]
	if ofPeriod == nil {
		ofPeriod = new(sum)
		t.periods[key] = ofPeriod
	}
	for _, to := range []*sum{&s.all, &s.recent, ofPeriod} {
		to.add(f.numbers[0])
	}
}

// close ends a run of rows: a total stands below them.
func (t *tallies) close() {
	for _, s := range t.order {
		s.closed, s.recent = s.recent, sum{}
	}
	t.doubts.closed, t.doubts.recent = t.doubts.recent, 0
}

// total holds a total row against the rows above, and returns what is to be noted.
func (t *tallies) total(f *figure, account *Summary) string {
	s := t.sums[f.summed]
	switch {
	case s == nil && t.doubts.all > 0:
		return notHeld
	case s == nil:
		return nothingAbove
	}
	return t.verdict(f, []*tally{s}, account)
}

// Why a total was not verified.
const (
	notHeld      = "not held against a sum: a value above was refused, or is not exact"
	nothingAbove = "not held against a sum: no rows stand above"
)

// check holds a check row against every sum of its column.
func (t *tallies) check(f *figure, account *Summary) {
	if f.fault != nil {
		account.warn(&diag.Problem{Pos: f.pos, Code: f.fault.code, Warning: true,
			Msg: "a total cannot be held against its sum: " + f.fault.msg, Hint: f.fault.hint})
		return
	}
	if len(t.order) > 0 && f.numbers != nil {
		t.verdict(f, t.order, account)
	}
}

// verdict compares a figure with the sums, and with those of its own period: one that it
// equals is enough. Otherwise the nearest counts.
func (t *tallies) verdict(f *figure, all []*tally, account *Summary) string {
	var nearest *sum
	var least *big.Int
	doubts := true
	ofPeriod := cmp.Or(t.periods[periodSummed{f.summed, f.period}], new(sum))
	for _, n := range f.numbers {
		for _, s := range all {
			for _, w := range []struct {
				*sum
				doubts int
			}{{&s.recent, t.doubts.recent}, {&s.closed, t.doubts.closed}, {&s.all, t.doubts.all}, {ofPeriod, t.doubts.all}} {
				if w.rows == 0 || w.sum == &s.closed && f.kind != rowCheck {
					continue
				}
				by, beyond := w.differs(n)
				if !beyond && w.doubts == 0 {
					account.Verified++
					return fmt.Sprintf("equals the sum of %s", counted(w.rows, "row"))
				}
				if least == nil || by.CmpAbs(least) < 0 {
					nearest, least, doubts = w.sum, by, w.doubts > 0
				}
			}
		}
	}
	switch {
	case nearest == nil:
		return nothingAbove
	case doubts:
		return notHeld
	}
	by, above := text(least, f.unit), text(&nearest.value, f.unit)
	account.warn(&diag.Problem{Pos: f.pos, Code: "total-differs", Warning: true,
		Msg:  fmt.Sprintf("the total %q differs from the sum of %s above, %s, by %s", f.printed, counted(nearest.rows, "row"), above, by),
		Hint: "look for a row that is missing, counted twice or no member; if the publisher's total is wrong, leave it as it is"})
	return "differs from the sum of the rows above by " + by
}

func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// text writes a number of 10^-9 units.
func text(n *big.Int, unit obs.Unit) string {
	d, err := obs.DecimalFromScaled(n, 9)
	if err != nil {
		return n.String() + "e-9 " + string(unit)
	}
	return d.String() + " " + string(unit)
}
