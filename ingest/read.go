package ingest

import (
	"context"
	"errors"
	"fmt"
	"path"
	"runtime"
	"sync"

	"paystats/data/codelist"
	"paystats/data/diag"
	"paystats/data/obs"
)

const (
	batchRows = 1024   // rows that are mapped in one go
	maxListed = 10_000 // rejects beyond the limit, and warnings, that are kept; with more rejects reading stops
)

// Read reads all files and calls add for every observation, in the order of resources,
// files and rows, from the calling goroutine. An error of add ends it and is returned.
//
// The error is a *diag.List when a code of the descriptor is unknown, a file cannot be
// read, or a resource has more rejects than its max_rejects: then the caller must keep
// nothing of what was added. The Summary is right as far as reading came.
func (d *Dataset) Read(ctx context.Context, lists *codelist.Set, add func(obs.Observation) error) (Summary, error) {
	var sum Summary
	if err := d.Check(lists); err != nil {
		return sum, err
	}
	ctx, cancel := context.WithCancel(ctx)
	run := &reading{opener: opener{Dataset: d}, ctx: ctx, files: make(chan *fileJob, 4*runtime.GOMAXPROCS(0))}
	defer run.Close()
	defer run.group.Wait()
	defer cancel()
	run.group.Go(func() { run.start(lists) })

	var problems diag.List
	refused, hits := map[*resource]int{}, map[*correction][]cellPlace{}
	for job := range run.files {
		var totals verifier
		for future := range job.batches {
			b := <-future
			totals.batch(&b, &sum)
			if err := collect(&sum, b, add); err != nil {
				return sum, err
			}
			problems.Add(b.problems...)
			for _, hit := range b.hits {
				hits[hit.by] = append(hits[hit.by], hit.place)
			}
			refused[job.resource] += countable(b.rejects)
			if refused[job.resource] > job.resource.maxRejects+maxListed {
				cancel()
			}
		}
		if job.err != nil && !errors.Is(job.err, context.Canceled) {
			problems.Merge(job.err)
		}
	}
	if err := context.Cause(ctx); err != nil && !overLimit(refused) {
		return sum, err
	}
	if problems.Len() == 0 && !overLimit(refused) { // else not every row was seen
		d.unused(hits, sum.Rejects, &problems)
	}
	showLines(d.openNamed, sum.Warnings)
	d.tooMany(&sum, refused, &problems)
	if err := problems.Err(); err != nil {
		showLines(d.openNamed, problems.Sorted())
		return sum, err
	}
	return sum, nil
}

func overLimit(refused map[*resource]int) bool {
	for r, n := range refused {
		if n > r.maxRejects+maxListed {
			return true
		}
	}
	return false
}

// collect hands a batch over.
func collect(sum *Summary, b batch, add func(obs.Observation) error) error {
	sum.RowsIn += b.cells
	sum.Checked += b.checked
	sum.Rejects = append(sum.Rejects, b.rejects...)
	for i := range b.observations {
		if err := add(b.observations[i]); err != nil {
			return err
		}
		sum.Loaded++
	}
	return nil
}

// tooMany adds a problem for each resource that refused more than it may, and its rejects.
func (d *Dataset) tooMany(sum *Summary, refused map[*resource]int, problems *diag.List) {
	for _, r := range d.resources {
		n := refused[r]
		if n <= r.maxRejects {
			continue
		}
		and := ""
		if n > r.maxRejects+maxListed {
			and = " so far"
		}
		problems.Add(&diag.Problem{Pos: r.maxRejectsPos, Code: "too-many-rejects",
			Msg:  fmt.Sprintf("resource %s: %s refused%s, %d allowed; nothing is loaded", r.name, counted(n, "value"), and, r.maxRejects),
			Hint: fmt.Sprintf("mend the values listed, or accept their loss with max_rejects: %d", n)})
		for _, reject := range sum.Rejects {
			if reject.Place.Resource == r.name && reject.Code != correctedDrop {
				problems.Add(reject.Problem())
			}
		}
	}
}

// reading is one Read: files are read by several goroutines and handed over in order.
type reading struct {
	ctx   context.Context
	files chan *fileJob // in order
	group sync.WaitGroup
	opener
}

// fileJob is a file whose rows are being read. err is set before batches is closed.
type fileJob struct {
	resource *resource
	batches  chan chan batch // futures, in order
	err      error
}

// batch is what some rows came to.
type batch struct {
	cells        int
	observations []obs.Observation
	rejects      []Reject
	corrector

	layout  *layout
	checked int      // cells of check rows
	figures []figure // if the resource has totals: in the order of rows
}

// start starts the files in order, so many at a time.
//
// Note: the first unfinished file always holds a slot and is the one that is drained,
// so the bounded channels cannot block each other.
func (run *reading) start(lists *codelist.Set) {
	defer close(run.files)
	slots := make(chan struct{}, runtime.GOMAXPROCS(0)+1)
	for _, r := range run.resources {
		if !r.reads {
			continue
		}
		mappers := make(chan *mapper, runtime.GOMAXPROCS(0))
		for range cap(mappers) {
			mappers <- newMapper(r, lists)
		}
		for _, s := range r.sources {
			job := &fileJob{resource: r, batches: make(chan chan batch, 8)}
			select {
			case <-run.ctx.Done():
				return
			case slots <- struct{}{}:
			}
			run.group.Go(func() {
				defer func() { <-slots }()
				run.read(job, s, mappers)
			})
			select {
			case <-run.ctx.Done():
				return
			case run.files <- job:
			}
		}
	}
}

// read reads one file and maps its rows in batches: the last one here, so that small
// files need no further goroutine, the others beside the reading.
func (run *reading) read(job *fileJob, s source, mappers chan *mapper) {
	defer close(job.batches)
	r := job.resource
	src, err := run.opener.open(r, s)
	if err != nil {
		job.err = err
		return
	}
	defer src.Close()
	file := &dataFile{name: s.name, full: path.Join(run.dir, s.name)}
	t := table{file: file.full, columns: r.columns, dialect: r.dialect, number: r.number, records: r.records, required: r.required,
		decoded: r.encoding != "", area: r.area, cells: r.cells, patterns: r.patterns(), seen: &file.seen}
	f := fileReader{reading: run, job: job, file: file, mappers: mappers, sieve: sieve{rowRules: &r.rows}, slots: r.slots(file.name, nil)}
	job.err = readers[r.format].rows(src, t, f.take)
	if err := f.flush(false); err != nil && job.err == nil {
		job.err = err
	}
}

// fileReader gathers the rows of a file in batches. A batch has one layout.
type fileReader struct {
	*reading
	job     *fileJob
	file    *dataFile
	mappers chan *mapper
	sieve   sieve
	layout  *layout
	slots   []slot
	rows    []row
}

// take takes the next row.
func (f *fileReader) take(one row) error {
	if f.layout != f.file.layout {
		if err := f.flush(true); err != nil {
			return err
		}
		f.layout, f.sieve.above = f.file.layout, nil
		f.slots = f.job.resource.slots(f.file.name, f.layout)
	}
	if f.sieve.any() {
		keep, ended := f.sieve.take(&one)
		if f.file.ended = f.file.ended || ended; f.file.ended || !keep {
			return nil
		}
	}
	if one.fault != nil {
		one.cells = nil // the fault is the row's, not a cell's
	}
	if f.rows = append(f.rows, one); len(f.rows) < batchRows {
		return nil
	}
	return f.flush(true)
}

// flush sends the rows gathered so far, to be mapped beside the reading or here.
func (f *fileReader) flush(beside bool) error {
	w := work{mappers: f.mappers, file: f.file, layout: f.layout, slots: f.slots, rows: f.rows, hint: f.file.hint}
	f.rows = nil
	if beside {
		f.rows = make([]row, 0, batchRows)
	}
	return f.send(f.job, func() batch { return w.do() }, beside)
}

// work is a batch that is yet to be mapped.
type work struct {
	mappers chan *mapper
	file    *dataFile
	layout  *layout
	slots   []slot
	rows    []row
	hint    string
}

// send queues the future of a batch and has it made, beside or here.
func (run *reading) send(job *fileJob, produce func() batch, beside bool) error {
	future := make(chan batch, 1)
	select {
	case <-run.ctx.Done():
		return run.ctx.Err()
	case job.batches <- future:
	}
	if beside {
		run.group.Go(func() { future <- produce() })
		return nil
	}
	future <- produce()
	return nil
}

// do maps the rows with the next free mapper.
func (w work) do() batch {
	m := <-w.mappers
	defer func() { w.mappers <- m }()
	m.hint, m.corrector = w.hint, corrector{}
	b := batch{layout: w.layout, observations: make([]obs.Observation, 0, len(w.rows)*len(w.slots))}
	for n := range w.rows {
		r := &w.rows[n]
		if !m.selected(r) {
			continue
		}
		f := r.fault
		found := mapped{row: *r, file: w.file}
		if f == nil && r.kind != rowCheck {
			found, f = m.mapRow(w.file, *r)
		}
		for i := range w.slots {
			if r.kind == rowCheck {
				m.checkValue(&b, i, &w.slots[i], &found)
			} else {
				m.value(&b, i, &w.slots[i], &found, f)
			}
		}
	}
	b.corrector = m.corrector
	return b
}

// value adds a value of a row to a batch: an observation, or a reject. f is the fault of
// the row as a whole.
func (m *mapper) value(b *batch, i int, v *slot, r *mapped, f *fault) {
	b.cells++
	var o obs.Observation
	var printed string
	if f == nil {
		o, printed, f = m.observe(v, r)
	}
	if f != nil {
		b.rejects = append(b.rejects, m.reject(r, v, printed, m.dropped(r, v, f)))
		if m.rows.verifies() {
			b.figures = append(b.figures, figure{slot: i, kind: r.kind})
		}
		return
	}
	b.observations = append(b.observations, o)
	if !m.rows.verifies() {
		return
	}
	if figure, ok := m.figure(i, v, r, &o); ok {
		figure.at = len(b.observations) - 1
		b.figures = append(b.figures, figure)
	}
}

// checkValue adds a value of a check row to a batch.
func (m *mapper) checkValue(b *batch, i int, v *slot, r *mapped) {
	b.checked++
	if r.fault != nil {
		return
	}
	if figure, ok := m.check(i, v, r); ok {
		b.figures = append(b.figures, figure)
	}
}

// reject places a fault: at the guilty cell, or at the value if no cell is to blame.
func (m *mapper) reject(r *mapped, v *slot, printed string, f *fault) Reject {
	i, column := f.cell, v.name
	if i < 0 || r.fault != nil {
		i = v.column
	}
	if r.fault == nil && printed == "" {
		printed = clip(r.cells[v.column].text)
	}
	if i < len(m.columns) {
		column = m.columns[i]
	}
	return Reject{
		Place:   obs.Place{Dataset: m.dataset.Name, Resource: m.name, File: r.file.name, At: r.at(column, i)},
		Pos:     r.pos(r.file.full, column, i),
		Printed: printed, Code: f.code, Message: f.msg, Hint: f.hint,
	}
}
