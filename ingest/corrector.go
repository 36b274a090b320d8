package ingest

import (
	"fmt"
	"slices"
	"strings"

	"paystats/data/diag"
	"paystats/data/obs"
)

// correctedDrop is the code of cells that a correction drops; they do not count against max_rejects.
const correctedDrop = "corrected-drop"

// corrector holds what the corrections did to the cells of one batch.
type corrector struct {
	hits     []correctionHit
	problems []*diag.Problem
}

// correctionHit is a cell that a correction touched.
type correctionHit struct {
	by    *correction
	place cellPlace
}

// correction returns what stands declared about a cell whose key and place are known; nil
// for nothing. The fault drops it. text is the cell's own.
func (m *mapper) correction(o *obs.Observation, text string) (*correction, *fault) {
	if m.corrections == nil {
		return nil, nil
	}
	place := cellPlace{o.Place.File, o.Place.At}
	found := m.corrections.byPlace[place]
	for _, c := range m.corrections.matching {
		switch {
		case !c.fits(o, m.resolved):
		case found != nil:
			m.problems = append(m.problems, &diag.Problem{Pos: c.pos, Code: "correction-duplicate", Hint: "delete one of the two, or narrow its match",
				Msg: fmt.Sprintf("%s is corrected in line %d already", place, found.pos.Line)})
		default:
			found = c
		}
	}
	if found == nil || !m.touch(found, place, text, o.Printed) {
		return nil, nil
	}
	return found, m.dropFault(found)
}

// resolved returns the code that a text stands for; "" for none.
func (m *mapper) resolved(p part, dimension, text string) string {
	found, _, _ := p.code(m.lists, dimension, text)
	return found.ID
}

// touch records that a correction found its cell; false if the cell no longer shows what
// the correction expects.
func (m *mapper) touch(c *correction, place cellPlace, texts ...string) bool {
	m.hits = append(m.hits, correctionHit{c, place})
	for _, text := range texts {
		if slices.Contains(c.expect, strings.TrimSpace(text)) {
			return true
		}
	}
	m.problems = append(m.problems, &diag.Problem{Pos: c.expectPos, Code: "correction-stale", Hint: "delete the correction if the file is mended, else correct expect",
		Msg: fmt.Sprintf("%s reads %q, but the correction expects %q", place, clip(texts[0]), clip(strings.Join(c.expect, ", ")))})
	return false
}

// dropFault refuses a cell that is dropped; nil for any other.
func (m *mapper) dropFault(c *correction) *fault {
	if c.do != doDrop || c.status == proposed {
		return nil
	}
	return &fault{code: correctedDrop, msg: "dropped: " + c.why(), hint: "declared in " + m.corrections.file, cell: -1}
}

// dropped returns the fault of a cell that is refused for f: the correction's, if one
// drops the cell whatever is wrong with it.
func (m *mapper) dropped(r *mapped, v *slot, f *fault) *fault {
	if m.corrections == nil || len(r.cells) == 0 {
		return f
	}
	place := cellPlace{r.file.name, r.at(v.name, v.column)}
	c := m.corrections.byPlace[place]
	if c == nil || slices.Contains(m.hits, correctionHit{c, place}) {
		return f
	}
	if m.touch(c, place, r.cells[v.column].text) {
		if drop := m.dropFault(c); drop != nil {
			return drop
		}
	}
	return f
}

// String returns the place as it is printed.
func (p cellPlace) String() string {
	if strings.HasPrefix(p.at, "/") {
		return p.file + "#" + p.at
	}
	return p.file + ":" + p.at
}

// changes reports whether the correction does what it says to a value.
func (c *correction) changes(do string) bool { return c != nil && c.do == do && c.status != proposed }

// reads returns the text that is read in place of the printed one, and its unit. The text
// may repeat the unit as observations print it.
func (c *correction) reads(printed, unitText string, declared obs.Scaled) (string, obs.Scaled) {
	if !c.changes(doOverride) {
		return printed, declared
	}
	if c.unitText != "" {
		declared, unitText = c.unit, c.unitText
	}
	text := c.text
	if unitText != "" {
		text = strings.TrimSpace(strings.TrimSuffix(text, unitText))
	}
	return text, declared
}

// readable holds what was read of an override against the rules for one; what is wrong is a
// problem of the corrections, and the cell's fault stays.
func (m *mapper) readable(c *correction, q obs.Quantity, f *fault) {
	if !c.changes(doOverride) {
		return
	}
	switch {
	case f != nil:
		m.problems = append(m.problems, &diag.Problem{Pos: c.textPos, Code: f.code, Msg: f.msg, Hint: f.hint})
	case q.Multiplied:
		m.problems = append(m.problems, &diag.Problem{Pos: c.textPos, Code: "unit-unknown", Msg: fmt.Sprintf("%q names a multiplier beside the declared one", c.text),
			Hint: "write the number alone, or give the unit for both: unit: 亿元"})
	}
}

// apply scales an observation's value, and says on it what was done.
func (c *correction) apply(o *obs.Observation) *fault {
	if c == nil {
		return nil
	}
	if c.changes(doScale) {
		value, err := o.Value.Mul(c.by)
		if err != nil {
			return &fault{code: "number-range", msg: fmt.Sprintf("%s times %s has more than 29 digits before or 9 after the decimal point", o.Value, c.byText), cell: -1}
		}
		o.Value, o.LastDigit = value, o.LastDigit+c.by.Magnitude()
	}
	if c.newStatus != "" && c.status != proposed && o.Status != obs.Missing {
		o.Status = c.newStatus
	}
	if c.confidence != "" && c.status != proposed {
		o.Confidence = c.confidence
	}
	o.Note = joined(o.Note, c.note(o.Printed))
	return nil
}

// note says on an observation what was done to it, or would be.
func (c *correction) note(printed string) string {
	deed := ""
	switch c.do {
	case doOverride:
		deed = printed + " → " + strings.TrimSpace(c.text+" "+c.unitText) + ": "
	case doScale:
		deed = printed + " × " + c.byText + ": "
	case doDrop:
		deed = printed + " dropped: "
	}
	switch {
	case c.do == doFlag:
		return "flagged: " + c.why()
	case c.status == proposed:
		return "correction not applied: " + deed + c.why()
	}
	return "corrected: " + deed + c.why()
}

// why is the reason with the standing: "footnote 9 is glued to the figure (confirmed)".
func (c *correction) why() string {
	if c.source != "" {
		return c.reason + " (" + c.status + ", " + c.source + ")"
	}
	return c.reason + " (" + c.status + ")"
}

// countable returns how many rejects count against max_rejects.
func countable(rejects []Reject) (n int) {
	for _, r := range rejects {
		if r.Code != correctedDrop {
			n++
		}
	}
	return n
}

// unused adds a problem for each correction that did not touch as many cells as it should.
func (d *Dataset) unused(hits map[*correction][]cellPlace, rejects []Reject, problems *diag.List) {
	const shown = 3
	for _, r := range d.resources {
		if r.corrections == nil {
			continue
		}
		for _, c := range r.corrections.entries {
			touched := hits[c]
			if len(touched) == c.hits {
				continue
			}
			p := &diag.Problem{Pos: c.pos, Code: "correction-unused", Msg: "the correction finds no cell", Hint: "correct its match, or delete it"}
			if len(c.match) == 0 {
				p.Msg = fmt.Sprintf("no value stands at %s", c.place)
				p.Hint = placeHint(c.place, rejects)
			}
			if len(touched) > 0 {
				var words []string
				for _, place := range touched[:min(shown, len(touched))] {
					words = append(words, place.String())
				}
				p.Code, p.Msg = "correction-hits", fmt.Sprintf("the correction finds %d cells, not %d: %s", len(touched), c.hits, strings.Join(words, ", "))
				p.Hint = "narrow its match, or say how many it is meant for with hits"
			}
			problems.Add(p)
		}
	}
}

// placeHint says how a place is written at which no value stands. Messages give the byte at
// which an editor finds a cell, corrections the number of its column.
func placeHint(place cellPlace, rejects []Reject) string {
	for _, r := range rejects {
		if r.Place.File == place.file && place.at == fmt.Sprintf("%d:%d", r.Pos.Line, r.Pos.Col) {
			return fmt.Sprintf("write %s: the number of the column, not of the byte", cellPlace{place.file, r.Place.At})
		}
	}
	return "write the place as paystats explain and list rejects print it: line and column number, not byte; rows that where leaves out have none"
}
