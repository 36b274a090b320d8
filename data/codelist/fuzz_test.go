package codelist_test

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"paystats/data/codelist"
	"paystats/data/diag"
)

// Whatever a file of codes holds, reading it ends in rows and problems, all at places that
// the file has.
func FuzzReadTable(f *testing.F) {
	for _, text := range []string{
		"id,name_en,aliases\nacme,Acme,A; B\n", "\ufeffid\n\"a\nb\"\n", "id,id\nx\nx,y,z\n", "id\n\"a\n", "\n\n", "", "id\r\n\xff\r\n", "a,\"b\"c\n",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		lines := strings.Count(text, "\n") + 1
		inside := func(what string, pos diag.Pos) {
			if pos.Line > lines || pos.Line < 0 || pos.Col < 0 || pos.Col > len(text)+1 {
				t.Errorf("%s at %v of %q", what, pos, text)
			}
		}
		table, err := codelist.ReadTable(fstest.MapFS{"f.csv": {Data: []byte(text)}}, "f.csv")
		for _, row := range table.Rows {
			for i, column := range table.Columns {
				inside("cell", row.At(i))
				codelist.Split(table.Cell(row, column))
			}
		}
		if err == nil {
			return
		}
		list, ok := errors.AsType[*diag.List](err)
		if !ok {
			t.Fatalf("error %v is no list", err)
		}
		for _, p := range list.Sorted() {
			inside(p.Code, p.Pos)
		}
	})
}
