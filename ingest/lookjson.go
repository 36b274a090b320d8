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
	var records []any
	var text []byte
	for len(records) < wholeRows {
		var err error
		if text, err = readLine(lines, text[:0]); err != nil {
			if len(text) == 0 && errors.Is(err, io.EOF) {
				break
			}
			if !errors.Is(err, io.EOF) {
				return nil, unreadable(name, err)
			}
		}
		if record, err := decode(name, text); err == nil {
			records = append(records, record)
		}
	}
	return []LookTable{recordTable("", records)}, nil
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

// recordTable samples an array of objects; its columns are their keys, in order.
func recordTable(pointer string, records []any) LookTable {
	t := LookTable{Records: pointer}
	known := map[string]bool{}
	for _, record := range records[:min(len(records), wholeRows)] {
		leaves(record, "", 0, func(key, _ string) { known[key] = true })
	}
	t.Columns = slices.Sorted(maps.Keys(known))
	index := map[string]int{}
	for i, key := range t.Columns {
		index[key] = i
	}
	for number, record := range records {
		cells := make([]string, len(t.Columns))
		leaves(record, "", 0, func(key, text string) {
			if i, ok := index[key]; ok {
				cells[i] = text
			}
		})
		t.add(number+1, cells)
	}
	return t
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
