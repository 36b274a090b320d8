package ingest

import (
	"cmp"
	"errors"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"paystats/data/diag"
	"paystats/data/obs"
)

// figure is what the verification of totals knows of a value.
type figure struct {
	summed
	period  obs.Period
	slot    int
	kind    rowKind
	at      int       // index into the batch's observations
	numbers []*number // what it may say: several for a check row that names several multipliers; nil if nothing can be added or compared
	printed string
	pos     diag.Pos
	fault   *fault // why a cell of a check row cannot be read
}

// figure returns what is summed of an observation; ok is false for what is no part of a
// sum: no value, growth, a measure that does not add up.
func (m *mapper) figure(slot int, v *slot, r *mapped, o *obs.Observation) (f figure, ok bool) {
	additive := o.Transformation == obs.Share || o.Transformation == obs.Level && m.lists.Get("measure", o.Measure, "additive") != "no"
	switch {
	case o.Status == obs.Missing && r.kind == rowTotal:
		return figure{slot: slot, kind: rowTotal}, true // it ends a run of rows all the same
	case o.Status == obs.Missing || !additive:
		return f, false
	}
	if r.kind == rowData && o.Dimension == obs.Total && m.memberOfRow(v) {
		return f, false // a total that no rule names, by its label: no member
	}
	f = figure{slot: slot, kind: r.kind, printed: o.Printed, period: o.Period,
		summed: summed{measure: o.Measure, base: o.BaseMeasure, transformation: o.Transformation, unit: o.Unit}}
	if o.Hedge == obs.Exact {
		f.numbers = []*number{newNumber(o.Value, o.Unit, o.LastDigit)}
	}
	if r.kind == rowTotal {
		f.pos = r.pos(r.file.full, v.name, v.column)
	}
	return f, true
}

// memberOfRow reports whether the rows say whose value it is.
func (m *mapper) memberOfRow(v *slot) bool {
	b := cmp.Or(v.overrides[partMember], m.bindings[partMember])
	return b != nil && b.from == fromColumns
}

// check returns what a cell of a check row says, in each multiplier that the row's label
// or the cell itself names; they stand in for the declared one. ok is false for an empty cell.
func (m *mapper) check(slot int, v *slot, r *mapped) (f figure, ok bool) {
	f = figure{slot: slot, kind: rowCheck, pos: r.pos(r.file.full, v.name, v.column)}
	if f.printed, f.fault = m.cell(&r.row, v.column); f.fault != nil {
		return f, true
	}
	if f.printed == "" || slices.Contains(v.missing, f.printed) {
		return f, false
	}
	declared, _, _, fault := m.unit(v, r)
	if f.fault = fault; fault != nil {
		return f, true
	}
	powers := multipliers(r.label)
	// The probe's own multiplier is large, so that no decimals are too many.
	probe, err := v.style.ParseQuantity(f.printed, obs.Scaled{Unit: declared.Unit, Exp: maxMultiplier})
	own := probe.Multiplied || probe.Repeated
	if errors.Is(err, obs.ErrUnitTwice) {
		own = true
		probe, err = v.style.ParseQuantity(f.printed, obs.Scaled{Unit: declared.Unit})
	}
	switch {
	case err != nil:
		f.fault = v.numberFault(f.printed, err)
		return f, true
	case own:
		powers = []int{0} // the cell names its own
	case len(powers) == 0 || declared.Unit == obs.Ratio:
		powers = []int{declared.Exp}
	}
	f.unit = probe.Unit
	if f.unit == obs.Unspecified {
		f.unit = m.measureUnit(v, r)
	}
	for _, power := range powers {
		q, err := v.style.ParseQuantity(f.printed, obs.Scaled{Unit: f.unit, Exp: power})
		if err == nil && q.Hedge == obs.Exact {
			f.numbers = append(f.numbers, newNumber(q.Value, f.unit, q.LastDigit))
		}
	}
	return f, true
}

// measureUnit is the unit that a measure gives a number without one.
func (m *mapper) measureUnit(v *slot, r *mapped) obs.Unit {
	measure, f := m.code(partMeasure, v, r, nil)
	if f != nil {
		return obs.Unspecified
	}
	if kind := obs.Unit(m.lists.Get("measure", measure.id, "unit_kind")); kind == obs.Count || kind == obs.Persons {
		return kind
	}
	return obs.Unspecified
}

// hanMultiplier matches a multiplier within Chinese text.
var hanMultiplier = regexp.MustCompile(`[十百千万亿]+`)

// multipliers returns the powers of ten that words of a label stand for: 6 and 9 for
// "Total (transactions in mn, amount in bn)".
func multipliers(label string) []int {
	var powers []int
	words := strings.FieldsFunc(label, func(c rune) bool { return !unicode.IsLetter(c) })
	for _, word := range append(words, hanMultiplier.FindAllString(label, -1)...) {
		scaled, err := obs.ParseUnit(word)
		if err == nil && scaled.Exp > 0 && !slices.Contains(powers, scaled.Exp) {
			powers = append(powers, scaled.Exp)
		}
	}
	return powers
}
