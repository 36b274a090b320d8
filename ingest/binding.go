package ingest

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"paystats/data/diag"
	"paystats/data/yamldoc"
)

// origin is where a binding's text comes from.
type origin uint8

const (
	fromLiteral origin = iota
	fromColumns        // one column, or several that are joined by a blank
	fromPath           // the file's path
	fromSheet          // the name of the sheet
	fromHeader         // the name of the value's own column
	fromCell           // one cell above the table, or of its header
)

// originKeys are the keys of the origins in descriptors.
var originKeys = []string{"column", "columns", "path", "sheet", "header", "cell"}

// binding says where a part's text comes from.
type binding struct {
	pos     diag.Pos
	from    origin
	literal string
	columns []int // indices into the resource's columns
	cell    cellName
	pattern *pattern // what of the text counts; nil for all of it
	style   int      // of a period: index into the resource's styles

	hasDefault bool
	fallback   string
	fallPos    diag.Pos
	values     map[string]valueCode // text as printed -> code; nil for none

	hasOtherwise bool
	otherwise    valueCode // what a text becomes that values does not list
}

// valueCode is one entry of `values`.
type valueCode struct {
	code string
	pos  diag.Pos
}

// isLiteral reports whether the text is the same for every row.
func (b *binding) isLiteral() bool { return b.from == fromLiteral }

// binding reads a key as a binding; nil if it is absent or after a problem.
func (r *resource) binding(m *yamldoc.Mapping, key string) *binding {
	if !m.Has(key) {
		return nil
	}
	n := m.At(key)
	if n.IsScalar() {
		text, _ := n.Text()
		return &binding{pos: n.Pos, literal: text}
	}
	known := append([]string{"pattern", "default", "values", "otherwise"}, originKeys...)
	if key == partPeriod.String() {
		known = append(known, styleKeys...)
	}
	bm := n.Mapping(known...)
	if bm == nil || bm.Broken {
		return nil
	}
	b := &binding{pos: bm.Pos}
	if !r.readOrigin(b, bm, patternGroups(key)) {
		return nil
	}
	if bm.Has("default") {
		b.hasDefault, b.fallback, b.fallPos = true, bm.Text("default"), bm.At("default").Pos
	}
	b.readValues(bm)
	b.style = r.readStyle(bm)
	return b
}

// readOrigin reads where the text comes from; false after a problem.
func (r *resource) readOrigin(b *binding, bm *yamldoc.Mapping, groups []string) bool {
	var found []string
	for _, key := range originKeys {
		if bm.Has(key) {
			found = append(found, key)
		}
	}
	if len(found) != 1 {
		bm.Report("key-missing", bm.Name+" needs exactly one of "+strings.Join(originKeys, ", "), "")
		return false
	}
	key := found[0]
	n := bm.At(key)
	switch key {
	case "column":
		b.from, b.columns = fromColumns, []int{r.column(bm.Need(key), n.Pos)}
	case "columns":
		b.from = fromColumns
		for _, one := range bm.List(key) {
			if name, ok := one.Text(); ok {
				b.columns = append(b.columns, r.column(name, one.Pos))
			}
		}
	case "cell":
		var ok bool
		if b.cell, ok = r.boundCell(n); !ok {
			return false
		}
		b.from = fromCell
	default:
		b.from = map[string]origin{"path": fromPath, "sheet": fromSheet, "header": fromHeader}[key]
		if b.from == fromSheet && !r.isWorkbook() {
			n.Report("value-unknown", bm.Name+" is bound to a sheet, but only workbooks have sheets", "add format: xlsx, or bind the path")
			return false
		}
	}
	switch {
	case b.from == fromColumns || b.from == fromCell:
		if !bm.Has("pattern") {
			return true
		}
		n = bm.At("pattern")
	case bm.Has("pattern"):
		bm.At("pattern").Report("value-unknown", fmt.Sprintf("%s has a pattern beside %s, which is one already", bm.Name, key), "write the groups into "+key)
		return false
	}
	b.pattern = readPattern(n, groups)
	return b.pattern != nil
}

// readValues reads `values` and `otherwise`.
func (b *binding) readValues(bm *yamldoc.Mapping) {
	if vm := bm.Mapping("values"); vm != nil {
		b.values = map[string]valueCode{}
		for _, e := range vm.Entries {
			code, _ := e.Value.Text()
			b.values[strings.TrimSpace(e.Key)] = valueCode{code, e.Value.Pos}
		}
	}
	if b.hasOtherwise = bm.Has("otherwise"); b.hasOtherwise {
		b.otherwise = valueCode{bm.Text("otherwise"), bm.At("otherwise").Pos}
		if len(b.values) == 0 {
			bm.Report("key-missing", bm.Name+" has otherwise, but no values", "list the texts that mean something else, or write the code alone")
		}
	}
}

// sortedValues returns the texts of `values` in order.
func (b *binding) sortedValues() []string { return slices.Sorted(maps.Keys(b.values)) }

// bound is the text that a binding finds; ok is false if its pattern does not match.
type bound struct {
	text  string
	ok    bool
	tried string // where the pattern found nothing
}

// in returns what the binding finds in the text of its origin.
func (b *binding) in(text string) bound {
	if b.pattern == nil {
		return bound{text: text, ok: true}
	}
	found := b.pattern.find(text)
	if !found.ok {
		found.tried = text
	}
	return found
}

// fromLevels returns what was found in a joined header, in which a period may stand on two
// levels: 2023年 > 第一季度.
func (b bound) fromLevels(p part) bound {
	if p == partPeriod {
		b.text = strings.ReplaceAll(b.text, " > ", " ")
	}
	return b
}
