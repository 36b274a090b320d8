package transform

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"paystats/data/warehouse"
)

// fewObservations is up to how many the engine has work for one core in nearly every model,
// so that several models are run at a time, on one thread each: more threads would wait for
// work, and the engine waits busily. Beyond, it uses all cores for each model, and several would
// compete for the memory limit.
const fewObservations = 500_000

// mostWorkers is how many models are run at a time at most: their graph is hardly wider.
const mostWorkers = 4

// outcome is what became of one stale model.
type outcome struct {
	index    int
	findings []Finding
	err      error
}

// buildAll builds and judges the stale models, each after those that it needs, and returns
// their findings in the order of the models. If some fail, the error is that of the first
// in that order.
func (r *runner) buildAll(ctx context.Context) ([]Finding, error) {
	jobs, outcomes := make(chan int), make(chan outcome)
	defer close(jobs)
	for _, db := range r.workers {
		go func() {
			for i := range jobs {
				found, err := r.buildOne(ctx, db, r.stale[i])
				outcomes <- outcome{i, found, err}
			}
		}()
	}
	done, err := r.dispatch(len(r.workers), jobs, outcomes)
	return slices.Concat(done...), err
}

// hire opens the connections that build models, to be used until release is called.
func (r *runner) hire(ctx context.Context) (release func() error, err error) {
	r.workers = []*warehouse.DB{r.db}
	f, err := r.db.Query(ctx, "SELECT count(*) AS n, CAST(current_setting('threads') AS BIGINT) AS threads FROM observation")
	if err != nil || f.Int("n", 0) > fewObservations || f.Int("threads", 0) < 2 || len(r.stale) < 2 {
		return func() error { return nil }, err
	}
	setThreads := func(n int64) error { return r.db.Exec(context.WithoutCancel(ctx), fmt.Sprintf("SET threads = %d", n)) }
	release = func() error {
		errs := []error{setThreads(f.Int("threads", 0))}
		for _, w := range r.workers[1:] {
			errs = append(errs, w.Close())
		}
		return errors.Join(errs...)
	}
	if err := setThreads(1); err != nil {
		return nil, errors.Join(err, release())
	}
	for range min(f.Int("threads", 0), mostWorkers) - 1 {
		w, err := r.db.Fork(ctx)
		if err != nil {
			return nil, errors.Join(err, release())
		}
		r.workers = append(r.workers, w)
	}
	return release, nil
}

// dispatch hands out the stale models in their order, as far as what they need is built,
// and returns their findings. After a failure only models before it are built.
func (r *runner) dispatch(free int, jobs chan<- int, outcomes <-chan outcome) ([][]Finding, error) {
	built, started := map[string]bool{}, make([]bool, len(r.stale))
	stale := map[string]bool{}
	for _, m := range r.stale {
		stale[m.Name] = true
	}
	found, failed, running := make([][]Finding, len(r.stale)), len(r.stale), 0
	var failure error
	for {
		for i := 0; i < failed && running < free; i++ {
			waits := slices.ContainsFunc(r.stale[i].Needs, func(need string) bool { return stale[need] && !built[need] })
			if !started[i] && !waits {
				started[i] = true
				running++
				jobs <- i
			}
		}
		if running == 0 {
			return found, failure
		}
		o := <-outcomes
		running--
		switch {
		case o.err == nil:
			built[r.stale[o.index].Name], found[o.index] = true, o.findings
		case o.index < failed:
			failed, failure = o.index, o.err
		}
	}
}

// buildOne builds a model and judges it.
func (r *runner) buildOne(ctx context.Context, db *warehouse.DB, m *Model) ([]Finding, error) {
	if r.tables[m.Name] != m.kind() {
		if err := r.drop(ctx, db, m.Name); err != nil {
			return nil, err
		}
	}
	if err := build(ctx, db, m); err != nil {
		return nil, err
	}
	found, err := judge(ctx, db, m)
	if err != nil {
		return nil, placed(err, "check model "+m.Name)
	}
	return found, nil
}

// drop removes a model's table or view, if there is one.
func (r *runner) drop(ctx context.Context, db *warehouse.DB, name string) error {
	if r.tables[name] == "" {
		return nil
	}
	return db.Exec(ctx, "DROP "+r.tables[name]+" "+quoted(name))
}
