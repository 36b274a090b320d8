package profile

import (
	"cmp"
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
	segment  string
	fresh    bool // no code list has the segment
	member   string
	unsure   []string
	decimals int
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

// measure settles what an entry counts.
func (b *builder) measure(e *entry, all []*entry) {
	if first(b.columns, roleMeasure) != nil && e.facts.measure == "" {
		return
	}
	if e.facts.measure != "" && e.ambiguous {
		b.volume(e, all)
	}
	why := ""
	if e.facts.measure == "" {
		e.facts.measure, why = b.measureElsewhere(e)
	}
	if e.facts.measure == "" {
		e.facts.measure = "tx_value"
		e.unsure = append(e.unsure, "measure: nothing says what is counted; taken for an amount")
	}
	if e.growthUnsure {
		e.unsure = append(e.unsure, "transformation: growth on the year, or on the period before (qoq)?")
	}
	for _, c := range e.columns {
		if why == "" && e.word != "" {
			why = fmt.Sprintf("%q", e.word)
		}
		c.why += fmt.Sprintf("; measure %s: %s", e.facts.measure, cmp.Or(why, "unsure"))
	}
}

// volume settles whether a volume is a number or an amount of payments.
func (b *builder) volume(e *entry, all []*entry) {
	unit, _ := obs.ParseUnit(e.facts.unit)
	beside := slices.ContainsFunc(all, func(o *entry) bool { return o.facts.measure == "tx_value" && !o.ambiguous })
	switch {
	case b.opts.Volume != "":
		e.facts.measure = b.opts.Volume
	case e.facts.unit != "" && unit.Unit.Kind() == "money":
		e.facts.measure, e.word = "tx_value", e.word+" in "+e.facts.unit
	case e.facts.unit != "" && unit.Unit == obs.Count:
		e.word += " in " + e.facts.unit
	case beside:
		e.word += " beside a value"
	default:
		e.unsure = append(e.unsure, fmt.Sprintf("measure: %q may be the number (tx_count) or the amount (tx_value) of payments", e.word))
	}
}

// measureElsewhere looks for the measure in the unit and around the table.
func (b *builder) measureElsewhere(e *entry) (measure, why string) {
	if unit, err := obs.ParseUnit(e.facts.unit); err == nil && e.facts.unit != "" {
		switch unit.Unit.Kind() {
		case "money":
			return "tx_value", "the unit is money"
		case "persons":
			return "users", "the unit is persons"
		}
	}
	for _, context := range b.contexts() {
		for _, text := range context.texts {
			if f := readFacts(text); f.measure != "" && !f.ambiguous {
				return f.measure, fmt.Sprintf("%q around the table", clip(text))
			}
		}
	}
	for _, text := range b.context() {
		if unit, ok := titleUnit(text, ""); ok {
			if parsed, _ := obs.ParseUnit(unit); parsed.Unit.Kind() == "money" {
				return "tx_value", fmt.Sprintf("%q around the table is money", clip(text))
			}
		}
	}
	return "", ""
}

// segments settles which payments an entry is about. Columns that differ in nothing else get
// new segments.
func (b *builder) segments(all []*entry) {
	for _, e := range all {
		e.segment, e.fresh = b.segmentOf(e.rest)
	}
	fresh := map[*entry]string{}
	for _, e := range all {
		double := slices.ContainsFunc(all, func(o *entry) bool { return o != e && sameKey(o, e) })
		if f := facet(e.rest, e.segment); double && f != "" {
			fresh[e] = e.segment + "-" + f
		}
	}
	for e, id := range fresh {
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
	return []pair{{"measure", e.facts.measure}, {"segment", e.segment}, {"transformation", string(e.transformation)}}
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
