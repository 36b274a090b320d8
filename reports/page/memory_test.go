package page

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"

	"paystats/data/frame"
)

// counter counts what it is asked.
type counter struct{ asked atomic.Int64 }

func (c *counter) Query(context.Context, string, ...any) (*frame.Frame, error) {
	c.asked.Add(1)
	return &frame.Frame{}, nil
}

// Connections that share a memory ask once, also at the same time; other values are another question.
func TestMemory(t *testing.T) {
	var first, second counter
	m := Remember(&first)
	sources := []Source{m, m.Over(&second)}
	var group sync.WaitGroup
	for i := range 20 {
		group.Go(func() {
			if _, err := sources[i%2].Query(t.Context(), "SELECT ?", "a"); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if n := first.asked.Load() + second.asked.Load(); n != 1 {
		t.Errorf("20 equal queries were asked %d times, want 1", n)
	}
	if _, err := m.Query(t.Context(), "SELECT ?", "b"); err != nil || first.asked.Load()+second.asked.Load() != 2 {
		t.Errorf("another value: asked %d times in all, %v, want 2", first.asked.Load()+second.asked.Load(), err)
	}
}

// A memory of many builds forgets what they no longer ask for, and nothing else.
func TestMemoryForgets(t *testing.T) {
	var source counter
	m := Remember(&source)
	ask := func(sql string) {
		t.Helper()
		if _, err := m.Query(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	ask("SELECT 'old'")
	for range keptBuilds + 1 {
		ask("SELECT 'kept'")
		m.NextBuild()
	}
	if n := len(m.known.answers); n != 1 || source.asked.Load() != 2 {
		t.Errorf("%d answers held after %d questions, want 1 after 2", n, source.asked.Load())
	}
	ask("SELECT 'kept'")
	ask("SELECT 'old'")
	if n := source.asked.Load(); n != 3 {
		t.Errorf("asked %d times, want 3: the old one again", n)
	}
}

func TestSpelledQuotesValues(t *testing.T) {
	q := query{"SELECT a FROM t WHERE a = ? AND b IN (?, ?)", []string{"o'neil", "x", "'; DROP TABLE t; --"}}
	want := "SELECT a FROM t WHERE a = 'o''neil' AND b IN ('x', '''; DROP TABLE t; --')"
	if got := q.spelled(); got.sql != want || len(got.args) > 0 {
		t.Errorf("%v spelled = %q, want %q", q, got, want)
	}
}
