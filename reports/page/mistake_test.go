package page_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"paystats/data/diag"
	"paystats/data/frame"
	"paystats/reports/page"
)

const head = "---\ntitle: T\nperiod: 2020-Q1..2020-Q4\n---\n" // four lines

// chartOf is a chart block on line 5 with a right title and the given lines.
func chartOf(lines ...string) string {
	return head + "```chart a\ntitle: A\n" + strings.Join(lines, "\n") + "\n```\n"
}

var mistakes = []struct {
	name, in string
	want     string // line:col code, or several joined by "; "
	hint     string // part of the first problem's hint
}{
	{name: "no head", in: "text\n", want: "1:1 head"},
	{name: "head not closed", in: "---\ntitle: T\n", want: "1:1 head"},
	{name: "head without title", in: "---\nlead: x\n---\n", want: "1:1 title-missing"},
	{name: "unknown key in the head", in: "---\ntitle: T\nperoid: 2020\n---\n", want: "3:1 key-unknown", hint: "period"},
	{name: "bad YAML in the head", in: "---\ntitle: a: b\n---\n", want: "2:8 yaml-syntax", hint: "quote"},
	{name: "key twice", in: "---\ntitle: a\ntitle: b\n---\n", want: "3:1 key-duplicate"},
	{name: "alias and anchor", in: head + "```chart a\ntitle: &x A\nmetric: tx_value\nmarket: pay\nnote: *x\n```\n", want: "6:8 yaml-syntax; 9:7 yaml-syntax", hint: "write the value out"},
	{name: "top is no number", in: chartOf("metric: tx_value", "market: pay", "top: 0"), want: "9:6 key-type"},
	{name: "unknown language", in: "---\ntitle: {en: a, de: b}\n---\n", want: "2:16 key-unknown", hint: "en or zh"},
	{name: "list for a text", in: "---\ntitle: [a]\n---\n", want: "2:8 key-type"},
	{name: "fence not closed", in: head + "```chart a\ntitle: A\nmetric: tx_value\nmarket: pay\n", want: "5:1 fence-unclosed"},
	{name: "chart without id", in: head + "```chart\ntitle: A\nmetric: tx_value\nmarket: pay\n```\n", want: "5:1 id-missing"},
	{name: "id not kebab-case", in: head + "```chart A_b\ntitle: A\nmetric: tx_value\nmarket: pay\n```\n", want: "5:10 id-syntax"},
	{name: "id of the page's own file", in: head + "```chart index\ntitle: A\nmetric: tx_value\nmarket: pay\n```\n", want: "5:10 id-syntax"},
	{name: "id twice", in: chartOf("metric: tx_value", "market: pay") + "```table a\ntitle: A\nmetric: tx_value\nmarket: pay\n```\n", want: "10:10 id-duplicate"},
	{name: "misspelt block", in: head + "```chrat a\ntitle: A\n```\n```charts a\n```\n```text\nx\n```\n~~~yaml\n~~~\n```sql\n```\n", want: "5:4 block-unknown; 8:4 block-unknown", hint: "chart"},
	{name: "unknown member on top", in: head + "{{ claim \"x\" share market=pay period=2020-Q4 top=alfa }}\n", want: "5:50 member-unknown", hint: "alpha"},
	{name: "no title", in: head + "```chart a\nmetric: tx_value\nmarket: pay\n```\n", want: "5:1 title-missing"},
	{name: "unknown key", in: chartOf("metirc: tx_value", "market: pay"), want: "5:1 key-missing; 7:1 key-unknown", hint: "add metric"},
	{name: "unknown kind", in: chartOf("metric: tx_value", "market: pay", "kind: pie"), want: "9:7 kind-unknown", hint: "line"},
	{name: "period syntax", in: chartOf("metric: tx_value", "market: pay", "period: 2020Q1"), want: "9:9 period-syntax", hint: "write 2020-Q1"},
	{name: "period backwards", in: chartOf("metric: tx_value", "market: pay", "period: 2020-Q2..2020-Q1"), want: "9:9 period-syntax", hint: "earlier"},
	{name: "end of a period", in: chartOf("metric: tx_value", "market: pay", "period: 2020-Q2..2020-Q9"), want: "9:18 period-syntax"},
	{name: "frequency", in: chartOf("metric: tx_value", "market: pay", "frequency: weekly"), want: "9:12 frequency-unknown", hint: "quarterly"},
	{name: "unknown metric", in: chartOf("metric: tx_valu", "market: pay"), want: "7:9 metric-unknown", hint: "tx_value"},
	{name: "metric of a dataset", in: chartOf("metric: retention", "market: pay"), want: "7:9 request", hint: "FROM metric_retention WHERE dataset"},
	{name: "metric of a dataset in the text", in: head + "{{ value retention market=pay }}\n", want: "5:10 request", hint: "sql block"},
	{name: "unknown market", in: chartOf("metric: tx_value", "market: pya"), want: "8:9 market-unknown", hint: "pay"},
	{name: "measure of another market", in: chartOf("metric: users", "market: pay"), want: "7:9 measure-unknown", hint: "tx_value"},
	{name: "unknown publisher", in: chartOf("metric: tx_value", "market: pay", "publisher: acne"), want: "9:12 publisher-unknown", hint: "acme"},
	{name: "publisher of another market", in: chartOf("metric: tx_value", "market: pay", "publisher: cedar"), want: "9:12 publisher-unknown", hint: "acme and birch"},
	{name: "unknown members", in: chartOf("metric: share", "market: pay", "members: [alfa, beta, zetta]"), want: "9:11 member-unknown; 9:23 member-unknown", hint: "alpha"},
	{name: "unknown event", in: chartOf("metric: tx_value", "market: pay", "events: [low]"), want: "9:10 event-unknown", hint: "law"},
	{name: "empty result", in: chartOf("metric: tx_value", "market: pay", "period: 2019-Q1"), want: "7:9 empty-result", hint: "2020-Q1 to 2020-Q4"},
	{name: "no data at that frequency", in: chartOf("metric: tx_value", "market: pay", "frequency: annual"), want: "7:9 empty-result"},
	{name: "donut over periods", in: chartOf("metric: share", "market: pay", "kind: donut", "period: 2020-Q1..2020-Q2"), want: "10:9 request", hint: "one period"},
	{name: "members of a market without", in: chartOf("metric: tx_value", "market: bank", "by: member"), want: "8:9 request", hint: "choose a market with members"},
	{name: "by a dimension that the market has not", in: chartOf("metric: users", "market: purse", "by: provider"), want: "9:5 request", hint: "member, publisher, measure, wallet"},
	{name: "by a misspelt dimension", in: chartOf("metric: users", "market: purse", "by: walet"), want: "9:5 request", hint: "wallet"},
	{name: "stacked100 of money", in: chartOf("metric: tx_value", "market: pay", "kind: stacked100"), want: "7:9 request", hint: "metric: share"},
	{name: "label of a share", in: head + "{{ label share market=pay member=alpha period=2020-Q4 }}\n", want: "5:1 request", hint: "hhi"},
	{name: "kind of a query with a metric", in: chartOf("metric: tx_value", "market: pay", "kind: pareto"), want: "9:7 request", hint: "sql: a query of category, value, cumulative"},
	{name: "columns of a chart", in: chartOf("sql: SELECT 1", "columns:", "  a: {title: A}"), want: "5:1 request; 7:6 empty-result", hint: "table"},
	{name: "columns with a metric", in: chartOf("metric: tx_value", "market: pay", "source: me"), want: "5:1 request", hint: "remove"},
	{name: "column without a title", in: head + "```table a\ntitle: A\nsql: SELECT 1 AS a\ncolumns:\n  a: {unit: count}\n```\n", want: "7:6 empty-result; 9:6 title-missing"},
	{name: "column with an unknown unit", in: head + "```table a\ntitle: A\nsql: SELECT 1 AS a\ncolumns:\n  a: {title: A, unit: rmb}\n```\n", want: "7:6 empty-result; 9:23 unit-unknown"},
	{name: "interval as a line", in: chartOf("metric: hhi", "market: pay", "kind: line"), want: "9:7 request", hint: "range"},
	{name: "panels of a donut", in: chartOf("metric: share", "market: pay", "kind: donut", "multiples: member"), want: "9:7 request", hint: "line"},
	{name: "panels and series by the same", in: chartOf("metric: share", "market: pay", "multiples: member", "by: provider"), want: "10:5 request", hint: "remove"},
	{name: "panels of a query", in: chartOf("unit: count", "multiples: member", "sql: SELECT '2020' AS period, 1 AS value"), want: "8:12 request; 9:6 sql-columns", hint: "column panel"},
	{name: "scale without panels", in: chartOf("metric: share", "market: pay", "scale: own"), want: "9:8 request", hint: "multiples"},
	{name: "unknown scale", in: chartOf("metric: share", "market: pay", "multiples: member", "scale: log"), want: "10:8 request", hint: "own"},
	{name: "compared without a ranking", in: chartOf("metric: share", "market: pay", "kind: donut", "compare: year"), want: "10:10 request", hint: "ranking"},
	{name: "compared with something else", in: chartOf("metric: share", "market: pay", "kind: ranking", "compare: decade"), want: "10:10 request", hint: "year"},
	{name: "small lines in a chart", in: chartOf("metric: share", "market: pay", "kind: sparkline"), want: "9:7 request", hint: "table"},
	{name: "band of a plain metric", in: chartOf("metric: yoy", "market: pay", "kind: band"), want: "9:7 request", hint: "line"},
	{name: "treemap of growth", in: chartOf("metric: yoy", "market: pay", "kind: treemap"), want: "7:9 request", hint: "share"},
	{name: "sankey of a metric", in: chartOf("metric: tx_value", "market: pay", "kind: sankey"), want: "9:7 request", hint: "source, target, value"},
	{name: "unknown dataset", in: chartOf("metric: approval_rate", "dataset: maed", "kind: line"), want: "8:10 dataset-unknown", hint: "made"},
	{name: "dataset of a metric by market", in: chartOf("metric: share", "dataset: made"), want: "8:10 request", hint: "market"},
	{name: "dataset and market", in: chartOf("metric: approval_rate", "dataset: made", "market: pay"), want: "8:10 request", hint: "keep one"},
	{name: "metric of attempts without a dataset", in: chartOf("metric: approval_rate", "market: pay"), want: "7:9 request", hint: "dataset: …"},
	{name: "dataset by an unknown dimension", in: chartOf("metric: approval_rate", "dataset: made", "by: chanel"), want: "9:5 request", hint: "channel"},
	{name: "dataset by publisher", in: chartOf("metric: approval_rate", "dataset: made", "compare: publishers"), want: "8:10 request", hint: "by: provider"},
	{name: "value of an unknown dataset", in: head + "{{ value approval_rate dataset=maed period=2020-Q3 }}\n", want: "5:32 dataset-unknown", hint: "made"},
	{name: "value of a dataset and a market", in: head + "{{ value approval_rate dataset=made market=pay }}\n", want: "5:32 request", hint: "keep one"},
	{name: "value of a member of no dimension", in: head + "{{ value approval_rate dataset=made member=app }}\n", want: "5:44 expression-syntax", hint: "by="},
	{name: "value by an unknown dimension", in: head + "{{ value approval_rate dataset=made by=chanel member=app }}\n", want: "5:40 request", hint: "channel"},
	{name: "value of a market by a dimension", in: head + "{{ value share market=pay by=provider member=alpha }}\n", want: "5:30 expression-syntax", hint: "leave it out"},
	{name: "expression without market", in: head + "a {{ value tx_value }} b\n", want: "5:3 expression-syntax", hint: "market="},
	{name: "unknown word", in: head + "中国 {{ valeu tx_value market=pay }}\n", want: "5:11 verb-unknown", hint: "value"},
	{name: "expression not closed", in: head + "a {{ value tx_value\n", want: "5:3 expression-syntax", hint: "close"},
	{name: "unknown key of an expression", in: head + "{{ value tx_value markt=pay }}\n", want: "5:19 expression-syntax", hint: "market"},
	{name: "unknown metric in the text", in: head + "{{ value tx_vlue market=pay }}\n", want: "5:10 metric-unknown", hint: "tx_value"},
	{name: "unknown market in a title", in: head + "```chart a\ntitle: \"up {{ value tx_value market=pya }}\"\nmetric: tx_value\nmarket: pay\n```\n", want: "6:37 market-unknown", hint: "pay"},
	{name: "unknown market in the Chinese title", in: head + "```chart a\ntitle: {en: A, zh: \"升 {{ value tx_value market=pya }}\"}\nmetric: tx_value\nmarket: pay\n```\n", want: "6:50 market-unknown"},
	{name: "value not known", in: head + "{{ value tx_value market=pay period=2020-Q3 }}\n", want: "5:10 no-value"},
	{name: "value of several members", in: head + "{{ value share market=pay }}\n", want: "5:10 ambiguous", hint: "member="},
	{name: "ratio without periods", in: head + "{{ ratio tx_value market=pay }}\n", want: "5:1 expression-syntax", hint: "from="},
	{name: "claim without condition", in: head + "{{ claim \"x\" share market=pay }}\n", want: "5:1 expression-syntax"},
	{name: "claim with a bad number", in: head + "{{ claim \"x\" share market=pay max<much }}\n", want: "5:31 expression-syntax"},
	{name: "raw HTML", in: head + "a <b onclick=x>b</b>\n", want: "5:3 raw-html; 5:17 raw-html"},
	{name: "HTML block", in: head + "<script>x</script>\n", want: "5:1 raw-html"},
	{name: "image from elsewhere", in: head + "![x](https://x.example/a.png)\n", want: "5:6 remote-content"},
	{name: "image that may hold a script", in: head + "![x](data:image/svg+xml;base64,PHN2Zz4=)\n", want: "5:6 remote-content", hint: "PNG"},
	{name: "link that runs", in: head + "[x](javascript:alert)\n", want: "5:5 remote-content"},
	{name: "figure without value", in: head + "```kpi\n- label: L\n```\n", want: "6:3 key-missing"},
	{name: "figures as a mapping", in: head + "```kpi\nlabel: L\n```\n", want: "6:1 key-type", hint: "write a list"},
	{name: "sql without unit", in: chartOf("sql: SELECT 1 AS value, '2020' AS period"), want: "5:1 sql-columns", hint: "unit"},
	{name: "sql with a bad unit", in: chartOf("sql: SELECT 1", "unit: yuan"), want: "8:7 unit-unknown"},
	{name: "sql that writes", in: chartOf("unit: count", "sql: |", "  DELETE FROM load"), want: "9:1 sql-refused"},
	{name: "two statements", in: chartOf("unit: count", "sql: |", "  SELECT ';' ; DROP TABLE load"), want: "9:1 sql-refused"},
	{name: "all at once", in: "---\ntitel: T\n---\n{{ value x }}\n```chart a\nkind: pie\n```\n",
		want: "1:1 title-missing; 2:1 key-unknown; 4:1 expression-syntax; 5:1 key-missing; 5:1 key-missing; 5:1 title-missing; 6:7 kind-unknown"},
}

func TestMistakes(t *testing.T) {
	for _, tt := range mistakes {
		t.Run(tt.name, func(t *testing.T) {
			got, hint := problems(t, newFake(t), tt.in)
			if got != tt.want {
				t.Errorf("Build(%q)\n got %s\nwant %s", tt.in, got, tt.want)
			}
			if !strings.Contains(hint, tt.hint) {
				t.Errorf("hint %q does not hold %q", hint, tt.hint)
			}
		})
	}
}

// problems parses and builds a page and returns "line:col code" of every problem, and
// the first hint.
func problems(t *testing.T, src *fake, in string) (got, hint string) {
	t.Helper()
	p, _ := page.Parse("p.md", []byte(in))
	_, err := p.Build(context.Background(), src, page.Options{})
	var list *diag.List
	if !errors.As(err, &list) {
		t.Fatalf("Build(%q) error = %v, want a *diag.List", in, err)
	}
	var out []string
	for i, one := range list.Sorted() {
		if i == 0 {
			hint = one.Hint
		}
		place, ok := strings.CutPrefix(one.Pos.String(), "p.md:")
		if !ok || one.Line == "" && one.Pos.Line > 0 && !strings.Contains(one.Code, "head") {
			t.Errorf("problem %v has no line of p.md", one)
		}
		out = append(out, place+" "+one.Code)
	}
	return strings.Join(out, "; "), hint
}

// sqlError is an engine's error at the word nonsense, in a line of what was run.
type sqlError struct{ line int }

func (sqlError) Error() string               { return "Binder Error: no such column" }
func (e sqlError) SQLLine() int              { return e.line }
func (e sqlError) SQLColumn(text string) int { return strings.Index(text, "nonsense") + 1 }

func TestSQLErrorPointsIntoTheBlock(t *testing.T) {
	tests := []struct {
		name  string
		lines []string
		line  int // of what was run
		want  string
	}{
		{"a block of lines", []string{"sql: |", "  SELECT 1 AS value,", "    nonsense AS period"}, 3, "10:5 sql-error"},
		{"one line", []string{"sql: SELECT 1 AS value, nonsense AS period"}, 2, "8:25 sql-error"},
		{"one line in quotes", []string{`sql: "SELECT 1 AS value, nonsense AS period"`}, 2, "8:26 sql-error"},
		{"a folded text", []string{"sql: SELECT 1 AS value,", "  nonsense AS period"}, 2, "9:3 sql-error"},
		{"no column", []string{"sql: SELECT 1 AS value"}, 2, "8:6 sql-error"},
		{"no line", []string{"sql: SELECT 1 AS value"}, 0, "8:6 sql-error"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			src := newFake(t)
			src.fail = sqlError{tt.line}
			if got, _ := problems(t, src, chartOf(append([]string{"unit: count"}, tt.lines...)...)); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestSQLErrorBehindAParameter(t *testing.T) {
	src := newFake(t)
	src.fail = sqlError{2}
	page := "---\ntitle: T\nparameters: {from: 2020-Q1}\n---\n```chart a\ntitle: A\nunit: count\nsql: SELECT ${from} AS period, nonsense AS value\n```\n"
	if got, _ := problems(t, src, page); got != "8:32 sql-error" {
		t.Errorf("got %s, want 8:32 sql-error", got)
	}
}

func TestSQLColumns(t *testing.T) {
	tests := []struct {
		name  string
		lines []string
		want  string
	}{
		{"no value", []string{"unit: count", "sql: SELECT 1 AS n"}, "8:6 sql-columns"},
		{"a table's column that is not there", []string{"sql: SELECT 1 AS n", "columns:", "  m: {title: M}"}, "5:1 request; 9:6 sql-columns"},
		{"no column for a kind", []string{"kind: funnel", "unit: count", "sql: SELECT 1 AS n"}, "9:6 sql-columns"},
		{"no unit for a heat map of values", []string{"kind: heatmap", "sql: SELECT 1 AS n"}, "8:6 sql-columns"},
		{"an interval with one end", []string{"kind: band", "unit: count", "sql: SELECT 1 AS period, 2 AS value"}, "9:6 sql-columns"},
		{"split by a key", []string{"by: member", "unit: count", "sql: SELECT 1 AS n"}, "7:5 request; 9:6 sql-columns"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			src := newFake(t)
			src.block = &frame.Frame{Columns: []frame.Column{{Name: "n", Kind: frame.Int, Cells: []any{int64(1)}}}}
			if got, _ := problems(t, src, chartOf(tt.lines...)); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}
