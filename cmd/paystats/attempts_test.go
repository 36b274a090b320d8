package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"paystats/data/warehouse"
)

// attempts are the roll-ups of a small dataset of payment attempts.
const attempts = `
INSERT INTO transaction_set VALUES ('shop', 'Shop (synthetic)', 'acme', 'CN', TRUE, 23, 20, 2, 1, DATE '2024-05-01', DATE '2024-07-31');
INSERT INTO rollup_payment VALUES
	('shop', 1, DATE '2024-06-01', 'total', 'total', 'CN', 'CNY', 'approved', 8, 80), ('shop', 1, DATE '2024-06-01', 'total', 'total', 'CN', 'CNY', 'declined', 2, 20),
	('shop', 1, DATE '2024-07-01', 'channel', 'app', 'CN', 'CNY', 'pending', 2, 20);
INSERT INTO rollup_failure VALUES ('shop', 1, DATE '2024-06-01', 'acme', 'wallet', 'CNY', 'declined', 'card-limit-exceeded', 2, 20);
INSERT INTO rollup_hour VALUES ('shop', 1, DATE '2024-06-18', 20, 'acme', 'approved', 8), ('shop', 1, DATE '2024-06-25', 20, 'acme', 'declined', 2);
INSERT INTO rollup_intent VALUES ('shop', DATE '2024-06-01', 'acme', 'wallet', 'CNY', 9, 8, 2, 0, 1, 1, 20, 10);
INSERT INTO rollup_cohort VALUES ('shop', DATE '2024-05-01', DATE '2024-05-01', 4), ('shop', DATE '2024-05-01', DATE '2024-06-01', 3);
INSERT INTO rollup_activation VALUES ('shop', DATE '2024-06-01', 'acme', 1, 20, 2, 5), ('shop', DATE '2024-06-01', 'acme', 2, 12, 0, 0);
INSERT INTO rollup_decline VALUES ('shop', DATE '2024-06-01', 'acme', 'bad-credit-record', 2)`

// attemptsWorkspace is a workspace whose warehouse holds the attempts, and its commands.
func attemptsWorkspace(t *testing.T) (folder string, paystats func(args ...string) (stdout, stderr string, code int)) {
	t.Helper()
	folder = t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "paystats.yaml"), []byte("title: Shop\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	paystats = func(args ...string) (string, string, int) {
		var stdout, stderr bytes.Buffer
		code := run(t.Context(), environment{args: args, dir: folder, stdin: strings.NewReader(""), stdout: &stdout, stderr: &stderr, getenv: func(string) string { return "" }})
		return stdout.String(), stderr.String(), code
	}
	if _, stderr, code := paystats("ingest"); code != exitOK {
		t.Fatal(stderr)
	}
	r, err := warehouse.Begin(t.Context(), filepath.Join(folder, ".paystats"), warehouse.Limits{}, 0, "test")
	if err != nil {
		t.Fatal(err)
	}
	if err := r.DB.Exec(t.Context(), attempts); err != nil {
		t.Fatal(err)
	}
	if err := r.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, stderr, code := paystats("transform"); code != exitOK {
		t.Fatal(stderr)
	}
	return folder, paystats
}

// TestAttempts explains metrics of payment attempts, and holds the arithmetic of their rows.
func TestAttempts(t *testing.T) {
	folder, paystats := attemptsWorkspace(t)
	tests := []struct {
		thing string
		want  []string // in what is printed
		code  int
	}{
		{"approval_rate", []string{"metric_approval_rate", "approved / (approved + declined + failed)", "Wilson"}, exitOK},
		{"approval_rate/shop#total@2024-06", []string{"approval_rate = 8 / (8 + 2 + 0) = 80 %", "synthetic      true", "rejected       2"}, exitOK},
		{"approval_rate/shop#app@2024-07", []string{"zero_total"}, exitOK},
		{"promotion/shop#total@618-2024-climax", []string{"618 2024 climax", "promotion = 8 / 3 / (2 / 39) = 52"}, exitOK},
		{"failure_pareto/shop#card-limit-exceeded@2024-06", []string{"Card limit exceeded", "信用卡/储蓄卡限额", "查询和调整限额"}, exitOK},
		{"retention/shop#total@2024-05", []string{"retention = 3 / 4 = 75 %"}, exitOK},
		{"activation_funnel/shop#acme@2024-06", []string{"step_conversion = 12 / (20 - 5) = 80 %", "missing_base", "synthetic      true"}, exitOK},
		{"activation_decline/shop#bad-credit-record@2024-06", []string{"Bad record at the credit bureau", "share = 2 / 2 = 100 %"}, exitOK},
		{"failure_hour/shop#acme@2024-06", []string{"failure_hour = 0 / (8 + 2 + 0) = 0 %"}, exitOK},
		{"core_failure/shop#acme@2024-06", []string{"rows of core_failure have no address"}, exitUsage},
		{"approval_rate/shop#total@2025-06", []string{"metric_approval_rate has no row shop#total@2025-06"}, exitUsage},
	}
	for _, tt := range tests {
		stdout, stderr, code := paystats("explain", tt.thing)
		if code != tt.code {
			t.Errorf("explain %s = %d, want %d: %s", tt.thing, code, tt.code, stderr)
		}
		for _, want := range tt.want {
			if !strings.Contains(stdout+stderr, want) {
				t.Errorf("explain %s lacks %q:\n%s%s", tt.thing, want, stdout, stderr)
			}
		}
	}
	db, err := warehouse.OpenReader(t.Context(), filepath.Join(folder, ".paystats", warehouse.FileName), warehouse.Limits{Temp: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	models, err := db.Query(t.Context(), "SELECT m.name, m.grain FROM model AS m JOIN model_column AS c ON c.model = m.name AND c.name = 'dataset' WHERE m.layer = 'metric' ORDER BY m.name")
	if err != nil {
		t.Fatal(err)
	}
	if models.Rows() < 9 {
		t.Fatalf("%d metrics of payment attempts", models.Rows())
	}
	for i := range models.Rows() {
		name := models.Text("name", i)
		if f, err := db.Query(t.Context(), "SELECT count(*) AS n FROM "+name); err != nil || f.Int("n", 0) == 0 {
			t.Errorf("%s has no rows (%v): the test tests nothing", name, err)
		}
		holdArithmetic(t, db, name, strings.Split(models.Text("grain", i), ", "))
	}
}
