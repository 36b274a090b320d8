package main

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"time"

	"paystats/data/diag"
	"paystats/data/warehouse"
	"paystats/data/workspace"
)

// today is the day by which sources are judged: that of SOURCE_DATE_EPOCH, or the clock's.
func (a *app) today() time.Time {
	if seconds, err := strconv.ParseInt(a.getenv("SOURCE_DATE_EPOCH"), 10, 64); err == nil {
		return time.Unix(seconds, 0).UTC()
	}
	return time.Now().UTC()
}

// newestDays returns, by dataset, the newest day that its figures speak of: of publication or the
// end of a period.
func newestDays(ctx context.Context, db *warehouse.DB) (map[string]string, error) {
	f, err := db.NewestDays(ctx)
	if err != nil {
		return nil, err
	}
	days := map[string]string{}
	for i := range f.Rows() {
		days[f.Text("dataset", i)] = f.Text("day", i)
	}
	return days, nil
}

// stale returns a warning for each dataset whose newest figure is older than its rhythm allows. The
// data tell, not when a file was last written: a source that is fetched every day and never
// says anything new is as dead as one that is not.
func (a *app) stale(w *workspace.Workspace, in *inputs, newest map[string]string) *diag.List {
	list := new(diag.List)
	for _, d := range in.datasets {
		rhythm := cmp.Or(d.RhythmDays, w.Config.Guards.RhythmDays)
		day, err := time.Parse(time.DateOnly, newest[d.Name])
		if rhythm == 0 || err != nil { // nothing was loaded
			continue
		}
		if age := int(a.today().Sub(day).Hours() / 24); age > rhythm {
			list.Add(&diag.Problem{
				Pos: descriptorOf(d.Name), Code: "source-stale", Warning: true,
				Msg:  fmt.Sprintf("the newest figure is of %s, %d days ago; every %d days there should be one", newest[d.Name], age, rhythm),
				Hint: "fetch the source again; if it ends there, take rhythm_days out",
			})
		}
	}
	return list
}

// staleText counts stale sources.
func staleText(stale *diag.List) string {
	if stale.Len() == 1 {
		return "1 source is stale"
	}
	return fmt.Sprintf("%d sources are stale", stale.Len())
}
