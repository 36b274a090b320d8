package ingest

import (
	"encoding/json"
	"errors"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Limits on the keys that a look follows.
const (
	lookDepth   = 5 // levels of a document, and of a record
	lookMembers = 2 // entries of an array inside a record
)

// lookJSON samples what may be records in a JSON document: arrays of objects, and objects
// that hold numbers.
func lookJSON(src io.Reader, name string, _ *Look) ([]LookTable, error) {
	text, err := readAll(src)
	if err != nil {
		return nil, unreadable(name, err)
	}
	root, err := decode(name, text)
	if err != nil {
		return nil, err
	}
	var tables []LookTable
	findRecords(root, "", 0, &tables)
	return tables, nil
}

// lookNDJSON samples a file of one object a line.
func lookNDJSON(src io.Reader, name string, _ *Look) ([]LookTable, error) {
	lines := skipBOM(src)
	t := recordSample{index: map[string]int{}}
	var text []byte
	for {
		var err error
		if text, err = readLine(lines, text[:0]); err != nil && !errors.Is(err, io.EOF) {
			return nil, unreadable(name, err)
		}
		if len(text) == 0 && err != nil {
			break
		}
		t.records++
		if record, err := decode(name, text); err == nil {
			t.record(record)
		}
	}
	return []LookTable{t.LookTable}, nil
}

// findRecords walks a document down to its arrays of objects.
func findRecords(node any, pointer string, depth int, tables *[]LookTable) {
	if depth > lookDepth {
		return
	}
	switch n := node.(type) {
	case []any:
		if len(n) > 0 && !slices.ContainsFunc(n, func(record any) bool { _, ok := record.(map[string]any); return !ok }) {
			*tables = append(*tables, recordTable(pointer, n))
		}
	case map[string]any:
		numbers := false
		for _, key := range slices.Sorted(maps.Keys(n)) {
			if _, ok := n[key].(json.Number); ok {
				numbers = true
			}
			findRecords(n[key], pointer+"/"+escapeKey(key), depth+1, tables)
		}
		if numbers {
			scalars := map[string]any{}
			for key, value := range n {
				switch value.(type) {
				case map[string]any, []any:
				default:
					scalars[key] = value
				}
			}
			*tables = append(*tables, recordTable(pointer, []any{scalars}))
		}
	}
}

// recordTable samples an array of objects.
func recordTable(pointer string, records []any) LookTable {
	t := recordSample{LookTable: LookTable{Records: pointer, Columns: keysOf(records)}, index: map[string]int{}}
	for i, key := range t.Columns {
		t.index[key] = i
	}
	for _, record := range records {
		t.records++
		t.record(record)
	}
	return t.LookTable
}

// keysOf returns the keys of records, in order.
func keysOf(records []any) []string {
	known := map[string]bool{}
	for _, record := range records[:min(len(records), wholeRows)] {
		leaves(record, "", 0, func(key, _ string) { known[key] = true })
	}
	return slices.Sorted(maps.Keys(known))
}

// recordSample samples records one by one; its columns are their keys.
type recordSample struct {
	LookTable
	index   map[string]int // of a key among the columns
	records int
}

// record takes the record that was counted last. Keys that no record had before become
// columns, in order.
func (t *recordSample) record(record any) {
	found := map[string]string{}
	leaves(record, "", 0, func(key, text string) { found[key] = text })
	for _, key := range slices.Sorted(maps.Keys(found)) {
		if _, ok := t.index[key]; !ok && len(t.Columns) < maxColumns {
			t.index[key] = len(t.Columns)
			t.Columns = append(t.Columns, key)
		}
	}
	cells := make([]string, len(t.Columns))
	for key, text := range found {
		if i, ok := t.index[key]; ok {
			cells[i] = text
		}
	}
	t.add(t.records, cells)
}

// leaves calls visit for every scalar of a record, with its pointer relative to the record.
func leaves(node any, key string, depth int, visit func(key, text string)) {
	if depth > lookDepth {
		return
	}
	below := func(name string) string {
		if key == "" {
			return name
		}
		return key + "/" + name
	}
	switch n := node.(type) {
	case map[string]any:
		for name, child := range n {
			leaves(child, below(escapeKey(name)), depth+1, visit)
		}
	case []any:
		for i, child := range n[:min(len(n), lookMembers)] {
			leaves(child, below(strconv.Itoa(i)), depth+1, visit)
		}
	case json.Number:
		visit(key, n.String())
	case string:
		visit(key, n)
	case bool:
		visit(key, strconv.FormatBool(n))
	}
}

// escapeKey writes a key as a part of a JSON pointer.
func escapeKey(key string) string {
	return strings.ReplaceAll(strings.ReplaceAll(key, "~", "~0"), "/", "~1")
}
