package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"paystats/data/warehouse"
)

// bench is one run of the program.
type bench struct {
	rows             int64
	runs             int
	programs, folder string
	log              io.Writer
}

// readMark is in the line that paystats prints when rows are in the table.
const readMark = `"read":`

// models are the metrics of payment attempts; they bring what they need with them.
var models = []string{"metric_approval_rate", "metric_approval_rate_intent", "metric_failure_hour", "metric_failure_pareto", "metric_promotion", "metric_retry_recovery", "metric_value_at_stake", "metric_active_rate_monthly"}

// begin makes the folder of the run; end removes it.
func (b *bench) begin() (folder string, end func() error, err error) {
	folder, err = os.MkdirTemp(b.folder, "paystats-bench-")
	return folder, func() error { return os.RemoveAll(folder) }, err
}

// workspace makes a workspace whose only dataset is synthetic rows.
func (b *bench) workspace(ctx context.Context, folder string, rows int64, format string, more ...string) (set string, err error) {
	set = filepath.Join(folder, "data", "sets", "synthetic-attempts")
	if err := os.MkdirAll(filepath.Dir(set), 0o755); err != nil {
		return "", err
	}
	if err := os.WriteFile(filepath.Join(folder, "paystats.yaml"), []byte("title: Bench\n"), 0o644); err != nil {
		return "", err
	}
	fmt.Fprintf(b.log, "bench: %d rows of %s\n", rows, format)
	_, _, err = measure(ctx, "", filepath.Join(b.programs, "sample"), append([]string{"--rows", fmt.Sprint(rows), "--format", format, "-o", set}, more...)...)
	return set, err
}

// ingest loads a workspace from nothing: all of it, and up to where the rows are in the table.
func (b *bench) ingest(ctx context.Context, workspace string, more ...string) (whole, table usage, err error) {
	whole, table, err = measure(ctx, readMark, filepath.Join(b.programs, "paystats"), append([]string{"-C", workspace, "--json", "ingest"}, more...)...)
	table.memory = whole.memory
	table.disk = sizeOf(filepath.Join(workspace, ".paystats"))
	return whole, table, err
}

// sql runs a script of testdata on the transactions in a folder.
func (b *bench) sql(ctx context.Context, folder, name, format, set string) (usage, error) {
	self, err := os.Executable()
	if err != nil {
		return usage{}, err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return usage{}, err
	}
	script, err := writeScript(folder, name, format, set)
	if err != nil {
		return usage{}, err
	}
	u, _, err := measure(ctx, "", self, "--script", script, "--folder", folder)
	u.disk = sizeOf(folder)
	return u, err
}

// sizeOf is the size of the file of transactions in a folder, 0 if there is none.
func sizeOf(folder string) int64 {
	info, err := os.Stat(filepath.Join(folder, warehouse.TransactionsName))
	if err != nil {
		return 0
	}
	return info.Size()
}

// compared are the best of all runs for one format.
type compared struct{ bare, table, tableSQL, rollup, rollupSQL usage }

// compare loads rows of each format with paystats and with SQL.
func (b *bench) compare(ctx context.Context, out io.Writer) (err error) {
	folder, end, err := b.begin()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, end()) }()
	var lines []line
	for _, format := range []string{"csv", "parquet"} {
		var more []string
		if format == "csv" {
			more = []string{"--mess"}
		}
		workspace := filepath.Join(folder, format)
		set, err := b.workspace(ctx, workspace, b.rows, format, more...)
		if err != nil {
			return err
		}
		var c compared
		for i := range b.runs {
			if err := b.once(ctx, &c, workspace, set, format); err != nil {
				return err
			}
			if i == 0 {
				fmt.Fprintln(b.log, "bench: the rows of both are compared")
				if err := same(ctx, filepath.Join(workspace, ".paystats"), filepath.Join(workspace, "sql"),
					"transaction", "rollup_payment", "rollup_failure", "rollup_hour", "rollup_user", "rollup_intent", "rollup_cohort"); err != nil {
					return err
				}
			}
		}
		lines = append(lines,
			line{format + ": bare CREATE TABLE AS", c.bare, c.bare, ""},
			line{format + ": the table, hand-written SQL", c.tableSQL, c.tableSQL, ""},
			line{format + ": the table, paystats ingest", c.table, c.tableSQL, "1.15"},
			line{format + ": roll-ups, hand-written SQL", c.rollupSQL, c.rollupSQL, ""},
			line{format + ": roll-ups and metrics, paystats", c.rollup, c.rollupSQL, "1.2"})
		if err := os.RemoveAll(workspace); err != nil {
			return err
		}
	}
	return printTable(out, b.rows, b.runs, lines)
}

// once does each thing once.
func (b *bench) once(ctx context.Context, c *compared, workspace, set, format string) error {
	state, hand, bare := filepath.Join(workspace, ".paystats"), filepath.Join(workspace, "sql"), filepath.Join(workspace, "bare")
	for _, old := range []string{state, hand, bare} {
		if err := os.RemoveAll(old); err != nil {
			return err
		}
	}
	whole, table, err := b.ingest(ctx, workspace)
	if err != nil {
		return err
	}
	metrics, _, err := measure(ctx, "", filepath.Join(b.programs, "paystats"), append([]string{"-C", workspace, "transform"}, models...)...)
	if err != nil {
		return err
	}
	c.table, c.rollup = c.table.best(table), c.rollup.best(whole.minus(table).plus(metrics))
	u, err := b.sql(ctx, hand, "table", format, set)
	if err != nil {
		return err
	}
	c.tableSQL = c.tableSQL.best(u)
	if u, err = b.sql(ctx, hand, "rollup", format, set); err != nil {
		return err
	}
	c.rollupSQL = c.rollupSQL.best(u)
	if u, err = b.sql(ctx, bare, "bare-"+format, format, set); err != nil {
		return err
	}
	c.bare = c.bare.best(u)
	return os.RemoveAll(bare)
}
