package ingest

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"paystats/data/diag"
	"paystats/data/obs"
	"paystats/data/yamldoc"
)

// corrections are what a file of the dataset says to be wrong in a resource's cells.
type corrections struct {
	file     string // inside the dataset's folder
	entries  []*correction
	byPlace  map[cellPlace]*correction
	matching []*correction // those that go by the series key
}

// cellPlace is a cell by its file and its place there.
type cellPlace struct{ file, at string }

// correction is one entry of the file.
type correction struct {
	pos       diag.Pos
	place     cellPlace   // zero if the entry goes by its match
	match     []matchPart // all must fit
	hits      int         // how many cells it must touch
	expect    []string    // what a cell must show, as printed; with its unit or without
	expectPos diag.Pos

	do         string
	text       string // what stands in for the printed text (override)
	textPos    diag.Pos
	unitText   string // what stands in for the declared unit; "" for nothing
	unit       obs.Scaled
	by         obs.Decimal // factor (scale)
	byText     string
	reason     string
	status     string
	source     string // address; "" for none
	newStatus  obs.Status
	confidence string
}

// matchPart is one part of the key that an entry asks for.
type matchPart struct {
	part   part
	text   string
	period obs.Period
	date   time.Time // of vintage; zero for unknown
	pos    diag.Pos
}

// What a correction does to a cell.
const (
	doDrop     = "drop"     // refuse it, outside of max_rejects
	doOverride = "override" // read another text
	doScale    = "scale"    // multiply the value
	doFlag     = "flag"     // say so, and change nothing
)

// How sure a correction is.
const (
	proposed  = "proposed"  // a suspicion: it is noted, and changes nothing
	confirmed = "confirmed" // checked against the document or another one
	erratum   = "erratum"   // the publisher's own
)

// matchParts may stand under `match`.
var matchParts = []part{partPeriod, partArea, partSegment, partMeasure, partTransformation, partBaseMeasure, partDimension,
	partMember, partScope, partPublisher, partVintage, partRevision}

// readCorrections reads `corrections`: the name of a file beside the descriptor.
func (r *resource) readCorrections(pm *yamldoc.Mapping) {
	file, ok := pm.At("corrections").Text()
	if !ok || !r.inside(pm.At("corrections"), file) {
		return
	}
	full := path.Join(r.dataset.dir, file)
	text, err := fs.ReadFile(r.dataset.fsys, full)
	if err != nil {
		pm.At("corrections").Report("file-unreadable", fmt.Sprintf("the corrections %s cannot be read: %v", full, diag.Cause(err)),
			"write the file beside the descriptor")
		return
	}
	doc := yamldoc.Parse(yamldoc.Source{File: full, Text: string(text), First: 1, Name: "corrections"}, r.dataset.doc.Problems)
	if doc == nil {
		return
	}
	c := &corrections{file: path.Clean(file), byPlace: map[cellPlace]*correction{}}
	if root := doc.Root(); root.IsList() {
		for _, n := range root.List() {
			r.readCorrection(c, n)
		}
	} else if !root.IsEmpty() {
		root.WrongType("a list of corrections")
	}
	r.corrections = c
}

// readCorrection reads one entry.
func (r *resource) readCorrection(all *corrections, n yamldoc.Node) {
	m := n.Mapping("at", "match", "hits", "expect", "do", "value", "unit", "by", "set", "reason", "status", "source")
	if m == nil {
		return
	}
	c := &correction{pos: n.Pos, hits: m.Int("hits", 1, 1_000_000, 1), expectPos: m.At("expect").Pos,
		reason: strings.TrimSpace(m.Need("reason")), source: m.Text("source")}
	if m.Has("expect") {
		c.expect = m.Texts("expect")
	} else {
		m.Missing("expect", "write what the cell shows, as printed: a correction must not outlive the mistake")
	}
	c.do, c.status = needOneOf(m, "do", doDrop, doOverride, doScale, doFlag), needOneOf(m, "status", proposed, confirmed, erratum)
	if c.status == erratum && c.source == "" {
		m.Missing("source", "say where the publisher printed its erratum")
	}
	c.readChange(m)
	c.readSet(m)
	switch {
	case m.Broken:
	case m.Has("at") == m.Has("match"):
		m.Report("key-missing", m.Name+" needs either at or match", "")
	case m.Has("match"):
		c.readMatch(m)
		all.matching = append(all.matching, c)
	default:
		r.readPlace(all, c, m)
	}
	all.entries = append(all.entries, c)
}

// needOneOf returns the text of a key that must be there, one of words.
func needOneOf(m *yamldoc.Mapping, key string, words ...string) string {
	if !m.Has(key) {
		m.Missing(key, "write "+strings.Join(words, ", "))
	}
	return m.OneOf(key, "", words...)
}

// readChange reads `value`, `unit` and `by`, each of which belongs to one deed.
func (c *correction) readChange(m *yamldoc.Mapping) {
	for _, belongs := range []struct {
		key, to string
		needed  bool
	}{{"value", doOverride, true}, {"unit", doOverride, false}, {"by", doScale, true}} {
		switch {
		case c.do == belongs.to && belongs.needed && !m.Has(belongs.key):
			m.Missing(belongs.key, "")
		case c.do != belongs.to && c.do != "" && m.Has(belongs.key):
			m.At(belongs.key).Report("value-unknown", fmt.Sprintf("%s belongs to do: %s", belongs.key, belongs.to), "leave it out")
		}
	}
	c.text, c.textPos, c.byText = strings.TrimSpace(m.Text("value")), m.At("value").Pos, m.Text("by")
	var err error
	if c.unitText = m.Text("unit"); m.Has("unit") {
		if c.unit, err = obs.ParseUnit(c.unitText); err != nil {
			m.At("unit").Report("unit-unknown", fmt.Sprintf("unit %q is unknown", c.unitText), unitHint)
		}
	}
	if !m.Has("by") {
		return
	}
	if c.by, _, err = obs.ParseDecimal(c.byText, 0); err != nil || c.by.Sign() == 0 {
		m.At("by").Report("number-syntax", fmt.Sprintf("by %q is no factor", c.byText), "write an exact decimal: 0.001, 10000")
	}
}

// readSet reads `set`: what the observation is marked as.
func (c *correction) readSet(m *yamldoc.Mapping) {
	sm := m.Mapping("set", "status", "confidence")
	if sm == nil {
		return
	}
	if c.do == doDrop {
		sm.Report("value-unknown", "a cell that is dropped has nothing to set", "leave set out")
	}
	var statuses []string
	for _, s := range obs.Statuses {
		if s != obs.Missing {
			statuses = append(statuses, string(s))
		}
	}
	c.newStatus = obs.Status(sm.OneOf("status", "", statuses...))
	c.confidence = sm.OneOf("confidence", "", confidences...)
}

// readPlace reads `at`.
func (r *resource) readPlace(all *corrections, c *correction, m *yamldoc.Mapping) {
	at := m.Need("at")
	place, ok := r.cellPlace(at)
	if !ok {
		m.At("at").Report("value-unknown", fmt.Sprintf("%q is no place in a file of resource %s", at, r.name),
			"write it as paystats explain prints it: figures.csv:49:6, book.xlsx:Sheet1!B3, tree/1.json#/data/0/count")
		return
	}
	if first := all.byPlace[place]; first != nil {
		m.Report("correction-duplicate", fmt.Sprintf("%s is corrected in line %d already", at, first.pos.Line), "delete one of the two")
		return
	}
	c.place, all.byPlace[place] = place, c
}

// cellPlace splits a place as it is printed into file and place; without a file it is one
// of the only file.
func (r *resource) cellPlace(text string) (p cellPlace, ok bool) {
	text = strings.TrimPrefix(text, r.dataset.dir+"/")
	for _, s := range r.sources {
		if at, found := strings.CutPrefix(text, s.name); found && len(at) > 1 && (at[0] == ':' || at[0] == '#') {
			return cellPlace{s.name, at[1:]}, true
		}
	}
	if len(r.sources) == 1 && text != "" {
		return cellPlace{r.sources[0].name, text}, true
	}
	return p, false
}

// readMatch reads `match`: parts of the key, and codes.
func (c *correction) readMatch(m *yamldoc.Mapping) {
	mm := m.Mapping("match", names(matchParts)...)
	if mm == nil {
		return
	}
	if len(mm.Entries) == 0 && !mm.Broken {
		mm.Report("key-missing", mm.Name+" names no part of the key", "")
	}
	for _, e := range mm.Entries {
		text, ok := e.Value.Text()
		if !ok {
			continue
		}
		part := matchPart{part: part(slices.Index(partNames[:], e.Key)), text: text, pos: e.Value.Pos}
		part.period, _, _ = obs.ParsePeriod(text) // Check says what is wrong with it
		if text != "unknown" {
			part.date = part.period.Start()
		}
		c.match = append(c.match, part)
	}
}

// fits reports whether an observation has what the entry asks for.
func (c *correction) fits(o *obs.Observation, resolve func(p part, dimension, text string) string) bool {
	for _, want := range c.match {
		var got string
		switch want.part {
		case partPeriod:
			if o.Period != want.period {
				return false
			}
			continue
		case partVintage:
			if !o.Vintage.Equal(want.date) {
				return false
			}
			continue
		case partRevision:
			got = strconv.Itoa(o.Revision)
		default:
			got = partOf(o, want.part)
		}
		if got != want.text && got != resolve(want.part, o.Dimension, want.text) {
			return false
		}
	}
	return true
}

// partOf returns a code of an observation's key.
func partOf(o *obs.Observation, p part) string {
	switch p {
	case partArea:
		return o.Area
	case partSegment:
		return o.Segment
	case partMeasure:
		return o.Measure
	case partTransformation:
		return string(o.Transformation)
	case partBaseMeasure:
		return o.BaseMeasure
	case partDimension:
		return o.Dimension
	case partMember:
		return o.Member
	case partScope:
		return o.Scope
	}
	return o.Publisher
}
