package page

import (
	"context"
	"fmt"

	"paystats/data/frame"
)

// Memory keeps what a source answered, from one build to the next, for as long as the
// warehouse stays as it is. What a build did not ask for again is forgotten by the one
// after it. The zero Memory is empty and ready; one build uses it at a time.
type Memory struct {
	before, now map[string]*frame.Frame // by query and bound values
}

// Of returns the source with the memory in front of it, for one build.
func (m *Memory) Of(src Source) Source {
	m.before, m.now = m.now, map[string]*frame.Frame{}
	return memory{src, m}
}

type memory struct {
	src Source
	*Memory
}

// Query runs a query, or returns what it gave before.
func (m memory) Query(ctx context.Context, sql string, args ...any) (*frame.Frame, error) {
	key := fmt.Sprintf("%s\x00%q", sql, args)
	for _, known := range []map[string]*frame.Frame{m.now, m.before} {
		if f, ok := known[key]; ok {
			m.now[key] = f
			return f, nil
		}
	}
	f, err := m.src.Query(ctx, sql, args...)
	if err == nil {
		m.now[key] = f
	}
	return f, err
}
