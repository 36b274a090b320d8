package page

import (
	"strings"

	"paystats/data/frame"
	"paystats/data/obs"
	"paystats/reports/chart"
)

// shape turns the rows of a query into the long frame of a chart and fills the request.
func (r *run) shape(p *plan, byMember bool) bool {
	q, c := p.request, &p.chart
	series, category := "member", "period"
	switch {
	case p.panels == "" && p.by == "publisher" && byMember && len(q.members) != 1:
		category = "publisher"
		if !q.period.single() {
			r.fail(p.place(), codeRequest, "name one period, or one member", "publishers and members of several periods do not fit one chart")
			return false
		}
	case p.by == "publisher" || p.by == "measure":
		series = p.by
	}
	if !r.fits(p, series) {
		return false
	}
	unit := p.frame.Text("unit", 0)
	c.Format, c.Signed = r.format(q.metric, unit)
	c.Signed = c.Signed && chart.Base(c.Format) != "pp"
	if strings.HasPrefix(q.metric.table, "metric_publisher_") {
		c.Missing = "one_publisher" // its rows are the periods that two print
	}
	c.What = r.what(q.metric, p.frame.Text("measure", 0))
	if p.by == "measure" {
		c.What = r.market(q)
	}
	c.Whole = q.metric.name == "share" && series == "member" && len(q.members) == 0 && !p.goesBy("publisher")
	c.Additive = p.additive(r)
	c.OneColor = has([]string{"area", "province", "city"}, q.market.dimension)
	c.Names, c.Labels = r.nameMaps(p, series, category)
	switch {
	case p.block.sort.text == "list":
		c.Order = r.names.order[q.market.dimension]
	case p.panels == "publisher":
		c.Order = q.market.publishers
	}
	p.frame = long(p.frame, series, category, p.panels)
	r.decideKind(p, category)
	r.subtitle(p, category)
	c.Coverage = r.coverage(p)
	return true
}

// additive reports whether the values of members may be summed into others.
func (p plan) additive(r *run) bool {
	q := p.request
	return has([]string{"share", "contribution", "ttm"}, q.metric.name) && p.by == "member" ||
		q.metric.measure != "" && r.names.additive[q.metric.measure]
}

// fits checks that every point has one value and all values one unit.
func (r *run) fits(p *plan, series string) bool {
	seen := map[string]bool{}
	for i := range p.frame.Rows() {
		var key []string
		for _, c := range []string{series, "period", "member", "publisher"} {
			if c != "publisher" || p.goesBy("publisher") {
				key = append(key, p.frame.Text(c, i))
			}
		}
		at := strings.Join(key, " ")
		if seen[at] {
			r.fail(p.place(), codeAmbiguous, "name the measure or publisher", "two values for %s", at)
			return false
		}
		seen[at] = true
		if u := p.frame.Text("unit", i); u != p.frame.Text("unit", 0) && p.request.metric.unit == "row" {
			r.fail(p.place(), codeRequest, "draw two charts", "values in %s and %s cannot share an axis", p.frame.Text("unit", 0), u)
			return false
		}
	}
	return true
}

// long returns the frame with its series, category and, unless "", panel columns named as
// charts read them.
func long(f *frame.Frame, series, category, panel string) *frame.Frame {
	out := &frame.Frame{}
	for _, c := range f.Columns {
		if panel != "" && c.Name == panel {
			out.Columns = append(out.Columns, frame.Column{Name: "panel", Kind: c.Kind, Cells: c.Cells})
		}
		if c.Name == series {
			out.Columns = append(out.Columns, frame.Column{Name: "series", Kind: c.Kind, Cells: c.Cells})
		}
		if c.Name == category {
			out.Columns = append(out.Columns, frame.Column{Name: "category", Kind: c.Kind, Cells: c.Cells})
		}
		out.Columns = append(out.Columns, c)
	}
	return out
}

// nameMaps returns the shown names of series, with those of panels, and of categories.
func (r *run) nameMaps(p *plan, series, category string) (names, labels map[string]string) {
	names, labels = map[string]string{}, map[string]string{}
	for _, column := range add([]string{series}, p.panels) {
		for i := range p.frame.Rows() {
			id := p.frame.Text(column, i)
			switch column {
			case "member":
				names[id] = r.names.memberName(p.request.market.dimension, id, r.language)
			case "publisher":
				names[id] = r.publisherNames([]string{id})
			case "measure":
				names[id] = r.names.measures[id].In(r.language)
			}
		}
	}
	for i := range p.frame.Rows() {
		if id := p.frame.Text(category, i); category == "publisher" {
			labels[id] = r.publisherNames([]string{id})
		}
	}
	if series == "member" && names[obs.Total] == "" {
		names[obs.Total] = r.lang("Total", "合计")
	}
	return names, labels
}

// decideKind chooses a form where the block names none, and where members stand.
func (r *run) decideKind(p *plan, category string) {
	c := &p.chart
	periods, series := distinct(p.frame, "period"), distinct(p.frame, "series")
	if c.Kind == "" {
		switch {
		case p.request.metric.high != "":
			c.Kind = chart.Range
		case p.panels != "":
			c.Kind = chart.Line
		case periods == 1 && series > 1:
			c.Kind = chart.Ranking
		case series == 1:
			c.Kind = chart.Bar
		default:
			c.Kind = chart.Line
		}
	}
	c.MemberAxis = category == "publisher" || c.Kind == chart.Ranking || c.Kind == chart.Waterfall ||
		periods == 1 && series > 1 && p.panels == "" && c.Kind != chart.Donut && c.Kind != chart.Treemap && c.Kind != chart.Sparkline && c.Kind != chart.Stacked && c.Kind != chart.Stacked100
}

func distinct(f *frame.Frame, column string) int {
	seen := map[string]bool{}
	for i := range f.Rows() {
		seen[f.Text(column, i)] = true
	}
	return len(seen)
}
