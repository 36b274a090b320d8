package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

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

// BenchmarkTransform times `paystats transform` of every model over five million
// observations under --memory 2GB, and again when nothing has changed.
func BenchmarkTransform(b *testing.B) {
	ctx, cache := context.Background(), b.TempDir()
	command := func(args ...string) {
		b.Helper()
		var stdout, stderr bytes.Buffer
		code := run(ctx, environment{args: args, dir: cache, stdin: strings.NewReader(""), stdout: &stdout, stderr: &stderr,
			getenv: func(name string) string { return map[string]string{"PAYSTATS_CACHE": cache}[name] }})
		if code != exitOK {
			b.Fatal(stderr.String())
		}
	}
	command("ingest")
	r, err := warehouse.Begin(ctx, cache, warehouse.Limits{}, 0, "benchmark")
	if err != nil {
		b.Fatal(err)
	}
	multiply(b, r.DB, copies)
	f, err := r.Query(ctx, "SELECT count(*) AS n FROM observed")
	if err != nil {
		b.Fatal(err)
	}
	if err := r.Commit(ctx); err != nil {
		b.Fatal(err)
	}
	loaded, err := os.ReadFile(filepath.Join(cache, warehouse.FileName))
	if err != nil {
		b.Fatal(err)
	}
	b.Run("all", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			if err := os.WriteFile(filepath.Join(cache, warehouse.FileName), loaded, 0o600); err != nil {
				b.Fatal(err)
			}
			b.StartTimer()
			command("--memory", "2GB", "transform")
		}
		b.ReportMetric(float64(f.Int("n", 0))*float64(b.N)/b.Elapsed().Seconds(), "observations/s")
	})
	b.Run("unchanged", func(b *testing.B) {
		for b.Loop() {
			command("transform")
		}
	})
}
