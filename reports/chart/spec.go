// Package chart holds the renderer-neutral description of one chart.
//
// A page block and a frame go in, a Spec comes out; every renderer (HTML now,
// SVG, PNG, PDF and PowerPoint later) is a function from Spec to bytes.
//
// Invariants: a Spec is complete and final. Order, labels, units, colours and
// roundings are decided here, so that no renderer computes, sorts, rounds or
// chooses. Equal frames and blocks give equal Specs.
package chart

// Kind is the form of a chart.
type Kind string

// The kinds of chart. Bar and Grouped draw one or several series of vertical
// bars; Stacked adds them up; Stacked100 adds them up to the whole; Ranking draws
// horizontal bars, the largest on top; Range draws an interval (low, high) per
// category; Donut draws the members of one period.
//
// Pareto draws bars with whiskers in the order given and, against the second axis, the
// share that they explain up to each. Funnel draws a row a step, with the cases that may
// still get there behind those that did. Matrix draws a cell for each series (a row) and
// category (a column), coloured by value or by class. Timeline draws a row a category
// with spans and events on an axis of days. Waterfall draws each part from where the one
// before ends. Area is a line filled down to the one below. Bump draws ranks, 1 on top;
// Slope two periods of many members. Scatter places members by two values, Bubble sizes
// them by a third. Marimekko stacks shares in columns as wide as their total. Treemap draws
// the members of one period as tiles, Sankey flows between nodes. Band draws lines inside
// the interval that they may lie in, or that interval alone. Sparkline is a table's: a row
// a member, with a small line of its series.
const (
	Bar        Kind = "bar"
	Grouped    Kind = "grouped"
	Stacked    Kind = "stacked"
	Stacked100 Kind = "stacked100"
	Line       Kind = "line"
	Donut      Kind = "donut"
	Ranking    Kind = "ranking"
	Range      Kind = "range"
	Pareto     Kind = "pareto"
	Funnel     Kind = "funnel"
	Matrix     Kind = "heatmap"
	Timeline   Kind = "timeline"
	Waterfall  Kind = "waterfall"
	Area       Kind = "area"
	Bump       Kind = "bump"
	Slope      Kind = "slope"
	Scatter    Kind = "scatter"
	Bubble     Kind = "bubble"
	Marimekko  Kind = "marimekko"
	Treemap    Kind = "treemap"
	Sankey     Kind = "sankey"
	Band       Kind = "band"
	Sparkline  Kind = "sparkline"
)

// Text is one text in the languages of the report; Zh may be empty.
type Text struct {
	En, Zh string
}

// In returns the text in a language ("en", "zh"), English when it has no other.
func (t Text) In(lang string) string {
	if lang == "zh" && t.Zh != "" {
		return t.Zh
	}
	return t.En
}

// Spec is one chart.
type Spec struct {
	ID       string // stable, public: file name, DOM id, address page/ID
	Kind     Kind
	Title    string   // the finding
	Subtitle string   // measure, unit, area, period
	Category Axis     // periods or members
	Value    Axis     // what is measured
	Second   Axis     // Pareto: of the cumulated share; Scatter, Bubble: what runs across; Ranking: title of the changes
	Days     Days     // Timeline: the axis of days
	Spans    []Span   // Timeline: what is drawn, in the order of rows
	Classes  []Class  // Matrix, Timeline: what the colours mean, in the order of the legend
	Series   []Series // drawn in this order
	Panels   []Panel  // small multiples: the series belong to them; none for one drawing
	OwnScale bool     // each panel has a value axis of its own, else all have the same
	Flows    []Flow   // Sankey: between its series, which are its nodes
	Marks    []Mark   // events, breaks, forecasts
	Source   string   // publisher, document, vintage
	Coverage string   // what share of the market the members explain; "" when it does not apply
	Notes    []string // footnotes: holes, choices, reasons
	Alt      string   // text alternative: what a reader who cannot see the chart must know
	Table    Table    // the data under the chart
	Origin   Origin   // how the numbers were made, for explain; no renderer draws it
}

// Origin says how the numbers of a chart were made.
type Origin struct {
	Metric string   // as the block names it; "" for SQL
	Table  string   // warehouse table read; "" for SQL
	Column string   // column drawn
	SQL    string   // the query that was run, with ? for what Args holds
	Args   []string // bound values, in order
	Sets   []string // data sets of payment attempts that its rows are counted from
}

// Axis is one axis. Labels are the categories in order (empty on a value axis).
type Axis struct {
	Labels  []string  // category labels, in drawing order
	IDs     []string  // the same as canonical ids ("2015-Q3", "alipay"), for addresses; never shown
	Periods bool      // the categories follow each other in time, so labels may be thinned; always for a Line
	Widths  []float64 // Marimekko: part of the whole of each category, 0 to 1
	Title   string    // what a value axis measures; Scatter and Bubble, and Second of a Ranking
	Format  string    // named number format of a value axis, see Format
	Max     *float64  // where a value axis ends; nil leaves it to the values. Pareto: what is the whole of the second axis
}

// Role says how a series is drawn.
type Role string

// The roles. Cumulated is a line against the second axis; Open are cases that are not
// decided, hatched behind those that are; Printed is in tooltips and tables only.
const (
	Drawn     Role = ""
	Cumulated Role = "cumulated"
	Open      Role = "open"
	Printed   Role = "printed"
)

// Series is one set of values, one per category.
type Series struct {
	Role   Role
	Panel  int    // small multiples: place of its panel in Spec.Panels
	Group  string // Treemap: shown name of the group that the tile stands in, "" for none; groups stand together
	ID     string // member or publisher id; the key that ties a colour and later a deck's series to it
	Name   string // as shown
	Color  string // #rrggbb
	Points []Point
}

// Point is one value. Value and High are in base units (CNY, count) or fractions.
// A nil Value is a hole and is drawn as one; Why then holds the reason.
//
// A Donut has a series per slice, with one point each; its one category is the
// period; a Treemap a series per tile, a Sankey one per node, in the same way. A Ranking, and any chart whose categories are members, may give the members
// colours of their own (Color, largest first, others and not covered last); where Color
// is "" the series' colour holds.
//
// A Matrix draws cells: Label is what is written in one, Sign what stands for it where that
// has no room, Strong says that Color is so dark (light, on a dark page) that the text on it
// takes the colour of the page.
type Point struct {
	Value  *float64
	Low    *float64 // Pareto: lower end of the whisker; Waterfall: lower end of the bar; Band: lower edge
	High   *float64 // Range: upper end, Value is the lower; Pareto, Waterfall, Band: upper end of what Low is
	X      *float64 // Scatter, Bubble: place across; Sankey: column of the node, from 0
	Before *float64 // Ranking: the value in the period that it is compared with
	Change string   // Ranking: from Before to Value, as it is to be printed: "▲ 12.3 %"
	Radius *float64 // Bubble: part of the largest bubble's radius, 0 to 1
	Sign   string   // one character
	Strong bool
	Text   string  // the value as it is to be printed
	Label  string  // direct label, "" for none
	Why    string  // reason of a hole, or a mark on the value ("forecast", "low confidence")
	Color  string  // #rrggbb, "" for the series' colour
	Status string  // "" or A firm, P provisional, E estimated, F forecast: a line runs dashed into an F point, its bar is lighter
	Inputs []int64 // ids of the observations the value was made of; never shown

	Publisher string // who printed them, as shown; "" when nothing is known of them
	Vintage   string // newest publication date among them, YYYY[-MM[-DD]]; "" when none is known
}

// Panel is one drawing of small multiples.
type Panel struct {
	ID   string // of its member, area or publisher
	Name string // as shown
}

// Flow is what goes from one node of a Sankey to another.
type Flow struct {
	From, To int     // places of the nodes in Spec.Series
	Value    float64 // above 0
	Text     string  // the value as it is to be printed
	Inputs   []int64 // as of Point
}

// Days is an axis of days, counted from 1970-01-01.
type Days struct {
	First, Last int
	Ticks       []Tick
}

// Tick is one label of an axis of days, at the start of what it names.
type Tick struct {
	Day  int
	Text string
}

// Span is what a Timeline draws in a row: from one day until another, or, with First =
// Last and Point, an event. Days are those of its axis.
type Span struct {
	Row, Lane   int // place of the category, and of the span in it
	First, Last int
	Begin, End  string // first and last day as far as known, 2013-08-05; "" for none
	Point       bool
	From, Until Edge
	Color       string // #rrggbb
	Class       string // name of its class
	Label       string // written in it, where it has room
	Text        string // what it is, with its dates
	Why         string // what weakens it
}

// Edge says how an end of a span is known.
type Edge string

// The edges. Sharp is a day that is known; Open goes on beyond; Vague is not known or in
// doubt, and drawn as fading.
const (
	Sharp   Edge = ""
	Ongoing Edge = "open"
	Vague   Edge = "vague"
)

// Class is what a colour means. Step classes stand for a range of values.
type Class struct {
	Name, Sign, Color string
	Strong            bool // as of Point
}

// Mark is an annotation at a category: an event, a break in the series.
type Mark struct {
	Category string // label of the category it belongs to
	Kind     string // "event" or "break"
	Text     string
	Panel    int // small multiples: the panel that it belongs to, counted from 1; 0 for all
}

// Table is the data under a chart, already printed: what is read equals what is drawn.
type Table struct {
	Columns []Column
	Rows    [][]Cell
}

// Column is one column of a table.
type Column struct {
	Name    string
	Numeric bool // right-aligned
	Drawn   bool // its cells hold small lines and no text
}

// Cell is one cell. Title is the explanation shown on hover (a reason, a source).
type Cell struct {
	Text  string
	Title string
	Spark *Spark // what is drawn in it; nil for a text
}

// Spark is a small line in a cell. A nil value is a gap.
type Spark struct {
	Values []*float64 // one a period, in order
	Alt    string     // text alternative
}

// Figure is one key figure of a kpi block.
type Figure struct {
	Label  string // what it is
	Value  string // the number as printed
	Detail string // unit, period, comparison
	Source string
}
