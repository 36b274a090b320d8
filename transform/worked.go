package transform

import (
	"context"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"paystats/data/frame"
	"paystats/data/warehouse"
)

// Worked is the arithmetic of one value, with the numbers put in.
type Worked struct {
	Column   string
	Formula  string    // share = v / V
	Exact    string    // 5900000000000 / 12810000000000: an SQL expression of the value
	Result   *float64  // what Exact comes to; nil where an operand is NULL
	Value    *float64  // what the table holds
	Unit     string    // of the value: ratio, pp, points, or the row's own
	Operands []Operand // each row of each operand, in the order of the formula

	rule  rule
	scope scope
}

// Operand is one number that went in.
type Operand struct {
	Name, Table, Column                     string
	Market, Measure, Publisher, Scope, Unit string
	Period, Member, Status, Vintage, Reason string
	Value                                   *float64
	Text                                    string // the value in full
	Inputs                                  []int64
}

// Agrees reports whether the arithmetic comes to the value, but for the last digits of
// double precision.
func (w Worked) Agrees() bool {
	if w.Result == nil || w.Value == nil {
		return w.Result == nil && w.Value == nil
	}
	return math.Abs(*w.Result-*w.Value) <= 1e-9*math.Max(1, math.Abs(*w.Value))
}

// Written returns the expression with each operand printed by a function.
func (w Worked) Written(number func(Operand) string) string {
	return w.rule.expression.write(w.scope, func(name string, s scope) string {
		o, err := s.of(name)
		if err != nil {
			return name
		}
		return number(o)
	})
}

// operandKeys are the columns by which rows of two tables belong together.
var operandKeys = []string{"market", "measure", "publisher", "scope", "frequency", "period", "member"}

// Work computes the arithmetic of one row of a model's table. Row names it by columns and
// values; only the columns in want are explained, all for none.
func Work(ctx context.Context, db *warehouse.DB, model string, row map[string]string, want ...string) ([]Worked, error) {
	f, err := db.Query(ctx, "SELECT arithmetic FROM model WHERE name = ?", model)
	if err != nil || f.Rows() == 0 {
		return nil, err
	}
	a, err := ParseArithmetic(f.Text("arithmetic", 0))
	if err != nil {
		return nil, err
	}
	w := &worker{ctx: ctx, db: db, model: model, operands: a.operands, rows: map[string][]Operand{}}
	if err := w.pick(row); err != nil {
		return nil, err
	}
	var out []Worked
	for _, r := range a.rules {
		if len(want) > 0 && !slices.Contains(want, r.column) {
			continue
		}
		one, applies, err := w.work(r)
		if err != nil {
			return nil, fmt.Errorf("arithmetic of %s.%s: %w", model, r.column, err)
		}
		if applies {
			out = append(out, one)
		}
	}
	return out, nil
}

type worker struct {
	ctx      context.Context
	db       *warehouse.DB
	model    string
	columns  []string
	operands map[string]source
	from     string // the row as a subquery with one ? for each of args
	args     []any
	own      *frame.Frame
	rows     map[string][]Operand
}

// pick chooses the row.
func (w *worker) pick(row map[string]string) error {
	var err error
	if w.columns, err = w.columnsOf(w.model); err != nil {
		return err
	}
	w.from = "(SELECT t.*" + w.calendar() + " WHERE TRUE"
	for _, c := range w.columns {
		if v, ok := row[c]; ok {
			w.from += " AND t." + c + " = ?"
			w.args = append(w.args, v)
		}
	}
	w.from += ")"
	w.own, err = w.db.Query(w.ctx, "SELECT * FROM "+w.from+" AS r", w.args...)
	if err == nil && w.own.Rows() != 1 {
		err = fmt.Errorf("%d rows of %s fit where one is needed", w.own.Rows(), w.model)
	}
	return err
}

// calendar returns what follows the row's own columns in its SELECT: its place among the
// periods, if it has a period, and where both come from.
func (w *worker) calendar() string {
	from := " FROM " + w.model + " AS t"
	if !slices.Contains(w.columns, "frequency") || !slices.Contains(w.columns, "period") {
		return from
	}
	columns := ""
	for _, c := range []string{"period_index", "per_year"} {
		if !slices.Contains(w.columns, c) {
			columns += ", c." + c
		}
	}
	return columns + from + " LEFT JOIN stg_calendar AS c ON c.frequency = t.frequency AND c.period = t.period"
}

// columnsOf returns the columns of a table.
func (w *worker) columnsOf(table string) ([]string, error) {
	f, err := w.db.Query(w.ctx, "SELECT column_name AS name FROM duckdb_columns() WHERE schema_name = 'main' AND table_name = ? ORDER BY column_index", table)
	if err != nil {
		return nil, err
	}
	var out []string
	for i := range f.Rows() {
		out = append(out, f.Text("name", i))
	}
	return out, nil
}

// work fills one rule; applies is false where its condition does not hold.
func (w *worker) work(r rule) (out Worked, applies bool, err error) {
	if r.condition != "" {
		f, err := w.db.Query(w.ctx, "SELECT coalesce(bool_or("+r.condition+"), FALSE) AS holds FROM "+w.from+" AS r", w.args...)
		if err != nil || !f.Bool("holds", 0) {
			return out, false, err
		}
	}
	s := scope{lists: map[string][]Operand{}, singles: map[string]Operand{}, row: -1}
	out = Worked{Column: r.column, rule: r}
	for _, name := range r.expression.names(nil) {
		from, listed := w.operands[name]
		if !listed {
			s.singles[name] = operandOf(w.own, 0, name, w.model, name)
			continue
		}
		if s.lists[name], err = w.fetch(name, from); err != nil {
			return out, false, err
		}
		out.Operands = append(out.Operands, s.lists[name]...)
	}
	out.scope = s
	value := operandOf(w.own, 0, r.column, w.model, r.column)
	out.Value = value.Value
	if out.Unit, err = w.unit(r.column, value.Unit); err != nil {
		return out, false, err
	}
	names := scope{singles: s.singles, row: -1}
	out.Formula = r.column + " = " + r.expression.write(names, func(name string, _ scope) string { return name })
	if err := complete(s, r.expression); err != nil {
		// An operand that has no row is as NULL as one that has no value.
		return out, out.Value == nil, errUnless(out.Value == nil, err)
	}
	out.Exact = out.Written(func(o Operand) string { return o.bracketed() })
	v, ok, err := r.expression.value(s)
	if ok && out.Value != nil && !math.IsNaN(v) && !math.IsInf(v, 0) {
		out.Result = &v
	}
	return out, true, err
}

func errUnless(fine bool, err error) error {
	if fine {
		return nil
	}
	return err
}

// complete reports an operand that is not there.
func complete(s scope, e *expression) error {
	_, _, err := e.value(s)
	return err
}

// unit returns the unit of a column, the row's own where it says so.
func (w *worker) unit(column, own string) (string, error) {
	f, err := w.db.Query(w.ctx, "SELECT unit FROM model_column WHERE model = ? AND name = ?", w.model, column)
	if err != nil || f.Rows() == 0 {
		return "", err
	}
	if unit := f.Text("unit", 0); unit != "row" {
		return unit, nil
	}
	return own, nil
}

var namedKey = regexp.MustCompile(`\bx\.([a-z_]+)`)

// fetch returns the rows of an operand.
func (w *worker) fetch(name string, s source) ([]Operand, error) {
	columns, err := w.columnsOf(s.table)
	if err != nil {
		return nil, err
	}
	named := map[string]bool{}
	for _, m := range namedKey.FindAllStringSubmatch(s.condition, -1) {
		named[m[1]] = true
	}
	named["period"] = named["period"] || named["period_index"]
	query := "SELECT x.* FROM " + s.table + " AS x, " + w.from + " AS r WHERE TRUE"
	for _, key := range operandKeys {
		if slices.Contains(columns, key) && slices.Contains(w.columns, key) && !named[key] && !named["id"] {
			query += " AND x." + key + " = r." + key
		}
	}
	if s.condition != "" {
		query += " AND (" + s.condition + ")"
	}
	var order []string
	for _, c := range []string{"period_start", "place", "member", "currency", "id"} {
		if slices.Contains(columns, c) {
			order = append(order, "x."+c)
		}
	}
	f, err := w.db.Query(w.ctx, query+" ORDER BY "+strings.Join(append(order, "x."+s.column), ", "), w.args...)
	if err != nil {
		return nil, err
	}
	units, err := w.db.Query(w.ctx, "SELECT unit FROM model_column WHERE model = ? AND name = ?", s.table, s.column)
	if err != nil {
		return nil, err
	}
	var out []Operand
	for i := range f.Rows() {
		o := operandOf(f, i, name, s.table, s.column)
		if units.Rows() > 0 && units.Text("unit", 0) != "row" {
			o.Unit = units.Text("unit", 0)
		}
		out = append(out, o)
	}
	return out, nil
}

// operandOf reads a row of a table as an operand; columns that it lacks stay empty.
func operandOf(f *frame.Frame, row int, name, table, column string) Operand {
	o := Operand{Name: name, Table: table, Column: column}
	for _, c := range f.Columns {
		text := frame.Format(c.Cells[row])
		switch c.Name {
		case "market":
			o.Market = text
		case "measure":
			o.Measure = text
		case "publisher":
			o.Publisher = text
		case "scope":
			o.Scope = text
		case "unit":
			o.Unit = text
		case "period":
			o.Period = text
		case "member":
			o.Member = text
		case "status":
			o.Status = text
		case "vintage":
			o.Vintage = text
		case "reason":
			o.Reason = text
		case "inputs":
			o.Inputs = f.List("inputs", row)
		case "id":
			if id, err := strconv.ParseInt(text, 10, 64); err == nil {
				o.Inputs = []int64{id}
			}
		}
		if c.Name == column {
			if v, err := strconv.ParseFloat(text, 64); err == nil {
				o.Value, o.Text = &v, text
			}
		}
	}
	return o
}

// bracketed is the value in full, negative numbers in brackets, NULL for none.
func (o Operand) bracketed() string {
	switch {
	case o.Value == nil:
		return "NULL"
	case strings.HasPrefix(o.Text, "-"):
		return "(" + o.Text + ")"
	}
	return o.Text
}
