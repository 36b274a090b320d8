package page

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"paystats/data/frame"
	"paystats/reports/chart"
)

// syntheticPublisher stands as the publisher of rows that a program made.
const syntheticPublisher = "synthetic"

// syntheticWord marks every chart, table and figure that such rows have a part in.
var syntheticWord = chart.Text{En: "synthetic data", Zh: "合成数据"}

// made knows which rows of the warehouse a program made.
type made struct {
	titles     map[string]chart.Text // of every set of payment attempts
	publishers map[string]bool       // publishers of synthetic sets
	markers    map[string][]string
	needs      map[string][]string // what each model reads
}

func newMade() made {
	return made{titles: map[string]chart.Text{}, publishers: map[string]bool{syntheticPublisher: true}, markers: map[string][]string{}, needs: map[string][]string{}}
}

func (m made) readSets(f *frame.Frame) {
	for i := range f.Rows() {
		m.titles[f.Text("dataset", i)] = setTitle(f, i)
		if f.Text("synthetic", i) == "true" {
			m.publishers[f.Text("publisher", i)] = true
		}
	}
}

// setTitle is the title of a data set, as its descriptor gives it.
func setTitle(f *frame.Frame, row int) chart.Text {
	return chart.Text{En: f.Text("title", row), Zh: f.Text("title_zh", row)}
}

// readTables learns by which columns the rows of a table say what made them.
func (m made) readTables(f *frame.Frame) {
	for i := range f.Rows() {
		table := f.Text("table_name", i)
		m.markers[table] = append(m.markers[table], f.Text("column_name", i))
	}
}

func (m made) readNeeds(f *frame.Frame) {
	for i := range f.Rows() {
		for name := range strings.SplitSeq(f.Text("needs", i), ",") {
			m.needs[f.Text("name", i)] = add(m.needs[f.Text("name", i)], strings.TrimSpace(name))
		}
	}
}

// realRows is the condition that keeps the rows of a table that no program made.
func (m made) realRows(table string) string {
	switch marks := m.markers[table]; {
	case has(marks, "synthetic"):
		return "synthetic IS DISTINCT FROM TRUE"
	case has(marks, "dataset") && has(marks, "publisher"):
		return "coalesce(publisher <> 'synthetic' AND dataset NOT IN (SELECT dataset FROM main.transaction_set WHERE synthetic), TRUE)"
	case has(marks, "dataset"):
		return "coalesce(dataset NOT IN (SELECT dataset FROM main.transaction_set WHERE synthetic), TRUE)"
	}
	return "coalesce(publisher <> 'synthetic' AND publisher NOT IN (SELECT publisher FROM main.transaction_set WHERE synthetic), TRUE)"
}

// unmarked reports whether a model's rows do not say what made them although it reads,
// by whatever way, rows that do.
func (m made) unmarked(model string) bool {
	seen := map[string]bool{}
	var reads func(name string) bool
	reads = func(name string) bool {
		if len(m.markers[name]) > 0 {
			return true
		}
		if seen[name] {
			return false
		}
		seen[name] = true
		return slices.ContainsFunc(m.needs[name], reads)
	}
	return len(m.markers[model]) == 0 && reads(model)
}

var sqlWord = regexp.MustCompile(`\.?\s*"?[a-z0-9_]+`)

// realOnly returns a query as it would run if no row had been made by a program: every
// table that it names is hidden behind one of the same name that lacks such rows. sure is
// false where the query reads in a way that this does not reach.
func (m made) realOnly(sql string) (without string, sure bool) {
	sure = true
	var hidden []string
	for _, found := range sqlWord.FindAllString(strings.ToLower(sql), -1) {
		name := strings.TrimLeft(found, ". \n\t\"")
		switch {
		case name == "query" || name == "query_table" || m.unmarked(name):
			sure = false
		case len(m.markers[name]) == 0:
		case strings.HasPrefix(found, "."):
			sure = false // qualified: main.metric_share
		default:
			hidden = add(hidden, fmt.Sprintf("%s AS (SELECT * FROM main.%s WHERE %s)", ident(name), ident(name), m.realRows(name)))
		}
	}
	if len(hidden) == 0 {
		return sql, sure
	}
	return "WITH " + strings.Join(hidden, ", ") + " " + sql, sure
}

// isSynthetic reports whether rows that a program made have a part in what a query of
// a page returned: whether it returns something else without them. What the query says of
// itself, in a column synthetic, can add the mark but not take it away.
func (r *run) isSynthetic(ctx context.Context, q query, f *frame.Frame) (found bool, err error) {
	key := fmt.Sprintf("%s\x00%q", q.sql, q.args)
	found, known := r.synthetic[key]
	if !known {
		if found, err = r.looksSynthetic(ctx, q, f); err == nil {
			r.synthetic[key] = found
		}
	}
	return found, err
}

func (r *run) looksSynthetic(ctx context.Context, q query, f *frame.Frame) (bool, error) {
	for i := range f.Rows() {
		if f.Bool("synthetic", i) || r.names.made.publishers[f.Text("publisher", i)] {
			return true, nil
		}
	}
	without, sure := r.names.made.realOnly(q.sql)
	if !sure {
		return r.holdsSynthetic(ctx)
	}
	if without == q.sql {
		return false, nil
	}
	rest, err := r.bounded(ctx, query{without, q.args})
	if err != nil {
		return r.holdsSynthetic(ctx)
	}
	return !sameCells(f, rest), nil
}

// holdsSynthetic reports whether the warehouse holds any row that a program made.
func (r *run) holdsSynthetic(ctx context.Context) (bool, error) {
	f, err := r.cached(ctx, query{sql: "SELECT EXISTS (FROM transaction_set WHERE synthetic) OR EXISTS (FROM observation WHERE publisher = 'synthetic') AS found"})
	if err != nil {
		return false, err
	}
	return f.Bool("found", 0), nil
}

func sameCells(a, b *frame.Frame) bool {
	if a.Rows() != b.Rows() || len(a.Columns) != len(b.Columns) {
		return false
	}
	for i, c := range a.Columns {
		for row, cell := range c.Cells {
			if frame.Format(cell) != frame.Format(b.Columns[i].Cells[row]) {
				return false
			}
		}
	}
	return true
}

// setTitles names the sets of payment attempts that a frame's column dataset lists.
func (r *run) setTitles(f *frame.Frame) string {
	var out []string
	for i := range f.Rows() {
		out = add(out, r.names.made.titles[f.Text("dataset", i)].In(r.language))
	}
	return strings.Join(out, r.lang("; ", "；"))
}

// mark writes the word synthetic into the subtitle and the source of what a program's
// rows have a part in.
func (r *run) mark(c *chart.Request) {
	word := syntheticWord.In(r.language)
	c.Subtitle = strings.TrimSuffix(upperFirst(word)+dot+c.Subtitle, dot)
	c.Source = strings.TrimSuffix(upperFirst(word)+r.lang("; ", "；")+c.Source, r.lang("; ", "；"))
}
