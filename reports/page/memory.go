package page

import (
	"context"
	"fmt"
	"maps"
	"sync"

	"paystats/data/frame"
)

// Memory is a Source that asks the warehouse once for what several pages want to know. It
// holds for as long as the warehouse does not change. Over gives the same memory to another
// connection; the two may be used at the same time.
type Memory struct {
	src   Source
	known *known
}

// keptBuilds is how many builds long a Memory holds what no page asks for any more: an
// analyst who edits one page leaves the others, which are not built meanwhile, alone.
const keptBuilds = 20

// known is what was asked for, by query.
type known struct {
	sync.Mutex
	answers map[string]*remembered
	build   int // counts those that NextBuild has announced

	names    sync.Once
	all      *catalogue
	namesErr error
}

// remembered is the answer to one query, or why there is none.
type remembered struct {
	asked int // the build that asked last
	once  sync.Once
	frame *frame.Frame
	err   error
}

// Remember returns a source that remembers what src answers.
func Remember(src Source) Memory { return Memory{src, &known{answers: map[string]*remembered{}}} }

// Over returns the same memory over another connection to the same warehouse.
func (m Memory) Over(src Source) Memory { return Memory{src, m.known} }

// NextBuild tells a memory that outlives a build, as that of a watch does, that another one
// begins; what the last ones have not asked for is forgotten. Nobody may be asking.
func (m Memory) NextBuild() {
	m.known.Lock()
	defer m.known.Unlock()
	m.known.build++
	maps.DeleteFunc(m.known.answers, func(_ string, a *remembered) bool { return m.known.build-a.asked > keptBuilds })
}

// Query runs a query, or returns what it gave before. Nobody may change the frame.
func (m Memory) Query(ctx context.Context, sql string, args ...any) (*frame.Frame, error) {
	key := fmt.Sprintf("%s\x00%q", sql, args)
	m.known.Lock()
	answer := m.known.answers[key]
	if answer == nil {
		answer = new(remembered)
		m.known.answers[key] = answer
	}
	answer.asked = m.known.build
	m.known.Unlock()
	answer.once.Do(func() { answer.frame, answer.err = m.src.Query(ctx, sql, args...) })
	return answer.frame, answer.err
}

// catalogue returns every name that a page may use.
func (m Memory) catalogue(ctx context.Context) (*catalogue, error) {
	m.known.names.Do(func() { m.known.all, m.known.namesErr = readCatalogue(ctx, m.src) })
	return m.known.all, m.known.namesErr
}

// shared returns the memory that src is, or a new one over it.
func shared(src Source) Memory {
	if m, ok := src.(Memory); ok {
		return m
	}
	return Remember(src)
}
