package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"paystats/data/frame"
	"paystats/data/obs"
	"paystats/data/warehouse"
	"paystats/reports/changes"
	"paystats/reports/chart"
)

// mostCompared is how many restated values and shares a digest holds at most.
const mostCompared = 1000

// earlierTables are what a digest takes of the earlier warehouse's models.
var earlierTables = map[string]string{
	"share_before": rankedShares,
	"check_before": `SELECT model, "check", failed FROM model_check`,
}

// rankedShares are shares with their ranks; others have none.
const rankedShares = `SELECT market, measure, publisher, scope, frequency, period, period_start, member, share,
	CASE WHEN member <> 'others' THEN rank() OVER (
		PARTITION BY market, measure, publisher, scope, frequency, period ORDER BY member = 'others', share DESC) ELSE 0 END AS place
	FROM metric_share WHERE share IS NOT NULL`

// movedShares are the shares that moved by more than ? or changed rank: within a period, and from
// what was the newest period to what is now, which comes first.
const movedShares = `WITH now AS (` + rankedShares + `),
	latest AS (SELECT market, measure, publisher, scope, frequency, max(period_start) AS newest FROM now GROUP BY ALL),
	latest_before AS (SELECT market, measure, publisher, scope, frequency, max(period_start) AS newest_before FROM share_before GROUP BY ALL),
	pair AS (
		SELECT n.*, b.period AS old_period, b.share AS old_share, b.place AS old_place
		FROM now AS n JOIN share_before AS b USING (market, measure, publisher, scope, frequency, period, member)
		UNION ALL
		SELECT n.*, b.period, b.share, b.place
		FROM now AS n
		JOIN latest USING (market, measure, publisher, scope, frequency)
		JOIN latest_before USING (market, measure, publisher, scope, frequency)
		JOIN share_before AS b USING (market, measure, publisher, scope, frequency, member)
		WHERE n.period_start = newest AND b.period_start = newest_before AND newest > newest_before
	)
	SELECT *, count(*) OVER () AS total FROM pair WHERE abs(share - old_share) > ? OR place <> old_place
	ORDER BY period <> old_period DESC, abs(share - old_share) DESC, market, measure, publisher, scope, frequency, period_start, member LIMIT ?`

// otherChecks are the data checks that find more or less than before.
const otherChecks = `SELECT model, "check", n.severity, coalesce(b.failed, 0) AS before, n.failed AS now, question, question_zh
	FROM model_check AS n JOIN model ON name = model LEFT JOIN check_before AS b USING (model, "check")
	WHERE n.failed <> coalesce(b.failed, 0)
	ORDER BY b.failed IS NOT NULL AND b.failed > 0, n.severity, model, "check"`

// comparison makes a digest of two warehouses.
type comparison struct {
	db    *warehouse.DB
	names map[string]string // of "kind id" in the digest's language
	*changes.Digest
}

// compare says what the report that was built has that the last good one had not.
func (a *app) compare(ctx context.Context, j *reportJob, report *built) (*changes.Digest, error) {
	defer a.step("compare", "comparing with the last good report")()
	d := &changes.Digest{Lang: j.langs[0], Title: chart.Text(j.workspace.Config.Title).In(j.langs[0]), Report: filepath.Join(j.output, "index.html")}
	last, ok := readBaseline(j.workspace)
	if !ok {
		d.First = true
		return d, nil
	}
	if last.AsOf != j.asOf || last.Publisher != j.publisher {
		d.Notes = append(d.Notes, fmt.Sprintf("--as-of %s, --publisher %s → --as-of %s, --publisher %s",
			cmp.Or(last.AsOf, "-"), cmp.Or(last.Publisher, "-"), cmp.Or(j.asOf, "-"), cmp.Or(j.publisher, "-")))
	}
	d.Claims = otherClaims(last.Claims, falseClaims(report.made))
	before, now := filepath.Join(j.workspace.State, last.Warehouse), filepath.Join(j.workspace.State, warehouse.FileName)
	if same, err := isSameFile(before, now); err != nil || same {
		d.First = err != nil // it was removed
		return d, nil
	}
	db, err := warehouse.OpenAgainst(ctx, j.workspace.State, before, a.limits(j.workspace), earlierTables)
	if errors.Is(err, warehouse.ErrOlder) || errors.Is(err, warehouse.ErrNewer) || errors.Is(err, warehouse.ErrDamaged) {
		d.First, d.Notes = true, append(d.Notes, err.Error())
		return d, nil
	}
	if err != nil {
		return nil, err
	}
	defer db.Close() // only read: nothing is lost
	c := comparison{db: db, Digest: d}
	for _, part := range []func(context.Context) error{c.readNames, c.addObservations, c.addChecks} {
		if err := part(ctx); err != nil {
			return nil, fmt.Errorf("compare with the last good report: %w", err)
		}
	}
	return d, c.addShares(ctx, j.workspace.Config.Digest.MinShift)
}

// isSameFile reports whether two paths name one file; an error if either is absent.
func isSameFile(a, b string) (bool, error) {
	one, err := os.Stat(a)
	if err != nil {
		return false, err
	}
	other, err := os.Stat(b)
	return err == nil && os.SameFile(one, other), err
}

// otherClaims are the claims that stopped being true, then those that are so again.
func otherClaims(before, now []falseClaim) []changes.Claim {
	was, is := map[falseClaim]bool{}, map[falseClaim]bool{}
	for _, c := range before {
		was[c.subject()] = true
	}
	var claims []changes.Claim
	for _, c := range now {
		if is[c.subject()] = true; !was[c.subject()] {
			claims = append(claims, changes.Claim{Page: c.Page, Claim: c.Claim, Evidence: c.Evidence})
		}
	}
	for _, c := range before {
		if !is[c.subject()] {
			claims = append(claims, changes.Claim{Page: c.Page, Claim: c.Claim, True: true})
		}
	}
	return claims
}

// readNames reads what code lists call things.
func (c *comparison) readNames(ctx context.Context) error {
	var parts []string
	for _, kind := range []string{"area", "segment", "measure", "member", "publisher", "market"} {
		parts = append(parts, fmt.Sprintf("SELECT DISTINCT '%s ' || id AS key, name_en, name_zh FROM %[1]s", kind))
	}
	f, err := c.db.Query(ctx, strings.Join(parts, " UNION ALL ")+" ORDER BY ALL")
	if err != nil {
		return err
	}
	c.names = map[string]string{}
	for i := range f.Rows() {
		c.names[f.Text("key", i)] = chart.Text{En: f.Text("name_en", i), Zh: f.Text("name_zh", i)}.In(c.Lang)
	}
	return nil
}

func (c *comparison) name(kind, id string) changes.Name {
	return changes.Name{ID: id, Name: cmp.Or(c.names[kind+" "+id], id)}
}

// member is what a member is called; those of the dimension area are areas.
func (c *comparison) member(id string) changes.Name {
	return changes.Name{ID: id, Name: cmp.Or(c.names["member "+id], c.names["area "+id], id)}
}

// series is what a row of changes is of.
func (c *comparison) series(f *frame.Frame, row int) changes.Series {
	name := func(kind string) changes.Name { return c.name(kind, f.Text(kind, row)) }
	return changes.Series{Dataset: f.Text("dataset", row), Area: name("area"), Segment: name("segment"), Measure: name("measure"), Publisher: name("publisher")}
}

// addObservations adds new periods and restated values.
func (c *comparison) addObservations(ctx context.Context) error {
	found, err := c.db.Compare(ctx, mostCompared)
	if err != nil {
		return err
	}
	for i := range found.Periods.Rows() {
		f := found.Periods
		c.Periods = append(c.Periods, changes.Periods{Series: c.series(f, i), First: f.Text("first", i), Last: f.Text("last", i), Periods: f.Int("periods", i), Values: f.Int("values", i)})
	}
	c.NewPeriods, c.Added = int(found.Counts.Int("periods", 0)), int(found.Counts.Int("added", 0))
	c.Values.Count = int(found.Counts.Int("revised", 0) + found.Counts.Int("removed", 0))
	kinds, removed, told := relabelled(found.Values)
	for i := range found.Values.Rows() {
		change := cmp.Or(kinds[i], found.Values.Text("change", i))
		if told[i] || change == "new" {
			continue
		}
		c.Values.Items = append(c.Values.Items, c.value(found.Values, i, removed[i], change))
	}
	return nil
}

// value is a restated value; one that stands under another label has its old side in the row old.
func (c *comparison) value(f *frame.Frame, row, old int, change string) changes.Value {
	v := changes.Value{
		Series: c.series(f, row), Change: change, Member: c.member(f.Text("member", row)), Scope: f.Text("scope", row),
		Period: f.Text("period", row), Old: f.Text("old_printed", row), New: f.Text("new_printed", row),
	}
	switch change {
	case "rescoped":
		v.Old = fmt.Sprintf("%s (%s)", f.Text("old_printed", old), f.Text("scope", old))
		v.New = fmt.Sprintf("%s (%s)", v.New, v.Scope)
	case "reclassified":
		v.Old = fmt.Sprintf("%s (%s, %s)", f.Text("old_printed", old), c.member(f.Text("member", old)).Name, c.name("segment", f.Text("segment", old)).Name)
	case "revised":
		if difference, ok := f.Float("difference", row); ok && f.Text("unit", row) == string(obs.Ratio) {
			v.Points = &difference
		} else if growth, ok := f.Float("growth", row); ok {
			v.Growth = &growth
		}
	}
	return v
}

// addShares adds the shares that moved by more than least, a fraction, or changed rank.
func (c *comparison) addShares(ctx context.Context, least float64) error {
	f, err := c.db.Query(ctx, movedShares, least, mostCompared)
	if err != nil {
		return fmt.Errorf("compare shares with the last good report: %w", err)
	}
	for i := range f.Rows() {
		share, _ := f.Float("share", i)
		old, _ := f.Float("old_share", i)
		c.Shares.Count = int(f.Int("total", i))
		c.Shares.Items = append(c.Shares.Items, changes.Share{
			Market: c.name("market", f.Text("market", i)), Measure: c.name("measure", f.Text("measure", i)), Publisher: c.name("publisher", f.Text("publisher", i)),
			Scope: f.Text("scope", i), Member: c.member(f.Text("member", i)), OldPeriod: f.Text("old_period", i), NewPeriod: f.Text("period", i),
			Old: old, New: share, OldRank: f.Int("old_place", i), NewRank: f.Int("place", i),
		})
	}
	return nil
}

// addChecks adds the data checks that find more or less than before.
func (c *comparison) addChecks(ctx context.Context) error {
	f, err := c.db.Query(ctx, otherChecks)
	if err != nil {
		return err
	}
	for i := range f.Rows() {
		check := changes.Check{
			Model: f.Text("model", i), Check: f.Text("check", i), Question: f.Text("question", i), Severity: f.Text("severity", i), Before: f.Int("before", i), Now: f.Int("now", i),
		}
		if c.Lang == "zh" {
			check.Question = f.Text("question_zh", i)
		}
		if check.Check == f.Text("question", i) { // of a model that is a check itself
			check.Check, check.Question = cmp.Or(check.Question, check.Check), ""
		}
		c.Checks = append(c.Checks, check)
	}
	return nil
}

// changedPages says which pages have a file that is another than before.
func changedPages(files map[string]string) changes.Section[changes.Changed] {
	pages := map[string]string{}
	for name, change := range files {
		switch page, file, isInPage := strings.Cut(name, "/"); {
		case !isInPage: // the index
		case file == "index.html":
			pages[page] = change
		case pages[page] == "":
			pages[page] = "changed"
		}
	}
	all := changes.Section[changes.Changed]{Count: len(pages)}
	for _, page := range slices.Sorted(maps.Keys(pages)) {
		all.Items = append(all.Items, changes.Changed{Page: page, Change: pages[page]})
	}
	return all
}
