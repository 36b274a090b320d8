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
	scaleless bool   // no multiplier is known, so decimals may mean much
	guessed   bool   // only the unit or the surroundings say the measure
	member    string // that the header names; "" for none
	dimension string // of member
	unsure    []string
	decimals  int
}

// entries makes the values of the columns that hold them.
func (b *builder) entries() []*entry {
	all := b.columnEntries()
	b.memberHeaders(all)
	for _, e := range all {
		b.transform(e)
		b.measure(e, all)
	}
	for _, e := range all {
		b.unit(e)
		b.precision(e)
		b.dots(e)
	}
	b.segments(all)
	return b.withoutDoubles(all)
}

// columnEntries makes an entry of each column of values, and one of all columns whose names
// differ only in their period.
func (b *builder) columnEntries() []*entry {
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
		e := &entry{columns: []*column{c}, facts: c.facts}
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
	return out
}

// transform settles whether an entry holds levels, shares or growths.
func (b *builder) transform(e *entry) {
	if first(b.columns, roleMeasure) != nil {
		return
	}
	titles := b.tables[0].shape.titles()
	if e.transformation == "" && e.facts.measure == "" && e.facts.unit == "" {
		for _, title := range titles {
			if f := readFacts(title); f.transformation != "" {
				e.transformation, e.facts.unit, e.vague = f.transformation, "%", false
				e.unsure = append(e.unsure, fmt.Sprintf("transformation: %q is taken to say that these are of the kind %s", clip(title), f.transformation))
				break
			}
		}
	}
	if e.vague && !slices.ContainsFunc(titles, sharePart.MatchString) {
		e.unsure = append(e.unsure, "transformation: per cent of what? taken for a share")
	}
	if e.growthUnsure {
		e.unsure = append(e.unsure, "transformation: growth on the year, or on the period before (qoq)?")
	}
	if e.transformation == obs.QoQ && !b.isQuarterly() {
		e.unsure = append(e.unsure, "transformation: the periods are no quarters, so what is before them is none, either")
	}
	if e.cumulated && e.transformation == "" {
		e.unsure = append(e.unsure, fmt.Sprintf("period: %q is read as that of the period alone, not of all since the year began", e.columns[0].name))
	}
}

// segments settles which payments an entry is about. Columns that differ in nothing else get
// new segments.
func (b *builder) segments(all []*entry) {
	for _, e := range all {
		e.segment, e.fresh, e.doubt = b.segmentOf(e.rest)
		if slices.Contains(e.rest, "total") && !e.fresh && len(facet(e.rest, e.segment+" total "+strings.Join(directions, " "))) > 0 {
			e.unsure = append(e.unsure, fmt.Sprintf("segment: %q is taken for all of %s", strings.Join(e.rest, " "), e.segment))
		}
	}
	fresh := map[*entry]string{}
	for _, e := range all {
		f := facet(e.rest, e.segment)
		if f != "" && slices.ContainsFunc(all, func(o *entry) bool { return o != e && sameKey(o, e) }) {
			fresh[e] = e.segment + "-" + f
		}
		if f != "" && e.guessed {
			e.unsure = append(e.unsure, fmt.Sprintf("measure: does %q say what is counted? taken for %s", strings.Join(e.rest, " "), e.facts.measure))
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
	return a.facts.measure == b.facts.measure && a.segment == b.segment && a.transformation == b.transformation && a.member == b.member && a.currency() == b.currency()
}

// currency returns the currency of an entry; "" for other units, and if columns or texts say it.
func (e *entry) currency() obs.Unit {
	if unit, _ := obs.ParseUnit(e.facts.unit); unit.Unit.Kind() == "money" {
		return unit.Unit
	}
	return ""
}

// withoutDoubles leaves out entries that would say the same as another.
func (b *builder) withoutDoubles(all []*entry) []*entry {
	var out []*entry
	for _, e := range all {
		same := slices.IndexFunc(out, func(o *entry) bool { return sameKey(o, e) })
		if same >= 0 && first(b.columns, roleMeasure) == nil {
			for _, c := range e.columns {
				c.is(roleOther, "numbers that nothing tells apart from those of another column")
				c.unsure = fmt.Sprintf("%q holds numbers that nothing tells apart from %q; it is not read", c.name, out[same].columns[0].name)
			}
			continue
		}
		out = append(out, e)
	}
	return out
}

// dots doubts columns in which every point has three digits behind it: 1.234.
func (b *builder) dots(e *entry) {
	found := ""
	for _, c := range e.columns {
		for _, text := range c.distinct {
			switch {
			case dotThousands.MatchString(text) && !strings.HasPrefix(text, "0."):
				found = text
			case strings.ContainsAny(text, ".,"):
				return
			}
		}
	}
	if found != "" {
		e.unsure = append(e.unsure, fmt.Sprintf("decimal: has %q a group of thousands, or three decimals?", found))
	}
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
		if unit.Unit.Kind() == "money" && unit.Exp == 0 && !e.scaleless {
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
