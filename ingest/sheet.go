package ingest

import (
	"fmt"
	"path"
	"strings"

	"paystats/data/diag"
)

func sheetProblem(file, place, code, msg, hint string) error {
	return &diag.Problem{Pos: diag.Pos{File: file, Pointer: place}, Code: code, Msg: msg, Hint: hint}
}

// namedSheet is a sheet of a workbook.
type namedSheet struct {
	name   string
	hidden bool
}

// chosenSheets returns the sheets that the dialect names, or the only visible one. A hidden
// sheet is chosen by its full name only.
func chosenSheets(sheets []namedSheet, t table) ([]string, error) {
	var chosen, visible []string
	for _, s := range sheets {
		if !s.hidden {
			visible = append(visible, s.name)
		}
		matched, _ := path.Match(t.dialect.sheet, s.name)
		if s.name == t.dialect.sheet || matched && !s.hidden {
			chosen = append(chosen, s.name)
		}
	}
	switch {
	case t.dialect.sheet == "" && len(visible) == 1:
		return visible, nil
	case t.dialect.sheet == "":
		return nil, sheetProblem(t.file, "", "sheet-missing", fmt.Sprintf("the workbook has %d visible sheets, and no sheetName says which are meant", len(visible)),
			"add dialect: {sheetName: …}, a name or a pattern: "+clip(strings.Join(visible, ", ")))
	case len(chosen) == 0:
		hint := "its visible sheets are " + clip(strings.Join(visible, ", "))
		return nil, sheetProblem(t.file, "", "sheet-missing", fmt.Sprintf("the workbook has no sheet %q", t.dialect.sheet), hint)
	}
	return chosen, nil
}

// sheetEnd is told that a sheet has no more rows.
func (g *grid) sheetEnd() error {
	if g.index != nil {
		return nil
	}
	return sheetProblem(g.file, g.name, "sheet-missing", fmt.Sprintf("the sheet %q ends before its header", g.name), "correct headerRows, or choose another sheet")
}
