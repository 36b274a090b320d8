package codelist

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"paystats/data/diag"
)

// Entry is a row that may be added to a list, as the user's code list file holds it.
type Entry struct {
	List  string
	cells map[string]string // column -> text; "" where absent
}

// proposed are the lists whose rows need no more than an id and a name. An area's id is a
// code of ISO 3166, and a measure's kind is not seen in its name.
var proposed = []string{"member", "publisher", "scope", "segment"}

// Propose returns an entry for each name that a list does not know, ready to be looked
// through: the name as printed, without footnote marks and pinyin, and an id made of it. A
// Chinese name stands for the English one too, until somebody knows that. Names that differ
// in case, width, script or marks alone give one entry; ids that are taken get a number. A
// censored name (银行*) gives none, nor do lists whose rows need more than a name.
// dimension is for members only.
func (s *Set) Propose(list, dimension string, names ...string) []Entry {
	if !slices.Contains(proposed, list) {
		return nil
	}
	var entries []Entry
	seen, taken := map[string]bool{}, map[string]bool{}
	for _, name := range names {
		name, _ = CutMarks(name)
		name = tidy(name)
		folded := fold(name)
		if _, known := s.find(list, dimension, name); known || ID(name) == "" || seen[folded] || censored(folded) != nil {
			continue
		}
		seen[folded] = true
		id := ID(name)
		for n := 2; taken[id] || s.taken(list, dimension, id); n++ {
			id = ID(name) + "-" + strconv.Itoa(n)
		}
		taken[id] = true
		entries = append(entries, newEntry(list, dimension, id, name))
	}
	return entries
}

// taken reports whether an id, or a name that reads like it, is in the list already.
func (s *Set) taken(list, dimension, id string) bool {
	_, ok := s.find(list, dimension, id)
	return ok
}

func newEntry(list, dimension, id, name string) Entry {
	e := Entry{List: list, cells: map[string]string{"id": id, "name_en": name}}
	if list == "member" {
		e.cells["dimension"] = dimension
	}
	if !isHan(name) {
		return e
	}
	chinese := strings.Map(foldRune, name)
	e.cells["name_en"], e.cells["name_zh"] = chinese, chinese
	switch {
	case chinese == name:
	case list == "member":
		e.cells["name_zh_hant"] = name
	default:
		e.cells["aliases"] = name
	}
	return e
}

// NewEntry returns an entry for a list, of its cells by column.
func NewEntry(list string, cells map[string]string) Entry { return Entry{List: list, cells: cells} }

// ID returns the entry's id.
func (e Entry) ID() string { return e.cells["id"] }

// File returns the path of the entry's list inside a workspace.
func (e Entry) File() string { return path.Join(Folder, e.List+".csv") }

// Name returns the entry's name as it was printed.
func (e Entry) Name() string { return e.cells["name_en"] }

// Annotate writes a note into the entry's row. Only members have a column for one here.
func (e Entry) Annotate(note string) {
	if e.List == "member" {
		e.cells["note"] = note
	}
}

// Line returns the entry as a line of the list's file, in the order of the list's own
// columns: bank,yes-bank,YES BANK,,,,,
func (e Entry) Line() string { return e.line(schemaOf(e.List).columns()) }

func (e Entry) line(columns []string) string {
	cells := make([]string, len(columns))
	for i, name := range columns {
		cells[i] = e.cells[strings.TrimSpace(name)]
	}
	var out strings.Builder
	w := csv.NewWriter(&out)
	_ = w.Write(cells) // a Builder does not fail, and no cell holds what CSV cannot
	w.Flush()
	return strings.TrimSuffix(out.String(), "\n")
}

// Header returns the first line of a list's file, with all its columns.
func Header(list string) string { return strings.Join(schemaOf(list).columns(), ",") }

func schemaOf(list string) schema {
	return schemas[slices.IndexFunc(schemas, func(s schema) bool { return s.name == list })]
}

// Append returns the text of a list's file with entries added behind its rows, each in the
// order of the file's columns, in its line endings. What stands there is not touched; an
// empty text gets a header. Problems (column-missing, csv-syntax): the file's header has no
// column for a cell, or it has no header.
func Append(text []byte, entries ...Entry) ([]byte, error) {
	if len(entries) == 0 {
		return text, nil
	}
	columns, ending := schemaOf(entries[0].List).columns(), "\n"
	out := bytes.Clone(text)
	if len(bytes.TrimSpace(text)) == 0 {
		out = []byte(Header(entries[0].List) + ending)
	} else {
		if bytes.Contains(text, []byte("\r\n")) {
			ending = "\r\n"
		}
		header, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\ufeff")))).Read()
		if err != nil {
			return nil, &diag.Problem{Pos: diag.Pos{File: entries[0].File(), Line: 1, Col: 1}, Code: "csv-syntax", Msg: err.Error(), Err: err}
		}
		if columns = header; out[len(out)-1] != '\n' {
			out = append(out, ending...)
		}
	}
	for _, e := range entries {
		if missing := e.without(columns); missing != "" {
			return nil, &diag.Problem{Pos: diag.Pos{File: e.File(), Line: 1, Col: 1}, Code: "column-missing",
				Msg: fmt.Sprintf("%s has no column %q for %s", e.List, missing, e.cells[missing]), Hint: "add it to the header and to every row"}
		}
		out = append(out, e.line(columns)+ending...)
	}
	return out, nil
}

// without returns the first column that the entry fills and a header lacks, "" for none.
func (e Entry) without(columns []string) string {
	for _, name := range schemaOf(e.List).columns() {
		if e.cells[name] != "" && !slices.ContainsFunc(columns, func(c string) bool { return strings.TrimSpace(c) == name }) {
			return name
		}
	}
	return ""
}
