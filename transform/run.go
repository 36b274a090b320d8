package transform

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"paystats/data/diag"
	"paystats/data/warehouse"
)

// Options say which models run.
type Options struct {
	Only  []string // these models and what they need; empty: all
	Force bool     // run also what has not changed
}

// Result says what a run did.
type Result struct {
	Ran       []string  // models that ran, in order
	Unchanged []string  // models whose SQL and inputs are as in the warehouse
	Removed   []string  // tables of models that are no more
	Dropped   []string  // views that were not asked for and would mix old and new tables
	Checks    int       // checks that stand behind the tables, of unchanged models too
	Findings  []Finding // those of them that do not pass
}

// Again returns what a second run would say that follows at once.
func (r Result) Again() Result {
	return Result{Unchanged: slices.Concat(r.Unchanged, r.Ran), Checks: r.Checks, Findings: r.Findings}
}

// Counts returns how many checks of either severity do not pass.
func (r Result) Counts() (failed, warned int) {
	for _, f := range r.Findings {
		if f.Severity == Fail {
			failed++
		} else {
			warned++
		}
	}
	return failed, warned
}

// Run brings the models up to date: each whose SQL, header or inputs have changed becomes a
// table or a view again and is judged by its checks. models must be in the
// order that ReadModels gives them.
//
// What is wrong in models comes as a *diag.List, and the warehouse is to be dropped
// then: Run belongs into a warehouse.Run, whose Abort does so. Failed checks are no error.
func Run(ctx context.Context, db *warehouse.DB, models []*Model, opt Options) (Result, error) {
	r := &runner{db: db, models: models}
	if err := r.prepare(ctx, opt); err != nil {
		return Result{}, err
	}
	release, err := r.hire(ctx)
	if err != nil {
		return Result{}, err
	}
	if err = r.checkAll(ctx); err == nil {
		err = r.runAll(ctx)
	}
	if err := errors.Join(err, release()); err != nil {
		return Result{}, err
	}
	err = r.collect(ctx)
	return r.result, err
}

// collect reads the findings of all models into the result.
func (r *runner) collect(ctx context.Context) error {
	findings, err := findingsOf(ctx, r.db, r.models)
	r.result.Checks = len(findings)
	r.result.Findings = slices.DeleteFunc(findings, func(f Finding) bool { return f.Rows == 0 })
	return err
}

// Current reports whether a warehouse that is open for reading answers for the day with
// every model as it is now, and then what Run would return: nothing is written, so that
// a caller can spare itself the run.
func Current(ctx context.Context, db *warehouse.DB, models []*Model, day string, opt Options) (Result, bool, error) {
	r := &runner{db: db, models: models}
	if err := r.listTables(ctx); err != nil || r.tables[recorded[0]] == "" || opt.Force {
		return Result{}, false, err
	}
	if asOf, err := db.AsOf(ctx); err != nil || asOf != day {
		return Result{}, false, err
	}
	if err := r.compare(ctx, opt); err != nil || len(r.stale)+len(r.gone) > 0 {
		return Result{}, false, err
	}
	err := r.collect(ctx)
	return r.result, err == nil, err
}

// runner is one run.
type runner struct {
	db     *warehouse.DB
	models []*Model
	tables map[string]string // tables and views of the warehouse, and which of the two they are
	base   []string          // those that ingest wrote, sorted
	prints map[string]string // fingerprints as they should be
	stale  []*Model          // what must run, in order
	gone   []string          // recorded models that are no more
	unfit  []string          // views that are not asked for and would mix old and new tables
	result Result

	workers []*warehouse.DB // connections that build models
}

// prepare finds out what has changed.
func (r *runner) prepare(ctx context.Context, opt Options) error {
	if err := r.db.Exec(ctx, recordTables); err != nil {
		return fmt.Errorf("create model records: %w", err)
	}
	if err := r.listTables(ctx); err != nil {
		return err
	}
	return r.compare(ctx, opt)
}

// compare holds the models against those that the warehouse has.
func (r *runner) compare(ctx context.Context, opt Options) error {
	selected, err := r.selection(opt.Only)
	if err != nil {
		return err
	}
	stamps, err := baseStamps(ctx, r.db, r.neededBase())
	if err != nil {
		return err
	}
	r.prints = fingerprints(r.models, stamps)
	recorded, err := recordedFingerprints(ctx, r.db, r.tables)
	if err != nil {
		return fmt.Errorf("read model records: %w", err)
	}
	byName := map[string]bool{}
	for _, m := range r.models {
		byName[m.Name] = true
		switch {
		case !selected[m.Name]:
			if r.tables[m.Name] == "VIEW" && recorded[m.Name] != r.prints[m.Name] {
				r.unfit = append(r.unfit, m.Name)
			}
		case !opt.Force && recorded[m.Name] == r.prints[m.Name]:
			r.result.Unchanged = append(r.result.Unchanged, m.Name)
		default:
			r.stale = append(r.stale, m)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(recorded)) {
		if !byName[name] {
			r.gone = append(r.gone, name)
		}
	}
	return nil
}

// selection returns the models that are asked for and those that they need.
func (r *runner) selection(only []string) (map[string]bool, error) {
	selected := map[string]bool{}
	byName := map[string]*Model{}
	names := make([]string, len(r.models))
	for i, m := range r.models {
		byName[m.Name], names[i] = m, m.Name
		selected[m.Name] = len(only) == 0
	}
	var problems diag.List
	for _, name := range only {
		if byName[name] == nil {
			problems.Add(&diag.Problem{Code: "model-unknown", Msg: "there is no model \"" + name + "\"", Hint: diag.DidYouMean(name, names, "paystats list models")})
			continue
		}
		selected[name] = true
	}
	for i := len(r.models) - 1; i >= 0; i-- {
		if selected[names[i]] {
			for _, need := range r.models[i].Needs {
				selected[need] = true
			}
		}
	}
	return selected, problems.Err()
}

// listTables reads which tables and views there are.
func (r *runner) listTables(ctx context.Context) error {
	f, err := r.db.Query(ctx, `SELECT table_name, 'TABLE' AS kind FROM duckdb_tables() WHERE NOT internal AND NOT temporary
		UNION ALL SELECT view_name, 'VIEW' FROM duckdb_views() WHERE NOT internal AND NOT temporary ORDER BY table_name`)
	if err != nil {
		return fmt.Errorf("list tables: %w", err)
	}
	r.tables = map[string]string{}
	for i := range f.Rows() {
		name := f.Text("table_name", i)
		r.tables[name] = f.Text("kind", i)
		if layerOf(name) == Source && !slices.Contains(recorded, name) {
			r.base = append(r.base, name)
		}
	}
	return nil
}

// neededBase returns the base tables that models need and the warehouse has.
func (r *runner) neededBase() []string {
	needed := map[string]bool{}
	for _, m := range r.models {
		for _, need := range m.Needs {
			if slices.Contains(r.base, need) {
				needed[need] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(needed))
}

// checkAll holds the models that must run against the engine's parse of them, but for those
// that ship with the program, which its tests hold against it.
func (r *runner) checkAll(ctx context.Context) error {
	found, errs := make([]diag.List, len(r.stale)), make([]error, len(r.stale))
	var group sync.WaitGroup
	for w, db := range r.workers {
		group.Go(func() {
			for i := w; i < len(r.stale); i += len(r.workers) {
				if r.stale[i].shipped {
					continue
				}
				if err := r.stale[i].checkReads(ctx, db, r.base, &found[i]); err != nil {
					errs[i] = fmt.Errorf("parse model %s: %w", r.stale[i].Name, err)
				}
			}
		})
	}
	group.Wait()
	var problems diag.List
	for i := range found {
		problems.Add(found[i].Sorted()...)
	}
	if err := errors.Join(errs...); err != nil {
		return err
	}
	return problems.Err()
}

// runAll drops the tables of models that are gone and runs the stale ones.
func (r *runner) runAll(ctx context.Context) error {
	for _, name := range r.gone {
		if err := r.drop(ctx, r.db, name); err != nil {
			return err
		}
	}
	r.result.Removed = r.gone
	if err := forget(ctx, r.db, r.gone); err != nil {
		return err
	}
	if err := r.dropUnfit(ctx); err != nil {
		return err
	}
	findings, err := r.buildAll(ctx)
	if err != nil {
		return err
	}
	for _, m := range r.stale {
		r.result.Ran = append(r.result.Ran, m.Name)
	}
	if err := record(ctx, r.db, r.stale, r.prints, findings); err != nil {
		return fmt.Errorf("record models: %w", err)
	}
	return nil
}

// dropUnfit drops the views that are not asked for and no longer fit the tables that this
// run builds; a run that asks for them brings them back. Tables stay as they were.
func (r *runner) dropUnfit(ctx context.Context) error {
	if len(r.stale) == 0 {
		return nil
	}
	r.result.Dropped = r.unfit
	for _, name := range r.unfit {
		if err := r.drop(ctx, r.db, name); err != nil {
			return err
		}
	}
	return forget(ctx, r.db, r.unfit)
}

// finalOrder is the last clause of a SELECT that says in which order its rows come.
var finalOrder = regexp.MustCompile(`(?im)^ORDER BY `)

// kind is how a model is kept: as a table if its header or its final ORDER BY says so, else as a view,
// whose rows are made where they are read and not stored a second time.
func (m *Model) kind() string {
	if m.stored || m.Step != "" || finalOrder.MatchString(m.SQL) {
		return "TABLE"
	}
	return "VIEW"
}

// draft is the temporary table from which a Go step makes a model's table.
const draft = "draft"

// build makes the model's table or view and compares its columns with the declared ones. If
// the model has a Go step, its SELECT is a draft, which the step turns into the table.
func build(ctx context.Context, db *warehouse.DB, m *Model) error {
	kind, name := m.kind(), m.Name
	if m.Step != "" {
		kind, name = "TEMP TABLE", draft
	}
	// The name is on a line of its own, so that the engine's lines are one ahead of the model's.
	err := db.Exec(ctx, "CREATE OR REPLACE "+kind+" "+quoted(name)+" AS\n"+m.SQL)
	var sqlErr *warehouse.SQLError
	switch {
	case errors.As(err, &sqlErr):
		var problems diag.List
		problems.Add(m.sqlProblem(sqlErr, 1))
		return problems.Err()
	case err != nil:
		return fmt.Errorf("run model %s: %w", m.Name, err)
	}
	f, err := db.Query(ctx, "DESCRIBE "+quoted(name))
	if err != nil {
		return fmt.Errorf("read columns of model %s: %w", m.Name, err)
	}
	names, types := make([]string, f.Rows()), make([]string, f.Rows())
	for i := range names {
		names[i], types[i] = f.Text("column_name", i), f.Text("column_type", i)
	}
	if err := m.compareColumns(names, types); err != nil || m.Step == "" {
		return err
	}
	err = steps[m.Step](ctx, db, m.Name)
	if err := errors.Join(err, db.Exec(context.WithoutCancel(ctx), "DROP TABLE "+draft)); err != nil {
		return fmt.Errorf("run step %s of model %s: %w", m.Step, m.Name, err)
	}
	return nil
}

// compareColumns reports where the result's columns differ from the declared ones.
func (m *Model) compareColumns(names, types []string) error {
	var problems diag.List
	add := func(pos diag.Pos, code, msg, hint string) {
		problems.Add(&diag.Problem{Pos: pos, Code: code, Msg: msg, Hint: hint})
	}
	for i, name := range names {
		c := m.column(name)
		switch {
		case c == nil:
			add(m.at(m.BodyLine, 0), "column-undeclared", "the SELECT gives column \""+name+"\", which the header does not declare", "add a line to columns: "+name+" "+typeName(types[i])+" …")
		case !slices.Contains(columnTypes[c.Type], types[i]):
			add(c.Pos, "column-type", "column \""+name+"\" is declared "+c.Type+", the SELECT gives "+types[i],
				"cast it to "+strings.Join(columnTypes[c.Type], " or ")+", or declare "+typeName(types[i]))
		}
	}
	for i, c := range m.Columns {
		switch {
		case !slices.Contains(names, c.Name):
			add(c.Pos, "column-absent", "column \""+c.Name+"\" is declared, but the SELECT does not give it", "take it out of columns, or select it")
		case problems.Len() == 0 && names[i] != c.Name:
			add(c.Pos, "column-order", "column \""+c.Name+"\" stands where the SELECT gives \""+names[i]+"\"", "declare the columns in the order of the SELECT")
		}
	}
	return problems.Err()
}

// typeName returns the header's word for an engine type, or the engine's if it has none.
func typeName(engine string) string {
	for _, word := range slices.Sorted(maps.Keys(columnTypes)) {
		if slices.Contains(columnTypes[word], engine) {
			return word
		}
	}
	return engine
}

// problemAt returns one placed problem as a list.
func problemAt(pos diag.Pos, code, msg string, cause error) error {
	var problems diag.List
	problems.Add(&diag.Problem{Pos: pos, Code: code, Msg: msg, Err: cause})
	return problems.Err()
}

// placed passes problems that have a place and says what was being done for others.
func placed(err error, doing string) error {
	var problems *diag.List
	if errors.As(err, &problems) {
		return err
	}
	return fmt.Errorf("%s: %w", doing, err)
}
