package bulk_test

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"paystats/ingest/bulk"
)

// refused is a row that is refused, and what is told of it.
type refused struct {
	row  []string
	want string // field, code and text
}

// kindsOfFaults are the faults that a row by itself may have.
var kindsOfFaults = []refused{
	{row(""), "id|cell-missing|"},
	{row("x", "at", ""), "time|cell-missing|"},
	{row("x", "provider", ""), "provider|cell-missing|"},
	{row("x", "amount", ""), "amount|cell-missing|"},
	{row("x", "currency", ""), "currency|cell-missing|"},
	{row("x", "status", ""), "outcome|cell-missing|"},
	{row("x", "at", "2024-02-30 10:00:00"), "time|time-syntax|2024-02-30 10:00:00"},
	{row("x", "at", "11/11/2024"), "time|time-syntax|11/11/2024"},
	{row("x", "at", "2024-11-11T00:00:01Z"), "time|time-syntax|2024-11-11T00:00:01Z"}, // the others have no offset
	{row("x", "at", "1969-12-31 23:59:59"), "time|time-range|1969-12-31 23:59:59"},
	{row("x", "at", "2038-01-01 00:00:00"), "time|time-range|2038-01-01 00:00:00"},
	{row("x", "at", "1986-05-04 02:30:00"), "time|time-skipped|1986-05-04 02:30:00"}, // China had summer time
	{row("x", "provider", "nobody"), "provider|code-unknown|nobody"},
	{row("x", "method", "barter"), "method|code-unknown|barter"},
	{row("x", "area", "Atlantis"), "area|code-unknown|Atlantis"},
	{row("x", "currency", "XXQ"), "currency|code-unknown|XXQ"},
	{row("x", "status", "maybe"), "outcome|code-unknown|maybe"},
	{row("x", "provider", "4111111111111111"), "provider|code-unknown|****************"},
	{row("x", "provider", strings.Repeat("z", 190)+" 4111111111111111"), "provider|code-unknown|" + strings.Repeat("z", 190) + " *********"},
	{row("x", "amount", "1O.5"), "amount|number-syntax|1O.5"},
	{row("x", "amount", "1e3"), "amount|number-syntax|1e3"},
	{row("x", "amount", "NaN"), "amount|number-syntax|NaN"},
	{row("x", "amount", "1_000"), "amount|number-syntax|1_000"},
	{row("x", "amount", "10000000000000000"), "amount|amount-range|10000000000000000"},
	{row("x", "amount", "100000000000000"), "amount|amount-range|100000000000000"},
	{row("x", "amount", "-1"), "amount|amount-sign|-1"},
	{row("x", "amount", "0.001"), "amount|amount-decimals|0.001"},
	{row("x", "amount", "1.2345", "currency", "KWD"), "amount|amount-decimals|1.2345"},
	{row("x", "amount", "1.5", "currency", "JPY"), "amount|amount-decimals|1.5"},
	{row("x", "merchant", "4111 1111 1111 1111"), "merchant|card-number|**** **** **** ****"},
	{row("x", "rc", "5555555555554444"), "reason|card-number|****************"},
	{row("x", "merchant", strings.Repeat("y", 5000)), "merchant|cell-size|" + strings.Repeat("y", 200)},
	{[]string{"x", "2024-11-11 00:00:01"}, "|row-ragged|"},
	{row("x", "merchant", "\xff"), "|text-encoding|"},
	{row("x", "merchant", strings.Repeat("y", 1<<20)), "|row-size|"},
}

// Every fault is told with its line, beside rows that are fine.
func TestFaults(t *testing.T) {
	s := newStore(t)
	rows, want := [][]string{row("ok")}, []string(nil)
	for i, f := range kindsOfFaults {
		rows = append(rows, f.row, row(fmt.Sprint("ok", i)))
		want = append(want, fmt.Sprintf("%d|%s", 2*i+3, f.want))
	}
	// The engine reads none of these alike; the last row, since it leaves out what is behind.
	text := csvText(rows...) + "torn,\"x\"y,,,,,,,,,,,,\n"
	want = append(want, fmt.Sprintf("%d||csv-syntax|", 2*len(kindsOfFaults)+3))
	set := attempts(s.write(t, "a.csv", text))
	set.MaxRejects = len(want)
	r := s.mustLoad(t, set)
	same(t, "refused rows", s.rows(t, "SELECT place, field, code, printed FROM refused_row ORDER BY CAST(place AS BIGINT)"), want)
	if int(r.Rejected) != len(want) || int(r.Loaded) != len(kindsOfFaults)+1 {
		t.Errorf("Load() = %+v", r)
	}
	s.isWhole(t)
}

// Empty cells behind the last column are nothing, whether the file is scanned for other rows or not.
func TestTrailingDelimiters(t *testing.T) {
	rows := [][]string{row("a"), append(row("b"), ""), append(row("c"), `""`), append(row("d"), "", ""), append(row("e"), "")}
	for _, more := range [][][]string{nil, {append(row("f"), "", "x"), append(row("g"), "x", "")}} {
		s := newStore(t)
		var want []string
		for i := range more {
			want = append(want, fmt.Sprint(7+i, "||row-ragged|"))
		}
		same(t, "refused rows", faultsOf(t, s, attempts(s.write(t, "a.csv", csvText(slices.Concat(rows, more)...)))), want)
		same(t, "transaction", s.rows(t, "SELECT id, length(user_key) FROM transaction"), []string{"a|32", "b|32", "c|32", "d|32", "e|32"})
	}
}

// faultsOf loads a set and returns its refused rows.
func faultsOf(t *testing.T, s *store, set *bulk.Set) []string {
	t.Helper()
	set.MaxRejects = 100
	s.mustLoad(t, set)
	s.isWhole(t)
	return s.rows(t, "SELECT place, field, code, printed FROM refused_row WHERE load = (SELECT max(load) FROM loaded_file) ORDER BY CAST(place AS BIGINT)")
}

func TestFaultsOfFormats(t *testing.T) {
	t.Run("NDJSON", func(t *testing.T) {
		s := newStore(t)
		good := objects(t, [][]string{row("a")}, false)
		set := attempts(s.write(t, "a.ndjson", good+"{\"no\": \"b\", \"uid\": \"13800138000\n\n[1]\nnull\n{\"no\":\"\x01\"}\n\xff{}\n"+
			strings.Repeat(" ", 1<<20)+"\n"+objects(t, [][]string{row("c", "amount", "99999999999999.99"), row("d")}, false)+
			strings.Replace(objects(t, [][]string{row("long")}, false), `"long"`, "123456789012345678901", 1)))
		set.Format = bulk.NDJSON
		same(t, "refused rows", faultsOf(t, s, set), []string{"2||json-syntax|", "4|id|cell-missing|", "5|id|cell-missing|", "6||json-syntax|", "7||text-encoding|", "8||row-size|",
			"9|amount|amount-digits|99999999999999.99", "11|id|text-digits|"})
		set.Fields = slices.DeleteFunc(set.Fields, func(f bulk.Field) bool { return f.Name == "user" }) // then the text may be kept
		if got := faultsOf(t, s, set); got[0] != `2||json-syntax|{"no": "b", "uid": "13800138000` {
			t.Errorf("without users: %s", got[0])
		}
	})
	t.Run("zones", func(t *testing.T) {
		s := newStore(t)
		rows := []string{"no,at,tz", "a,2024-11-03 01:30:00,America/New_York", "b,2024-11-03 01:30:00,Mars/Base", "c,2024-11-03 01:30:00,", "d,2024-03-10 02:30:00,America/New_York",
			"e,2024-03-10 02:30:00,Asia/Shanghai"}
		set := attempts(s.write(t, "a.csv", strings.Join(rows, "\n")))
		set.Fields = []bulk.Field{column("id", "no"), {Name: "time", Column: "at", ZoneColumn: "tz", Round: bulk.NoRounding}, {Name: "provider", Literal: "alipay"},
			{Name: "amount", Column: "no", Unit: "CNY"}, {Name: "outcome", Literal: "approved"}}
		set.Fields[3] = bulk.Field{Name: "amount", Column: "n", Unit: "CNY", Round: bulk.NoRounding}
		set.Files[0] = s.write(t, "a.csv", strings.ReplaceAll(strings.Join(rows, ",1\n")+",1\n", "no,at,tz,1", "no,at,tz,n"))
		same(t, "refused rows", faultsOf(t, s, set), []string{"3|time|zone-unknown|Mars/Base", "4|time|zone-unknown|", "5|time|time-skipped|2024-03-10 02:30:00"})
		// The hour that comes twice counts as its first, in summer time.
		same(t, "transaction", s.rows(t, "SELECT id, occurred_at, local_date, local_hour FROM transaction"), []string{"a|2024-11-03 05:30:00|2024-11-03|1", "e|2024-03-09 18:30:00|2024-03-10|2"})
	})
	t.Run("floats", func(t *testing.T) {
		s := newStore(t)
		s.copyRows(t, "SELECT * REPLACE ((CASE no WHEN 'a1' THEN 12345.678 ELSE 2 END)::FLOAT AS amount, CASE no WHEN 'a2' THEN NULL ELSE at END AS at)", "a.parquet")
		set := attempts(s.file(t, "a.parquet"))
		set.Format = bulk.Parquet
		same(t, "refused rows", faultsOf(t, s, set), []string{"1|amount|amount-decimals|12345.678", "2|time|cell-missing|", "7|amount|amount-decimals|12345.678"})
	})
}

// What is no fault, and what it becomes.
func TestAmounts(t *testing.T) {
	tests := []struct {
		amount, currency, status, want string
	}{
		{"5", "CNY", "refunded", "-5|CNY"}, // printed without its sign
		{"-5", "CNY", "refunded", "-5|CNY"},
		{"99999999999999.99", "CNY", "approved", "99999999999999.99|CNY"},
		{"1.234", "KWD", "approved", "1.234|KWD"},
		{"1.500", "CNY", "approved", "1.5|CNY"},
		{"100.00", "JPY", "approved", "100|JPY"},
		{"0", "VND", "approved", "0|VND"},
		{" 12.50 ", "usd", "approved", "12.5|USD"},
		{".5", "EUR", "approved", "0.5|EUR"},
	}
	var rows [][]string
	var want []string
	for i, tt := range tests {
		rows = append(rows, row(fmt.Sprint(i), "amount", tt.amount, "currency", tt.currency, "status", tt.status))
		want = append(want, tt.want)
	}
	s := newStore(t)
	s.mustLoad(t, attempts(s.write(t, "a.csv", csvText(rows...))))
	same(t, "amounts", s.rows(t, "SELECT amount, currency FROM transaction ORDER BY rowid"), want)
}

// Too many refused rows: each fault once, where it is first, and nothing is loaded.
func TestTooManyRejects(t *testing.T) {
	s := newStore(t)
	rows := [][]string{row("a", "provider", "alipey")}
	for i := range 30 {
		rows = append(rows, row(fmt.Sprint(i), "provider", "wechatt"), []string{"ragged", fmt.Sprint(i)})
	}
	set := attempts(s.write(t, "a.csv", csvText(rows...)))
	set.MaxRejects = 60
	_, err := s.load(t, set)
	same(t, "problems", problems(err), []string{
		`data/sets/shop/a.csv:2: provider "alipey" is not known [code-unknown]`,
		`data/sets/shop/a.csv:3: provider "wechatt" is not known, in 30 rows [code-unknown]`,
		`data/sets/shop/a.csv:4: the row has more or fewer cells than the header, in 30 rows [row-ragged]`,
		`data/sets/shop/datapackage.yaml: resource attempts: 61 rows were refused (31 provider code-unknown, 30 row-ragged), more than max_rejects: 60 [too-many-rejects]`,
	})
	for _, table := range []string{"transaction", "refused_row", "loaded_file", "loaded_set", "loaded_code"} {
		same(t, table, s.rows(t, "SELECT count(*) FROM "+table), []string{"0"})
	}
	set.MaxRejects = 61
	if r := s.mustLoad(t, set); r.Rejected != 61 {
		t.Errorf("Load() = %+v", r)
	}
}

// A code that nobody has mapped is kept, as unmapped; the load says which they are.
func TestUnmapped(t *testing.T) {
	s := newStore(t)
	set := attempts(s.write(t, "a.csv", csvText(row("a", "rc", "05"), row("b", "rc", "E-1"), row("c", "rc", "E-1"), row("d", "rc", "E-2"), row("e"))))
	field(set, "reason", func(f *bulk.Field) { f.Map = map[string]string{"05": "app-bug"} })
	r := s.mustLoad(t, set)
	if want := []bulk.Unknown{{Text: "E-1", Rows: 2}, {Text: "E-2", Rows: 1}}; !slices.Equal(r.Unmapped, want) {
		t.Errorf("Unmapped = %v, want %v", r.Unmapped, want)
	}
	same(t, "reasons", s.rows(t, "SELECT reason, reason_code FROM transaction ORDER BY id"), []string{"app-bug|05", "unmapped|E-1", "unmapped|E-1", "unmapped|E-2", "|"})
}

// codesOf returns the codes of a file of this package.
func codesOf(t *testing.T, file, pattern string) []string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(string(text), -1) {
		codes = append(codes, m[1])
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// Every fault that can be explained is tried above, and has a text of its own.
func TestFaultsAreTried(t *testing.T) {
	told, tried := codesOf(t, "fault.go", `(?m)^\t"([a-z-]+)":`), codesOf(t, "fault_test.go", `\|([a-z]+-[a-z]+)\|`)
	if len(told) < 15 {
		t.Fatalf("fault.go has %d codes", len(told))
	}
	for _, code := range told {
		if !slices.Contains(tried, code) {
			t.Errorf("no test has a row of %s", code)
		}
		if msg, hint := bulk.Explain(code, "field", "text"); msg == code || hint == "" || strings.Contains(msg, "%!") {
			t.Errorf("Explain(%s) = %q, %q", code, msg, hint)
		}
	}
}
