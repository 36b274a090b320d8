package warehouse_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"paystats/data/obs"
	"paystats/data/warehouse"
)

func mustMemory(t *testing.T) *warehouse.DB {
	t.Helper()
	db, err := warehouse.OpenMemory(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func mustText(t *testing.T, db *warehouse.DB, query string, args ...any) string {
	t.Helper()
	f, err := db.Query(context.Background(), query, args...)
	if err != nil {
		t.Fatal(err)
	}
	var cells []string
	for row := range f.Rows() {
		for _, c := range f.Columns {
			cells = append(cells, f.Text(c.Name, row))
		}
	}
	return strings.Join(cells, " ")
}

// mustObservation returns an observation of a synthetic market.
func mustObservation(t *testing.T, period, value string) obs.Observation {
	t.Helper()
	p, _, err := obs.ParsePeriod(period)
	if err != nil {
		t.Fatal(err)
	}
	d, last, err := obs.ParseDecimal(value, 12)
	if err != nil {
		t.Fatal(err)
	}
	return obs.Observation{
		Series: obs.Series{Area: "CN", Segment: "cards", Measure: "tx_value", Transformation: obs.Level,
			Dimension: obs.Total, Member: obs.Total, Frequency: p.Frequency(), Unit: "CNY", Publisher: "acme", Scope: "unspecified"},
		Period: p, Value: d, LastDigit: last, Status: obs.Normal, Printed: value + " 万亿元",
		Place: obs.Place{Dataset: "cards", Resource: "r", File: "cards.csv", At: "2:3"},
	}
}

func load(db *warehouse.DB, l warehouse.Load, all ...obs.Observation) (warehouse.LoadResult, error) {
	return db.Load(context.Background(), l, func(add func(obs.Observation) error) (warehouse.Outcome, error) {
		for _, o := range all {
			if err := add(o); err != nil {
				return warehouse.Outcome{}, err
			}
		}
		return warehouse.Outcome{RowsIn: len(all)}, nil
	})
}

func TestLoadKeepsValuesExactly(t *testing.T) {
	db := mustMemory(t)
	if _, err := load(db, warehouse.Load{Dataset: "cards"}, mustObservation(t, "2015-Q3", "8.3")); err != nil {
		t.Fatal(err)
	}
	got := mustText(t, db, `SELECT period, period_start, period_end, value, precision_exp, vintage, superseded_by FROM observation`)
	if want := "2015-Q3 2015-07-01 2015-09-30 8300000000000 11  "; got != want {
		t.Errorf("stored %q, want %q", got, want)
	}
}

func TestLoadNegativeAndMissing(t *testing.T) {
	db := mustMemory(t)
	down, gone := mustObservation(t, "2015-Q1", "-0.125"), mustObservation(t, "2015-Q2", "0")
	gone.Status = obs.Missing
	if _, err := load(db, warehouse.Load{Dataset: "cards"}, down, gone); err != nil {
		t.Fatal(err)
	}
	if got, want := mustText(t, db, `SELECT value, status FROM observation ORDER BY id`), "-125000000000 A  M"; got != want {
		t.Errorf("stored %q, want %q", got, want)
	}
}

func TestLoadSupersedes(t *testing.T) {
	db := mustMemory(t)
	q1, q2 := mustObservation(t, "2015-Q1", "7.6"), mustObservation(t, "2015-Q2", "8.3")
	if _, err := load(db, warehouse.Load{Dataset: "cards", Fingerprint: "a"}, q1, q2); err != nil {
		t.Fatal(err)
	}
	got, err := load(db, warehouse.Load{Dataset: "cards", Fingerprint: "b"}, q1, mustObservation(t, "2015-Q2", "8.4"))
	if err != nil {
		t.Fatal(err)
	}
	if want := (warehouse.LoadResult{RowsIn: 2, Loaded: 2, New: 1, Superseded: 1}); got != want {
		t.Errorf("second Load = %+v, want %+v", got, want)
	}
	values := mustText(t, db, `SELECT period, value, superseded_by FROM observation ORDER BY period, value`)
	if want := "2015-Q1 7600000000000  2015-Q2 8300000000000 2 2015-Q2 8400000000000 "; values != want {
		t.Errorf("stored %q, want %q", values, want)
	}
}

func TestLoadRefusesToShrink(t *testing.T) {
	db := mustMemory(t)
	q1, q2 := mustObservation(t, "2015-Q1", "7.6"), mustObservation(t, "2015-Q2", "8.3")
	if _, err := load(db, warehouse.Load{Dataset: "cards"}, q1, q2); err != nil {
		t.Fatal(err)
	}
	if _, err := load(db, warehouse.Load{Dataset: "cards"}, q1); !errors.Is(err, warehouse.ErrShrinks) {
		t.Errorf("a shrinking Load = %v, want ErrShrinks", err)
	}
	if got := mustText(t, db, `SELECT count(*) FROM observation WHERE superseded_by IS NULL`); got != "2" {
		t.Errorf("after a refused Load %s observations stand, want 2", got)
	}
	if _, err := load(db, warehouse.Load{Dataset: "cards", MaxShrink: 1}, q1); err != nil {
		t.Errorf("an allowed shrinking Load = %v", err)
	}
}

func TestLoadIsAllOrNothing(t *testing.T) {
	db := mustMemory(t)
	broken := errors.New("file vanished")
	_, err := db.Load(context.Background(), warehouse.Load{Dataset: "cards"},
		func(add func(obs.Observation) error) (warehouse.Outcome, error) {
			if err := add(mustObservation(t, "2015-Q1", "7.6")); err != nil {
				return warehouse.Outcome{}, err
			}
			return warehouse.Outcome{}, broken
		})
	if !errors.Is(err, broken) {
		t.Errorf("Load = %v, want the reader's error", err)
	}
	if got := mustText(t, db, `SELECT (SELECT count(*) FROM observation), (SELECT count(*) FROM load)`); got != "0 0" {
		t.Errorf("after a failed Load: %s observations and loads, want 0 0", got)
	}
}

func TestSQLErrorHasItsLine(t *testing.T) {
	db := mustMemory(t)
	_, err := db.Query(context.Background(), "SELECT 1,\n  nothing\nFROM observation")
	var sqlErr *warehouse.SQLError
	if !errors.As(err, &sqlErr) {
		t.Fatalf("Query = %v, want a SQLError", err)
	}
	if sqlErr.Line != 2 || sqlErr.Kind != "Binder Error" || strings.Contains(sqlErr.Msg, "LINE") {
		t.Errorf("SQLError = %q at line %d, want a Binder Error at line 2", sqlErr, sqlErr.Line)
	}
}

func TestSQLErrorHasItsColumn(t *testing.T) {
	db := mustMemory(t)
	long := strings.Repeat("1, ", 60)
	for _, before := range []string{"", "1, ", "'支付金额' AS a, ", long, long + "'支付', "} {
		line := "  " + before + "nothing, " + long + "2"
		_, err := db.Query(context.Background(), "SELECT\n"+line+"\nFROM observation")
		var sqlErr *warehouse.SQLError
		if !errors.As(err, &sqlErr) {
			t.Fatalf("Query = %v, want a SQLError", err)
		}
		if got, want := sqlErr.SQLColumn(line), strings.Index(line, "nothing")+1; got != want {
			t.Errorf("SQLColumn(%q) = %d, want %d", line, got, want)
		}
	}
}

func TestReaderIsSealed(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	run, err := warehouse.Begin(ctx, dir, warehouse.Limits{}, 0, "test")
	if err != nil {
		t.Fatal(err)
	}
	if err := run.Commit(ctx); err != nil {
		t.Fatal(err)
	}
	db, err := warehouse.OpenReader(ctx, filepath.Join(dir, warehouse.FileName), warehouse.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	secret := filepath.Join(dir, "secret.csv")
	if err := os.WriteFile(secret, []byte("a\n1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		"SELECT * FROM read_csv('" + secret + "')", "SET enable_external_access = true", "SET memory_limit = '1GB'",
		"CREATE TABLE x (a INT)", "DELETE FROM observation", "COPY observation TO '" + secret + "'", "ATTACH '" + secret + "'", "INSTALL httpfs",
	} {
		if _, err := db.Query(ctx, statement); err == nil {
			t.Errorf("a reader may run %q", statement)
		}
	}
}

func TestBeginIsExclusive(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	run, err := warehouse.Begin(ctx, dir, warehouse.Limits{}, 0, "pid 1: report")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := warehouse.Begin(ctx, dir, warehouse.Limits{}, 0, "pid 2"); !errors.Is(err, warehouse.ErrLocked) || !strings.Contains(err.Error(), "pid 1: report") {
		t.Errorf("second Begin = %v, want ErrLocked naming its holder", err)
	}
	if err := run.Abort(); err != nil {
		t.Fatal(err)
	}
	again, err := warehouse.Begin(ctx, dir, warehouse.Limits{}, 0, "pid 2")
	if err != nil {
		t.Fatalf("Begin after Abort = %v", err)
	}
	again.Abort()
}

func TestDamagedWarehouseIsSetAside(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	path := filepath.Join(dir, warehouse.FileName)
	if err := os.WriteFile(path, []byte(strings.Repeat("garbage", 4000)), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := warehouse.OpenReader(ctx, path, warehouse.Limits{}); !errors.Is(err, warehouse.ErrDamaged) {
		t.Errorf("OpenReader = %v, want ErrDamaged", err)
	}
	run, err := warehouse.Begin(ctx, dir, warehouse.Limits{}, 0, "test")
	if err != nil {
		t.Fatal(err)
	}
	defer run.Abort()
	if kept, err := os.ReadFile(run.SetAside); err != nil || !strings.HasPrefix(string(kept), "garbage") {
		t.Errorf("the damaged file was not kept at %q: %v", run.SetAside, err)
	}
}

// TestStamp: Commit tells the stamp of the warehouse before it is in place, each state has
// another, and what Committing refuses is not kept.
func TestStamp(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	if stamp := warehouse.Stamp(dir); stamp != "" {
		t.Errorf("Stamp of no warehouse = %q, want none", stamp)
	}
	commit := func(committing func(stamp string) error) error {
		t.Helper()
		run, err := warehouse.Begin(ctx, dir, warehouse.Limits{}, 0, "test")
		if err != nil {
			t.Fatal(err)
		}
		run.Committing = committing
		return run.Commit(ctx)
	}
	var stamps []string
	for range 2 {
		err := commit(func(stamp string) error {
			if warehouse.Stamp(dir) == stamp {
				t.Error("the new warehouse is in place before Committing returns")
			}
			stamps = append(stamps, stamp)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if stamp := warehouse.Stamp(dir); stamp != stamps[len(stamps)-1] {
			t.Errorf("Stamp = %q, Commit told %q", stamp, stamps[len(stamps)-1])
		}
	}
	if stamps[0] == stamps[1] {
		t.Errorf("two warehouses have the stamp %q", stamps[0])
	}
	refused := errors.New("refused")
	if err := commit(func(string) error { return refused }); !errors.Is(err, refused) {
		t.Errorf("Commit = %v, want what Committing returned", err)
	}
	if stamp := warehouse.Stamp(dir); stamp != stamps[1] {
		t.Errorf("Stamp after a refused Commit = %q, want that before, %q", stamp, stamps[1])
	}
}

func TestTruncatedWarehouseIsDamaged(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	run, err := warehouse.Begin(ctx, dir, warehouse.Limits{}, 0, "test")
	if err != nil {
		t.Fatal(err)
	}
	if err := run.Exec(ctx, "CREATE TABLE much AS SELECT i, i::VARCHAR AS t FROM range(500000) AS r(i)"); err != nil {
		t.Fatal(err)
	}
	if err := run.Commit(ctx); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, warehouse.FileName)
	if err := os.Truncate(path, 400_000); err != nil {
		t.Fatal(err)
	}
	if _, err := warehouse.OpenReader(ctx, path, warehouse.Limits{}); !errors.Is(err, warehouse.ErrDamaged) {
		t.Errorf("OpenReader = %v, want ErrDamaged", err)
	}
	again, err := warehouse.Begin(ctx, dir, warehouse.Limits{}, 0, "test")
	if err != nil {
		t.Fatalf("Begin on a truncated warehouse = %v", err)
	}
	defer again.Abort()
	if again.SetAside == "" {
		t.Error("the truncated warehouse was not set aside")
	}
}

func TestLockDoesNotFollowLinks(t *testing.T) {
	dir := t.TempDir()
	precious := filepath.Join(dir, "precious")
	if err := os.WriteFile(precious, []byte("years of work"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(precious, filepath.Join(dir, "lock")); err != nil {
		t.Fatal(err)
	}
	if _, err := warehouse.Begin(context.Background(), dir, warehouse.Limits{}, 0, "test"); err == nil {
		t.Error("Begin took a link for its lock")
	}
	if text, _ := os.ReadFile(precious); string(text) != "years of work" {
		t.Errorf("the file behind the link now holds %q", text)
	}
}

func TestOlderWarehouseIsBuiltAnew(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	run, err := warehouse.Begin(ctx, dir, warehouse.Limits{}, 0, "test")
	if err != nil {
		t.Fatal(err)
	}
	if err := run.Exec(ctx, "UPDATE meta SET value = '1' WHERE key = 'schema'"); err != nil {
		t.Fatal(err)
	}
	if err := run.Commit(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := warehouse.OpenReader(ctx, filepath.Join(dir, warehouse.FileName), warehouse.Limits{}); !errors.Is(err, warehouse.ErrOlder) {
		t.Errorf("OpenReader = %v, want ErrOlder", err)
	}
	again, err := warehouse.Begin(ctx, dir, warehouse.Limits{}, 0, "test")
	if err != nil {
		t.Fatal(err)
	}
	defer again.Abort()
	if again.SetAside == "" {
		t.Error("the older warehouse was not set aside")
	}
}

func TestNewerWarehouseIsLeftAlone(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	run, err := warehouse.Begin(ctx, dir, warehouse.Limits{}, 0, "test")
	if err != nil {
		t.Fatal(err)
	}
	if err := run.Exec(ctx, "UPDATE meta SET value = '99' WHERE key = 'schema'"); err != nil {
		t.Fatal(err)
	}
	if err := run.Commit(ctx); err != nil {
		t.Fatal(err)
	}
	before, _ := os.ReadFile(filepath.Join(dir, warehouse.FileName))
	if _, err := warehouse.Begin(ctx, dir, warehouse.Limits{}, 0, "test"); !errors.Is(err, warehouse.ErrNewer) {
		t.Errorf("Begin = %v, want ErrNewer", err)
	}
	if after, _ := os.ReadFile(filepath.Join(dir, warehouse.FileName)); string(after) != string(before) {
		t.Error("the newer warehouse was changed")
	}
}
