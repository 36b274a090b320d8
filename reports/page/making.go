package page

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"paystats/data/diag"
	"paystats/data/frame"
	"paystats/reports/chart"
	"paystats/reports/document"
)

// What of the making of a chart is listed at most.
const (
	listedSources   = 8
	listedConflicts = 12
	listedRejects   = 10
)

// makings is what the page knows of how its numbers were made, asked for once a page.
type makings struct {
	models    map[string]document.Model
	conflicts []conflict
	rejects   map[string]document.Rejects // data set
}

// conflict is a number of which several values were printed.
type conflict struct {
	inputs []int64
	shown  document.Conflict
}

// readMakings asks for models, conflicts and rejects of the whole page.
func (r *run) readMakings(ctx context.Context) error {
	r.makings = makings{models: map[string]document.Model{}}
	if err := r.readModels(ctx); err != nil {
		return err
	}
	if err := r.readConflicts(ctx); err != nil {
		return err
	}
	sets := slices.Clone(r.attempts)
	for _, f := range r.facts {
		sets = add(sets, f.dataset)
	}
	slices.Sort(sets)
	var err error
	r.makings.rejects, err = r.readRejects(ctx, sets)
	return err
}

var sqlName = regexp.MustCompile(`[a-z_][a-z0-9_]*`)

// tablesOf returns the models whose tables the query of a block reads, by name.
func (r *run) tablesOf(p plan) []string {
	if p.request.metric.table != "" {
		return []string{p.request.metric.table}
	}
	var out []string
	for _, word := range sqlName.FindAllString(strings.ToLower(p.block.sql.text), -1) {
		if r.names.columns[word] != nil {
			out = add(out, word)
		}
	}
	slices.Sort(out)
	return out
}

func (r *run) readModels(ctx context.Context) error {
	if len(r.tables) == 0 {
		return nil
	}
	f, err := r.src.Query(ctx, "SELECT name, question, question_zh, formula, formula_zh, file, sql FROM model WHERE name IN (SELECT unnest(string_split(?, ' '))) ORDER BY name", strings.Join(r.tables, " "))
	if err != nil {
		return err
	}
	for i := range f.Rows() {
		m := document.Model{Name: f.Text("name", i), Question: modelText(f, "question", i).In(r.language), Formula: modelText(f, "formula", i).In(r.language), File: f.Text("file", i), SQL: strings.TrimSpace(f.Text("sql", i))}
		r.makings.models[m.Name] = m
	}
	return nil
}

// modelText is what the header of a model says in a section.
func modelText(f *frame.Frame, section string, row int) chart.Text {
	return chart.Text{En: f.Text(section, row), Zh: f.Text(section+"_zh", row)}
}

// conflictKinds says between whom values differ.
var conflictKinds = map[string]chart.Text{
	"publisher":       {En: "publishers differ", Zh: "不同机构公布值不一致"},
	"scope":           {En: "differs by scope", Zh: "口径不同"},
	"publisher_scope": {En: "publishers differ, in different scopes", Zh: "不同机构以不同口径公布"},
	"vintage":         {En: "revised by its publisher", Zh: "发布机构曾修订"},
	"document":        {En: "documents of one publisher differ", Zh: "同一机构的文件不一致"},
}

// readConflicts reads the conflicts that observations of the page are part of. Which there
// are is the same question for every page.
func (r *run) readConflicts(ctx context.Context) error {
	f, err := r.src.Query(ctx, "SELECT first_input, inputs FROM core_conflict ORDER BY first_input")
	if err != nil {
		return err
	}
	used := map[int64]bool{}
	for _, id := range r.used {
		used[id] = true
	}
	var first []int64
	for i := range f.Rows() {
		if slices.ContainsFunc(f.List("inputs", i), func(id int64) bool { return used[id] }) {
			first = append(first, f.Int("first_input", i))
		}
	}
	if len(first) == 0 {
		return nil
	}
	f, err = r.src.Query(ctx, `SELECT c.kind, c.first_input, c.inputs, c.period, c.dimension, c.member, o.publisher, o.scope, o.printed, CAST(o.vintage AS VARCHAR) AS vintage
		FROM (SELECT kind, first_input, inputs, period, period_start, dimension, member, unnest(inputs) AS observation FROM core_conflict
			WHERE first_input IN (SELECT unnest(CAST(? AS BIGINT[])))) AS c
		JOIN observation AS o ON o.id = c.observation ORDER BY c.period_start, c.kind, c.first_input, o.value, o.id`, idList(first))
	if err != nil {
		return err
	}
	last := ""
	for i := range f.Rows() {
		if key := f.Text("kind", i) + " " + f.Text("first_input", i); key != last {
			last = key
			r.makings.conflicts = append(r.makings.conflicts, conflict{
				inputs: f.List("inputs", i),
				shown:  document.Conflict{What: r.conflictOf(f.Text("dimension", i), f.Text("member", i), f.Text("period", i)), Kind: conflictKinds[f.Text("kind", i)].In(r.language)},
			})
		}
		c := &r.makings.conflicts[len(r.makings.conflicts)-1].shown
		c.Values = add(c.Values, r.printedBy(f.Text("printed", i), f.Text("publisher", i), f.Text("scope", i), f.Text("vintage", i)))
	}
	return nil
}

// conflictOf names the number: its member, if it is of one, and its period.
func (r *run) conflictOf(dimension, member, period string) string {
	when := chart.PeriodText(period, r.language)
	if name := r.names.memberName(dimension, member, r.language); name != "" {
		return name + r.lang(", ", "，") + when
	}
	return when
}

// printedBy is a printed value with its publisher, its scope if it states one, and its date.
func (r *run) printedBy(printed, publisher, scope, vintage string) string {
	parts := []string{r.publisherNames([]string{publisher})}
	if scope != "" && scope != unspecified {
		parts = append(parts, r.names.scopes[scope].In(r.language))
	}
	if vintage != "" {
		parts = append(parts, vintage)
	}
	return printed + r.lang(" (", "（") + strings.Join(parts, r.lang(", ", "，")) + r.lang(")", "）")
}

// unspecified is the scope of a value whose publisher states none.
const unspecified = "unspecified"

// readRejects returns the refused rows of data sets: how many, and the first of each.
func (r *run) readRejects(ctx context.Context, sets []string) (map[string]document.Rejects, error) {
	out := map[string]document.Rejects{}
	if len(sets) == 0 {
		return out, nil
	}
	f, err := r.src.Query(ctx, fmt.Sprintf(`SELECT dataset, total, at, printed, code, message, hint FROM (
		SELECT dataset, 'data/sets/' || dataset || '/' || file || CASE WHEN place LIKE '/%%' THEN '#' ELSE ':' END || place AS at, printed, code, message, hint,
			count(*) OVER (PARTITION BY dataset) AS total,
			row_number() OVER (PARTITION BY dataset ORDER BY resource, file, TRY_CAST(split_part(place, ':', 1) AS BIGINT), place, printed, code) AS n
		FROM reject WHERE dataset IN (SELECT unnest(string_split(?, ' ')))) WHERE n <= %d ORDER BY dataset, n`, listedRejects), strings.Join(sets, " "))
	if err != nil {
		return nil, err
	}
	for i := range f.Rows() {
		set := f.Text("dataset", i)
		one := out[set]
		one.Set, one.Total = set, int(f.Int("total", i))
		one.Rows = append(one.Rows, document.Reject{Place: f.Text("at", i), Printed: f.Text("printed", i), Kind: r.lang("", diag.RefusalZh(f.Text("code", i))), Reason: f.Text("message", i), Hint: f.Text("hint", i)})
		out[set] = one
	}
	return out, nil
}

// making says how the numbers of a block were made.
func (r *run) making(p plan) document.Making {
	m := document.Making{SQL: p.sql()}
	for _, name := range r.tablesOf(p) {
		model := r.makings.models[name]
		model.SQL = ""
		m.Models = append(m.Models, model)
	}
	inputs := map[int64]bool{}
	for i := range p.frame.Rows() {
		for _, id := range inputsOf(p.frame, i) {
			inputs[id] = true
		}
	}
	m.Observations = len(inputs)
	var sets []string
	m.Sources = r.documents(func(id int64, f fact) bool {
		if inputs[id] {
			sets = add(sets, f.dataset)
		}
		return inputs[id]
	})
	if n := len(m.Sources); n > listedSources {
		m.Sources, m.More = m.Sources[:listedSources], n-listedSources
	}
	for _, c := range r.makings.conflicts {
		if slices.ContainsFunc(c.inputs, func(id int64) bool { return inputs[id] }) {
			m.Conflicts = append(m.Conflicts, c.shown)
		}
	}
	if n := len(m.Conflicts); n > listedConflicts {
		m.Conflicts, m.Hidden = m.Conflicts[:listedConflicts], n-listedConflicts
	}
	slices.Sort(sets)
	for _, set := range sets {
		if one, ok := r.makings.rejects[set]; ok {
			m.Rejects = append(m.Rejects, one)
		}
	}
	return m
}

// models returns the models of the page, by name.
func (r *run) models() []document.Model {
	var out []document.Model
	for _, name := range keys(r.makings.models) {
		out = append(out, r.makings.models[name])
	}
	return out
}

// sql prints the query of a block: the author's, or the one of its metric with the bound
// values in a comment.
func (p plan) sql() string {
	if p.block.sql.text != "" {
		return strings.TrimSpace(p.block.sql.text)
	}
	return p.chart.Origin.SQL + "\n-- ? = " + strings.ReplaceAll(strings.Join(p.chart.Origin.Args, ", "), "\n", " ")
}

// trace writes into each point who printed what it is made of, and when.
func (r *run) trace(s *chart.Spec) {
	for _, one := range s.Series {
		for i := range one.Points {
			var publishers []string
			newest := ""
			for _, id := range one.Points[i].Inputs {
				if f, ok := r.facts[id]; ok {
					publishers, newest = add(publishers, f.publisher), max(newest, f.vintage)
				}
			}
			one.Points[i].Publisher, one.Points[i].Vintage = r.publisherNames(publishers), newest
		}
	}
}
