package bulk_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"paystats/data/codelist"
	"paystats/data/diag"
	"paystats/data/frame"
	"paystats/data/warehouse"
	"paystats/ingest/bulk"
	"paystats/ingest/pseudonym"
)

const secret = "correct horse battery staple 0123456789"

// store is a file of transactions with a set whose files the test writes.
type store struct {
	*warehouse.DB
	folder string // of the files
	state  string // of the file of transactions
	codes  *codelist.Set
}

// newStore makes an empty file of transactions.
func newStore(t testing.TB) *store {
	t.Helper()
	codes, err := codelist.Read(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	s := &store{folder: t.TempDir(), state: t.TempDir(), codes: codes}
	if s.DB, err = warehouse.OpenTransactions(t.Context(), s.state, warehouse.Limits{Temp: t.TempDir()}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.DB.Close() })
	return s
}

// write writes a file, and returns it as a set names it.
func (s *store) write(t testing.TB, name, text string) bulk.File {
	t.Helper()
	path := filepath.Join(s.folder, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return s.file(t, name)
}

// file is a file as it lies there now.
func (s *store) file(t testing.TB, name string) bulk.File {
	t.Helper()
	path := filepath.Join(s.folder, filepath.FromSlash(name))
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return bulk.File{Name: name, Path: path, Size: info.Size(), ModTime: info.ModTime().UnixNano()}
}

// load loads a set.
func (s *store) load(t testing.TB, set *bulk.Set) (bulk.Result, error) {
	t.Helper()
	key := func() (pseudonym.Key, error) {
		return pseudonym.Read(func(name string) string {
			if name == pseudonym.Variable {
				return secret
			}
			return ""
		})
	}
	return bulk.Load(t.Context(), s, set, bulk.Options{Codes: s.codes, Key: key})
}

func (s *store) mustLoad(t testing.TB, set *bulk.Set) bulk.Result {
	t.Helper()
	r, err := s.load(t, set)
	if err != nil {
		t.Fatalf("Load(%s): %v", set.Resource, err)
	}
	return r
}

// rows returns what a query gives, a line a row.
func (s *store) rows(t testing.TB, query string, args ...any) []string {
	t.Helper()
	f, err := s.Query(context.Background(), query, args...)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return lines(f)
}

func lines(f *frame.Frame) []string {
	out := make([]string, f.Rows())
	for i := range out {
		cells := make([]string, len(f.Columns))
		for j, c := range f.Columns {
			cells[j] = f.Text(c.Name, i)
		}
		out[i] = strings.Join(cells, "|")
	}
	return out
}

// table is everything that the table transaction holds, but for the numbers of loads.
func (s *store) table(t testing.TB) []string {
	t.Helper()
	return s.rows(t, "SELECT * EXCLUDE (load) FROM transaction ORDER BY load, rowid")
}

// column binds a field to a column.
func column(name, column string) bulk.Field {
	return bulk.Field{Name: name, Column: column, Round: bulk.NoRounding}
}

// attempts is a set of payment attempts of which every field is bound, in the columns of header.
func attempts(files ...bulk.File) *bulk.Set {
	at := column("time", "at")
	at.Zone = "Asia/Shanghai"
	amount := column("amount", "amount")
	amount.UnitColumn = "currency"
	return &bulk.Set{
		Dataset: "shop", Resource: "attempts", Title: "Shop", Descriptor: "data/sets/shop/datapackage.yaml", Kind: bulk.Transactions,
		Publisher: "synthetic", Area: "CN", Scope: "unspecified", KeepRows: true, Format: bulk.CSV, Files: files,
		Dialect: bulk.Dialect{Delimiter: ",", Quote: `"`, Header: true}, Missing: []string{""}, IDs: []string{"no", "order"},
		Fields: []bulk.Field{column("id", "no"), at, column("provider", "provider"), column("method", "method"), column("channel", "channel"),
			column("category", "category"), column("area", "area"), column("merchant", "merchant"), amount, column("outcome", "status"),
			column("reason", "rc"), column("intent", "order"), column("user", "uid")},
	}
}

// field changes one field of a set.
func field(s *bulk.Set, name string, change func(*bulk.Field)) *bulk.Set {
	i := slices.IndexFunc(s.Fields, func(f bulk.Field) bool { return f.Name == name })
	change(&s.Fields[i])
	return s
}

// header names the columns of attempts.
var header = strings.Split("no,at,provider,method,channel,category,area,merchant,amount,currency,status,rc,order,uid", ",")

// row is a row of a table with that header; what is not given is as usual.
func row(id string, changes ...string) []string {
	cells := []string{id, "2024-11-11 00:00:01", "alipay", "wallet", "", "", "CN", "m1", "12.50", "CNY", "approved", "", "o" + id, "u1"}
	for i := 0; i < len(changes); i += 2 {
		cells[slices.Index(header, changes[i])] = changes[i+1]
	}
	return cells
}

// csvText writes rows plainly, the header first.
func csvText(rows ...[]string) string {
	var out strings.Builder
	for _, r := range append([][]string{header}, rows...) {
		out.WriteString(strings.Join(r, ",") + "\n")
	}
	return out.String()
}

// problems returns the problems of an error, a line each.
func problems(err error) []string {
	var list *diag.List
	if !errors.As(err, &list) {
		if err == nil {
			return nil
		}
		return []string{"no list: " + err.Error()}
	}
	var out []string
	for _, p := range list.Sorted() {
		out = append(out, p.Error())
	}
	return out
}

// same compares two lists of lines.
func same(t testing.TB, what string, got, want []string) {
	t.Helper()
	if slices.Equal(got, want) {
		return
	}
	for i := range max(len(got), len(want)) {
		var g, w string
		if i < len(got) {
			g = got[i]
		}
		if i < len(want) {
			w = want[i]
		}
		if g != w {
			t.Errorf("%s: line %d of %d is\n%s\nwant, of %d,\n%s", what, i+1, len(got), g, len(want), w)
			return
		}
	}
}

// withRow lays a further code-list row over the project's lists.
func withRow(t testing.TB, list, text string) *codelist.Set {
	t.Helper()
	codes, err := codelist.Read(os.DirFS("../.."), fstest.MapFS{"data/codelists/" + list + ".csv": {Data: []byte(text)}})
	if err != nil {
		t.Fatal(err)
	}
	return codes
}

var _ = fmt.Sprint
