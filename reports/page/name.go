package page

import (
	"paystats/data/obs"
	"paystats/reports/chart"
)

// nameOf answers ${NAME.name}: what a reader calls that which a parameter's value is the
// id of. A member's name is that of the dimension which the page is made for, if it is.
func (r *run) nameOf(e *expr) (printed, bool) {
	id, c := e.subject, r.names
	if p := r.page; p.each != nil {
		if name := c.memberName(p.each.dimension.text, id, r.language); name != "" {
			return printed{text: name}, true
		}
	}
	if p, _, err := obs.ParsePeriod(id); err == nil {
		return printed{text: chart.PeriodText(p.String(), r.language)}, true
	}
	if m, ok := c.markets[id]; ok {
		return printed{text: m.name.In(r.language)}, true
	}
	for _, list := range []map[string]chart.Text{c.measures, c.publishers, c.areas, c.scopes} {
		if name, ok := list[id]; ok {
			return printed{text: name.In(r.language)}, true
		}
	}
	for _, dimension := range keys(c.members) {
		if name := c.memberName(dimension, id, r.language); name != "" {
			return printed{text: name}, true
		}
	}
	if currencyCode.MatchString(id) {
		return printed{text: r.currencyName(id)}, true
	}
	r.fail(e.pos, codeParameterSyntax, "write it without "+ofName, "%q is the id of nothing that has a name", id)
	return printed{}, false
}
