package page_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"paystats/data/diag"
	"paystats/data/frame"
	"paystats/reports/page"
)

func categories(texts ...any) *frame.Frame {
	values := make([]any, len(texts))
	for i := range values {
		values[i] = int64(i)
	}
	return &frame.Frame{Columns: []frame.Column{{Name: "category", Kind: frame.Text, Cells: texts}, {Name: "value", Kind: frame.Int, Cells: values}}}
}

// What a query returns beyond what people can read is a mistake, and not cut off in silence.
func TestSQLSize(t *testing.T) {
	rows := make([]any, 10000)
	for i := range rows {
		rows[i] = "x"
	}
	tests := []struct {
		name  string
		block *frame.Frame
		want  string // of the message
	}{
		{"rows", categories(rows...), "10000 rows or more"},
		{"text", categories("a", strings.Repeat("x", 10001)), "a text of 10001 bytes in column category, row 2"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			src := newFake(t)
			src.block = tt.block
			p, _ := page.Parse("p.md", []byte(chartOf("unit: count", "sql: FROM load")))
			_, err := p.Build(t.Context(), src, page.Options{})
			if list, ok := errors.AsType[*diag.List](err); !ok || !strings.Contains(list.Error(), tt.want) || !strings.Contains(list.Error(), "p.md:8:6: ") || !strings.Contains(list.Error(), "[sql-size]") {
				t.Errorf("Build = %v, want %q at p.md:8:6 [sql-size]", err, tt.want)
			}
		})
	}
}

// endless is a warehouse that never answers the query of a block.
type endless struct{ *fake }

func (e endless) Query(ctx context.Context, sql string, args ...any) (*frame.Frame, error) {
	if strings.HasPrefix(sql, "SELECT * FROM (") {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	return e.fake.Query(ctx, sql, args...)
}

// A query that never ends is a mistake of the page after a minute; a build that is stopped
// before says at which page.
func TestSQLTime(t *testing.T) {
	p, _ := page.Parse("p.md", []byte(chartOf("unit: count", "sql: FROM load")))
	build := func(ctx context.Context) (time.Duration, error) {
		start := time.Now()
		_, err := p.Build(ctx, endless{newFake(t)}, page.Options{})
		return time.Since(start), err
	}
	synctest.Test(t, func(t *testing.T) {
		took, err := build(t.Context())
		if list, ok := errors.AsType[*diag.List](err); !ok || took != time.Minute || !strings.Contains(list.Error(), "p.md:8:6: the query does not end within 1m0s [sql-size]") {
			t.Errorf("Build = %v after %s", err, took)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		took, err = build(ctx)
		if _, ok := errors.AsType[*diag.List](err); ok || !errors.Is(err, context.DeadlineExceeded) || took != time.Second || !strings.Contains(err.Error(), "build page p: ") {
			t.Errorf("Build = %v after %s", err, took)
		}
	})
}
