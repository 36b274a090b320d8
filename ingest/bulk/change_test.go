package bulk_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"paystats/ingest/bulk"
	"paystats/ingest/pseudonym"
)

// loads tells which load holds each file, and its account.
const loads = "SELECT load, file, rows_in, loaded, rejected, duplicates FROM loaded_file ORDER BY load"

// A late file adds its rows and touches no other; a second load changes nothing; a file that
// changed, and a descriptor that did, read all anew.
func TestLateFile(t *testing.T) {
	s := newStore(t)
	a := s.write(t, "a.csv", csvText(row("a1"), row("a2", "provider", "nobody"), row("a3"), row("a3", "merchant", "other")))
	set := attempts(a)
	set.MaxRejects = 5
	s.mustLoad(t, set)
	if r := s.mustLoad(t, set); !r.Unchanged || r.RowsIn != 4 || r.Loaded != 2 || r.New != 0 {
		t.Errorf("second Load() = %+v, want unchanged", r)
	}
	before := s.rows(t, "SELECT rowid, * FROM transaction ORDER BY rowid")
	b := s.write(t, "b.csv", csvText(row("b1", "provider", "nobody"), row("b2"), row("a1"), row("b2")))
	set.Files = []bulk.File{a, b}
	r := s.mustLoad(t, set)
	if r.RowsIn != 8 || r.Loaded != 3 || r.New != 1 || r.Rejected != 2 || r.Duplicates != 3 {
		t.Errorf("Load() with a late file = %+v", r)
	}
	same(t, "loads", s.rows(t, loads), []string{"1|a.csv|4|2|1|1", "2|b.csv|4|1|1|2"})
	same(t, "earlier rows", s.rows(t, "SELECT rowid, * FROM transaction WHERE load = 1 ORDER BY rowid"), before)
	same(t, "refused", s.rows(t, "SELECT load, place, printed FROM refused_row ORDER BY load"), []string{"1|3|nobody", "2|2|nobody"})
	same(t, "duplicates", s.rows(t, "SELECT load, place, id, same FROM duplicate_row ORDER BY load, place"), []string{"1|5|a3|false", "2|4|a1|true", "2|5|b2|true"})
	s.isWhole(t)

	// A file that was changed is read again, and with it all others.
	set.Files[1] = s.write(t, "b.csv", csvText(row("b2"), row("b3")))
	if r := s.mustLoad(t, set); r.Loaded != 4 || r.New != 4 || r.Duplicates != 1 || r.Rejected != 1 {
		t.Errorf("Load() of a changed file = %+v", r)
	}
	same(t, "loads", s.rows(t, loads), []string{"3|a.csv|4|2|1|1", "4|b.csv|2|2|0|0"})

	// So is one that was only touched, and everything under another descriptor.
	later := time.Now().Add(time.Hour)
	if err := os.Chtimes(a.Path, later, later); err != nil {
		t.Fatal(err)
	}
	set.Files[0] = s.file(t, "a.csv")
	if r := s.mustLoad(t, set); r.New != 4 {
		t.Errorf("Load() of a touched file = %+v", r)
	}
	field(set, "time", func(f *bulk.Field) { f.Zone = "Asia/Tokyo" })
	if r := s.mustLoad(t, set); r.New != 4 {
		t.Errorf("Load() of another zone = %+v", r)
	}
	same(t, "times", s.rows(t, "SELECT DISTINCT occurred_at FROM transaction"), []string{"2024-11-10 15:00:01"})
	set.Title, set.MaxRejects = "Shop and more", 50 // which no row depends on
	if r := s.mustLoad(t, set); !r.Unchanged {
		t.Errorf("Load() of another title = %+v", r)
	}

	// A file that is gone is refused, unless that is meant.
	set.Files = set.Files[1:]
	if _, err := s.load(t, set); len(problems(err)) != 1 || !strings.Contains(problems(err)[0], "1 of 2 files that were loaded are gone: a.csv [files-gone]") {
		t.Errorf("Load() without a file = %v", err)
	}
	if r, err := bulk.Load(t.Context(), s, set, bulk.Options{Codes: s.codes, Key: func() (pseudonym.Key, error) { return pseudonym.Public(), nil }, MaxShrink: 1}); err != nil || r.RowsIn != 2 {
		t.Errorf("Load() with Shrink = %+v, %v", r, err)
	}
	s.isWhole(t)
}

// A file that has lost rows is refused, and what was loaded of it stays, unless that is meant.
func TestFewerRows(t *testing.T) {
	for _, keep := range []bool{true, false} {
		s := newStore(t)
		set := attempts(s.write(t, "a.csv", csvText(row("a"), row("b"), row("c"))))
		set.KeepRows = keep
		s.mustLoad(t, set)
		set.Files[0] = s.write(t, "a.csv", csvText(row("a"), row("b")))
		for range 2 {
			_, err := s.load(t, set)
			same(t, "problems", problems(err), []string{"data/sets/shop/datapackage.yaml: resource attempts: 2 rows can be loaded, before it were 3 [rows-fewer]"})
			same(t, "attempts", s.rows(t, "SELECT sum(attempts) FROM rollup_payment WHERE dimension = 'total'"), []string{"3"})
			same(t, "loads", s.rows(t, loads), []string{"1|a.csv|3|3|0|0"})
		}
		if r, err := bulk.Load(t.Context(), s, set, bulk.Options{Codes: s.codes, Key: func() (pseudonym.Key, error) { return pseudonym.Public(), nil }, MaxShrink: 1}); err != nil || r.Loaded != 2 {
			t.Errorf("Load() with Shrink = %+v, %v", r, err)
		}
	}
}

// Names and aliases of code lists are found in any case and script, wherever in the files they are
// met first, and whatever the lists make of them tomorrow.
func TestCodes(t *testing.T) {
	names := []string{"alipay", "ALIPAY", "支付宝", "支付寶", "Wechat Pay", "微信支付"}
	var rows [][]string
	for i := range 5000 {
		rows = append(rows, row(fmt.Sprint(i), "provider", "alipay"))
	}
	for i, name := range names {
		rows = append(rows, row(fmt.Sprint("n", i), "provider", name, "currency", []string{"CNY", "cny", "Usd"}[i%3], "area", "中国", "status", "Approved", "rc", "App_Bug"))
	}
	deep := newStore(t)
	deep.mustLoad(t, attempts(deep.write(t, "a.csv", csvText(rows...))))
	slices.Reverse(rows) // what was deep is what is looked at first
	early := newStore(t)
	early.mustLoad(t, attempts(early.write(t, "a.csv", csvText(rows...))))
	const query = "SELECT * FROM transaction ORDER BY id"
	same(t, "transaction", early.rows(t, query), deep.rows(t, query))
	same(t, "codes", deep.rows(t, "SELECT provider, currency, area, outcome, reason, reason_code, count(*) FROM transaction WHERE id[1] = 'n' GROUP BY ALL ORDER BY ALL"), []string{
		"alipay|CNY|CN|approved|app-bug|App_Bug|3", "alipay|USD|CN|approved|app-bug|App_Bug|1", "wechat-pay|CNY|CN|approved|app-bug|App_Bug|1", "wechat-pay|USD|CN|approved|app-bug|App_Bug|1"})

	s := newStore(t)
	set := attempts(s.write(t, "a.csv", csvText(row("a", "provider", "alipay"), row("b", "provider", "Zhifubao App"))))
	set.MaxRejects = 1
	s.mustLoad(t, set)
	s.codes = withRow(t, "member", "dimension,id,name_en,aliases\nprovider,unheard-of,Unheard of,\n") // concerns no text of the files
	if r := s.mustLoad(t, set); !r.Unchanged {
		t.Errorf("Load() with an alias of others = %+v", r)
	}
	s.codes = withRow(t, "member", "dimension,id,name_en,aliases\nprovider,alipay,Alipay,Zhifubao App\n")
	if r := s.mustLoad(t, set); r.New != 2 || r.Rejected != 0 {
		t.Errorf("Load() with a new alias = %+v, want all of it read again", r)
	}
	same(t, "providers", s.rows(t, "SELECT provider FROM transaction"), []string{"alipay", "alipay"})
	field(set, "reason", func(f *bulk.Field) { f.Map = map[string]string{"7": "app-bug"} })
	if r := s.mustLoad(t, set); r.New != 2 {
		t.Errorf("Load() with another map = %+v", r)
	}
}

// meddler does something before a statement that begins with a text.
type meddler struct {
	*store
	begin string
	do    func()
}

func (m *meddler) Exec(ctx context.Context, statement string, args ...any) error {
	if strings.HasPrefix(statement, m.begin) {
		m.do()
	}
	return m.store.Exec(ctx, statement, args...)
}

func TestFileChangesWhileRead(t *testing.T) {
	s := newStore(t)
	set := attempts(s.write(t, "a.csv", csvText(row("a"))))
	m := &meddler{s, "INSERT INTO transaction", func() { s.write(t, "a.csv", csvText(row("a"), row("b"))) }}
	_, err := bulk.Load(t.Context(), m, set, bulk.Options{Codes: s.codes, Key: func() (pseudonym.Key, error) { return pseudonym.Public(), nil }})
	same(t, "problems", problems(err), []string{"data/sets/shop/a.csv: the file changed while it was read [file-changed]"})
	same(t, "transaction", s.table(t), nil)
}

// Files that the engine cannot read are named, and leave what was loaded before.
func TestBrokenFiles(t *testing.T) {
	s := newStore(t)
	s.copyRows(t, "SELECT *", "a.parquet")
	whole, err := os.ReadFile(filepath.Join(s.folder, "a.parquet"))
	if err != nil {
		t.Fatal(err)
	}
	corrupt := slices.Clone(whole)
	for i := 40; i < len(corrupt)/2; i++ {
		corrupt[i] ^= 0x5a
	}
	var many [][]string
	for i := range 20_000 {
		many = append(many, row(fmt.Sprint(i*i), "amount", fmt.Sprint(i*7919%10_007)))
	}
	long := packed(t, csvText(many...))
	set := attempts(s.file(t, "a.parquet"))
	set.Format = bulk.Parquet
	s.mustLoad(t, set)
	want := s.table(t)
	for _, tt := range []struct {
		format, name, text, want string
	}{
		{bulk.Parquet, "cut off.parquet", string(whole[:len(whole)-10]), "file-unreadable"},
		{bulk.Parquet, "empty.parquet", "", "file-unreadable"},
		{bulk.Parquet, "corrupt.parquet", string(corrupt), "file-unreadable"},
		{bulk.Arrow, "no.arrow", "ARROW1 but no more", "file-unreadable"},
		{bulk.CSV, "empty.csv", "", "csv-syntax"},
		{bulk.CSV, "other.csv", "no,at\n1,2\n", "column-missing"},
		{bulk.CSV, "twice.csv", strings.Replace(csvText(row("a")), "uid", "uid,Provider", 1), "column-duplicate"},
		{bulk.CSV, "cut off.csv.gz", packed(t, csvText(row("a"), row("b")))[:60], "csv-syntax"},
		{bulk.CSV, "cut off late.csv.gz", long[:len(long)/2], "file-unreadable"},
		{bulk.CSV, "no gzip.csv.gz", csvText(row("a")), "csv-syntax"},
		{bulk.CSV, "old mac.csv", strings.ReplaceAll(csvText(row("a"), row("b"), row("c")), "\n", "\r"), "column-missing"},
	} {
		set := attempts(s.write(t, tt.name, tt.text))
		set.Resource, set.Format = tt.name, tt.format
		_, err := s.load(t, set)
		if got := problems(err); len(got) == 0 || !strings.HasPrefix(got[0], "data/sets/shop/"+tt.name) || !strings.HasSuffix(got[0], "["+tt.want+"]") {
			t.Errorf("%s: %q, want %s", tt.name, got, tt.want)
		}
	}
	same(t, "transaction", s.table(t), want)
}
