package ingest

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"paystats/data/diag"
	"paystats/data/obs"
	"paystats/data/yamldoc"
)

// resource is one entry of `resources`: files of one shape and how to read them.
type resource struct {
	dataset *Dataset
	name    string
	format  string
	reads   bool     // has a paystats block of observations
	rowSet  *rowSet  // nil unless it has one of rows that go through the engine
	files   []string // inside the dataset's folder, sorted

	compression string   // gz, zip, no; "" goes by the files' names
	sources     []source // what is read: the files, or members of the archives among them
	encoding    string   // a key of encodings; "" is UTF-8
	dialect     dialect
	missing     []string // texts that stand for "no value"
	records     string   // JSON pointer
	number      int      // of the table on a page; 0 for the only one
	required    bool     // absent records are a problem

	area       area
	cells      []cellName // that parts are bound to
	rows       rowRules
	styles     []obs.PeriodStyle // of periods; the first declares nothing
	columns    []string          // all columns that are read; bindings hold indices
	columnPos  []diag.Pos
	where      []condition
	maps       []*conceptMap
	mapsBroken bool // one of them is wrong, so that nothing is known about what they set
	bindings   [partCount]*binding
	tried      [partCount]bool // a binding or map was written, right or wrong
	values     []*value

	corrections *corrections // nil for none

	maxRejects    int
	maxRejectsPos diag.Pos
}

// condition selects rows: the column must hold one of the texts.
type condition struct {
	column int
	texts  []string
}

// value is one number that a row holds, or several of one meaning.
type value struct {
	column    int            // index into the resource's columns
	pattern   *regexp.Regexp // of the names of its columns; nil if there is one
	expansion int            // index into the patterns of the resource
	style     obs.NumberStyle
	unitText  string // of a literal unit
	declared  obs.Scaled
	missing   []string
	round     int // decimals that are kept; -1 for all
	overrides [partCount]*binding
}

// column returns the index of a column, which is read from now on.
func (r *resource) column(name string, pos diag.Pos) int {
	if i := slices.Index(r.columns, name); i >= 0 {
		return i
	}
	r.columns = append(r.columns, name)
	r.columnPos = append(r.columnPos, pos)
	return len(r.columns) - 1
}

// readResource reads one entry of `resources`.
func (d *Dataset) readResource(n yamldoc.Node, folder *folder) *resource {
	m := n.Mapping("name", "path", "format", "encoding", "dialect", "schema", "paystats",
		"compression", "innerpath", "title", "description", "mediatype", "profile", "hash", "bytes", "licenses", "sources", "$schema", "type")
	if m == nil {
		return nil
	}
	r := &resource{dataset: d, missing: []string{""}, styles: []obs.PeriodStyle{{}}, area: everything}
	r.name = m.Need("name")
	r.paths(m, folder)
	if kind := bulkKind(m); kind != "" {
		r.readRowSet(m, kind)
		return r
	}
	if r.reads = m.Has("paystats"); !r.reads {
		return r
	}
	r.readSources(m)
	r.readFormat(m)
	if r.format == sdmxFormat {
		r.missing = sdmxMissing
	}
	r.encoding = readEncoding(m)
	r.readDialect(m)
	if sm := m.Mapping("schema", "missingValues", "fields", "primaryKey", "foreignKeys"); sm != nil {
		if sm.Has("missingValues") {
			r.missing = sm.Texts("missingValues")
		}
		r.readFields(sm)
	}
	r.paystats(m)
	return r
}

// readFormat reads `format`, or goes by the names of the files.
func (r *resource) readFormat(m *yamldoc.Mapping) {
	formats := slices.Sorted(maps.Keys(readers))
	if r.format = m.OneOf("format", "", formats...); r.format == "" && !m.Has("format") && len(r.sources) > 0 {
		if r.format = r.extension(); !slices.Contains(formats, r.format) {
			m.Report("key-missing", fmt.Sprintf("%s has no format, and files of the name %q have none by default", m.Name, r.sources[0].name),
				"add format: "+strings.Join(formats, " or "))
		}
	}
}

// readFields takes the names of a headless file's columns from the schema.
func (r *resource) readFields(sm *yamldoc.Mapping) {
	if !r.dialect.headless {
		return
	}
	for _, n := range sm.List("fields") {
		if fm := n.Mapping("name", "type", "format", "title", "description", "constraints", "missingValues", "example", "rdfType"); fm != nil {
			r.dialect.fields = append(r.dialect.fields, fm.Need("name"))
		}
	}
}

// cutLast cuts s around the last separator.
func cutLast(s, separator string) (before, after string, found bool) {
	if i := strings.LastIndex(s, separator); i >= 0 {
		return s[:i], s[i+len(separator):], true
	}
	return s, "", false
}

// paystats reads the block that says what the resource's columns mean.
func (r *resource) paystats(m *yamldoc.Mapping) {
	known := append([]string{"kind", "where", "records", "table", "required", "maps", "document", "observation", "corrections", "max_rejects", "range", "rows"},
		names(resourceParts)...)
	pm := m.Mapping("paystats", known...)
	if pm == nil {
		return
	}
	if !pm.Has("kind") {
		pm.Missing("kind", "")
	}
	pm.OneOf("kind", "", kinds...)
	r.records, r.required = pm.Text("records"), pm.Bool("required")
	if r.records != "" && (!strings.HasPrefix(r.records, "/") || r.format != "json") {
		pm.At("records").Report("value-unknown", fmt.Sprintf("records %q is no JSON pointer", r.records), "only JSON has records; pointers start with /")
	}
	if r.number = pm.Int("table", 1, 100_000, 0); r.number > 0 && !r.isPage() {
		pm.At("table").Report("value-unknown", "table counts the tables of a page", "add format: html, or leave it out")
	}
	r.readArea(pm)
	r.readRows(pm)
	r.conditions(pm)
	problems := r.dataset.doc.Problems
	before := problems.Len()
	for _, n := range pm.List("maps") {
		if mm := n.Mapping("column", "file"); mm != nil {
			r.conceptMap(mm)
		}
	}
	r.mapsBroken = problems.Len() > before || len(r.maps) < len(pm.List("maps"))
	for _, p := range resourceParts {
		r.tried[p] = pm.Has(p.String())
		r.bindings[p] = r.binding(pm, p.String())
	}
	r.document(pm)
	if pm.Has("corrections") {
		r.readCorrections(pm)
	}
	r.maxRejects, r.maxRejectsPos = pm.Int("max_rejects", 0, 1_000_000_000, 0), pm.At("max_rejects").Pos
	if !pm.Has("observation") {
		pm.Missing("observation", "")
		return
	}
	om := pm.Mapping("observation", append([]string{"value"}, names(keyParts)...)...)
	if om == nil {
		return
	}
	for _, p := range keyParts {
		r.tried[p] = om.Has(p.String())
		r.bindings[p] = r.binding(om, p.String())
	}
	r.readValues(om)
	r.complete(om)
}

// isPage reports whether the resource is read from HTML.
func (r *resource) isPage() bool { return r.format == "html" || r.format == "htm" }

func (r *resource) conditions(pm *yamldoc.Mapping) {
	wm := pm.Mapping("where")
	if wm == nil {
		return
	}
	for _, e := range wm.Entries {
		r.where = append(r.where, condition{r.column(e.Key, e.KeyPos), wm.Texts(e.Key)})
	}
}

// document reads where a value was printed; the default is the dataset's first source.
func (r *resource) document(pm *yamldoc.Mapping) {
	if dm := pm.Mapping("document", "address", "title"); dm != nil {
		r.bindings[partAddress] = r.binding(dm, "address")
		r.bindings[partTitle] = r.binding(dm, "title")
		return
	}
	if sources := r.dataset.Sources; len(sources) > 0 {
		r.bindings[partAddress] = &binding{literal: sources[0].Path}
		r.bindings[partTitle] = &binding{literal: sources[0].Title}
	}
}

// complete checks that every part that an observation needs has a binding.
func (r *resource) complete(om *yamldoc.Mapping) {
	doc := r.dataset.doc
	for _, p := range required {
		if !r.bound(p) {
			om.Missing(p.String(), fmt.Sprintf("bind it: %s: {column: …}, or write a code", p))
		}
	}
	if d := r.bindings[partDimension]; d != nil && d.literal != obs.Total && !r.bound(partMember) {
		doc.Report(d.pos, "key-missing", fmt.Sprintf("%s has a dimension, but no member", om.Name), "bind it: member: {column: …}")
	}
	if m := r.bindings[partMember]; m != nil && m.literal != obs.Total && !r.bound(partDimension) {
		doc.Report(m.pos, "key-missing", fmt.Sprintf("%s has a member, but no dimension", om.Name), "say what members are: dimension: provider")
	}
}

// bound reports whether a part has a binding, a map or an override in every value; also
// if one was written that is wrong, which is reported already.
func (r *resource) bound(p part) bool {
	if r.tried[p] || r.mapsSet(p) || r.mapsBroken {
		return true
	}
	return len(r.values) > 0 && !slices.ContainsFunc(r.values, func(v *value) bool { return v.overrides[p] == nil })
}
