package main

import (
	"context"

	"paystats/data/warehouse"
	"paystats/data/workspace"
)

// rowLoads are the loads of rows that go through the engine, dataset by dataset, into the file of
// transactions. Nobody else may open that file before of or stop has returned.
type rowLoads struct {
	ended   chan struct{}
	byName  map[string]rowLoad
	unsaid  []func() // what is to be said of them, which wait says
	stopped context.CancelFunc
}

// rowLoad is what became of the rows of one dataset.
type rowLoad struct {
	loads []bulkLoad
	err   error
}

// beginRows loads the rows of datasets. If they are few, the engine has work for one thread, and this goes
// on beside what the caller does until it asks; else they have the machine for themselves.
func (a *app) beginRows(ctx context.Context, w *workspace.Workspace, in *inputs, sets []dataset, allowShrink bool) *rowLoads {
	ctx, stop := context.WithCancel(ctx)
	r := &rowLoads{ended: make(chan struct{}), byName: map[string]rowLoad{}, stopped: stop}
	var size int64
	for _, d := range sets {
		size += bytesOf(d.Bulk())
	}
	if warehouse.IsSmall(size) {
		go r.load(ctx, a, w, in, sets, allowShrink, func(say func()) { r.unsaid = append(r.unsaid, say) })
	} else {
		r.load(ctx, a, w, in, sets, allowShrink, saidNow)
	}
	return r
}

func (r *rowLoads) load(ctx context.Context, a *app, w *workspace.Workspace, in *inputs, sets []dataset, allowShrink bool, tell func(func())) {
	defer close(r.ended)
	for _, d := range sets {
		loads, err := a.loadSets(ctx, w, in, d, allowShrink, tell)
		r.byName[d.Name] = rowLoad{loads, err}
	}
}

// saidNow says at once what is told.
func saidNow(say func()) { say() }

// of returns what became of a dataset's rows, none if it has none. It waits until all are loaded.
func (r *rowLoads) of(d dataset) ([]bulkLoad, error) {
	if len(d.Bulk()) == 0 {
		return nil, nil
	}
	r.wait()
	l := r.byName[d.Name]
	return l.loads, l.err
}

// stop ends what still goes on.
func (r *rowLoads) stop() {
	r.stopped()
	r.wait()
}

// wait waits until nothing goes on any more, and says what there was to say.
func (r *rowLoads) wait() {
	<-r.ended
	for _, say := range r.unsaid {
		say()
	}
	r.unsaid = nil
}
