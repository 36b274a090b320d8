package ingest_test

import (
	"slices"
	"testing"
)

// Tables that cannot be read without guessing are refused, with the way out.
func TestRefusedTables(t *testing.T) {
	for _, tt := range []struct{ name, resource, data, want, hint string }{
		{"js_embedded", "path: f.html", `<div id=chart></div><script>option = {xAxis: {data: ["2015Q1"]}, series: [{name: "Acme", data: [1.5]}]}</script>`,
			"f.html: the page has 0 tables, and nothing says which is meant [table-missing]",
			"a script of the page holds data: copy the array of records into a .json file beside the descriptor"},
		{"a page that loads its data", "path: f.html", `<div id=chart></div><script src="chart.js"></script>`,
			"f.html: the page has 0 tables, and nothing says which is meant [table-missing]",
			"the page may draw its table with a script: look for the data that it loads"},
		{"axis_mismatch", "path: f.html", "<table><tr><th>period<th>provider<th>value<th>unit<tr><td>2015Q1<td>Acme<td>1</table>",
			"f.html#table1/row2/cell1: the row has 3 cells, the header 4 [row-ragged]", "choose another table, or correct headerRows"},
		{"axis_mismatch in text", "path: f.csv", header + "2015Q1,Acme,1\n",
			"f.csv:2:1: the row has 3 cells, the header 4 [row-ragged]", "quote cells that hold a delimiter, and write an empty cell for every column"},
	} {
		list := refusal(t, badFile{tt.name, tt.resource, tt.data})
		found := false
		for _, p := range list.Sorted() {
			found = found || p.Hint == tt.hint
		}
		if got := problems(t, list); !slices.Contains(got, tt.want) || !found {
			t.Errorf("%s: %q, the hint was given: %v", tt.name, got, found)
		}
	}
}
