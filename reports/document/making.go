package document

import "paystats/reports/chart"

// Making says how the numbers of a chart or table were made.
type Making struct {
	Models       []Model    // those that its query reads; without their SQL
	SQL          string     // its query, the bound values in a comment behind
	Observations int        // how many printed values stand behind its numbers
	Sources      []Source   // the first documents that they stand in, by publisher
	More         int        // documents beyond Sources
	Conflicts    []Conflict // where a publisher, or another one, says otherwise
	Hidden       int        // conflicts beyond Conflicts
	Rejects      []Rejects  // refused input of its data sets
}

// Row is a row of an author's query: what names it, and the ids of the observations that it
// was made of.
type Row struct {
	ID     string
	Inputs []int64
}

// Value is a number or a claim in a text, and what it was made of.
type Value struct {
	Place  string // file:line:column of its expression
	Block  string // id of the chart, table or row of key figures that it stands in; "" for narrative
	Text   string // as printed
	Claim  bool   // a statement that was checked
	Proof  string // of whom and when it is; of a claim what was found
	Origin chart.Origin
	Rows   []map[string]string // rows of Origin.Table that it was read from: their key, column by column
	Of     string              // the block whose query it was read from, ID or ID#ROW; "" for a metric
	Inputs []int64             // ids of the observations
}

// Model is a table that is computed from others.
type Model struct {
	Name     string // of its table
	Question string // that it answers
	Formula  string
	File     string // where its SQL stands, from the root of the workspace
	SQL      string
}

// Conflict is one number of which several different values were printed.
type Conflict struct {
	What   string   // of which member and period, as shown
	Kind   string   // between whom: "publishers differ"
	Values []string // as printed, each with publisher, scope and date; the smallest first
}

// Rejects are the rows of a data set that were refused.
type Rejects struct {
	Set   string // name of the data set
	Total int
	Rows  []Reject // the first of them
}

// Reject is a refused row.
type Reject struct {
	Place   string // file:line:field, or file#pointer, from the root of the workspace
	Printed string
	Kind    string // what is wrong, without field and text, where Reason is in another language; else ""
	Reason  string
	Hint    string
}
