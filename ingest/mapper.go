package ingest

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"paystats/data/codelist"
	"paystats/data/diag"
	"paystats/data/obs"
)

// mapper turns rows of one resource into observations. It remembers every text that it
// has resolved, and serves one goroutine.
type mapper struct {
	*resource
	lists   *codelist.Set
	codes   map[codeKey]*codeResult
	last    [partCount]resolved       // what the row before had: most parts seldom change
	periods []map[string]periodResult // by style
	found   map[foundKey]bound
	units   map[string]unitResult
	dates   map[string]dateResult
	hint    string // what to do about text of the file that is not UTF-8
	corrector
}

type codeKey struct {
	part            part
	dimension, text string
}

type codeResult struct {
	id, dimension string
	remark        string // for the observation's note: footnote marks of the name; "" for none
	fault         *fault
	isVolume      bool // a bare "volume": the publisher's rule may say what it is
}

// resolved is a text with what it came to; nil for none yet.
type resolved struct {
	key    codeKey
	result *codeResult
}

type periodResult struct {
	obs.PrintedPeriod
	fault *fault
}

// foundKey is a text in which a binding's pattern has looked.
type foundKey struct {
	binding *binding
	text    string
}

type unitResult struct {
	unit  obs.Scaled
	fault *fault
}

type dateResult struct {
	date  time.Time
	fault *fault
}

func newMapper(r *resource, lists *codelist.Set) *mapper {
	m := &mapper{resource: r, lists: lists, codes: map[codeKey]*codeResult{}, found: map[foundKey]bound{},
		units: map[string]unitResult{}, dates: map[string]dateResult{}}
	for range r.styles {
		m.periods = append(m.periods, map[string]periodResult{})
	}
	return m
}

// dataFile is a file that is being read.
type dataFile struct {
	name string // inside the dataset's folder
	full string // from the root of the workspace
	seen        // what its reader sees
}

// selected reports whether a row fulfils the resource's `where`.
func (m *mapper) selected(r *row) bool {
	for _, c := range m.where {
		if r.fault == nil && !slices.Contains(c.texts, strings.TrimSpace(r.cells[c.column].text)) {
			return false
		}
	}
	return true
}

// mapped is a row with what the concept maps say about it.
type mapped struct {
	row
	file *dataFile
	maps []mapRow
}

// mapRow looks a row up in the concept maps.
func (m *mapper) mapRow(file *dataFile, r row) (mapped, *fault) {
	out := mapped{row: r, file: file}
	for _, cm := range m.maps {
		text, f := m.cell(&out.row, cm.column)
		if f != nil {
			return out, f
		}
		found, ok := cm.rows[text]
		if !ok {
			return out, &fault{code: "code-unmapped", msg: fmt.Sprintf("%s %q is not in %s", m.columns[cm.column], text, cm.file),
				hint: strings.TrimSpace(diag.DidYouMean(text, cm.codes, "") + " add a row to " + cm.file), cell: cm.column}
		}
		out.maps = append(out.maps, found)
	}
	return out, nil
}

// cell returns a cell's text, trimmed; "" for null and for texts that mean "no value".
func (m *mapper) cell(r *row, i int) (string, *fault) {
	c := r.cells[i]
	switch {
	case c.state == cellNull:
		return "", nil
	case c.state == cellAbsent:
		return "", &fault{code: "column-missing", msg: fmt.Sprintf("the record has no %q", m.columns[i]),
			hint: "columns of JSON are pointers relative to the record: count, instruments/0/count", cell: i}
	case c.state == cellComposite:
		return "", &fault{code: "value-type", msg: fmt.Sprintf("%q is an object or an array, not a value", m.columns[i]),
			hint: compositeHint(c, m.columns[i]), cell: i}
	case len(c.text) > maxCell:
		return "", &fault{code: "cell-size", msg: fmt.Sprintf("the cell is longer than %d KiB", maxCell>>10), hint: "look for a quote that is never closed", cell: i}
	case !isText(c.text):
		return "", &fault{code: "text-encoding", msg: fmt.Sprintf("the text %q is not UTF-8 or holds a NUL", clip(c.text)),
			hint: cmp.Or(m.hint, "save the file as UTF-8"), cell: i}
	case m.encoding != "" && strings.ContainsRune(c.text, utf8.RuneError):
		return "", &fault{code: "text-encoding", msg: fmt.Sprintf("the text %q does not fit the encoding %s", clip(c.text), m.encoding),
			hint: "correct the encoding, or mend the text", cell: i}
	}
	return strings.TrimSpace(c.text), nil
}

// clip shortens a text for a message.
func clip(text string) string {
	const most = 80
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}

// bind returns the text that a binding gives in a row, and the cell that it came from
// (-1 for none). fixed is its text if no row changes it.
func (m *mapper) bind(b *binding, fixed bound, r *row) (text string, cell int, f *fault) {
	cell = -1
	switch b.from {
	case fromLiteral:
		return b.literal, -1, nil
	case fromColumns:
		cell = b.columns[0]
		if text, f = m.columnsText(b, r); f != nil {
			return "", f.cell, f
		}
		fixed = bound{text: text, ok: true}
		if b.pattern != nil && text != "" {
			fixed = m.search(b, text)
		}
	}
	text = fixed.text
	if code, ok := b.values[text]; ok {
		return code.code, cell, nil
	}
	if b.hasDefault && (text == "" || !fixed.ok || slices.Contains(m.missing, text)) {
		return b.fallback, -1, nil
	}
	if b.hasOtherwise {
		return b.otherwise.code, -1, nil
	}
	if !fixed.ok {
		return "", cell, unmatched(b, fixed.tried, cell)
	}
	return text, cell, nil
}

// columnsText returns the text of a binding's column, or of its columns with a blank between.
func (m *mapper) columnsText(b *binding, r *row) (text string, f *fault) {
	for _, column := range b.columns {
		one, f := m.cell(r, column)
		if f != nil {
			return "", f
		}
		if text != "" && one != "" {
			text += " "
		}
		text += one
	}
	return text, nil
}

// search looks for a binding's pattern in a text.
func (m *mapper) search(b *binding, text string) bound {
	key := foundKey{b, text}
	found, ok := m.found[key]
	if !ok {
		found = b.in(text)
		m.found[key] = found
	}
	return found
}

// unmatched is the fault of a pattern that does not match the text that was tried.
func unmatched(b *binding, tried string, cell int) *fault {
	where := map[origin]string{fromColumns: "the text", fromPath: "the file's path", fromSheet: "the sheet's name",
		fromHeader: "the column's name", fromCell: "cell " + b.cell.String() + ", which reads"}[b.from]
	pattern := ""
	if b.pattern != nil {
		pattern = " " + b.pattern.String()
	}
	return &fault{code: "pattern-unmatched", msg: fmt.Sprintf("%s %q does not match the pattern%s", where, clip(tried), pattern),
		hint: "widen the pattern, skip the row, or add a default to the binding", cell: cell}
}

// part returns the text of a part for a value of a row: from the value's own binding, else
// from a concept map, else from the resource's binding.
func (m *mapper) part(p part, v *slot, r *mapped) (text string, cell int, f *fault) {
	if b := v.overrides[p]; b != nil {
		return m.bind(b, v.fixed[1][p], &r.row)
	}
	for _, found := range r.maps {
		if found.cells[p] != "" {
			return found.cells[p], -1, nil
		}
	}
	if b := m.bindings[p]; b != nil {
		return m.bind(b, v.fixed[0][p], &r.row)
	}
	switch p {
	case partTransformation:
		return string(obs.Level), -1, nil
	case partScope:
		return "unspecified", -1, nil
	case partDimension, partMember:
		return obs.Total, -1, nil
	}
	return "", -1, nil
}

// code returns the code of a part for a value of a row. dimension is needed for
// members, and is changed to "total" by a member that stands for all.
func (m *mapper) code(p part, v *slot, r *mapped, dimension *string) (*codeResult, *fault) {
	text, cell, f := m.part(p, v, r)
	if f != nil {
		return nil, f
	}
	key := codeKey{part: p, text: text}
	if p == partMember {
		key.dimension = *dimension
	}
	last := &m.last[p]
	if last.result == nil || last.key != key {
		*last = resolved{key, m.lookup(key)}
	}
	result := last.result
	if result.isVolume {
		if result, f = m.volume(v, r, text, result); f != nil {
			return nil, f
		}
	}
	if result.fault != nil {
		placed := *result.fault
		placed.cell = cell
		return nil, &placed
	}
	if p == partMember {
		*dimension = result.dimension
	}
	return result, nil
}

// lookup returns what a text came to, resolving it once.
func (m *mapper) lookup(key codeKey) *codeResult {
	result, ok := m.codes[key]
	if !ok {
		found := m.resolve(key)
		result = &found
		m.codes[key] = result
	}
	return result
}

func (m *mapper) resolve(key codeKey) codeResult {
	match, dimension, ok := key.part.code(m.lists, key.dimension, key.text)
	if ok {
		return codeResult{id: match.ID, dimension: dimension, remark: markRemark(key.part, match.Mark)}
	}
	if key.text == "" {
		return codeResult{fault: &fault{code: "value-missing", msg: fmt.Sprintf("%s is empty", key.part), hint: "fill the cell, or add a default to the binding"}}
	}
	if (key.part == partMeasure || key.part == partBaseMeasure) && codelist.IsVolume(key.text) {
		return codeResult{isVolume: true, fault: &fault{code: "measure-ambiguous", msg: fmt.Sprintf(volumeMsg, clip(key.text)), hint: volumeHint}}
	}
	what := key.part.String()
	if key.dimension != "" {
		what += " of dimension " + key.dimension
	}
	return codeResult{fault: &fault{code: "code-unknown", msg: fmt.Sprintf("%s %q is unknown", what, clip(key.text)),
		hint: key.part.hint(m.lists, key.dimension, key.text)}}
}

// hint says what may have been meant by an unknown code, and where codes are added.
func (p part) hint(lists *codelist.Set, dimension, text string) string {
	words, suggestions := p.nearest(lists, dimension, text)
	hint := diag.DidYouMean(text, words, "")
	if len(suggestions) > 0 {
		hint = "did you mean " + strings.Join(suggestions, " or ") + "?"
	}
	if hint == "" && len(words) > 0 {
		hint = "write " + strings.Join(words, ", ")
	}
	if list, ok := partLists[p]; ok {
		hint += " " + p.listHint(lists, list, dimension, text)
	}
	return strings.TrimSpace(hint)
}

// period returns the period of a value of a row, in the style of its binding.
func (m *mapper) period(v *slot, r *mapped) (periodResult, int, *fault) {
	text, cell, f := m.part(partPeriod, v, r)
	if f != nil {
		return periodResult{}, cell, f
	}
	style := 0
	if b := v.overrides[partPeriod]; b != nil {
		style = b.style
	} else if b := m.bindings[partPeriod]; b != nil {
		style = b.style
	}
	result, ok := m.periods[style][text]
	if !ok {
		result = parsePeriod(m.styles[style], text)
		m.periods[style][text] = result
	}
	if result.fault != nil {
		placed := *result.fault
		placed.cell = cell
		if r.kind == rowTotal && placed.code == "value-missing" {
			placed.hint = "if it is the total of the period above, name the column under rows, in fill and fill_total; else add a default to the binding"
		}
		return result, cell, &placed
	}
	return result, cell, nil
}

// vintage returns the publication date; zero for "", "unknown" and no binding.
func (m *mapper) vintage(v *slot, r *mapped) (time.Time, *fault) {
	text, cell, f := m.part(partVintage, v, r)
	if f != nil || text == "" || text == "unknown" {
		return time.Time{}, f
	}
	result, ok := m.dates[text]
	if !ok {
		p, _, err := obs.ParsePeriod(text)
		result.date = p.Start()
		if err != nil || p.Frequency() != obs.Daily {
			result.fault = &fault{code: "date-syntax", msg: fmt.Sprintf("vintage %q is not a date", clip(text)), hint: cmp.Or(shortDateHint(text), dateHint)}
		}
		m.dates[text] = result
	}
	if result.fault != nil {
		placed := *result.fault
		placed.cell = cell
		return time.Time{}, &placed
	}
	return result.date, nil
}

const dateHint = "dates are written 2018-08-22; write unknown when there is none"

// revision returns the document's revision, 0 if the descriptor gives none.
func (m *mapper) revision(v *slot, r *mapped) (int, *fault) {
	text, cell, f := m.part(partRevision, v, r)
	if f != nil || text == "" {
		return 0, f
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > 1_000_000 {
		return 0, &fault{code: "number-syntax", msg: fmt.Sprintf("revision %q is not a whole number from 0", clip(text)), cell: cell}
	}
	return n, nil
}
