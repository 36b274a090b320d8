package page

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"paystats/data/frame"
	"paystats/reports/chart"
)

// Source answers queries: the warehouse, read-only.
type Source interface {
	Query(ctx context.Context, sql string, args ...any) (*frame.Frame, error)
}

// coreTable holds the measures themselves.
const coreTable = "core_market_value"

// market is a row of the code list of markets.
type market struct {
	id         string
	name       chart.Text
	area       string
	dimension  string // "" for a market that has only a total
	measures   []string
	publishers []string // in order of precedence
	total      string   // published or sum
}

// metric is what a page may name: a column of a metric table, or a measure.
type metric struct {
	name   string
	table  string
	column string    // value; of an interval, its low end
	high   string    // high end of an interval, "" for a plain value
	reason string    // column that says why there is no value
	band   [2]string // columns of the ends of the interval around the value; "" for none
	unit   string    // unit of the column: ratio, pp, points, row (the measure's unit), …
	// measure is set when the metric is a measure.
	measure string
}

// catalogue holds every name that a page may use, as the warehouse has it.
type catalogue struct {
	metrics    map[string]metric
	names      []string // of metrics and measures, in order
	columns    map[string]map[string]bool
	markets    map[string]market
	measures   map[string]chart.Text
	additive   map[string]bool
	publishers map[string]chart.Text
	areas      map[string]chart.Text
	scopes     map[string]chart.Text
	dimensions map[string]dimension
	members    map[string]map[string]chart.Text // dimension, id
	order      map[string][]string              // ids of a dimension in the order of the list
	events     map[string]event
	made       made
}

// dimension says what members are called: one ("Provider"), and several inside a
// sentence ("providers"). Chinese has one word for both.
type dimension struct{ one, many chart.Text }

// event is a row of the code list of events.
type event struct {
	date string
	name chart.Text
}

// readCatalogue asks the warehouse for its names.
func readCatalogue(ctx context.Context, src Source) (*catalogue, error) {
	c := &catalogue{
		metrics: map[string]metric{}, columns: map[string]map[string]bool{}, markets: map[string]market{},
		additive: map[string]bool{}, dimensions: map[string]dimension{}, members: map[string]map[string]chart.Text{}, order: map[string][]string{}, events: map[string]event{}, made: newMade(),
	}
	steps := []struct {
		sql  string
		read func(f *frame.Frame)
	}{
		{"SELECT model, name, type, unit FROM model_column ORDER BY model, position", c.readColumns},
		{"SELECT id, name_en, name_zh, additive FROM measure ORDER BY rowid", c.readMeasures},
		{"SELECT id, name_en, name_zh, area, measures, dimension, total, publishers FROM market ORDER BY rowid", c.readMarkets},
		{"SELECT id, name_en, name_zh FROM publisher ORDER BY rowid", func(f *frame.Frame) { c.publishers, _ = readNames(f) }},
		{"SELECT id, name_en, name_zh FROM scope ORDER BY rowid", func(f *frame.Frame) { c.scopes, _ = readNames(f) }},
		{"SELECT id, name_en, name_zh FROM area ORDER BY rowid", func(f *frame.Frame) {
			c.areas, c.order["area"] = readNames(f)
			c.members["area"] = c.areas
		}},
		{"SELECT id, name_en, many_en, name_zh FROM dimension ORDER BY rowid", c.readDimensions},
		{"SELECT dimension, id, name_en, name_zh FROM member ORDER BY rowid", c.readMembers},
		{"SELECT id, date, name_en, name_zh FROM event ORDER BY rowid", c.readEvents},
		{"SELECT s.dataset, s.title, l.title_zh, s.publisher, s.synthetic FROM transaction_set AS s LEFT JOIN load AS l USING (dataset) ORDER BY s.dataset", c.made.readSets},
		{"SELECT table_name, column_name FROM duckdb_columns() WHERE schema_name = 'main' AND column_name IN ('synthetic', 'dataset', 'publisher') ORDER BY table_name, column_name", c.made.readTables},
		{"SELECT name, needs FROM model ORDER BY name", c.made.readNeeds},
	}
	for _, s := range steps {
		f, err := src.Query(ctx, s.sql)
		if err != nil {
			return nil, fmt.Errorf("read the names that pages may use: %w", err)
		}
		s.read(f)
	}
	return c, nil
}

func readNames(f *frame.Frame) (names map[string]chart.Text, order []string) {
	names = map[string]chart.Text{}
	for i := range f.Rows() {
		id := f.Text("id", i)
		names[id] = rowName(f, i)
		order = append(order, id)
	}
	return names, order
}

func rowName(f *frame.Frame, row int) chart.Text {
	return chart.Text{En: f.Text("name_en", row), Zh: f.Text("name_zh", row)}
}

// readColumns registers the metrics: of every table metric_<name> the column <name>,
// or the pair <name>_low and <name>_high, columns that start with <name>_, and any
// other number as <name>.<column>.
func (c *catalogue) readColumns(f *frame.Frame) {
	for i := range f.Rows() {
		table, column := f.Text("model", i), f.Text("name", i)
		if c.columns[table] == nil {
			c.columns[table] = map[string]bool{}
		}
		c.columns[table][column] = true
	}
	for i := range f.Rows() {
		table, column, kind := f.Text("model", i), f.Text("name", i), f.Text("type", i)
		base, isMetric := strings.CutPrefix(table, "metric_")
		if !isMetric || !has([]string{"double", "decimal", "int"}, kind) {
			continue
		}
		m := metric{name: column, table: table, column: column, reason: "reason", unit: f.Text("unit", i)}
		rest, own := strings.CutPrefix(column, base)
		switch {
		case !own || rest != "" && rest[0] != '_':
			m.name = base + "." + column
		case rest == "_low" && c.columns[table][base+"_high"]:
			m.name, m.high = base, base+"_high"
		case rest == "_high" && c.columns[table][base+"_low"]:
			continue
		case rest == "" && c.columns[table][base+"_low"] && c.columns[table][base+"_high"]:
			m.band = [2]string{base + "_low", base + "_high"}
		case rest != "" && c.columns[table]["reason"+rest]:
			m.reason = "reason" + rest
		}
		c.addMetric(m)
	}
}

func (c *catalogue) addMetric(m metric) {
	if _, taken := c.metrics[m.name]; !taken {
		c.names = append(c.names, m.name)
		c.metrics[m.name] = m
	}
}

func (c *catalogue) readMeasures(f *frame.Frame) {
	c.measures, _ = readNames(f)
	for i := range f.Rows() {
		id := f.Text("id", i)
		c.additive[id] = f.Text("additive", i) == "yes"
		c.addMetric(metric{name: id, table: coreTable, column: "value", reason: "reason", unit: "row", measure: id})
	}
}

func (c *catalogue) readMarkets(f *frame.Frame) {
	for i := range f.Rows() {
		m := market{
			id: f.Text("id", i), name: rowName(f, i), area: f.Text("area", i), dimension: f.Text("dimension", i), total: f.Text("total", i),
			measures: splitList(f.Text("measures", i)), publishers: splitList(f.Text("publishers", i)),
		}
		c.markets[m.id] = m
	}
}

func (c *catalogue) readDimensions(f *frame.Frame) {
	for i := range f.Rows() {
		one := rowName(f, i)
		c.dimensions[f.Text("id", i)] = dimension{one, chart.Text{En: f.Text("many_en", i), Zh: one.Zh}}
	}
}

// someMembers is what members are called whose dimension does not say it.
var someMembers = dimension{chart.Text{En: "Member", Zh: "成员"}, chart.Text{En: "members", Zh: "成员"}}

// dimension returns what the members of a dimension are called.
func (c *catalogue) dimension(id string) dimension {
	d := c.dimensions[id]
	return dimension{
		one:  chart.Text{En: cmp.Or(d.one.En, someMembers.one.En), Zh: cmp.Or(d.one.Zh, someMembers.one.Zh)},
		many: chart.Text{En: cmp.Or(d.many.En, someMembers.many.En), Zh: cmp.Or(d.many.Zh, someMembers.many.Zh)},
	}
}

func (c *catalogue) readMembers(f *frame.Frame) {
	for i := range f.Rows() {
		d, id := f.Text("dimension", i), f.Text("id", i)
		if c.members[d] == nil {
			c.members[d] = map[string]chart.Text{}
		}
		c.members[d][id] = rowName(f, i)
		c.order[d] = append(c.order[d], id)
	}
}

func (c *catalogue) readEvents(f *frame.Frame) {
	for i := range f.Rows() {
		c.events[f.Text("id", i)] = event{date: f.Text("date", i), name: rowName(f, i)}
	}
}

// splitList reads a cell of a code list that holds a list, as data/codelist does.
func splitList(cell string) []string {
	var out []string
	for part := range strings.SplitSeq(cell, ";") {
		out = add(out, strings.TrimSpace(part))
	}
	return out
}

// keys returns the ids of a map in order.
func keys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// memberName returns the name of a member, or of several that are looked at as one, as a
// report shows it: providers carry their Chinese name beside the English one, because
// that is how readers know them.
func (c *catalogue) memberName(dimension, id, lang string) string {
	t, ok := c.members[dimension][id]
	if a, b, isPair := strings.Cut(id, chart.PairMark); isPair && !ok {
		return c.memberName(dimension, a, lang) + " + " + c.memberName(dimension, b, lang)
	}
	if !ok {
		return ""
	}
	if dimension == "provider" && lang != "zh" && id != chart.OthersID && t.Zh != "" && t.Zh != t.En {
		return t.En + " " + t.Zh
	}
	return t.In(lang)
}
