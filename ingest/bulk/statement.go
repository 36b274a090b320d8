package bulk

import (
	"fmt"
	"slices"
	"strings"

	"paystats/ingest/card"
)

// statement builds the INSERT that reads files into the table of their kind. A row that is
// refused goes there, too, with a NULL mark, the fault's code in the column reason and the text
// in reason_code; it is taken out before the load ends. So the files are read once.
//
// The statement is SELECTs one inside the other: source (the texts that are needed, under the
// names of their fields), parsed (times and amounts), coded (what codes and clocks mean), checked and
// told (the first fault), and the columns of the table. None of them is a join: rows stay in the order of their
// files, which tells on which line each stands.
type statement struct {
	set *Set
	look
	kind   []target
	source []string
	parsed []string
	coded  []string
	codes  map[string][]coding // by field, sorted by text
	loads  map[string]int64    // of files, by path
	years
	faults  []fault
	columns map[string]string // of the table: expression over coded
	hide    string            // function that makes pseudonyms of users
}

// fault is one reason to refuse a row.
type fault struct {
	code, field string
	when        string // over coded; NULL counts as no
	printed     string // the text that is refused
}

// insert returns the statement that loads a group of files; hide is the name of the function
// that makes pseudonyms of users.
func (s *Set) insert(g group, seen look, codes map[string][]coding, loads map[string]int64, y years, hide string) (text string, err error) {
	b := &statement{set: s, look: seen, kind: targets(s.Kind), columns: map[string]string{}, codes: codes, loads: loads, years: y, hide: hide}
	b.begin()
	for _, t := range b.kind {
		f, bound := s.Field(t.field)
		if !bound {
			b.absent(t)
			continue
		}
		if err := b.add(t, f); err != nil {
			return "", err
		}
	}
	return b.text(g), nil
}

// begin reads what is not a field: a line of NDJSON, and the file.
func (b *statement) begin() {
	b.source = append(b.source, ident(fileColumn)+" AS file")
	b.parsed, b.coded = []string{"source.*"}, []string{"parsed.*"}
	if b.set.Format == NDJSON {
		whole := "CASE WHEN v IS NULL THEN line END"
		if _, users := b.set.Field("user"); users {
			whole = "''" // a user may stand anywhere in it
		}
		b.faults = append(b.faults, fault{code: "json-syntax", when: "broken", printed: "whole"})
		b.source = append(b.source, "v IS NULL AS broken", whole+" AS whole")
	}
}

// absent fills the columns of a field that nothing is bound to.
func (b *statement) absent(t target) {
	switch t.role {
	case moment:
		b.columns[t.column] = "NULL"
	default:
		b.columns[t.column] = "''"
	}
	if t.list == "reason" {
		b.columns["reason_code"] = "''"
	}
}

func (b *statement) add(t target, f Field) error {
	raw := "raw_" + t.field
	if f.Literal == "" && t.role != clock && t.role != moment && t.role != money {
		b.source = append(b.source, b.cell(f.Column)+" AS "+raw)
	}
	if t.required && f.Literal == "" && t.role != clock && t.role != money {
		b.faults = append(b.faults, fault{"cell-missing", t.field, raw + " IS NULL", "''"})
	}
	if b.set.Format == NDJSON && f.Literal == "" && (t.role == plain || t.role == secret) {
		b.faults = append(b.faults, fault{"text-digits", t.field, fmt.Sprintf("length(%[1]s) > 15 AND regexp_full_match(%[1]s, '-?[0-9.]+(\\.0|[eE][+-]?[0-9]+)')", raw), "''"})
	}
	switch {
	case f.Literal != "":
		b.columns[t.column] = quote(f.Literal)
		if t.open {
			b.columns["reason_code"] = "''"
		}
	case t.role == plain:
		b.guard(f, t.field, raw)
		b.columns[t.column] = "coalesce(" + raw + ", '')"
		if !slices.Contains(b.set.IDs, f.Column) { // what is written and taken out again stays in the file's bytes
			b.columns[t.column] = "CASE WHEN fault IS NULL THEN " + b.columns[t.column] + " END"
		}
	case t.role == coded:
		b.code(t, f, raw)
	case t.role == secret:
		b.columns[t.column] = fmt.Sprintf("coalesce(%s(%s), '')", b.hide, raw)
	case t.role == money:
		b.money(f)
	default:
		return b.time(t, f)
	}
	return nil
}

// code looks a text up in what the codes of the field were taken for.
func (b *statement) code(t target, f Field, raw string) {
	b.coded = append(b.coded, meaning(raw, b.codes[t.field])+" AS id_"+t.field)
	b.columns[t.column] = "coalesce(id_" + t.field + ", '')"
	if !t.open {
		b.faults = append(b.faults, fault{"code-unknown", t.field, fmt.Sprintf("%s IS NOT NULL AND coalesce(id_%s, '') = ''", raw, t.field), raw})
		return
	}
	b.guard(f, t.field, raw)
	b.columns[t.column] = fmt.Sprintf("CASE WHEN %s IS NULL THEN '' WHEN coalesce(id_%s, '') = '' THEN %s ELSE id_%s END", raw, t.field, quote(Unmapped), t.field)
	b.columns["reason_code"] = "coalesce(" + raw + ", '')"
}

// guard refuses card numbers in a column that is kept as text, and texts too long to be searched
// for them.
func (b *statement) guard(f Field, field, raw string) {
	b.faults = append(b.faults, fault{"cell-size", field, fmt.Sprintf("strlen(%s) > %d", raw, maxCell), raw})
	if !slices.Contains(b.set.IDs, f.Column) {
		b.faults = append(b.faults, fault{"card-number", field, raw + " IS NOT NULL AND " + card.SQL(raw), raw})
	}
}

// cell is the text of a column, NULL for no value.
func (b *statement) cell(column string) string {
	switch {
	case b.set.Format == NDJSON:
		return b.blank(fmt.Sprintf("v[%d]", slices.Index(b.set.columns(), column)+1))
	case b.types[column] == "" || b.types[column] == "VARCHAR":
		if b.set.Format == CSV {
			return ident(column) // the reader knows the texts for no value
		}
		return b.blank(ident(column))
	}
	return "CAST(" + ident(column) + " AS VARCHAR)"
}

// blank makes the texts that stand for no value NULL.
func (b *statement) blank(expression string) string {
	if len(b.set.Missing) == 1 {
		return fmt.Sprintf("nullif(%s, %s)", expression, quote(b.set.Missing[0]))
	}
	missing := make([]string, len(b.set.Missing))
	for i, m := range b.set.Missing {
		missing[i] = quote(m)
	}
	return fmt.Sprintf("CASE WHEN %s NOT IN (%s) THEN %s END", expression, strings.Join(missing, ", "), expression)
}

// columns returns the columns of the files that are needed, each once.
func (s *Set) columns() []string {
	var names []string
	for _, f := range s.Fields {
		for _, c := range []string{f.Column, f.ZoneColumn, f.UnitColumn} {
			if c != "" && !slices.Contains(names, c) {
				names = append(names, c)
			}
		}
	}
	return names
}

// text writes the statement.
func (b *statement) text(g group) string {
	var out strings.Builder
	fmt.Fprintf(&out, "INSERT INTO %s BY NAME\nWITH source AS (SELECT %s FROM %s),\n", b.set.table(), strings.Join(b.source, ", "), b.from(g))
	fmt.Fprintf(&out, "parsed AS (SELECT %s FROM source),\n", strings.Join(b.parsed, ", "))
	fmt.Fprintf(&out, "coded AS (SELECT %s FROM parsed),\n", strings.Join(b.coded, ", "))
	fmt.Fprintf(&out, "checked AS (SELECT *, %s AS fault FROM coded),\n", b.faultOf())
	fmt.Fprintf(&out, "told AS (SELECT *, %s AS printed FROM checked)\nSELECT %s, %s AS load FROM told", b.printedOf(), strings.Join(b.outputs(), ",\n"), b.load(g))
	return out.String()
}

// load is the number of the row's file.
func (b *statement) load(g group) string {
	var paths, loads []string
	for _, f := range g.files {
		paths, loads = append(paths, quote(f.Path)), append(loads, fmt.Sprint(b.loads[f.Path]))
	}
	return fmt.Sprintf("CAST(list_extract([%s], 1 + enum_code(CAST(file AS ENUM(%s)))) AS UINTEGER)", strings.Join(loads, ", "), strings.Join(paths, ", "))
}

// from is the FROM item of a group, with the path of the file beside the columns.
func (b *statement) from(g group) string {
	relation := b.set.relation(g)
	switch b.set.Format {
	case NDJSON:
		return b.lines(relation)
	case Arrow:
		return fmt.Sprintf("(SELECT *, %s AS %s FROM %s)", quote(g.files[0].Path), ident(fileColumn), relation)
	}
	return relation
}

// lines reads lines of NDJSON as the texts of the columns that are needed, parsing each once.
func (b *statement) lines(relation string) string {
	columns := b.set.columns()
	pointers := make([]string, len(columns))
	for i, c := range columns {
		pointers[i] = quote("/" + c)
	}
	line := ident(lineColumn)
	return fmt.Sprintf("(SELECT %s, %s AS line, json_extract_string(CASE WHEN json_valid(%s) THEN %s END, [%s]) AS v FROM %s WHERE %s IS NOT NULL)",
		ident(fileColumn), line, line, line, strings.Join(pointers, ", "), relation, line)
}

// faultOf is the number of the first fault, NULL for none.
func (b *statement) faultOf() string {
	var out strings.Builder
	out.WriteString("CASE")
	for i, f := range b.faults {
		fmt.Fprintf(&out, "\n WHEN %s THEN %d", f.when, i)
	}
	out.WriteString(" END")
	return out.String()
}

// outputs are the columns of the table. Those of a refused row tell of the fault.
func (b *statement) outputs() []string {
	var code strings.Builder
	for i, f := range b.faults {
		fmt.Fprintf(&code, " WHEN %d THEN %s", i, quote(f.field+" "+f.code))
	}
	b.columns["reason"] = fmt.Sprintf("CASE WHEN fault IS NULL THEN %s ELSE CASE fault%s END END", b.columns["reason"], code.String())
	b.columns["reason_code"] = fmt.Sprintf("CASE WHEN fault IS NULL THEN %s ELSE %s END", b.columns["reason_code"], masked("printed"))
	m := mark(b.set.Kind)
	b.columns[m] = fmt.Sprintf("CASE WHEN fault IS NULL THEN %s END", b.columns[m])
	var out []string
	for _, name := range tableColumns(b.set.Kind) {
		out = append(out, b.columns[name]+" AS "+name)
	}
	return out
}

// printedOf is the text of the first fault.
func (b *statement) printedOf() string {
	var out strings.Builder
	out.WriteString("CASE WHEN fault IS NOT NULL THEN CASE fault")
	for i, f := range b.faults {
		fmt.Fprintf(&out, " WHEN %d THEN %s", i, f.printed)
	}
	out.WriteString(" END END")
	return out.String()
}

// masked is the beginning of a text, of which no card number is left, nor a part of one.
func masked(expression string) string {
	begin, more := fmt.Sprintf("left(coalesce(%s, ''), %d)", expression, maxPrinted), fmt.Sprintf("left(%s, %d)", expression, maxPrinted+40)
	return fmt.Sprintf("CASE WHEN %s THEN regexp_replace(%s, '[0-9]', '*', 'g') ELSE %s END", card.SQL(more), begin, begin)
}

// maxCell is the longest text that is kept, in bytes.
const maxCell = 4096

// maxPrinted is how much of a refused text is kept, in characters.
const maxPrinted = 200

// tableColumns returns the columns of a kind's table, but for the load.
func tableColumns(kind string) []string {
	var names []string
	for _, t := range targets(kind) {
		names = append(names, t.column)
		switch {
		case t.role == clock:
			names = append(names, "local_date", "local_hour")
		case t.role == money:
			names = append(names, "currency")
		case t.open:
			names = append(names, "reason_code")
		}
	}
	return names
}
