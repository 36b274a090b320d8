package page

import (
	"cmp"
	"regexp"
	"strings"

	"paystats/data/diag"
	"paystats/data/yamldoc"
	"paystats/reports/chart"
)

// The blocks of a page.
const (
	blockProse = "prose"
	blockChart = "chart"
	blockTable = "table"
	blockKPI   = "kpi"

	blockPassage = "passage" // narrative that is given by language
)

// fencedBlocks are the blocks that stand between fences; any other fence shows code.
var fencedBlocks = []string{blockChart, blockTable, blockKPI}

// shortWord is the length of a word that may mean any language of code: py is no kpi.
const shortWord = 3

// checkFence reports code whose language is nearly the name of a block.
func (s *source) checkFence(language word) {
	if len(language.text) <= shortWord {
		return
	}
	if near := diag.Nearest(language.text, fencedBlocks, 1); len(near) > 0 {
		s.fail(language.pos, codeBlock, "did you mean "+near[0]+"? Text that is to be shown as it is stands behind ```text", "%q is no block", language.text)
	}
}

// block is one part of a page in reading order.
type block struct {
	kind  string
	id    word
	pos   diag.Pos // of the fence, or of the first line of prose
	prose string   // Markdown, for prose
	lang  string   // of prose that is a version of a passage; "" for prose of all languages
	sel   selection

	versions []block // of a passage: its prose, a language each

	by       word // member (or the market's dimension), publisher or measure; "" decides the data
	panels   word // the same, of small multiples; "" for one drawing
	scale    word // "own": a value axis for each panel
	against  word // year or period: what newest values are compared with
	form     word // kind of chart
	title    text
	subtitle text
	note     text
	top      int
	sort     word // "last" (default) or "list"
	events   []word
	empty    word // "error", "note" or "omit"; "" decides the page
	sql      word
	query    query  // of sql, its parameters bound
	refusal  string // why sql must not run; "" if it may
	unit     word
	columns  []column // of a table with sql
	source   text     // what an sql block's numbers come from, where they name no observations
	figures  []figure // of a kpi block
}

// figure is one key figure.
type figure struct {
	label, value, detail text
	pos                  diag.Pos
}

var idPattern = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// fenced reads a chart, table or kpi block. opening is the place of its fence.
func (s *source) fenced(kind, id string, opening diag.Pos, text string) block {
	behind := opening
	behind.Col += strings.Index(s.line(opening.Line), kind) + len(kind)
	b := block{kind: kind, id: word{id, s.find(behind, id, 0)}, pos: opening}
	s.checkID(b)
	doc := s.yaml(opening.Line+1, "the "+kind, text)
	if doc == nil {
		return b
	}
	if kind == blockKPI {
		b.figures = s.figures(doc.Root())
		return b
	}
	readKeys(s, doc.Root(), blockKeys, &b)
	s.checkBlock(b)
	return b
}

func (s *source) checkID(b block) {
	switch {
	case b.id.text == "" && b.kind != blockKPI:
		s.fail(b.pos, codeIDMissing, "write ```"+b.kind+" some-name: the name is the public address", "the %s has no id", b.kind)
	case b.id.text != "" && !idPattern.MatchString(b.id.text):
		s.fail(b.id.pos, codeIDSyntax, "ids are small letters, digits and single hyphens", "%q is no id", b.id.text)
	case b.id.text == "index":
		s.fail(b.id.pos, codeIDSyntax, "choose another: the page itself is index.html", "%q cannot be the address of a %s", b.id.text, b.kind)
	}
}

// checkBlock checks a chart or table as far as that needs no data.
func (s *source) checkBlock(b block) {
	if b.title.empty() {
		s.fail(b.pos, codeTitleMissing, "add title: and state the finding", "%s %q has no title", b.kind, b.id.text)
	}
	if kinds := kindNames(); b.form.text != "" && !has(kinds, b.form.text) {
		s.fail(b.form.pos, codeKindUnknown, misspelt(b.form.text, kinds), "unknown kind of chart %q", b.form.text)
	}
	if b.sort.text != "" && b.sort.text != "last" && b.sort.text != "list" {
		s.fail(b.sort.pos, codeRequest, "sort: last (newest value first) or sort: list (order of the code list)", "cannot sort by %q", b.sort.text)
	}
	if b.empty.text != "" && !has(emptyWords, b.empty.text) {
		s.fail(b.empty.pos, codeRequest, misspelt(b.empty.text, emptyWords), "empty %q is unknown", b.empty.text)
	}
	s.checkForm(b)
	if b.sql.text != "" {
		s.checkSQLBlock(b)
		return
	}
	for _, need := range []struct {
		key string
		w   word
	}{{"metric", b.sel.metric}, {"market", b.sel.market}} {
		if need.w.text == "" && (need.key != "market" || b.sel.dataset.text == "") {
			s.fail(b.pos, codeKeyMissing, "add "+need.key+": …, or sql: with a query of your own", "%s %q has no %s", b.kind, b.id.text, need.key)
		}
	}
	if form := chart.Kind(b.form.text); kindColumns[form] != nil && !drawsMetrics[form] {
		s.fail(b.form.pos, codeRequest, "write sql: a query of "+strings.Join(kindColumns[form], ", "), "kind %s reads a query", form)
	}
	if b.unit.text != "" {
		s.fail(b.unit.pos, codeRequest, "remove it: the metric has its unit", "unit belongs to sql")
	}
	if len(b.columns) > 0 || !b.source.empty() {
		s.fail(b.pos, codeRequest, "remove them: the metric has its columns and sources", "columns and source belong to sql")
	}
}

func kindNames() []string {
	var out []string
	for _, k := range chart.Kinds() {
		out = append(out, string(k))
	}
	return out
}

// figures reads the list of a kpi block.
func (s *source) figures(list yamldoc.Node) []figure {
	if !list.IsList() {
		list.WrongType("a list of figures").Hint = "write a list: - label: …, value: …"
		return nil
	}
	var out []figure
	for _, n := range list.List() {
		var f figure
		m := readKeys(s, n, figureKeys, &f)
		if m == nil {
			continue
		}
		f.pos = m.Pos
		if f.label.empty() || f.value.empty() {
			m.Report(yamldoc.CodeKeyMissing, "a figure without label or value", "a figure needs label: and value:")
		}
		out = append(out, f)
	}
	return out
}

const sqlUnitHint = "add unit: CNY, count, persons, percent, pp, points or number"

// checkSQLBlock checks a block that has a query of its own.
func (s *source) checkSQLBlock(b block) {
	if len(b.columns) > 0 {
		s.checkColumns(b)
	} else if b.unit.text == "" {
		if form := chart.Kind(b.form.text); form != chart.Matrix && form != chart.Timeline { // they may draw classes
			s.fail(b.pos, codeSQLColumns, sqlUnitHint, "%s %q has sql but no unit for its values", b.kind, b.id.text)
		}
	} else if _, ok := (notation{}).declared(b.unit.text); !ok {
		s.fail(b.unit.pos, codeUnit, unitHint(b.unit.text, numberUnits), "unknown unit %q", b.unit.text)
	}
	if b.sel.metric.text != "" {
		s.fail(b.sel.metric.pos, codeRequest, "keep one of the two", "a block has a metric or sql, not both")
	}
	if b.by.text != "" {
		s.fail(b.by.pos, codeRequest, "remove it: return a column series", "a block with sql is split by its query")
	}
	if b.panels.text != "" {
		s.fail(b.panels.pos, codeRequest, "remove it: return a column panel", "a block with sql is split by its query")
	}
	if b.refusal != "" {
		s.fail(b.sql.pos, codeSQLRefused, "write one SELECT without a semicolon", "%s", b.refusal)
	}
}

// numberUnits are the units of numbers, besides currency codes.
var numberUnits = []string{"count", "persons", "percent", "pp", "points", "times", "number"}

// unitHint returns what to write for an unknown unit.
func unitHint(unit string, words []string) string {
	return cmp.Or(diag.DidYouMean(unit, words, ""), "units are "+listed(words)+", and currency codes such as CNY")
}

// refuseSQL returns why a text is not one SELECT; "" when it may be run. What runs is
// wrapped in a subquery besides, and the engine is read-only.
func refuseSQL(text string) string {
	plain := strings.TrimSpace(stripSQL(text))
	first, _, _ := strings.Cut(strings.ToUpper(plain)+" ", " ")
	first = strings.TrimRight(strings.Fields(first + " ?")[0], "(")
	switch {
	case plain == "":
		return "the query is empty"
	case strings.Contains(plain, ";"):
		return "the query holds a semicolon"
	case first != "SELECT" && first != "WITH" && first != "FROM":
		return "the query does not start with SELECT or WITH"
	}
	return ""
}

var sqlSkip = regexp.MustCompile(`(?s)'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|/\*.*?\*/`)

// stripSQL takes strings, quoted names and comments out of a query.
func stripSQL(text string) string { return sqlSkip.ReplaceAllString(text, " ") }
