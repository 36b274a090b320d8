package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"paystats/data/warehouse"
)

// secrets are what no output may hold: the key, users, card numbers.
var secrets = []string{"correct-horse-battery", "13800138000", "13900139000", "zhangsan@example.cn", "4111111111111111", "5555 5555 5555 4444", "411111111111"}

const privateDescriptor = `name: shop
title: Shop
licenses: [{name: CC0-1.0}]
resources:
  - name: attempts
    path: attempts.%s
    paystats:
      kind: transactions
      publisher: unknown
      area: CN
      zone: Asia/Shanghai
      max_rejects: %d
      transaction:
        id: {column: no}
        time: {column: at}
        provider: {column: how}
        merchant: {column: shop}
        amount: {column: amount, unit: CNY}
        outcome: {column: status}
        reason: {column: rc}
        user: {column: uid}
`

// Rows whose cells hold what is secret where it belongs, where it does not, and where a row is
// broken so that one cell may stand for another.
const privateRows = `uid,no,at,how,shop,amount,status,rc
13800138000,a1,2024-06-18 00:30:00,alipay,s,1,approved,
zhangsan@example.cn,a2,2024-06-18 00:30:00,alipay,s,1,declined,Z9
13800138000,a3,2024-06-18 00:30:00,4111111111111111,s,1,approved,
13800138000,a4,2024-06-18 00:30:00,alipay,5555 5555 5555 4444,1,approved,
13800138000,a5,2024-06-18 00:30:00,alipay,s,4111111111111111,approved,
13800138000,a6,2024-06-18 00:30:00,alipay,s,1,approved,card 4111111111111111
13800138000,a7,2024-06-18 00:30:00,alipay,s,1,4111111111111111,
13800138000,a8,4111111111111111,alipay,s,1,approved,
x,13900139000,a9,2024-06-18 00:30:00,alipay,s,1,approved,Z9
4111111111111111,13900139000
13800138000,a1,2024-06-18 00:30:00,alipay,s,1,approved,
13800138000,b1,2024-06-18 00:30:00,` + "a\x004111111111111111" + `,s,1,approved,
`

const privateLines = `{"no":"c1","at":"2024-06-18 00:30:00","how":"alipay","amount":1,"status":"approved","uid":"13800138000"}
{"no":"c2","at":"2024-06-18 00:30:00","how":"alipay","amount":1,"status":"approved","shop":"4111111111111111","uid":"13900139000"
{"no":"c3","uid":"zhangsan@example.cn"
`

// Nothing that is secret leaves the files that it is read from.
func TestPrivacy(t *testing.T) {
	folder := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var said bytes.Buffer
	paystats := func(want int, args ...string) {
		t.Helper()
		var out bytes.Buffer
		code := run(t.Context(), environment{args: args, dir: folder, stdin: strings.NewReader(""), stdout: &out, stderr: &out, getenv: func(name string) string {
			if name == "PAYSTATS_USER_KEY" {
				return "correct-horse-battery-staple-0123456789"
			}
			return ""
		}})
		if code != want {
			t.Fatalf("paystats %v: exit code %d, want %d: %s", args, code, want, out.String())
		}
		fmt.Fprintf(&said, "$ paystats %v\n%s", args, out.String())
	}
	write("paystats.yaml", "title: Shop\n")
	write("reports/pages/page.md", "---\ntitle: Page\n---\n\nNothing but text.\n")
	write("data/sets/shop/attempts.csv", privateRows)
	write("data/sets/shop/attempts.ndjson", privateLines)

	write("data/sets/shop/datapackage.yaml", fmt.Sprintf(privateDescriptor, "csv", 0))
	paystats(exitInput, "ingest")
	paystats(exitInput, "ingest", "--json")
	write("data/sets/shop/datapackage.yaml", fmt.Sprintf(privateDescriptor, "csv", 100))
	paystats(exitOK, "ingest")
	paystats(exitOK, "list", "rejects")
	paystats(exitOK, "query", "FROM refused_row")
	paystats(exitOK, "query", "FROM transaction")
	paystats(exitOK, "report")
	search(t, folder, said.String())

	write("data/sets/shop/datapackage.yaml", fmt.Sprintf(privateDescriptor, "ndjson", 100))
	paystats(exitOK, "ingest", "--json", "--allow-shrink")
	paystats(exitOK, "list", "rejects", "--json")
	search(t, folder, said.String())

	// The statement fails when the rows are read and hashed already.
	corruptParquet(t, filepath.Join(folder, "data/sets/shop"))
	write("data/sets/shop/datapackage.yaml", fmt.Sprintf(privateDescriptor, "parquet", 100))
	paystats(exitInput, "ingest", "--allow-shrink")
	paystats(exitInput, "ingest", "--allow-shrink", "--json")
	search(t, folder, said.String())
	for _, want := range []string{"[file-unreadable]", "card-number", "2 rows of attempts", `"printed":""`, "row-ragged"} {
		if !strings.Contains(said.String(), want) {
			t.Errorf("nothing says %q: the test tests little\n%s", want, said.String())
		}
	}
}

// corruptParquet writes attempts.parquet, whose last row group is broken.
func corruptParquet(t *testing.T, folder string) {
	t.Helper()
	db, err := warehouse.OpenMemory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	path := filepath.Join(folder, "attempts.parquet")
	if err := db.Exec(t.Context(), `COPY (SELECT 'p' || range AS no, '2024-06-18 00:30:00' AS at, 'alipay' AS how, 's' AS shop, hash(range)::VARCHAR AS amount, 'approved' AS status, '' AS rc,
		'13800138000' AS uid FROM range(250000)) TO '`+path+`' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 100000)`); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := len(text) * 9 / 10; i < len(text)-20_000; i++ {
		text[i] ^= 0x5a
	}
	if err := os.WriteFile(path, text, 0o644); err != nil {
		t.Fatal(err)
	}
}

// search looks for secrets in what was said, in every file but the data's, and in every text of
// the databases, which they compress.
func search(t *testing.T, folder, said string) {
	t.Helper()
	find := func(where, text string) {
		for _, secret := range secrets {
			if strings.Contains(text, secret) {
				t.Errorf("%s holds %q", where, secret)
			}
		}
	}
	find("the output", said)
	files := 0
	if err := walkFiles(os.DirFS(folder), func(name string, content []byte) {
		if !strings.HasPrefix(name, "data/sets/") {
			files++
			find(name, string(content))
		}
	}); err != nil {
		t.Fatal(err)
	}
	if files < 4 {
		t.Errorf("%d files were searched", files)
	}
	state := filepath.Join(folder, ".paystats")
	rows, err := warehouse.OpenTransactions(t.Context(), state, warehouse.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	sums, err := warehouse.OpenReader(t.Context(), filepath.Join(state, warehouse.FileName), warehouse.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer sums.Close()
	for _, db := range []*warehouse.DB{rows, sums} {
		columns, err := db.Query(t.Context(), "SELECT table_name AS t, column_name AS c FROM duckdb_columns() WHERE NOT internal AND data_type = 'VARCHAR' ORDER BY ALL")
		if err != nil {
			t.Fatal(err)
		}
		for i := range columns.Rows() {
			table, column := columns.Text("t", i), columns.Text("c", i)
			f, err := db.Query(t.Context(), fmt.Sprintf(`SELECT DISTINCT "%s" AS text FROM "%s"`, column, table))
			if err != nil {
				t.Fatal(err)
			}
			for j := range f.Rows() {
				find(table+"."+column, f.Text("text", j))
			}
		}
	}
}
