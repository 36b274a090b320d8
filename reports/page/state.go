package page

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"paystats/data/frame"
	"paystats/reports/chart"
	"paystats/reports/document"
)

// listedRevisions is how many revisions an index lists, the newest first.
const listedRevisions = 40

// States says what a report stands on, in each of the languages: what is loaded, what the
// checks found, what publishers revised, which rows were refused. The documents of the
// report, in any language, tell where revised values are shown.
func States(ctx context.Context, src Source, languages []string, docs []document.Document) ([]document.State, error) {
	all := shared(src)
	names, err := all.catalogue(ctx)
	if err != nil {
		return nil, err
	}
	var out []document.State
	for _, lang := range languages {
		s := stater{run: run{src: all, language: lang, names: names}, docs: docs}
		for _, step := range []func(context.Context) error{s.readSets, s.readChecks, s.readRevisions} {
			if err := step(ctx); err != nil {
				return nil, fmt.Errorf("read what the report stands on: %w", err)
			}
		}
		out = append(out, s.state)
	}
	return out, nil
}

// stater is one State under way.
type stater struct {
	run
	docs  []document.Document
	state document.State
}

func (s *stater) readSets(ctx context.Context) error {
	loads, err := s.src.Query(ctx, "SELECT dataset, title, title_zh, rejected FROM load ORDER BY dataset, id")
	if err != nil {
		return err
	}
	// Numbers are grouped before texts come in: of millions of rows that takes a tenth of the time.
	held, err := s.src.Query(ctx, `SELECT d.dataset, s.publisher, CAST(sum(o.n) AS BIGINT) AS n, count(DISTINCT (d.document, d.document_title)) AS documents,
			CAST(max(o.newest) AS VARCHAR) AS newest, arg_max(o.last_period, (o.last_end, o.last_period)) AS last_period, max(o.last_end) AS last_end
		FROM (SELECT x.origin, x.series, count(*) AS n, max(x.vintage) AS newest, max(p.period_end) AS last_end, arg_max(p.period, (p.period_end, p.period)) AS last_period
			FROM observed AS x JOIN period AS p ON p.id = x.period WHERE x.superseded_by IS NULL GROUP BY x.origin, x.series) AS o
		JOIN origin AS d ON d.id = o.origin JOIN series AS s ON s.id = o.series
		GROUP BY d.dataset, s.publisher ORDER BY d.dataset, newest DESC NULLS LAST, n DESC, s.publisher`)
	if err != nil {
		return err
	}
	var refused []string
	for i := range loads.Rows() {
		set := document.SetState{Name: loads.Text("dataset", i), Title: setTitle(loads, i).In(s.language), Rejected: int(loads.Int("rejected", i))}
		if set.Rejected > 0 {
			refused = append(refused, set.Name)
		}
		last := ""
		for k := range held.Rows() {
			if held.Text("dataset", k) != set.Name {
				continue
			}
			p := document.PublisherState{
				Name: s.publisherNames([]string{held.Text("publisher", k)}), Values: int(held.Int("n", k)), Documents: int(held.Int("documents", k)),
				Newest: held.Text("newest", k), Last: chart.PeriodText(held.Text("last_period", k), s.language),
			}
			set.Values += p.Values
			set.Newest = max(set.Newest, p.Newest)
			if end := held.Text("last_end", k); end > last {
				last, set.Last = end, p.Last
			}
			set.Publishers = append(set.Publishers, p)
		}
		s.state.Sets = append(s.state.Sets, set)
	}
	rejects, err := s.readRejects(ctx, refused)
	for _, set := range refused {
		if one, ok := rejects[set]; ok {
			s.state.Rejects = append(s.state.Rejects, one)
		}
	}
	return err
}

func (s *stater) readChecks(ctx context.Context) error {
	f, err := s.src.Query(ctx, `SELECT c.model, c."check", m.question, m.question_zh, c.severity, c.looked_at, c.failed, c.detail, count(*) OVER () AS n
		FROM model_check AS c JOIN model AS m ON m.name = c.model ORDER BY failed = 0, severity, failed DESC, model, "check"`)
	if err != nil {
		return err
	}
	for i := range f.Rows() {
		s.state.Checks = int(f.Int("n", i))
		if f.Int("failed", i) == 0 {
			break
		}
		rule := ""
		if check := f.Text("check", i); check != f.Text("question", i) {
			rule = f.Text("model", i) + ": " + check
		}
		s.state.Findings = append(s.state.Findings, document.Audit{
			Question: upperFirst(modelText(f, "question", i).In(s.language)), Rule: rule, Fails: f.Text("severity", i) == "fail",
			Found: int(f.Int("failed", i)), LookedAt: int(f.Int("looked_at", i)), Cells: strings.Split(f.Text("detail", i), "; "),
		})
	}
	return nil
}

// revisionKinds says what became of a value.
var revisionKinds = map[string]chart.Text{
	"revised":       {En: "revised", Zh: "修订"},
	"scope_changed": {En: "scope changed", Zh: "口径变更"},
	"reclassified":  {En: "moved to another member", Zh: "重新归类"},
	"removed":       {En: "removed", Zh: "撤下"},
}

func (s *stater) readRevisions(ctx context.Context) error {
	f, err := s.src.Query(ctx, fmt.Sprintf(`SELECT *, count(*) OVER () AS n FROM (
			SELECT kind, later_input, earlier_input, any_value(measure) AS measure, any_value(dimension) AS dimension, any_value(member) AS member, any_value(area) AS area,
				any_value(publisher) AS publisher, any_value(period) AS period, any_value(period_start) AS period_start, any_value(earlier_printed) AS earlier,
				any_value(later_printed) AS later, CAST(any_value(earlier_vintage) AS VARCHAR) AS before, CAST(any_value(vintage) AS VARCHAR) AS vintage
			FROM core_restatement WHERE kind <> 'added' GROUP BY kind, later_input, earlier_input)
		ORDER BY vintage DESC NULLS LAST, period_start DESC, later_input, earlier_input LIMIT %d`, listedRevisions))
	if err != nil {
		return err
	}
	for i := range f.Rows() {
		s.state.Earlier = int(f.Int("n", i)) - f.Rows()
		s.state.Revisions = append(s.state.Revisions, document.Revision{
			What: s.subject(f, i), Kind: revisionKinds[f.Text("kind", i)].In(s.language), Publisher: s.publisherNames([]string{f.Text("publisher", i)}),
			Earlier: f.Text("earlier", i), Later: f.Text("later", i), Before: f.Text("before", i), Vintage: f.Text("vintage", i),
			Places: s.places(f.Int("later_input", i), f.Int("earlier_input", i)),
		})
	}
	return nil
}

// subject names what a row is a value of: measure, area, member, period.
func (s *stater) subject(f *frame.Frame, row int) string {
	var parts []string
	parts = add(parts, s.names.measures[f.Text("measure", row)].In(s.language))
	parts = add(parts, s.names.areas[f.Text("area", row)].In(s.language))
	parts = add(parts, s.names.memberName(f.Text("dimension", row), f.Text("member", row), s.language))
	parts = add(parts, chart.PeriodText(f.Text("period", row), s.language))
	return strings.Join(parts, s.lang(", ", "，"))
}

// places returns the charts that show a number made of one of the observations.
func (s *stater) places(ids ...int64) []document.Place {
	var out []document.Place
	for _, doc := range s.docs {
		if doc.Lang != s.language {
			continue
		}
		for _, b := range doc.Blocks {
			if c, ok := b.(document.Chart); ok && shows(c.Spec, ids) {
				out = append(out, document.Place{Page: doc.Name, Chart: c.Spec.ID, Title: c.Spec.Title})
			}
		}
	}
	return out
}

func shows(spec chart.Spec, ids []int64) bool {
	for _, one := range spec.Series {
		for _, p := range one.Points {
			if slices.ContainsFunc(ids, func(id int64) bool { return id > 0 && slices.Contains(p.Inputs, id) }) {
				return true
			}
		}
	}
	return false
}
