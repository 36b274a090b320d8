package main

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"paystats/data/diag"
	"paystats/data/frame"
	"paystats/data/journal"
	"paystats/data/workspace"
	"paystats/reports/page"
)

// listing is a kind of thing that can be listed, and the query that lists it.
type listing struct {
	what string
	sql  string
}

// listings are the kinds of paystats list that the warehouse answers.
var listings = map[string]listing{
	"datasets":     {"the datasets that are loaded", `SELECT dataset, rows_in, loaded, rejected, licence, title FROM load ORDER BY dataset`},
	"observations": {"observations by dataset, measure and segment", `SELECT dataset, segment, measure, transformation, count(*) AS observations, min(period) AS first, max(period) AS last FROM observation WHERE superseded_by IS NULL GROUP BY ALL ORDER BY ALL`},
	"rejects": {"input cells that were refused, with place and reason", `SELECT ` + placeSQL + ` AS place, printed, code, message, hint FROM reject
		ORDER BY dataset, resource, file, TRY_CAST(split_part(reject.place, ':', 1) AS BIGINT), reject.place, printed, code`},
	"markets":    {"markets: named selections in which shares make sense", `SELECT id, name_en, name_zh, measures, dimension, publishers FROM market ORDER BY id`},
	"measures":   {"what is counted", `SELECT id, name_en, name_zh, kind, additive, unit_kind FROM measure ORDER BY id`},
	"members":    {"members of all dimensions: providers, channels, categories", `SELECT dimension, id, name_en, name_zh, parent FROM member ORDER BY dimension, id`},
	"areas":      {"areas", `SELECT id, name_en, name_zh, parent FROM area ORDER BY id`},
	"dimensions": {"what totals are broken down by", `SELECT id, name_en, name_zh FROM dimension ORDER BY id`},
	"publishers": {"who prints the numbers", `SELECT id, name_en, name_zh FROM publisher ORDER BY id`},
	"events":     {"dated events", `SELECT id, date, until, kind, name_en, name_zh, source FROM event ORDER BY date, id`},
	"acceptance": {"which platform takes which method, as sources claim it", `SELECT platform, method, claim, since, until, confidence, hedge, source, note FROM acceptance ORDER BY platform, method, id`},
	"models":     {"models with the question each answers", `SELECT name, layer, question FROM model ORDER BY name`},
	"metrics":    {"metrics with formula", `SELECT name[8:] AS metric, question, formula FROM model WHERE layer = 'metric' ORDER BY name`},
	"checks":     {"data checks with what they looked at", `SELECT model, "check", severity, looked_at, failed, detail FROM model_check ORDER BY failed = 0, model, "check"`},
}

// filed are the kinds of paystats list that files answer; pages of templates need the warehouse.
var filed = map[string]struct {
	what  string
	frame func(*app, context.Context, *workspace.Workspace) (*frame.Frame, error)
}{
	"pages": {"the pages of the report", (*app).pagesFrame},
	"runs":  {"the last runs of report, ingest and transform, the newest first", runsFrame},
}

func listKinds() []string {
	kinds := slices.Collect(maps.Keys(filed))
	for kind := range listings {
		kinds = append(kinds, kind)
	}
	slices.Sort(kinds)
	return kinds
}

func (a *app) listCommand() *cobra.Command {
	long := "Lists one kind of thing:\n\n"
	for _, kind := range listKinds() {
		long += fmt.Sprintf("  %-13s %s\n", kind, cmp.Or(filed[kind].what, listings[kind].what))
	}
	var format string
	c := &cobra.Command{
		Use:       "list KIND",
		Short:     "List datasets, markets, measures, members, models, metrics, pages, rejects, runs",
		Long:      long,
		Example:   "  paystats list markets\n  paystats list rejects -f csv",
		Args:      cobra.ExactArgs(1),
		ValidArgs: listKinds(),
		RunE: func(c *cobra.Command, args []string) error {
			if a.json && !c.Flags().Changed("format") {
				format = "json"
			}
			return a.within(c.Context(), func(ctx context.Context) error { return a.list(ctx, args[0], format) })
		},
	}
	c.Flags().StringVarP(&format, "format", "f", "table", "table, csv, or json (an object a line)")
	return c
}

func (a *app) list(ctx context.Context, kind, format string) error {
	write, ok := queryFormats[format]
	if !ok {
		return unknown("format", format, []string{"table", "csv", "json"}, "")
	}
	if !slices.Contains(listKinds(), kind) {
		return unknown("kind", kind, listKinds(), "paystats list --help")
	}
	w, err := a.workspace()
	if err != nil {
		return err
	}
	var result *frame.Frame
	if of, ok := filed[kind]; ok {
		result, err = of.frame(a, ctx, w)
	} else {
		result, err = a.listed(ctx, w, kind)
	}
	if err != nil {
		return err
	}
	return write(a.stdout, result)
}

func (a *app) listed(ctx context.Context, w *workspace.Workspace, kind string) (*frame.Frame, error) {
	db, err := a.reader(ctx, w)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	if kind == "models" || kind == "metrics" || kind == "checks" {
		if modelled, err := hasModels(ctx, db); err != nil || !modelled {
			return nil, cmp.Or(err, error(&usageError{msg: "the models have not run yet", hint: "run `paystats transform` or `paystats report` first"}))
		}
	}
	return db.Query(ctx, listings[kind].sql)
}

// pagesFrame lists the pages of a workspace, in place of a template those that are made
// from it; as long as there are no data to make them from, the template.
func (a *app) pagesFrame(ctx context.Context, w *workspace.Workspace) (*frame.Frame, error) {
	places, err := w.Pages()
	if err != nil {
		return nil, err
	}
	pages, err := readPages(w, places, new(diag.List)) // mistakes in pages are those of report
	if err != nil {
		return nil, err
	}
	f := &frame.Frame{Columns: []frame.Column{{Name: "page", Kind: frame.Text}, {Name: "file", Kind: frame.Text}}}
	for i, p := range places {
		for _, name := range a.namesFrom(ctx, w, pages[i]) {
			f.Columns[0].Cells = append(f.Columns[0].Cells, name)
			f.Columns[1].Cells = append(f.Columns[1].Cells, filepath.FromSlash(p.Path))
		}
	}
	return f, nil
}

// namesFrom returns the names of the pages that a file makes.
func (a *app) namesFrom(ctx context.Context, w *workspace.Workspace, p *page.Page) []string {
	if !p.IsTemplate() {
		return []string{p.Name}
	}
	db, err := a.reader(ctx, w)
	if err != nil {
		return []string{p.Name}
	}
	defer db.Close() // only read: nothing is lost
	made, err := page.Expand(ctx, db, []*page.Page{p})
	if names := namesMade(made); err == nil && len(names) > 0 {
		return names
	}
	return []string{p.Name}
}

// runsFrame lists what run records tell; the records themselves tell more.
func runsFrame(_ *app, _ context.Context, w *workspace.Workspace) (*frame.Frame, error) {
	runs, err := journal.Read(w.State)
	if err != nil {
		return nil, err
	}
	f := &frame.Frame{Columns: []frame.Column{
		{Name: "started", Kind: frame.Text}, {Name: "command", Kind: frame.Text}, {Name: "exit", Kind: frame.Int}, {Name: "changed", Kind: frame.Bool},
		{Name: "seconds", Kind: frame.Float}, {Name: "loaded", Kind: frame.Int}, {Name: "rejected", Kind: frame.Int},
		{Name: "checks_failed", Kind: frame.Int}, {Name: "checks_warned", Kind: frame.Int}, {Name: "problem", Kind: frame.Text},
	}}
	for _, r := range runs {
		var loaded, rejected int64
		for _, l := range r.Loads {
			loaded, rejected = loaded+int64(l.Loaded), rejected+int64(l.Rejected)
		}
		for i, cell := range []any{
			r.Started.UTC().Format(time.DateTime), r.Command, int64(r.Exit), r.Changed, math.Round(100*r.Seconds) / 100, loaded, rejected,
			int64(len(r.Checks.Failed)), int64(len(r.Checks.Warned)), firstError(r),
		} {
			f.Columns[i].Cells = append(f.Columns[i].Cells, cell)
		}
	}
	return f, nil
}

// firstError is the first problem of a run that is no warning, with its place; "" if there is none.
func firstError(r journal.Run) string {
	for _, p := range r.Problems {
		if p.Warning {
			continue
		}
		if p.File == "" {
			return p.Problem
		}
		return diag.Pos{File: p.File, Line: p.Line, Col: p.Column, Pointer: p.Pointer, Shape: p.Shape}.String() + ": " + p.Problem
	}
	return ""
}
