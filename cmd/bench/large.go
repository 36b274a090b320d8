package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
)

// The file that comes late has a hundredth of the rows, and is one of lateMonths files of as many rows that
// make up the two years of a sample: it holds about a month.
const (
	lateShare  = 100
	lateMonths = 24
)

// large loads a tenth of the rows, all of them, and a late file, in little memory.
func (b *bench) large(ctx context.Context, out io.Writer) (err error) {
	folder, end, err := b.begin()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, end()) }()
	limit := []string{"--memory", "2GB"}
	var lines []line
	var tenth usage
	for _, rows := range []int64{b.rows / 10, b.rows} {
		workspace := filepath.Join(folder, "workspace")
		if err := os.RemoveAll(workspace); err != nil {
			return err
		}
		set, err := b.workspace(ctx, workspace, rows, "parquet")
		if err != nil {
			return err
		}
		took, _, err := b.ingest(ctx, workspace, limit...)
		if err != nil {
			return err
		}
		took.disk = sizeOf(filepath.Join(workspace, ".paystats"))
		if rows != b.rows {
			tenth = took
			lines = append(lines, line{fmt.Sprintf("%d rows", rows), took, took, ""})
			continue
		}
		lines = append(lines, line{fmt.Sprintf("%d rows", rows), took, tenth, "15"})
		if err := b.late(ctx, filepath.Join(folder, "other"), set, b.rows/lateShare); err != nil {
			return err
		}
		late, _, err := b.ingest(ctx, workspace, limit...)
		if err != nil {
			return err
		}
		late.disk = sizeOf(filepath.Join(workspace, ".paystats"))
		lines = append(lines, line{fmt.Sprintf("a late file of %d rows, of one month", b.rows/lateShare), late, took, "0.1"})
	}
	return printTable(out, b.rows, 1, lines)
}

// late puts a file of so many rows beside those of a set: the last one of another sample.
func (b *bench) late(ctx context.Context, other, set string, rows int64) error {
	_, _, err := measure(ctx, "", filepath.Join(b.programs, "sample"), "--rows", fmt.Sprint(lateMonths*rows), "--files", fmt.Sprint(lateMonths), "--format", "parquet", "--seed", "2", "-o", other)
	if err != nil {
		return err
	}
	files, err := filepath.Glob(filepath.Join(other, "synthetic-*.parquet")) // fewer than asked for where rows are few
	if err != nil {
		return err
	}
	if err := os.Rename(slices.Max(files), filepath.Join(set, "synthetic-999.parquet")); err != nil {
		return err
	}
	return os.RemoveAll(other)
}
