package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"paystats/data/frame"
	"paystats/data/obs"
	"paystats/data/warehouse"
)

func (a *app) diffCommand() *cobra.Command {
	var dataset string
	minShift := 0.5
	c := &cobra.Command{
		Use:   "diff [FROM [TO]]",
		Short: "Show which values are new, revised or removed",
		Long: `Shows what the newest load of each dataset changed, or, between two dates, what was
known on FROM against what was known on TO (all that is dated, without TO): one line
for each series and period whose value, status or hedge is another. A date is a day
of publication (vintage); observations whose date is unknown have no place between
dates, and are counted in a note.

A value that stands under another scope is rescoped; one that stands under another
member or segment is reclassified. The shares of all markets are computed on both sides,
by today's code lists, and those listed that moved by more than --min-shift or changed
rank, with the observations that made them move.`,
		Example: `  paystats diff                             what the newest loads changed
  paystats diff 2024-01-31 2024-06-30       what became known in between
  paystats diff 2024-01-31 --dataset cards  one dataset, since that day`,
		Args: cobra.MaximumNArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			return a.within(c.Context(), func(ctx context.Context) error { return a.diff(ctx, dataset, args, minShift/100) })
		},
	}
	c.Flags().StringVar(&dataset, "dataset", "", "only this dataset")
	c.Flags().Float64Var(&minShift, "min-shift", minShift, "also list shares that moved by more than this, in percentage points")
	return c
}

func (a *app) diff(ctx context.Context, dataset string, dates []string, minShift float64) error {
	if minShift < 0 {
		return &usageError{msg: fmt.Sprintf("--min-shift %g", 100*minShift), hint: "write percentage points, 0 or more"}
	}
	cut := warehouse.Cut{Dataset: dataset}
	for i, to := range []*string{&cut.From, &cut.To} {
		if i >= len(dates) {
			break
		}
		if checkDay(dates[i]) != nil {
			return &usageError{msg: fmt.Sprintf("%q is not a date", dates[i]), hint: "dates are written 2024-01-31; a dataset is named by --dataset"}
		}
		*to = dates[i]
	}
	if cut.To != "" && cut.To < cut.From {
		return &usageError{msg: fmt.Sprintf("%s is after %s", cut.From, cut.To), hint: "write the earlier date first"}
	}
	w, err := a.workspace()
	if err != nil {
		return err
	}
	db, err := a.reader(ctx, w)
	if err != nil {
		return err
	}
	defer db.Close()
	if dataset != "" {
		held, err := db.Datasets(ctx)
		if err != nil {
			return err
		}
		if !slices.Contains(held, dataset) {
			return unknown("dataset", dataset, held, "paystats list datasets")
		}
	}
	notes, err := db.DiffNotes(ctx, dataset)
	if err != nil {
		return err
	}
	a.sayDiffNotes(notes, cut)
	changes, err := db.Diff(ctx, cut)
	if err != nil {
		return err
	}
	a.sayChanges(changes)
	if cut.From == "" && changes.Rows() == 0 {
		return nil
	}
	return a.sayShifts(ctx, w, cut, minShift)
}

// sayDiffNotes says what cannot be compared.
func (a *app) sayDiffNotes(f *frame.Frame, cut warehouse.Cut) {
	for i := range f.Rows() {
		name, undated := f.Text("dataset", i), f.Int("undated", i)
		switch {
		case cut.From == "" && f.Bool("is_first", i):
			a.note(map[string]any{"dataset": name, "first": true}, "%s was loaded for the first time; all of it is new", name)
		case cut.From != "" && undated > 0:
			a.note(map[string]any{"dataset": name, "undated": undated}, "%s: %s without a date of publication, not compared", name, counted(int(undated), "observation"))
		}
	}
}

// sayChanges prints a line a change, and how many there are of each kind.
func (a *app) sayChanges(f *frame.Frame) {
	counts := map[string]int{}
	kinds, removed, told := relabelled(f)
	for i := range f.Rows() {
		if told[i] {
			continue
		}
		if kind := kinds[i]; kind != "" {
			counts[kind]++
			a.say(relabelledObject(f, kind, removed[i], i), "%s", relabelledLine(f, kind, removed[i], i))
			continue
		}
		counts[f.Text("change", i)]++
		a.say(changeObject(f, i), "%s", changeLine(f, i))
	}
	switch {
	case a.json:
	case f.Rows() == 0:
		a.say(nil, "nothing changed")
	default:
		line := fmt.Sprintf("%d new, %d revised, %d removed", counts["new"], counts["revised"], counts["removed"])
		for _, kind := range []string{"rescoped", "reclassified"} {
			if counts[kind] > 0 {
				line += fmt.Sprintf(", %d %s", counts[kind], kind)
			}
		}
		a.say(nil, "%s", line)
	}
}

// changeObject is a change for programs: every column that has a value, as text.
func changeObject(f *frame.Frame, row int) map[string]any {
	object := map[string]any{}
	for _, c := range f.Columns {
		name := strings.TrimSuffix(c.Name, "_value") // new and old are the values
		switch v := c.Cells[row].(type) {
		case float64:
			object[name] = v
		case nil:
			object[name] = nil
		default:
			object[name] = frame.Format(v)
		}
	}
	return object
}

// changeLine is a change for people: "revised  cards: US cards tx_value by alipay, 2023-Q2: 10.0 USD bn → 10.5 USD bn (+5.00 %)".
func changeLine(f *frame.Frame, row int) string {
	text := func(name string) string { return f.Text(name, row) }
	series := []string{text("area"), text("segment"), text("measure")}
	if t := text("transformation"); t != string(obs.Level) {
		series = append(series, t)
	}
	if b := text("base_measure"); b != "" {
		series = append(series, "of", b)
	}
	if m := text("member"); m != obs.Total {
		series = append(series, m)
	}
	if s := text("scope"); s != "unspecified" {
		series = append(series, "("+s+")")
	}
	line := fmt.Sprintf("%-8s %s: %s by %s, %s: ", text("change"), text("dataset"), strings.Join(series, " "), text("publisher"), text("period"))
	switch text("change") {
	case "new":
		return line + sideText(f, row, "new")
	case "removed":
		return line + sideText(f, row, "old")
	}
	return line + sideText(f, row, "old") + " → " + sideText(f, row, "new") + moved(f, row)
}

// sideText is what one side prints, with its date and what qualifies it.
func sideText(f *frame.Frame, row int, side string) string {
	date := f.Text(side+"_vintage", row)
	if date == "" {
		date = "date unknown"
	}
	out := f.Text(side+"_printed", row)
	if out == "" {
		out = "no value"
	}
	if s := f.Text(side+"_status", row); s != string(obs.Normal) {
		date = "status " + s + ", " + date
	}
	return out + " [" + date + "]"
}

// moved says by how much a value changed: shares and rates in percentage points, others in
// per cent; "" when either is not known.
func moved(f *frame.Frame, row int) string {
	if difference, ok := f.Float("difference", row); ok && f.Text("unit", row) == string(obs.Ratio) {
		return fmt.Sprintf(" (%+.2f pp)", 100*difference)
	}
	if growth, ok := f.Float("growth", row); ok {
		return fmt.Sprintf(" (%+.2f %%)", 100*growth)
	}
	return ""
}
