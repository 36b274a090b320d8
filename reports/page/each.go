package page

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"paystats/data/diag"
	"paystats/data/obs"
	"paystats/data/yamldoc"
	"paystats/reports/chart"
)

// each says that a page is a template: it is made once for each member of a market.
type each struct {
	dimension, market word
	members           []word // these only, in this order; nil: all that have figures
	pos               diag.Pos
}

// readEach reads "for:" and declares the member as a parameter.
func (p *Page) readEach(value yamldoc.Node) {
	e := each{pos: value.Pos}
	m := readKeys(p.source, value, eachKeys, &e)
	if m == nil {
		return
	}
	for _, need := range []string{"each", "market"} {
		if !m.Has(need) {
			m.Missing(need, "write for: {each: provider, market: …}")
		}
	}
	p.each = &e
	name := e.dimension
	if !parameterName.MatchString(name.text) {
		return
	}
	for _, one := range p.parameters {
		if one.name.text == name.text {
			p.fail(name.pos, codeKeyDuplicate, "rename the parameter", "for and parameters both declare %q", name.text)
			return
		}
	}
	p.parameters = append(p.parameters, parameter{name, cmp.Or(p.member, obs.Total)})
}

// IsTemplate reports whether the page stands for one page a member.
func (p *Page) IsTemplate() bool { return p.each != nil && p.member == "" }

// Expand returns the pages with each template replaced by its pages, one a member, in
// the order of templates and members. A template whose members cannot be found stays: its
// Build says what is wrong.
func Expand(ctx context.Context, src Source, pages []*Page) ([]*Page, error) {
	var out []*Page
	all := shared(src)
	taken := map[string]bool{}
	for _, p := range pages {
		taken[p.Name] = true
	}
	for _, p := range pages {
		if !p.IsTemplate() || p.each.market.text == "" || p.each.dimension.text == "" {
			out = append(out, p)
			continue
		}
		names, err := all.catalogue(ctx)
		if err != nil {
			return nil, err
		}
		before := p.problems.Len() // its pages repeat these
		ids, err := p.eachMember(ctx, all, names)
		if err != nil {
			return nil, err
		}
		var made []*Page
		for _, id := range ids {
			one := p.reader.parse(p.file, p.src, id)
			if taken[one.Name] {
				p.fail(p.each.pos, codeIDDuplicate, "rename one of them", "two pages would be called %q", one.Name)
			}
			taken[one.Name] = true
			made = append(made, one)
		}
		if p.problems.Len() > before {
			made = []*Page{p}
		}
		out = append(out, made...)
	}
	return out, nil
}

// eachMember returns the members that a template is made for; none after a problem.
func (p *Page) eachMember(ctx context.Context, src Source, names *catalogue) ([]string, error) {
	e := p.each
	m, ok := names.markets[e.market.text]
	switch {
	case !ok:
		p.fail(e.market.pos, codeMarket, diag.DidYouMean(e.market.text, keys(names.markets), "paystats list markets"), "unknown market %q", e.market.text)
		return nil, nil
	case m.dimension == "":
		p.fail(e.market.pos, codeRequest, "choose a market with members", "market %s has only a total", m.id)
		return nil, nil
	case e.dimension.text != m.dimension:
		p.fail(e.dimension.pos, codeRequest, "write each: "+m.dimension, "the members of market %s are no %q", m.id, e.dimension.text)
		return nil, nil
	}
	for _, w := range e.members {
		if known := keys(names.members[m.dimension]); !has(known, w.text) {
			p.fail(w.pos, codeMember, diag.DidYouMean(w.text, known, "paystats list members"), "market %s has no member %q", m.id, w.text)
		}
	}
	q := query{"SELECT member FROM " + coreTable + " WHERE market = ? AND value IS NOT NULL ORDER BY member", []string{m.id}}.spelled()
	f, err := src.Query(ctx, q.sql)
	if err != nil {
		return nil, fmt.Errorf("find the members of market %s: %w", m.id, err)
	}
	var found []string
	for i := range f.Rows() {
		if id := f.Text("member", i); id != obs.Total && !chart.IsRest(id) {
			found = add(found, id)
		}
	}
	for _, w := range e.members {
		if len(found) > 0 && !has(found, w.text) {
			p.fail(w.pos, codeEmpty, "there is "+listed(found), "market %s has no figures of %q", m.id, w.text)
		}
	}
	switch {
	case len(found) == 0:
		p.fail(e.market.pos, codeEmpty, "nothing is loaded that gives it members", "market %s has no figures of members", m.id)
	case len(e.members) > 0:
		return words(e.members), nil
	}
	place := func(id string) int { return slices.Index(names.order[m.dimension], id) }
	slices.SortStableFunc(found, func(a, b string) int { return cmp.Compare(place(a), place(b)) })
	return found, nil
}

// pageNameOf returns a member's id as a page's name has it: IN-KA is in-ka.
func pageNameOf(member string) string {
	return strings.Trim(strings.Map(func(c rune) rune {
		switch {
		case c >= 'A' && c <= 'Z':
			return c + 'a' - 'A'
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			return c
		}
		return '-'
	}, member), "-")
}
