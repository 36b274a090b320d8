package page

import (
	"context"
	"slices"
	"strings"

	"paystats/data/diag"
	"paystats/data/frame"
	"paystats/data/yamldoc"
	"paystats/reports/chart"
	"paystats/reports/document"
)

// column is one column of a table with sql, in the order of the page.
type column struct {
	name  string
	title text
	unit  word
	pos   diag.Pos
}

// cellUnits are the units of columns that are not numbers with a format of their own.
// row takes the unit of each row from the query's column unit.
var cellUnits = []string{"text", "date", "period", "yes", "row"}

// columns reads "columns:", a mapping of the query's columns that are shown.
func (s *source) columns(value yamldoc.Node) []column {
	m := value.Mapping()
	if m == nil {
		return nil
	}
	var out []column
	for _, e := range m.Entries {
		c := column{name: e.Key, pos: e.Value.TextPos()}
		readKeys(s, e.Value, columnKeys, &c)
		out = append(out, c)
	}
	return out
}

// checkColumns checks what is declared of columns, as far as that needs no data.
func (s *source) checkColumns(b block) {
	if b.kind != blockTable && !places(b) {
		s.fail(b.pos, codeRequest, "write ```table, or unit: instead of columns:", "columns are those of a table")
	}
	if b.unit.text != "" {
		s.fail(b.unit.pos, codeRequest, "give each column its unit", "a table with columns has no unit of its own")
	}
	for _, c := range b.columns {
		if c.title.empty() {
			s.fail(c.pos, codeTitleMissing, "add title: to it", "column %q has no title", c.name)
		}
		if _, ok := (notation{}).declared(c.unit.text); !ok && c.unit.text != "" && !has(cellUnits, c.unit.text) {
			s.fail(c.unit.pos, codeUnit, unitHint(c.unit.text, append(slices.Clone(cellUnits), numberUnits...)), "unknown unit %q", c.unit.text)
		}
	}
}

// tableSQL prints what a query returned as a table of the declared columns.
func (r *run) tableSQL(ctx context.Context, b block, f *frame.Frame) (chart.Table, bool) {
	f = inLanguage(f, r.language)
	var t chart.Table
	for _, c := range b.columns {
		data := f.Column(c.name)
		if data == nil {
			r.fail(c.pos, codeSQLColumns, "name it with AS", "the query returns no column %q", c.name)
			return t, false
		}
		isNumber := data.Kind == frame.Int || data.Kind == frame.Decimal || data.Kind == frame.Float
		if c.unit.text == "" && (data.Kind == frame.Decimal || data.Kind == frame.Float) {
			r.fail(c.pos, codeSQLColumns, "add unit: percent, number, count or a currency", "column %q holds numbers and has no unit", c.name)
			return t, false
		}
		if format, ok := (notation{}).declared(c.unit.text); ok && !isNumber {
			r.fail(c.unit.pos, codeSQLColumns, "CAST it to DOUBLE, or unit: text", "column %q is %s and cannot be printed as %s", c.name, data.Kind, format)
			return t, false
		}
		t.Columns = append(t.Columns, chart.Column{Name: r.plain(ctx, c.title), Numeric: isNumber && c.unit.text != "text" && c.unit.text != "period"})
	}
	for i := range f.Rows() {
		row := make([]chart.Cell, len(b.columns))
		for k, c := range b.columns {
			row[k] = r.cell(f, c, i)
		}
		t.Rows = append(t.Rows, row)
	}
	return t, true
}

// cell prints one cell: a number by its column's unit, a date and a period in words, a
// text as it is. Where there is nothing the hover says why, if the query does.
func (r *run) cell(f *frame.Frame, c column, row int) chart.Cell {
	name := c.name
	if f.Column(name+nameSuffix) != nil {
		name += nameSuffix
	}
	text := f.Text(name, row)
	if text == "" {
		out := chart.Cell{Text: "–"}
		if code := f.Text("reason", row); code != "" {
			out.Title = chart.Reason(code, r.language)
		}
		return out
	}
	unit := c.unit.text
	if unit == "row" {
		unit = f.Text("unit", row)
	}
	if unit == "" && f.Column(name).Kind == frame.Date {
		unit = "date"
	}
	if v, ok := f.Float(name, row); ok {
		if format, known := r.notation().declared(unit); known {
			return chart.Cell{Text: chart.Format(format, v)}
		}
	}
	switch {
	case unit == "date" || unit == "period":
		return chart.Cell{Text: chart.PeriodText(text, r.language)}
	case f.Column(name).Kind == frame.Bool:
		return chart.Cell{Text: map[string]string{"true": r.lang("yes", "是"), "false": r.lang("no", "否")}[text]}
	}
	return chart.Cell{Text: text}
}

// nameSuffix ends the column that names the ids of another.
const nameSuffix = "_name"

// inLanguage makes one column of each pair NAME_en, NAME_zh: NAME in the language, or,
// where the query returns NAME too, NAME_name beside it.
func inLanguage(f *frame.Frame, lang string) *frame.Frame {
	out := &frame.Frame{}
	for _, c := range f.Columns {
		base, isEnglish := strings.CutSuffix(c.Name, "_en")
		zh := f.Column(base + "_zh")
		if other, ok := strings.CutSuffix(c.Name, "_zh"); ok && f.Column(other+"_en") != nil {
			continue
		}
		if !isEnglish || zh == nil {
			out.Columns = append(out.Columns, c)
			continue
		}
		one := frame.Column{Name: base, Kind: frame.Text}
		if f.Column(base) != nil {
			one.Name += nameSuffix
		}
		for i := range c.Cells {
			one.Cells = append(one.Cells, any(chart.Text{En: frame.Format(c.Cells[i]), Zh: frame.Format(zh.Cells[i])}.In(lang)))
		}
		out.Columns = append(out.Columns, one)
	}
	return out
}

// finishTable builds a table of declared columns once the facts are known.
func (r *run) finishTable(p plan) document.Block {
	c := p.chart
	return document.Table{ID: c.ID, Title: c.Title, Subtitle: c.Subtitle, Table: *p.table, Source: c.Source, Notes: c.Notes, Data: r.data(p), Spec: chart.Spec{ID: c.ID, Title: c.Title, Origin: c.Origin}, Rows: p.block.rowsOf(p.frame), Making: r.making(p)}
}

// data are the declared columns as the query returned them, under its own names; a pair of
// names in the language of the document, behind the id if the query returns that too.
func (r *run) data(p plan) chart.Data {
	f := inLanguage(p.frame, r.language)
	var d chart.Data
	d.Rows = make([][]any, f.Rows())
	for _, c := range p.block.columns {
		for _, name := range []string{c.name, c.name + nameSuffix} {
			if f.Column(name) == nil {
				continue
			}
			d.Columns = append(d.Columns, name)
			for i := range d.Rows {
				d.Rows[i] = append(d.Rows[i], cellData(f, name, i))
			}
		}
	}
	return d
}

// cellData is a cell for programs: a number, a text, or nil.
func cellData(f *frame.Frame, name string, row int) any {
	if v, ok := f.Float(name, row); ok {
		return v
	}
	if text := f.Text(name, row); text != "" {
		return text
	}
	return nil
}
