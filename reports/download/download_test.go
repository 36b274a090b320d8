package download_test

import (
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"

	"paystats/reports/chart"
	"paystats/reports/download"
)

// A spreadsheet must take no text for a formula and every number for a number.
func TestCSV(t *testing.T) {
	d := chart.Data{
		Columns: []string{"name", "value"},
		Rows: [][]any{
			{"=1+1", 9.04e12}, {"+1", -0.0021}, {"-x", 0.30000000000000004}, {"@SUM(A1)", nil}, {"\tx", 1e-7}, {"＝1", 1.0},
			{"a, \"b\"\nc", 2.0}, {nil, 3.0}, {"支付宝", 4.0},
		},
	}
	got, err := download.CSV(d)
	if err != nil {
		t.Fatal(err)
	}
	want := "\ufeffname,value\n'=1+1,9040000000000\n'+1,-0.0021\n'-x,0.30000000000000004\n'@SUM(A1),\n'\tx,0.0000001\n'＝1,1\n\"a, \"\"b\"\"\nc\",2\n,3\n支付宝,4\n"
	if string(got) != want {
		t.Errorf("CSV =\n%q, want\n%q", got, want)
	}
	if rows, err := csv.NewReader(strings.NewReader(string(got))).ReadAll(); err != nil || len(rows) != len(d.Rows)+1 {
		t.Errorf("read back: %d rows, %v", len(rows), err)
	}
}

// The keys of a row stand in the order of the columns; nothing of a text is lost.
func TestJSON(t *testing.T) {
	d := chart.Data{Columns: []string{"z", "a"}, Rows: [][]any{{"</script>", 0.619}, {nil, nil}}}
	got, err := download.JSON(download.About{Page: "p", Chart: "c", Title: "T", Notes: []string{"n"}}, d)
	if err != nil {
		t.Fatal(err)
	}
	want := "{\"page\":\"p\",\"chart\":\"c\",\"title\":\"T\",\"notes\":[\"n\"],\"data\":[\n{\"z\":\"\\u003c/script\\u003e\",\"a\":0.619},\n{\"z\":null,\"a\":null}\n]}\n"
	if string(got) != want {
		t.Errorf("JSON = %s, want %s", got, want)
	}
	if !json.Valid(got) {
		t.Error("it is not JSON")
	}
}
