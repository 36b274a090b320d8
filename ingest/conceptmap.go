package ingest

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"

	"paystats/data/codelist"
	"paystats/data/diag"
	"paystats/data/yamldoc"
)

// conceptMap leads from a dataset's own codes to parts of the series key.
type conceptMap struct {
	column int    // of the data: index into the resource's columns
	file   string // inside the dataset's folder
	parts  []part // parts of the map's columns, after the first
	rows   map[string]mapRow
	codes  []string // in the file's order, for suggestions
}

type mapRow struct {
	cells [partCount]string // "" for "not set by the map"
	row   codelist.Row
}

// conceptMap reads one entry of `maps`.
func (r *resource) conceptMap(m *yamldoc.Mapping) {
	table, column, file := r.readTable(m)
	if table == nil {
		return
	}
	problems, full := r.dataset.doc.Problems, path.Join(r.dataset.dir, file)
	cm := &conceptMap{column: r.column(column, m.At("column").Pos), file: file, rows: map[string]mapRow{}}
	for _, name := range table.Columns[1:] {
		p := part(slices.Index(partNames[:], name))
		if !slices.Contains(mapParts, p) {
			problems.Add(&diag.Problem{Pos: diag.Pos{File: full, Line: 1, Col: 1}, Code: "column-unknown",
				Msg: fmt.Sprintf("a map has no use for a column %q", name), Hint: diag.DidYouMean(name, names(mapParts), "")})
			return
		}
		cm.parts = append(cm.parts, p)
	}
	for _, row := range table.Rows {
		mapped := mapRow{row: row}
		for i, p := range cm.parts {
			mapped.cells[p] = row.Cells[i+1]
		}
		cm.rows[row.Cells[0]] = mapped
		cm.codes = append(cm.codes, row.Cells[0])
	}
	r.maps = append(r.maps, cm)
}

// sets reports whether the map gives a part to every row, or to some of them.
func (cm *conceptMap) sets(p part) bool { return slices.Contains(cm.parts, p) }

// readTable reads the file of an entry of `maps`: codes of a column in its first column, each
// once. table is nil after a problem that leaves nothing to read.
func (r *resource) readTable(m *yamldoc.Mapping) (table *codelist.List, column, file string) {
	column, file = m.Need("column"), m.Need("file")
	if column == "" || file == "" || !r.inside(m.At("file"), file) {
		return nil, "", ""
	}
	problems, full := r.dataset.doc.Problems, path.Join(r.dataset.dir, file)
	table, err := codelist.ReadTable(r.dataset.fsys, full)
	if errors.Is(err, fs.ErrNotExist) {
		m.At("file").Report("file-unreadable", fmt.Sprintf("there is no map %s", full), "write the file beside the descriptor")
		return nil, "", ""
	}
	if err != nil {
		problems.Merge(err)
		return nil, "", ""
	}
	if table.Columns[0] != column {
		problems.Add(&diag.Problem{Pos: diag.Pos{File: full, Line: 1, Col: 1}, Code: "column-missing",
			Msg: fmt.Sprintf("the first column is %q, the map is for %q", table.Columns[0], column), Hint: "name the first column " + column})
	}
	lines := map[string]int{}
	table.Rows = slices.DeleteFunc(table.Rows, func(row codelist.Row) bool {
		first, twice := lines[row.Cells[0]]
		if twice {
			problems.Add(&diag.Problem{Pos: row.Pos, Code: "key-duplicate",
				Msg: fmt.Sprintf("code %q is already in line %d", row.Cells[0], first), Hint: "delete one of the two rows"})
		} else {
			lines[row.Cells[0]] = row.Pos.Line
		}
		return twice
	})
	return table, column, file
}
