package main

import (
	"context"
	"errors"
	"fmt"
	"math"

	"paystats/data/frame"
	"paystats/data/warehouse"
	"paystats/data/workspace"
	"paystats/transform"
)

// atCutSQL are the shares of the market's preferred scope at the cut that the models
// stand at, with ranks; others have none.
const atCutSQL = `SELECT s.market, s.measure, s.publisher, s.scope, s.frequency, s.period, s.member, s.share, s.inputs,
		CASE WHEN s.member <> 'others' THEN rank() OVER (
			PARTITION BY s.market, s.measure, s.publisher, s.scope, s.frequency, s.period ORDER BY s.member = 'others', s.share DESC) END AS place
	FROM metric_share AS s WHERE s.share IS NOT NULL
	ORDER BY s.market, s.measure, s.publisher, s.scope, s.frequency, s.period_start, s.member`

// cutShare is a share at one cut.
type cutShare struct {
	share  float64
	place  int64
	inputs []int64
}

// sayShifts computes the shares at both cuts, or before and after the newest loads, and
// prints those that moved by more than minShift, a fraction, or changed rank: an abandoned
// run, which leaves the warehouse as it is.
func (a *app) sayShifts(ctx context.Context, w *workspace.Workspace, cut warehouse.Cut, minShift float64) error {
	in, err := readInputs(ctx, w)
	if err != nil {
		return err
	}
	var sides [2]map[string]cutShare
	var order [2][]string
	run, err := warehouse.Begin(ctx, w.State, a.limits(w), a.wait, holder("diff"))
	if err != nil {
		return err
	}
	for _, i := range []int{1, 0} { // the newer first: it may stand already, and taking loads back cannot be undone
		if i == 0 && cut.From == "" {
			if err := run.DB.Rewind(ctx, cut.Dataset); err != nil {
				return errors.Join(err, run.Abort())
			}
		}
		if sides[i], order[i], err = sharesAt(ctx, run.DB, []string{cut.From, cut.To}[i], in.models); err != nil {
			return errors.Join(err, run.Abort())
		}
	}
	if err := run.Abort(); err != nil {
		return err
	}
	return a.sayMoved(ctx, w, sides, order[1], minShift)
}

// sharesAt runs the models at a cut; "" is all that stands.
func sharesAt(ctx context.Context, db *warehouse.DB, day string, models []*transform.Model) (map[string]cutShare, []string, error) {
	if err := db.SetAsOf(ctx, day); err != nil {
		return nil, nil, err
	}
	if _, err := transform.Run(ctx, db, models, transform.Options{Only: []string{"metric_share"}}); err != nil {
		return nil, nil, err
	}
	f, err := db.Query(ctx, atCutSQL)
	if err != nil {
		return nil, nil, err
	}
	shares, order := map[string]cutShare{}, []string{}
	for i := range f.Rows() {
		key := fmt.Sprintf("%s: %s %s by %s (%s), %s", f.Text("market", i), f.Text("measure", i), f.Text("member", i), f.Text("publisher", i), f.Text("scope", i), f.Text("period", i))
		v, _ := f.Float("share", i)
		shares[key] = cutShare{v, f.Int("place", i), f.List("inputs", i)}
		order = append(order, key)
	}
	return shares, order, nil
}

// sayMoved prints a line for each share that moved, with the observations that it is made
// of now and was not before.
func (a *app) sayMoved(ctx context.Context, w *workspace.Workspace, sides [2]map[string]cutShare, order []string, minShift float64) error {
	db, err := a.reader(ctx, w)
	if err != nil {
		return err
	}
	defer db.Close()
	moved := 0
	for _, key := range order {
		was, before := sides[0][key]
		now := sides[1][key]
		if !before || math.Abs(now.share-was.share) <= minShift && was.place == now.place {
			continue
		}
		moved++
		rank := fmt.Sprintf("rank %d", now.place)
		if was.place != now.place {
			rank = fmt.Sprintf("rank %d → %d", was.place, now.place)
		}
		f, err := db.Query(ctx, "SELECT "+placeSQL+" AS place, member, printed FROM observation WHERE id IN (SELECT unnest(CAST(? AS BIGINT[]))) AND id NOT IN (SELECT unnest(CAST(? AS BIGINT[]))) ORDER BY id",
			listText(now.inputs), listText(was.inputs))
		if err != nil {
			return err
		}
		a.say(map[string]any{"change": "share", "series": key, "old": was.share, "new": now.share, "difference": now.share - was.share, "old_rank": was.place, "new_rank": now.place, "because": causes(f)},
			"share    %s: %.2f %% → %.2f %% (%+.2f pp), %s", key, 100*was.share, 100*now.share, 100*(now.share-was.share), rank)
		for _, cause := range causes(f) {
			if !a.json {
				a.say(nil, "         because of %s", cause)
			}
		}
	}
	if !a.json && moved > 0 {
		a.say(nil, "%s moved by more than %g pp or changed rank", counted(moved, "share"), 100*minShift)
	}
	return nil
}

func listText(ids []int64) string {
	text := "["
	for i, id := range ids {
		if i > 0 {
			text += ", "
		}
		text += fmt.Sprint(id)
	}
	return text + "]"
}

// causes are observations in words.
func causes(f *frame.Frame) []string {
	out := []string{}
	for i := range f.Rows() {
		out = append(out, f.Text("member", i)+" "+f.Text("printed", i)+", "+f.Text("place", i))
	}
	return out
}
