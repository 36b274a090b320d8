package page

import "strings"

// dot parts the pieces of a subtitle.
const dot = " · "

// ofMembers are the kinds whose tables have a row a member, besides those with members on
// the axis.
var ofMembers = []string{"donut", "treemap", "sparkline"}

// subtitle writes what a reader must know to read the numbers: quantity, unit, market,
// publisher; the chart adds the periods that it draws. It also heads the table.
func (r *run) subtitle(p *plan, category string) {
	c, q := &p.chart, p.request
	c.ColumnName = frequencyNames[q.frequency].In(r.language)
	if c.MemberAxis || has(ofMembers, string(c.Kind)) {
		c.ColumnName = r.names.dimension(q.market.dimension).one.In(r.language)
	}
	if c.FixedSubtitle {
		return
	}
	quantity := c.What
	if p.goesBy("measure") {
		quantity = ""
	}
	if unit := r.unitName(c.Format); unit != "" && quantity != "" {
		quantity += r.lang(", ", "，") + unit
	}
	parts := []string{quantity, r.market(q)}
	if !p.goesBy("publisher") && !q.dataset {
		parts = append(parts, r.publisherNames([]string{q.publisher}))
	}
	var kept []string
	for _, part := range parts {
		if part != "" {
			kept = append(kept, part)
		}
	}
	c.Subtitle = strings.Join(kept, dot)
}

// market names the market as a subtitle does.
func (r *run) market(q request) string { return q.market.name.In(r.language) }
