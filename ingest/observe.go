package ingest

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"paystats/data/obs"
)

const unitHint = "units are words like 万亿元, 亿笔, CNY bn, INR crore, %, count, persons, and products of them"

// observe returns a value of a row as an observation, with the text that was
// printed for it; a fault refuses it.
func (m *mapper) observe(v *slot, r *mapped) (o obs.Observation, printed string, f *fault) {
	text, f := m.cell(&r.row, v.column)
	if f != nil {
		return o, "", f
	}
	if r.cells[v.column].spanned && text != "" {
		return o, text, &fault{code: "value-spanned", msg: fmt.Sprintf("%q stands in a cell that spans several rows or columns", clip(text)),
			hint: "leave the row out, or bind a column in which every row has a value of its own", cell: v.column}
	}
	declared, unitText, unitCell, f := m.unit(v, r)
	if printed = text; unitText != "" {
		printed = text + " " + unitText
	}
	if f != nil {
		return o, printed, f
	}
	forecast, marks, f := m.key(v, r, &o)
	if f != nil {
		return o, printed, f
	}
	if f := m.provenance(v, r, &o); f != nil {
		return o, printed, f
	}
	o.Printed = printed
	fix, f := m.correction(&o, text)
	if f != nil {
		return o, printed, f
	}
	text, declared = fix.reads(text, unitText, declared)
	quantity, absent, f := v.quantity(text, r.cells[v.column].state, declared)
	m.readable(fix, quantity, f)
	if f == nil {
		f = m.status(v, r, &o, forecast, absent)
	}
	if f != nil {
		return o, printed, f
	}
	unit, f := m.measured(&o, quantity.Unit, printed)
	if f != nil {
		f.cell = unitCell
		return o, printed, f
	}
	o.Unit, o.Value, o.LastDigit, o.Hedge = unit, quantity.Value, quantity.LastDigit, quantity.Hedge
	if quantity.Transformation != "" && quantity.Transformation != o.Transformation {
		return o, printed, &fault{code: "transformation-differs", cell: v.column, hint: "correct transformation: in the descriptor",
			msg: fmt.Sprintf("%q is %s by its own words, but is declared as %s", clip(printed), quantity.Transformation, o.Transformation)}
	}
	o.Note = joined(joined(o.Note, marks), joined(unitRemark(unit, unitText, text), remarks(quantity)))
	return o, printed, fix.apply(&o)
}

// remarks says what a cell held beside its number, for the observation's note.
func remarks(q obs.Quantity) string {
	var text string
	if q.Ignored != "" {
		text = joined(text, fmt.Sprintf("not read: %q", q.Ignored))
	}
	if q.Multiplied {
		text = joined(text, "both the declared multiplier and the cell's apply")
	}
	if q.Repeated {
		text = joined(text, "the cell repeats the declared unit, which applies once")
	}
	if q.Other != (obs.Amount{}) {
		text = joined(text, fmt.Sprintf("the cell also prints %s %s", q.Other.Value, q.Other.Unit))
	}
	return text
}

// joined puts two remarks into one text.
func joined(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "; " + b
}

// key fills the series key, all but the unit, and the period. A total row is the member
// total, whatever its label. marks is what the names' footnote marks are, for the note.
func (m *mapper) key(v *slot, r *mapped, o *obs.Observation) (forecast bool, marks string, f *fault) {
	period, cell, f := m.period(v, r)
	if f != nil {
		return false, "", f
	}
	o.Period = period.Period
	o.Frequency = o.Period.Frequency()
	var transformation string
	for _, field := range []struct {
		part part
		to   *string
	}{
		{partArea, &o.Area}, {partSegment, &o.Segment}, {partMeasure, &o.Measure}, {partTransformation, &transformation},
		{partBaseMeasure, &o.BaseMeasure}, {partDimension, &o.Dimension}, {partMember, &o.Member}, {partScope, &o.Scope},
		{partPublisher, &o.Publisher},
	} {
		if r.kind == rowTotal && (field.part == partDimension || field.part == partMember) {
			*field.to = obs.Total
			continue
		}
		found, f := m.code(field.part, v, r, &o.Dimension)
		if f != nil {
			return false, "", f
		}
		*field.to, marks = found.id, joined(marks, found.remark)
	}
	o.Transformation = obs.Transformation(transformation)
	if period.AsOf && m.lists.Get("measure", o.Measure, "kind") != "stock" {
		return false, "", &fault{code: "period-as-of", cell: cell, msg: fmt.Sprintf("the period of %s is a point in time (the end of %s), but it is a flow", o.Measure, o.Period),
			hint: "bind a period with a beginning, or correct the measure: only stocks are counted at a point in time"}
	}
	return period.Forecast, marks, nil
}

// provenance fills what stands beside the value.
func (m *mapper) provenance(v *slot, r *mapped, o *obs.Observation) (f *fault) {
	if o.Vintage, f = m.vintage(v, r); f != nil {
		return f
	}
	if o.Revision, f = m.revision(v, r); f != nil {
		return f
	}
	confidence, f := m.code(partConfidence, v, r, nil)
	if f != nil {
		return f
	}
	o.Confidence = confidence.id
	for _, field := range []struct {
		part part
		to   *string
	}{{partAddress, &o.Document}, {partTitle, &o.DocumentTitle}, {partNote, &o.Note}} {
		if *field.to, _, f = m.part(field.part, v, r); f != nil {
			return f
		}
	}
	o.Place = obs.Place{Dataset: m.dataset.Name, Resource: m.name, File: r.file.name, At: r.at(v.name, v.column)}
	return nil
}

// unit returns the unit that the descriptor or a column declares, with the declared
// multiplier, its text and the cell that names it (the value's own if none does).
func (m *mapper) unit(v *slot, r *mapped) (unit obs.Scaled, text string, cell int, f *fault) {
	unit, text, cell = v.declared, v.unitText, v.column
	if b := v.overrides[partUnit]; b != nil && !b.isLiteral() {
		if unit, text, cell, f = m.boundUnit(b, v, r); f != nil {
			return unit, text, cell, f
		}
	}
	b := v.overrides[partMultiplier]
	if b == nil {
		return unit, text, cell, nil
	}
	power, from, f := m.bind(b, v.fixed[1][partMultiplier], &r.row)
	if f != nil {
		return unit, text, cell, f
	}
	n, f := parseMultiplier(power)
	if f != nil {
		f.cell = from
		return unit, text, cell, f
	}
	if n > 0 {
		unit.Exp += n
		text = strings.TrimSpace(fmt.Sprintf("× 10^%d %s", n, text))
	}
	return unit, text, cell, nil
}

// boundUnit returns a unit that is not the same for every value.
func (m *mapper) boundUnit(b *binding, v *slot, r *mapped) (unit obs.Scaled, text string, cell int, f *fault) {
	if text, cell, f = m.bind(b, v.fixed[1][partUnit], &r.row); f != nil {
		return unit, "", cell, f
	}
	result, ok := m.units[text]
	if !ok {
		var err error
		if result.unit, err = obs.ParseUnit(text); err != nil {
			result.fault = &fault{code: "unit-unknown", msg: fmt.Sprintf("unit %q is unknown", clip(text)),
				hint: unitHint + "; a code of the source is translated by values: {PURE_NUMB: count}"}
		}
		m.units[text] = result
	}
	if result.fault != nil {
		placed := *result.fault
		placed.cell = cell
		return unit, text, cell, &placed
	}
	if cell < 0 {
		cell = v.column
	}
	return result.unit, text, cell, nil
}

// maxMultiplier is the largest power of ten that a multiplier may be: a million millions.
const maxMultiplier = 12

// parseMultiplier reads a power of ten, as SDMX's UNIT_MULT has it; "" is 0.
func parseMultiplier(text string) (int, *fault) {
	if text == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > maxMultiplier {
		return 0, &fault{code: "multiplier-syntax", msg: fmt.Sprintf("multiplier %q is not a power of ten from 0 to %d", clip(text), maxMultiplier),
			hint: "write 6 for millions, 9 for billions", cell: -1}
	}
	return n, nil
}

// quantity reads a value's text; absent reports that it stands for no value.
func (v *slot) quantity(text string, state cellState, declared obs.Scaled) (q obs.Quantity, absent bool, f *fault) {
	q.Unit = declared.Unit
	for _, missing := range v.missing {
		if text == missing {
			return q, true, nil
		}
	}
	if text == "" { // JSON null
		return q, true, nil
	}
	number, style := text, v.style
	if state == cellNumber {
		style.DecimalComma = false
	}
	if v.round >= 0 {
		number, style = rounded(text, v.round, style)
	}
	q, err := style.ParseQuantity(number, declared)
	if err == nil {
		return q, false, nil
	}
	return q, false, v.numberFault(text, err)
}

// rounded rounds a number of a style; what it returns is of the style returned.
func rounded(text string, decimals int, style obs.NumberStyle) (string, obs.NumberStyle) {
	if !style.DecimalComma {
		return obs.RoundNumber(text, decimals), style
	}
	point := strings.Replace(text, ",", ".", 1)
	if number := obs.RoundNumber(point, decimals); number != point && !strings.Contains(text, ".") {
		return number, obs.NumberStyle{}
	}
	return text, style
}

// numberFault says why a text is no number.
func (v *slot) numberFault(text string, err error) *fault {
	f := &fault{code: "number-syntax", msg: fmt.Sprintf("%q is not a number%s", clip(text), reasonOf(err)), cell: v.column,
		hint: "numbers are written 1234.5, 1,234.5 or 6,39,116.95; texts that mean `no value` belong to missing: [...]"}
	if v.style.DecimalComma {
		f.hint = "with decimal: \",\" numbers are written 1234,5 or 1.234,5; texts that mean `no value` belong to missing: [...]"
	}
	switch {
	case errors.Is(err, obs.ErrNumberRange):
		f.code, f.msg = "number-range", fmt.Sprintf("%q has more than 29 digits before or 9 after the decimal point", clip(text))
		f.hint = "if its last digits mean nothing, declare how many decimals count: round: 2"
	case errors.Is(err, obs.ErrUnitTwice):
		f.code, f.msg = "unit-twice", fmt.Sprintf("%q names a whole unit, whose multiplier is not the declared one", clip(text))
		f.hint = "if the cells name their own units, declare the unit without a multiplier: unit: 元; else correct the cell by an override with its own unit"
	case errors.Is(err, obs.ErrUnitSyntax) && strings.HasPrefix(text, "(") && strings.HasSuffix(text, ")"):
		f.msg = fmt.Sprintf("%q is in brackets, which may mean a negative number", clip(text))
		f.hint = "write it with a minus sign by a correction (do: override), or drop it"
	case errors.Is(err, obs.ErrUnitSyntax):
		f.code, f.msg, f.hint = "unit-unknown", fmt.Sprintf("the unit of %q is unknown, or contradicts the declared one", clip(text)), unitHint
	}
	return f
}

// status fills the status: Missing when there is no value, what the data say, a forecast
// where that is normal and the period is marked as one, else normal.
func (m *mapper) status(v *slot, r *mapped, o *obs.Observation, forecast, absent bool) *fault {
	text, cell, f := m.part(partStatus, v, r)
	if f != nil {
		return f
	}
	o.Status = obs.Normal
	if text != "" {
		code, f := m.code(partStatus, v, r, nil)
		if f != nil {
			return f
		}
		o.Status = obs.Status(code.id)
		if _, meaning, foreign := statusOf(text); foreign && text != code.id {
			o.Note = joined(o.Note, fmt.Sprintf("status %s: %s", text, meaning))
		}
	}
	if forecast && o.Status == obs.Normal {
		o.Status = obs.Forecast
	}
	if o.Status == obs.Missing && !absent {
		return &fault{code: "status-value", msg: "the status says that the value is missing, but there is one", hint: "correct the status, or empty the value", cell: cell}
	}
	if absent {
		o.Status = obs.Missing
	}
	return nil
}

// measured returns the observation's unit: what was printed, or the measure's own where
// the print leaves it open ("亿" users are persons). A unit of another kind than the
// measure's is a fault.
func (m *mapper) measured(o *obs.Observation, unit obs.Unit, printed string) (obs.Unit, *fault) {
	want := string(obs.Ratio)
	if o.Transformation == obs.Level {
		want = m.lists.Get("measure", o.Measure, "unit_kind")
	}
	got := unit.Kind()
	if got == want {
		return unit, nil
	}
	subject := o.Measure
	if o.Transformation != obs.Level {
		subject = string(o.Transformation) + " of " + o.Measure
	}
	f := &fault{code: "unit-kind", msg: fmt.Sprintf("%q counts %s, but %s is %s", clip(printed), kindWords[got], subject, kindWords[want]),
		hint: "correct the unit, or the measure"}
	switch {
	case got != "":
		return "", f
	case want == string(obs.Count) || want == string(obs.Persons):
		return obs.Unit(want), nil
	case o.Status == obs.Missing && want == string(obs.Ratio):
		return obs.Ratio, nil
	}
	f.msg = fmt.Sprintf("%q names no unit, but %s is %s", clip(printed), subject, kindWords[want])
	f.hint = map[string]string{"money": "name the currency: unit: CNY, unit: 万亿元", "ratio": "say which it is: unit: \"%\" or unit: ratio",
		"rate": "name both currencies: unit: CNY per USD"}[want]
	return "", f
}

// kindWords are the kinds of units, for messages.
var kindWords = map[string]string{"": "nothing", "money": "money", "count": "things", "persons": "persons", "ratio": "a ratio", "points": "points", "rate": "a rate of exchange"}

// reasons are the errors that say why a text is no number.
var reasons = []error{obs.ErrNumberBroken, obs.ErrNumberSeveral, obs.ErrNumberIdiom, obs.ErrNumberLabel, obs.ErrNumberChange, obs.ErrNumberConflict}

// reasonOf returns why a text is no number, as the end of a sentence: ": several numbers
// in one cell"; "" if no reason is known.
func reasonOf(err error) string {
	for _, reason := range reasons {
		if errors.Is(err, reason) {
			return strings.TrimPrefix(reason.Error(), obs.ErrNumberSyntax.Error())
		}
	}
	return ""
}
