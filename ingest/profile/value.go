package profile

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"paystats/data/obs"
)

// entry is a value of the descriptor: one column, or all whose names match.
type entry struct {
	columns []*column
	pattern string // of names; "" for the one column
	facts
	segment   string
	fresh     bool   // no code list has the segment
	doubt     string // about a known segment
	member    string // that the header names; "" for none
	dimension string // of member
	unsure    []string
	decimals  int
}

// entries makes the values of the columns that hold them.
func (b *builder) entries() []*entry {
	var out []*entry
	byTemplate := map[string]*entry{}
	for _, c := range rolesOf(b.columns, roleValue) {
		if c.span == "" {
			out = append(out, &entry{columns: []*column{c}, facts: c.facts})
			continue
		}
		template := strings.Replace(c.name, c.span, "\x00", 1)
		if e := byTemplate[template]; e != nil {
			e.columns = append(e.columns, c)
			continue
		}
		e := &entry{columns: []*column{c}, facts: readFacts(strings.Replace(c.name, c.span, " ", 1))}
		byTemplate[template] = e
		out = append(out, e)
	}
	for template, e := range byTemplate {
		var spans []string
		for _, c := range e.columns {
			spans = append(spans, c.span)
		}
		before, after, _ := strings.Cut(template, "\x00")
		form := periodPattern(spans)
		if strings.Contains(form, "|") {
			form = "(?:" + form + ")"
		}
		e.pattern = "^" + regexp.QuoteMeta(before) + form + regexp.QuoteMeta(after) + "$"
	}
	for _, e := range out {
		b.measure(e, out)
	}
	b.segments(out)
	for _, e := range out {
		b.unit(e)
		b.precision(e)
	}
	return b.withoutDoubles(out)
}

// segments settles which payments an entry is about. Columns that differ in nothing else get
// new segments.
func (b *builder) segments(all []*entry) {
	b.memberHeaders(all)
	for _, e := range all {
		e.segment, e.fresh, e.doubt = b.segmentOf(e.rest)
		if slices.Contains(e.rest, "total") && !e.fresh && len(facet(e.rest, e.segment+" total "+strings.Join(directions, " "))) > 0 {
			e.unsure = append(e.unsure, fmt.Sprintf("segment: %q is taken for all of %s", strings.Join(e.rest, " "), e.segment))
		}
	}
	fresh := map[*entry]string{}
	for _, e := range all {
		double := slices.ContainsFunc(all, func(o *entry) bool { return o != e && sameKey(o, e) })
		if f := facet(e.rest, e.segment); double && f != "" {
			fresh[e] = e.segment + "-" + f
		}
	}
	for e, id := range fresh {
		e.doubt = ""
		if e.segment, e.fresh = id, !b.lists.Has("segment", id); e.fresh {
			e.unsure = append(e.unsure, fmt.Sprintf("segment: is %q a part of its own?", strings.Join(e.rest, " ")))
		}
	}
}

func sameKey(a, b *entry) bool {
	return a.facts.measure == b.facts.measure && a.segment == b.segment && a.transformation == b.transformation && a.member == b.member
}

// withoutDoubles leaves out entries that would say the same as another.
func (b *builder) withoutDoubles(all []*entry) []*entry {
	var out []*entry
	for _, e := range all {
		if slices.ContainsFunc(out, func(o *entry) bool { return sameKey(o, e) }) && first(b.columns, roleMeasure) == nil {
			for _, c := range e.columns {
				c.is(roleOther, "numbers that nothing tells apart from those of another column")
				c.unsure = fmt.Sprintf("%q holds numbers that nothing tells apart from %q; it is not read", c.name, out[0].columns[0].name)
			}
			continue
		}
		out = append(out, e)
	}
	return out
}

// precision finds out how many decimals are residue of binary arithmetic.
func (b *builder) precision(e *entry) {
	unit, _ := obs.ParseUnit(e.facts.unit)
	most := 0
	for _, c := range e.columns {
		for _, text := range c.distinct {
			if _, decimals, ok := strings.Cut(text, "."); ok && plainNumber.MatchString(text) {
				digits, exponent, _ := strings.Cut(strings.ToLower(strings.TrimSuffix(decimals, "%")), "e")
				n, _ := strconv.Atoi(exponent)
				most = max(most, len(digits)-n)
			}
		}
	}
	if e.decimals = -1; most-unit.Exp > 9 {
		e.decimals = min(9, max(0, 9+unit.Exp))
		if unit.Unit.Kind() == "money" && unit.Exp == 0 {
			e.decimals = 2
		}
	}
}

// text writes an entry as a flow. shared says which parts stand at the observation.
func (e *entry) text(b *builder, shared map[string]string) string {
	pairs := []pair{{"column", scalar(e.columns[0].name)}}
	if e.pattern != "" {
		pairs = []pair{{"columns", scalar(e.pattern)}}
	}
	pairs = append(pairs, pair{"unit", b.unitText(e)})
	if c := first(b.columns, roleMultiplier); c != nil {
		pairs = append(pairs, pair{"multiplier", flow(pair{"column", scalar(c.name)})})
	}
	if b.comma {
		pairs = append(pairs, pair{"decimal", `","`})
	}
	if e.decimals >= 0 {
		pairs = append(pairs, pair{"round", strconv.Itoa(e.decimals)})
	}
	if missing := b.missing(e); len(missing) > 0 {
		pairs = append(pairs, pair{"missing", flowList(missing)})
	}
	for _, p := range e.parts() {
		if shared[p.key] == "" {
			pairs = append(pairs, p)
		}
	}
	return flow(pairs...)
}

// parts are the parts of the key that an entry sets.
func (e *entry) parts() []pair {
	parts := []pair{{"measure", e.facts.measure}, {"segment", e.segment}, {"transformation", string(e.transformation)}}
	if e.member != "" {
		parts = append(parts, pair{"dimension", e.dimension}, pair{"member", scalar(e.member)})
	}
	return parts
}

// missing returns the texts of an entry's columns that stand for no value.
func (b *builder) missing(e *entry) []string {
	var out []string
	for _, c := range e.columns {
		for _, text := range c.distinct {
			if obs.MissingState(text) != obs.Present && !slices.Contains(out, text) {
				out = append(out, text)
			}
		}
	}
	slices.Sort(out)
	return out
}
