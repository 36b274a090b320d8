package ingest

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"paystats/data/codelist"
	"paystats/data/diag"
	"paystats/data/yamldoc"
	"paystats/ingest/bulk"
)

// kinds are the words for `kind`.
var kinds = []string{"observations", bulk.Transactions, bulk.Activations}

// rowSet is a resource whose rows go through the engine.
type rowSet struct {
	*bulk.Set
	resource *resource
	zone     string              // of times that have none of their own
	zoneTold bool                // that there is none
	mapFiles []string            // in the dataset's folder
	mapped   map[string]fieldMap // what maps say, by field
	codes    []rowCode           // what the code lists must know
}

// fieldMap leads from the texts of a column to codes.
type fieldMap struct {
	column string
	pos    diag.Pos
	codes  map[string]string
}

// rowCode is a code that the descriptor or a map gives a field.
type rowCode struct {
	field, list, dimension, text string
	pos                          diag.Pos
}

// Bulk returns the resources whose rows go through the engine, in the descriptor's order.
func (d *Dataset) Bulk() []*bulk.Set {
	var sets []*bulk.Set
	for _, r := range d.resources {
		if r.rowSet != nil {
			sets = append(sets, r.rowSet.Set)
		}
	}
	return sets
}

// bulkKind returns the kind of a resource whose rows go through the engine, "" for others.
func bulkKind(m *yamldoc.Mapping) string {
	if pm := m.At("paystats"); pm.IsMapping() {
		if kind := pm.Mapping().At("kind"); kind.IsScalar() {
			if text, _ := kind.Text(); text == bulk.Transactions || text == bulk.Activations {
				return text
			}
		}
	}
	return ""
}

// synthetic is the publisher of rows that a program has made.
const synthetic = "synthetic"

// ownAttempts is the segment of what files of attempts come to, if the descriptor names none.
const ownAttempts = "attempts"

// readRowSet reads a resource of transactions or activations.
func (r *resource) readRowSet(m *yamldoc.Mapping, kind string) {
	d := r.dataset
	s := &rowSet{resource: r, mapped: map[string]fieldMap{}, Set: &bulk.Set{Dataset: d.Name, Resource: r.name, Title: d.Title,
		Descriptor: path.Join(d.dir, DescriptorName), Kind: kind, Missing: r.missing}}
	s.readFiles(m)
	fields, block := transactionFields, "transaction"
	if kind == bulk.Activations {
		fields, block = activationFields, "activation"
	}
	pm := m.Mapping("paystats", "kind", "publisher", "area", "segment", "scope", "synthetic", "keep", "zone", "maps", "ids", "max_rejects", block)
	s.Publisher = pm.Need("publisher")
	s.Area, s.Segment, s.Scope = pm.Text("area"), pm.Text("segment"), "unspecified"
	if pm.Has("scope") {
		s.Scope = pm.Need("scope")
	}
	for _, c := range []rowCode{{field: "publisher", text: s.Publisher}, {field: "area", text: s.Area}, {field: "segment", text: s.Segment}, {field: "scope", text: s.Scope}} {
		if c.list, c.pos = c.field, pm.At(c.field).Pos; c.text != "" {
			s.codes = append(s.codes, c)
		}
	}
	if s.Segment == "" && kind == bulk.Transactions {
		s.Segment = ownAttempts
	}
	if s.Synthetic = pm.Bool("synthetic"); s.Synthetic && s.Publisher != "" && s.Publisher != synthetic {
		pm.At("publisher").Report("value-unknown", fmt.Sprintf("rows that a program has made are published by %q", s.Publisher), "write publisher: synthetic, which every chart then names")
	}
	s.KeepRows = pm.OneOf("keep", "rows", "rows", "rollup") == "rows"
	s.MaxRejects = pm.Int("max_rejects", 0, 1_000_000_000, 0)
	if pm.Has("zone") {
		s.zone = readZone(pm.At("zone"))
	}
	for _, n := range pm.List("maps") {
		if mm := n.Mapping("column", "file"); mm != nil {
			s.readMap(mm, fields)
		}
	}
	if !pm.Has(block) {
		pm.Missing(block, "say which columns hold its "+fields[0].name+" and the rest")
	} else if bm := pm.Mapping(block, fieldNames(fields)...); bm != nil {
		s.readFields(bm, fields)
	}
	s.readIDs(pm)
	s.checkColumns()
	r.rowSet = s
}

// readMap reads one entry of `maps`: what the texts of a column mean for fields.
func (s *rowSet) readMap(m *yamldoc.Mapping, fields []rowField) {
	r := s.resource
	table, column, file := r.readTable(m)
	if table == nil {
		return
	}
	s.mapFiles = append(s.mapFiles, file)
	problems := r.dataset.doc.Problems
	for i, name := range table.Columns {
		if i == 0 {
			continue
		}
		at := slices.IndexFunc(fields, func(f rowField) bool { return f.name == name && f.isCode() })
		if at < 0 {
			var known []string
			for _, f := range fields {
				if f.isCode() {
					known = append(known, f.name)
				}
			}
			problems.Add(&diag.Problem{Pos: diag.Pos{File: path.Join(r.dataset.dir, file), Line: 1, Col: 1}, Code: "column-unknown",
				Msg: fmt.Sprintf("a map has no use for a column %q", name), Hint: diag.DidYouMean(name, known, "")})
			continue
		}
		if first, ok := s.mapped[name]; ok {
			m.Report("key-duplicate", fmt.Sprintf("two maps give %s, this one and that of column %q", name, first.column), "keep one of them, or join their files")
			continue
		}
		s.mapped[name] = fieldMap{column, m.At("column").Pos, s.mapCodes(table, i, fields[at])}
	}
}

// mapCodes returns what a column of a map makes of the codes in the first.
func (s *rowSet) mapCodes(table *codelist.List, column int, f rowField) map[string]string {
	codes := map[string]string{}
	for _, row := range table.Rows {
		if text := row.Cells[column]; text != "" {
			codes[row.Cells[0]] = text
			s.code(f, text, row.At(column))
		}
	}
	return codes
}

// readIDs reads `ids`, to which the columns of id and intent belong by themselves.
func (s *rowSet) readIDs(pm *yamldoc.Mapping) {
	s.IDs = pm.Texts("ids")
	for _, name := range []string{"id", "intent"} {
		if f, ok := s.Field(name); ok && f.Column != "" {
			s.IDs = append(s.IDs, f.Column)
		}
	}
	slices.Sort(s.IDs)
	s.IDs = slices.Compact(s.IDs)
}

// checkColumns holds the columns that are bound against those of a file without a header.
func (s *rowSet) checkColumns() {
	if len(s.Dialect.Columns) == 0 {
		return
	}
	for _, f := range s.Fields {
		for _, column := range []string{f.Column, f.ZoneColumn, f.UnitColumn} {
			if column != "" && !slices.Contains(s.Dialect.Columns, column) {
				s.resource.dataset.doc.Report(f.Pos, "column-missing", fmt.Sprintf("schema names no field %q", column), diag.DidYouMean(column, s.Dialect.Columns, ""))
			}
		}
	}
}

// rowSet holds the codes of a resource against the code lists. They are ids: what
// stands in millions of rows is not looked up by its name.
func (c checker) rowSet(s *rowSet) {
	for _, code := range s.codes {
		id, ok := c.lists.Resolve(code.list, code.dimension, code.text)
		switch {
		case !ok:
			c.doc.Report(code.pos, "code-unknown", fmt.Sprintf("%s %q is unknown", code.field, code.text), rowHint(c.lists, code))
		case id != code.text:
			c.doc.Report(code.pos, "code-unknown", fmt.Sprintf("%s %q is a name, not an id", code.field, code.text), "write "+id)
		}
	}
}

// rowHint returns what to write for an unknown code.
func rowHint(lists *codelist.Set, code rowCode) string {
	if near := lists.Suggest(code.list, code.dimension, code.text); len(near) > 0 {
		return "did you mean " + strings.Join(near, " or ") + "?"
	}
	return "ids are in " + codelist.Folder + "/" + code.list + ".csv; add one there"
}
