package page

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"paystats/reports/chart"
)

const referenceStart = `# What a page may hold

Made from the tables that the parser reads; ` + "`PAYSTATS_UPDATE=1 go test ./reports/page -run TestReference`" + ` writes it anew. [README.md](README.md) says how they work together,
[Write a page](../write-a-page.md) how to start.
`

// TestReference holds REFERENCE.md against the tables that pages are read by.
func TestReference(t *testing.T) {
	var b strings.Builder
	b.WriteString(referenceStart)
	section := func(title, text string) { fmt.Fprintf(&b, "\n## %s\n\n%s\n", title, strings.TrimRight(text, "\n")) }
	section("Head", "Between two lines `---` at the start of the page.\n\n"+keyTable(append(saidOf(headKeys), saidOf(declarationKeys)...))+
		"\nKeys of `for`:\n\n"+keyTable(saidOf(eachKeys)))
	section("Shared passages", "`{{ include parts/method.md }}` on a line of its own; the path starts at the folder of the file that it stands in.")
	section("Languages", "A text `{en: …, zh: …}` is given in both. In the narrative a passage between a line `::: zh` and a line `:::` is in that language; it holds no block. "+
		"A page is in the languages of its title.")
	section("Parameters", "`${NAME}` in any text, key, expression or query, `${NAME.name}` in texts and claims; not in code.")
	section("Charts and tables", "In a block ```` ```chart ID ```` or ```` ```table ID ````. The id is the block's public address: small letters, digits, single hyphens.\n\n"+
		keyTable(saidOf(blockKeys))+"\nKeys of one column in `columns`:\n\n"+keyTable(saidOf(columnKeys)))
	section("Key figures", "In a block ```` ```kpi ```` or ```` ```kpi ID ````, a list of figures.\n\n"+keyTable(saidOf(figureKeys)))
	section("Kinds", "A kind that draws a metric needs no query. Of a query each needs the columns shown; "+
		"[README.md](README.md) lists those that it may return besides, [testdata/gallery.md](testdata/gallery.md) has examples.\n\n"+kindTable())
	section("Units", "Of a query's values: currency codes such as `CNY`, "+quoted(numberUnits)+". Of a table's columns also: "+quoted(cellUnits)+
		"; `row` takes the unit of each row from the query's column `unit`.")
	section("Expressions", "In any text, on one line, outside of code: `{{ VERB METRIC key=value … }}`.\n\n"+verbTable()+"\nKeys:\n\n"+keyTable(exprSaid())+
		"\nConditions of a claim, with `<`, `<=`, `>`, `>=` or `=` and a number such as `0.65`, `65%` or `9e12`; `=` holds if both print alike. Of an interval the end counts that is harder for the claim.\n\n"+conditionTable())
	compareReference(t, b.String())
}

func saidOf[T any](keys []key[T]) []said {
	out := make([]said, len(keys))
	for i, k := range keys {
		out[i] = k.said
	}
	return out
}

func exprSaid() []said {
	out := make([]said, len(exprKeys))
	for i, k := range exprKeys {
		out[i] = k.said
	}
	return out
}

func keyTable(list []said) string {
	var b strings.Builder
	b.WriteString("| key | value | meaning | without it | example |\n|---|---|---|---|---|\n")
	for _, k := range list {
		form := k.form
		if len(k.words) > 0 {
			form = quoted(k.words)
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | `%s` |\n", k.name, form, k.meaning, k.absent, strings.ReplaceAll(k.example, "|", `\|`))
	}
	return b.String()
}

func verbTable() string {
	var b strings.Builder
	b.WriteString("| verb | prints | meaning | example |\n|---|---|---|---|\n")
	for _, v := range verbs {
		fmt.Fprintf(&b, "| `%s` | %s | %s | `%s` |\n", v.name, v.form, v.meaning, v.example)
	}
	return b.String()
}

func conditionTable() string {
	var b strings.Builder
	b.WriteString("| left side | meaning | example |\n|---|---|---|\n")
	for _, a := range aggregates {
		fmt.Fprintf(&b, "| `%s` | %s | `%s` |\n", a.name, a.meaning, a.example)
	}
	return b.String()
}

func kindTable() string {
	var b strings.Builder
	b.WriteString("| kind | draws a metric | columns of a query |\n|---|---|---|\n")
	for _, k := range chart.Kinds() {
		metric, columns := "yes", "`period` or `category`, `value`"
		if need := kindColumns[k]; need != nil {
			columns = quoted(need)
			if !drawsMetrics[k] {
				metric = "no"
			}
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", k, metric, columns)
	}
	return b.String()
}

func quoted(words []string) string { return "`" + strings.Join(words, "`, `") + "`" }

func compareReference(t *testing.T, want string) {
	t.Helper()
	const file = "REFERENCE.md"
	if os.Getenv("PAYSTATS_UPDATE") == "1" && os.Getenv("CI") == "" {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	have, err := os.ReadFile(file)
	if err != nil || string(have) != want {
		t.Errorf("%s is stale (%v): PAYSTATS_UPDATE=1 go test ./reports/page -run TestReference writes it anew", file, err)
	}
}

// Every key says what it means, and its example is read without a mistake.
func TestExamplesAreRead(t *testing.T) {
	var pages []string
	entries := func(k said, needed []string) []string {
		if k.meaning == "" || k.example == "" {
			t.Errorf("key %s has no meaning or no example", k.name)
		}
		needed = slices.DeleteFunc(needed, func(line string) bool { return strings.HasPrefix(line, k.name+":") })
		return append(needed, k.name+": "+k.example)
	}
	with := func(open, end string, k said, needed ...string) {
		pages = append(pages, open+strings.Join(entries(k, needed), "\n")+"\n"+end)
	}
	flow := func(open, end string, k said, needed ...string) {
		pages = append(pages, open+"{"+strings.Join(entries(k, needed), ", ")+"}"+end)
	}
	const head = "---\ntitle: T\n---\n"
	for _, k := range slices.Concat(saidOf(headKeys), saidOf(declarationKeys)) {
		with("---\n", "---\n", k, "title: T")
	}
	for _, k := range saidOf(eachKeys) {
		flow("---\ntitle: T\nfor: ", "\n---\n", k, "each: provider", "market: pay")
	}
	for _, k := range saidOf(blockKeys) {
		switch k.name {
		case "sql", "unit", "source":
			with(head+"```chart a\n", "```\n", k, "title: A", "sql: SELECT 1", "unit: CNY")
		case "scale":
			with(head+"```chart a\n", "```\n", k, "title: A", "metric: share", "market: pay", "multiples: member")
		case "columns":
			with(head+"```table a\n", "```\n", k, "title: A", "sql: SELECT 1")
		default:
			with(head+"```chart a\n", "```\n", k, "title: A", "metric: share", "market: pay")
		}
	}
	for _, k := range saidOf(columnKeys) {
		flow(head+"```table a\ntitle: A\nsql: SELECT 1\ncolumns:\n  a: ", "\n```\n", k, "title: A")
	}
	for _, k := range saidOf(figureKeys) {
		flow(head+"```kpi\n- ", "\n```\n", k, "label: L", "value: V")
	}
	for _, k := range exprSaid() {
		if k.name == "block" || k.name == "row" {
			pages = append(pages, head+"{{ value share block=reasons "+k.example+" }}\n")
			continue
		}
		if k.name == "by" {
			pages = append(pages, head+"{{ value approval_rate dataset=made member=alpha "+k.example+" }}\n")
			continue
		}
		pages = append(pages, head+"{{ growth tx_value market=pay from=2020-Q1 to=2020-Q4 "+k.example+" }}\n")
	}
	for _, v := range verbs {
		pages = append(pages, head+v.example+"\n")
	}
	for _, a := range aggregates {
		pages = append(pages, head+`{{ claim "It is so" share market=pay `+a.example+" }}\n")
	}
	for _, text := range pages {
		if _, err := Parse("p.md", []byte(text)); err != nil {
			t.Errorf("%v in\n%s", err, text)
		}
	}
}
