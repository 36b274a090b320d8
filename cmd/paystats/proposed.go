package main

import (
	"fmt"
	"strings"

	"paystats/data/codelist"
	"paystats/data/diag"
	"paystats/data/frame"
	"paystats/data/obs"
	"paystats/ingest"
	"paystats/ingest/profile"
)

// show prints what the files are believed to hold, and why; what is unsure; the first
// observations; and the account of the trial.
func (j *addJob) show(p *profile.Proposal, t *trial) {
	if j.json {
		j.showObjects(p, t)
		return
	}
	if j.quiet {
		return
	}
	for _, r := range p.Resources {
		fmt.Fprintf(j.stdout, "%s: %s\n", r.Name, r.What)
		for _, why := range r.Evidence {
			fmt.Fprintf(j.stdout, "  %s\n", why)
		}
		j.table(columnFrame(r))
		for _, text := range r.Unsure {
			fmt.Fprintf(j.stdout, "  unsure: %s\n", text)
		}
		if n := len(r.Members.Names); n > 0 {
			fmt.Fprintf(j.stdout, "  in no code list: %s of the dimension %s, such as %q\n", counted(n, "name"), r.Members.Dimension, r.Members.Names[0])
		}
		if len(t.first[r.Name]) > 0 {
			fmt.Fprintf(j.stdout, "\nfirst of %d observations\n", t.loaded[r.Name])
			j.table(observationFrame(t.first[r.Name]))
		}
		fmt.Fprintln(j.stdout)
	}
	for _, why := range p.Skipped {
		fmt.Fprintf(j.stdout, "not read: %s\n", why)
	}
	fmt.Fprintf(j.stdout, "values in %d, loaded %d, refused %d\n", t.summary.RowsIn, t.summary.Loaded, len(t.summary.Rejects))
	list := new(diag.List)
	shown := map[string]int{}
	for _, r := range t.summary.Rejects {
		if kind := r.Place.Resource + " " + r.Code; shown[kind] < shownRejects {
			shown[kind]++
			problem := r.Problem()
			problem.Warning = true
			list.Add(problem)
		}
	}
	list.Add(t.problems...)
	list.Add(t.summary.Warnings...)
	j.warn(list)
}

// shownRejects are the first of each resource and code that are shown.
const shownRejects = 3

func (j *addJob) table(f *frame.Frame) {
	if err := frame.WriteTable(j.stdout, f); err != nil {
		fmt.Fprintf(j.stderr, "warning: %v\n", err)
	}
}

// columnFrame is what each column is, and why. Neighbours that are the same for the same
// reason, periods as columns, share a line.
func columnFrame(r *profile.Resource) *frame.Frame {
	f := textFrame("column", "is", "because")
	for i := 0; i < len(r.Columns); {
		c, n := r.Columns[i], 1
		for i+n < len(r.Columns) && isAlike(c, r.Columns[i+n]) {
			n++
		}
		name, why := c.Name, c.Why
		if n > 1 {
			name += " … " + r.Columns[i+n-1].Name
			why = fmt.Sprintf("%d columns: %s", n, why)
		}
		if c.Unsure != "" {
			why = strings.TrimPrefix(why+" (unsure)", " ")
		}
		addRow(f, name, c.Role, why)
		i += n
	}
	return f
}

func isAlike(a, b profile.Column) bool {
	return a.Why != "" && a.Name != "" && b.Name != "" && a.Role == b.Role && a.Why == b.Why && a.Unsure == b.Unsure
}

func observationFrame(all []obs.Observation) *frame.Frame {
	f := textFrame("period", "area", "segment", "measure", "member", "value", "unit", "printed", "at")
	for _, o := range all {
		measure := o.Measure
		if o.Transformation != obs.Level {
			measure += " " + string(o.Transformation)
		}
		addRow(f, o.Period.String(), o.Area, o.Segment, measure, o.Member, o.Value.String(), string(o.Unit), o.Printed, o.Place.File+" "+o.Place.At)
	}
	return f
}

func textFrame(names ...string) *frame.Frame {
	f := &frame.Frame{}
	for _, name := range names {
		f.Columns = append(f.Columns, frame.Column{Name: name, Kind: frame.Text})
	}
	return f
}

func addRow(f *frame.Frame, texts ...string) {
	for i, text := range texts {
		f.Columns[i].Cells = append(f.Columns[i].Cells, text)
	}
}

// showObjects prints the same for programs.
func (j *addJob) showObjects(p *profile.Proposal, t *trial) {
	for _, r := range p.Resources {
		for _, c := range r.Columns {
			j.say(map[string]any{"resource": r.Name, "column": c.Name, "role": c.Role, "why": c.Why, "unsure": c.Unsure}, "")
		}
		for _, text := range r.Unsure {
			j.say(map[string]any{"resource": r.Name, "unsure": text}, "")
		}
		for _, o := range t.first[r.Name] {
			j.say(map[string]any{"resource": r.Name, "period": o.Period.String(), "area": o.Area, "segment": o.Segment, "measure": o.Measure,
				"transformation": string(o.Transformation), "member": o.Member, "value": o.Value.String(), "unit": string(o.Unit), "printed": o.Printed}, "")
		}
	}
	j.sayProblems(problemsOf(t.summary.Rejects))
}

func problemsOf(rejects []ingest.Reject) []*diag.Problem {
	var out []*diag.Problem
	for _, r := range rejects {
		out = append(out, r.Problem())
	}
	return out
}

// sayWritten says what was written, and what to do next.
func (j *addJob) sayWritten(p *profile.Proposal, t *trial, accepted bool) {
	file := setFolder(j.name) + "/" + ingest.DescriptorName
	object := map[string]any{"dataset": j.name, "descriptor": file, "rows_in": t.summary.RowsIn, "loaded": t.summary.Loaded,
		"rejected": len(t.summary.Rejects), "unsure": p.Unsure(), "new_codes": len(t.entries), "accepted": accepted, "changed": true}
	unsure := strings.Count(string(t.descriptor), "# unsure:")
	j.say(object, "%s is written, with %s marked unsure", file, counted(unsure, "line"))
	names := counted(len(t.entries), "name")
	switch {
	case len(t.entries) > 0 && accepted:
		j.note(object, "%s added to data/codelists: look whether the rows are right", names)
	case len(t.entries) > 0 && !j.json && !j.quiet:
		fmt.Fprintf(j.stdout, "%s in no code list; to accept, add to\n%s", names, entryLines(t.entries))
	}
	next := "run `paystats ingest " + j.name + "`"
	if unsure > 0 {
		next = "look at the lines marked unsure, then " + next
	}
	if j.json || j.quiet {
		return
	}
	fmt.Fprintf(j.stdout, "next: %s\n", next)
	if rows := t.markets.rows(j.name, p.Title); len(rows) > 0 {
		fmt.Fprintf(j.stdout, "to draw shares, make a market of it in\n%s", entryLines(rows))
	}
}

// entryLines are rows for code lists, by file.
func entryLines(entries []codelist.Entry) string {
	var out strings.Builder
	last := ""
	for i, e := range entries {
		if e.File() != last {
			last = e.File()
			fmt.Fprintf(&out, "  %s\n", last)
		}
		if i < 20 {
			fmt.Fprintf(&out, "    %s\n", e.Line())
		}
	}
	return out.String()
}
