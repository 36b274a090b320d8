package ingest

import (
	"fmt"
	"slices"

	"paystats/data/codelist"
	"paystats/data/diag"
	"paystats/data/obs"
	"paystats/data/yamldoc"
)

// Check holds every code that the descriptor and its concept maps name against the code
// lists. The error is a *diag.List with all that are unknown.
func (d *Dataset) Check(lists *codelist.Set) error {
	doc := *d.doc
	doc.Problems = new(diag.List)
	for _, r := range d.resources {
		c := checker{doc: &doc, lists: lists, resource: r}
		for _, set := range r.bindingSets() {
			for p, b := range set {
				if b != nil {
					c.binding(part(p), b, set[partDimension])
				}
			}
		}
		for _, cm := range r.maps {
			c.conceptMap(cm)
		}
		if r.corrections != nil {
			c.corrections(r.corrections)
		}
		if r.rowSet != nil {
			c.rowSet(r.rowSet)
		}
	}
	err := doc.Problems.Err()
	if err != nil {
		showLines(d.openNamed, doc.Problems.Sorted())
	}
	return err
}

type checker struct {
	doc      *yamldoc.Doc
	lists    *codelist.Set
	resource *resource
	style    obs.PeriodStyle
}

func (c checker) binding(p part, b, dimension *binding) {
	c.style = c.resource.styles[b.style]
	if b.isLiteral() {
		c.text(p, b.literal, dimension, b.pos)
	}
	if b.hasDefault {
		c.text(p, b.fallback, dimension, b.fallPos)
	}
	if b.hasOtherwise {
		c.text(p, b.otherwise.code, dimension, b.otherwise.pos)
	}
	for _, text := range b.sortedValues() {
		c.text(p, b.values[text].code, dimension, b.values[text].pos)
	}
}

// text checks one text that the descriptor gives a part. dimension is the binding that
// names the member's dimension; nil if it is not known here.
func (c checker) text(p part, text string, dimension *binding, pos diag.Pos) {
	switch {
	case p == partPeriod:
		if _, err := c.style.ParsePeriod(text); err != nil && text != "" {
			c.doc.Report(pos, "period-syntax", fmt.Sprintf("%q is not a period", text), "periods are written 2015, 2015-S1, 2015-Q3, 2015-09 or 2015-09-30")
		}
	case p == partVintage:
		if t, _, err := obs.ParsePeriod(text); text != "" && text != "unknown" && (err != nil || t.Frequency() != obs.Daily) {
			c.doc.Report(pos, "date-syntax", fmt.Sprintf("vintage %q is not a date", text), dateHint)
		}
	case p == partUnit:
		if _, err := obs.ParseUnit(text); err != nil {
			c.doc.Report(pos, "unit-unknown", fmt.Sprintf("unit %q is unknown", text), unitHint)
		}
	case p == partMultiplier:
		if _, err := parseMultiplier(text); err != nil {
			c.doc.Report(pos, err.code, err.msg, err.hint)
		}
	case p == partMember:
		c.member(text, dimension, pos)
	case partLists[p] != "" || p.words() != nil || p == partDimension:
		if _, _, ok := p.code(c.lists, "", text); ok || text == "" {
			return
		}
		if (p == partMeasure || p == partBaseMeasure) && codelist.IsVolume(text) {
			c.volume(text, pos)
		} else {
			c.doc.Report(pos, "code-unknown", fmt.Sprintf("%s %q is unknown", p, text), p.hint(c.lists, "", text))
		}
	}
}

// volume checks that a bare "volume" has a publisher whose rule says what it is; where the
// publisher is not known here, each row is asked.
func (c checker) volume(text string, pos diag.Pos) {
	publisher := c.resource.bindings[partPublisher]
	overridden := slices.ContainsFunc(c.resource.values, func(v *value) bool { return v.overrides[partPublisher] != nil })
	if publisher == nil || !publisher.isLiteral() || overridden || c.resource.mapsSet(partPublisher) {
		return
	}
	if id, _ := c.lists.Resolve("publisher", "", publisher.literal); c.lists.VolumeMeans(id) == "" {
		c.doc.Report(pos, "measure-ambiguous", fmt.Sprintf(volumeMsg, text), volumeHint)
	}
}

// member checks a member in its dimension, or in all if the dimension is not a literal.
func (c checker) member(text string, dimension *binding, pos diag.Pos) {
	dimensions := c.lists.Dimensions()
	name := ""
	if dimension == nil {
		dimension = c.resource.bindings[partDimension]
	}
	if dimension != nil && dimension.isLiteral() && !c.resource.mapsSet(partDimension) {
		name = dimension.literal
		dimensions = []string{name}
	}
	known := func(d string) bool { _, _, ok := partMember.code(c.lists, d, text); return ok }
	if !slices.ContainsFunc(dimensions, known) && text != "" {
		c.doc.Report(pos, "code-unknown", fmt.Sprintf("member %q is unknown", text), partMember.hint(c.lists, name, text))
	}
}

// mapsSet reports whether a concept map may set a part.
func (r *resource) mapsSet(p part) bool {
	return slices.ContainsFunc(r.maps, func(m *conceptMap) bool { return m.sets(p) })
}

// conceptMap checks the cells of a map.
func (c checker) conceptMap(cm *conceptMap) {
	for _, code := range cm.codes {
		found := cm.rows[code]
		dimension := c.resource.bindings[partDimension]
		if d := found.cells[partDimension]; d != "" {
			dimension = &binding{literal: d}
		}
		for i, p := range cm.parts {
			text := found.cells[p]
			if p == partMember && text != "" && dimension != nil && dimension.isLiteral() {
				if _, _, ok := p.code(c.lists, dimension.literal, text); !ok {
					c.doc.Report(found.row.At(i+1), "code-unknown", fmt.Sprintf("member %q of dimension %s is unknown", text, dimension.literal), p.hint(c.lists, dimension.literal, text))
				}
			} else {
				c.text(p, text, dimension, found.row.At(i+1))
			}
		}
	}
}

// corrections checks the codes that corrections ask for.
func (c checker) corrections(all *corrections) {
	for _, one := range all.matching {
		var dimension *binding
		for _, want := range one.match {
			if want.part == partDimension {
				dimension = &binding{literal: want.text}
			}
		}
		for _, want := range one.match {
			c.text(want.part, want.text, dimension, want.pos)
		}
	}
}
