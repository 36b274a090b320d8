package ingest_test

import (
	"fmt"
	"html"
	"slices"
	"strings"
	"testing"

	"paystats/data/obs"
)

// page writes the table as HTML, with a table for the layout around it.
func page(rows [][]string) string {
	var text strings.Builder
	text.WriteString("<!DOCTYPE html><title>T</title><table><tr><td>Menu<td><table class=x>\n")
	for i, row := range rows {
		text.WriteString("<tr>")
		for _, cell := range row {
			tag := "td"
			if i == 0 {
				tag = "th"
			}
			fmt.Fprintf(&text, "<%s> <b>%s</b>\n", tag, html.EscapeString(cell))
		}
	}
	return text.String() + "</table></table>"
}

// Spans in header and rows, footnote marks, rows of notes; places are table, row and cell.
func TestReadPage(t *testing.T) {
	text := `<table><caption>Systems</caption><thead>
<tr><th rowspan=2>Month<th rowspan=2>Bank<th colspan=2>OUTWARD<th rowspan=2>&nbsp;</tr><tr><th>Volume<br>(actual)<th>Value</tr></thead>
<tbody><tr><td rowspan=2>2015-09<td>Acme<td>1,200<td>x<td></tr><tr><td>桦木<td>7<sup>1</sup><td>x<td><script>9</script></tr>
<tr><td></tr>
<tr><td>2015-10<td>ALL<td colspan=2>8<td></tr>
<tr><td>2015-10<td>Cedar<td>9</tr></tbody></table>`
	paystats := strings.NewReplacer("measure: tx_value", "measure: tx_count", "{column: period}", "{column: Month}", "{column: provider}", "{column: Bank}",
		"{column: value, unit: {column: unit}}", `{column: "OUTWARD > Volume (actual)", unit: count}`).Replace(plain)
	out := read(t, dataset(describe("path: f.html\ndialect: {headerRows: [1, 2]}", paystats+"max_rejects: 3\n"), map[string]string{"f.html": text}))
	if out.err != nil {
		t.Fatal(out.err)
	}
	var got []string
	for _, o := range out.rows {
		got = append(got, fmt.Sprintf("%s %s %s %s", o.Period, o.Member, o.Printed, o.Place.At))
	}
	for _, r := range out.summary.Rejects {
		got = append(got, r.Place.At+" "+r.Code+" "+r.Printed)
	}
	want := []string{"2015-09 acme 1,200 count table1/row3/cell3", "table1/row4/cell3 number-syntax 7^1 count", "table1/row6/cell3 value-spanned 8", "table1/row7/cell1 row-ragged "}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func badPages() []badFile {
	good := page(sameTable()[:3])
	return []badFile{
		{"empty", "path: f.html", ""},
		{"no table", "path: f.html", "<p>Loading…<script>series = [1, 2]</script>"},
		{"two tables, none named", "path: f.html", good},
		{"a header that is not there", "path: f.html\ndialect: {headerRows: [7]}", "<table><tr><td>1</table>"},
		{"another header", "path: f.html", "<table><tr><th>Month<th>Value<tr><td>1<td>2</table>"},
		{"column twice", "path: f.html", "<table><tr><th>period<th>provider<th colspan=2>value<th>unit</table>"},
		{"ragged rows", "path: f.html", "<table><tr><th>period<th>provider<th>value<th>unit<tr><td>2015Q1<td>Acme<tr><td colspan=9>Source: the Bureau</table>"},
		{"endless spans", "path: f.html", "<table><tr><th>period<th>provider<th>value<th>unit<tr>" + strings.Repeat("<td colspan=65534 rowspan=65534>x", 6000) + "</table>"},
		{"deep", "path: f.html", strings.Repeat("<div>", 100_000)},
		{"tables in tables", "path: f.html", strings.Repeat("<table><tr><td>", 10_000)},
		{"GBK, undeclared", "path: f.html", "<table><tr><td>\xd6\xa7\xb8\xb6\xb1\xa6</table>"},
		{"33 MiB", "path: f.html", strings.Repeat(" ", 33<<20)},
	}
}

// Pages of any kind end in observations, rejects or a placed problem.
func FuzzReadPage(f *testing.F) {
	f.Add(page(sameTable()[:3]))
	f.Add("<table><tr><th rowspan=2>period<th>provider<th>value<th>unit<tr><td>x</table>")
	set := mustLists(f)
	f.Fuzz(func(t *testing.T, text string) {
		d := mustOpen(t, dataset(describe("path: f.html", plain+"table: 1\nmax_rejects: 5\n"), map[string]string{"f.html": text}))
		sum, err := d.Read(t.Context(), set, func(obs.Observation) error { return nil })
		if sum.RowsIn != sum.Loaded+len(sum.Rejects) {
			t.Errorf("%+v", sum)
		}
		if err != nil {
			problems(t, err)
		}
	})
}
