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
	column := m.Need("column")
	file := m.Need("file")
	if column == "" || file == "" {
		return
	}
	if !r.inside(m.At("file"), file) {
		return
	}
	table, err := codelist.ReadTable(r.dataset.fsys, path.Join(r.dataset.dir, file))
	if errors.Is(err, fs.ErrNotExist) {
		m.At("file").Report("file-unreadable", fmt.Sprintf("there is no map %s", path.Join(r.dataset.dir, file)), "write the file beside the descriptor")
		return
	}
	problems := r.dataset.doc.Problems
	if err != nil {
		problems.Merge(err)
		return
	}
	cm := &conceptMap{column: r.column(column, m.At("column").Pos), file: file, rows: map[string]mapRow{}}
	full := path.Join(r.dataset.dir, file)
	if table.Columns[0] != column {
		problems.Add(&diag.Problem{Pos: diag.Pos{File: full, Line: 1, Col: 1}, Code: "column-missing",
			Msg: fmt.Sprintf("the first column is %q, the map is for %q", table.Columns[0], column), Hint: "name the first column " + column})
	}
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
		code := row.Cells[0]
		if first, ok := cm.rows[code]; ok {
			problems.Add(&diag.Problem{Pos: row.Pos, Code: "key-duplicate",
				Msg: fmt.Sprintf("code %q is already in line %d", code, first.row.Pos.Line), Hint: "delete one of the two rows"})
			continue
		}
		mapped := mapRow{row: row}
		for i, p := range cm.parts {
			mapped.cells[p] = row.Cells[i+1]
		}
		cm.rows[code] = mapped
		cm.codes = append(cm.codes, code)
	}
	r.maps = append(r.maps, cm)
}

// sets reports whether the map gives a part to every row, or to some of them.
func (cm *conceptMap) sets(p part) bool { return slices.Contains(cm.parts, p) }
