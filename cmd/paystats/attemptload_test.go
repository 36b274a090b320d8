package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const attemptsDescriptor = `name: %s
licenses: [{name: CC0-1.0}]
sources: [{title: A shop, publisher: synthetic}]
resources:
  - name: rows
    path: rows.csv
    paystats:
      kind: transactions
      publisher: synthetic
      synthetic: true
      zone: Asia/Shanghai
      area: CN
      transaction:
        id: {column: id}
        time: {column: at}
        provider: alipay
        amount: {column: amount, unit: CNY}
        outcome: approved
        category: {column: what}
`

// TestAttemptsRefused loads attempts whose observations are refused, and others beside them: the metrics
// of the first go on saying what their observations say. As rows of another kind, they leave nothing behind.
func TestAttemptsRefused(t *testing.T) {
	folder := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		path := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	paystats := func(want int, args ...string) string {
		t.Helper()
		var stdout, stderr bytes.Buffer
		if code := run(t.Context(), environment{args: args, dir: folder, stdin: strings.NewReader(""), stdout: &stdout, stderr: &stderr, getenv: func(string) string { return "" }}); code != want {
			t.Fatalf("paystats %s = %d, want %d: %s", strings.Join(args, " "), code, want, &stderr)
		}
		return strings.Join(strings.Fields(stdout.String()), " ")
	}
	const header = "id,at,amount,what\n"
	write("paystats.yaml", "title: Shops\n")
	for _, name := range []string{"a", "b"} {
		write("data/sets/"+name+"/datapackage.yaml", fmt.Sprintf(attemptsDescriptor, name))
		write("data/sets/"+name+"/rows.csv", header+"1,2024-01-05 10:00:00,1,groceries\n2,2024-02-05 10:00:00,1,travel\n")
	}
	paystats(exitOK, "ingest")

	write("data/sets/a/rows.csv", header+"1,2024-01-05 10:00:00,1,\n2,2024-01-06 10:00:00,1,\n3,2024-01-06 11:00:00,1,\n") // more rows, fewer months
	paystats(exitInput, "ingest", "a")
	paystats(exitOK, "ingest", "b", "--allow-shrink")
	write("data/sets/b/rows.csv", header+"1,2024-01-05 10:00:00,1,groceries\n2,2024-02-05 10:00:00,1,travel\n3,2024-02-05 11:00:00,1,travel\n")
	paystats(exitOK, "ingest", "b")
	const sums = "SELECT dataset, sum(attempts) AS n FROM rollup_payment WHERE dimension = 'total' GROUP BY ALL ORDER BY ALL"
	if got, want := paystats(exitOK, "query", sums), "dataset n a 2 b 3"; got != want {
		t.Errorf("roll-ups = %s, want %s", got, want)
	}

	text := strings.NewReplacer("kind: transactions", "kind: activations", "transaction:", "activation:", "time:", "entered:", "outcome: approved", "decision: approved",
		"        amount: {column: amount, unit: CNY}\n", "", "        category: {column: what}\n", "").Replace(fmt.Sprintf(attemptsDescriptor, "b"))
	write("data/sets/b/datapackage.yaml", text)
	paystats(exitOK, "ingest", "b", "--allow-shrink")
	if got, want := paystats(exitOK, "query", sums), "dataset n a 2"; got != want {
		t.Errorf("roll-ups after another kind = %s, want %s", got, want)
	}
	const rows = "SELECT kind, count(*) AS n FROM (SELECT 'transaction' AS kind, load FROM transaction UNION ALL SELECT 'activation', load FROM activation) JOIN loaded_file USING (load) WHERE dataset = 'b' GROUP BY ALL"
	if got, want := paystats(exitOK, "query", rows), "kind n activation 3"; got != want {
		t.Errorf("rows after another kind = %s, want %s", got, want)
	}
}
