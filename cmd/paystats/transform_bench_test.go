package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"paystats/data/warehouse"
)

// copies is how often multiply repeats what PhonePe prints: about five million values.
const copies = 259

// multiply fills a warehouse with PhonePe's figures over so many invented countries, each
// with its own states and markets.
func multiply(tb testing.TB, db *warehouse.DB, copies int) {
	tb.Helper()
	for _, statement := range []string{
		"CREATE TEMP TABLE copy AS SELECT i, 'X' || printf('%03d', i) AS country FROM range(1, " + fmt.Sprint(copies) + ") AS r(i)",
		"CREATE TEMP TABLE pulse AS SELECT s.* FROM series AS s WHERE publisher = 'phonepe'",
		`INSERT INTO series SELECT i * 100000 + id, replace(area, 'IN', country), segment, measure, transformation, base_measure, dimension, member,
			frequency, unit, publisher, scope FROM pulse, copy`,
		`INSERT INTO observed SELECT i * 100000 + o.id, i * 100000 + o.series, o.origin, o.period, o.vintage, o.revision, o.value + i, o.status, o.hedge,
			o.precision_exp, o.printed, o.place, o.note, o.load, o.superseded_by, o.fate, o.until
			FROM (SELECT * FROM observed SEMI JOIN pulse ON pulse.id = observed.series) AS o, copy ORDER BY 1`,
		`INSERT INTO area SELECT a.* REPLACE (replace(a.id, 'IN', country) AS id, replace(a.parent, 'IN', country) AS parent) FROM area AS a, copy
			WHERE a.id = 'IN' OR a.parent = 'IN'`,
		`INSERT INTO market SELECT m.* REPLACE (replace(m.id, 'in-', country || '-') AS id, country AS area,
			replace(m.users_market, 'in-', country || '-') AS users_market) FROM market AS m, copy WHERE m.publishers = 'phonepe'`,
		"DROP TABLE copy",
		"DROP TABLE pulse",
	} {
		if err := db.Exec(context.Background(), statement); err != nil {
			tb.Fatal(err)
		}
	}
}

func TestMultiply(t *testing.T) {
	path := os.Getenv("BIG")
	if path == "" {
		t.Skip()
	}
	os.MkdirAll(path, 0o755)
	var stdout, stderr bytes.Buffer
	code := run(context.Background(), environment{args: []string{"ingest"}, dir: path, stdin: strings.NewReader(""),
		stdout: &stdout, stderr: &stderr, getenv: func(n string) string { return map[string]string{"PAYSTATS_CACHE": path}[n] }})
	t.Log(code, stderr.String())
	start := time.Now()
	r, err := warehouse.Begin(context.Background(), path, warehouse.Limits{}, 0, "bench")
	if err != nil {
		t.Fatal(err)
	}
	multiply(t, r.DB, copies)
	if err := r.Commit(context.Background()); err != nil {
		t.Fatal(err)
	}
	t.Log(time.Since(start), filepath.Join(path))
}
