package profile

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"paystats/data/obs"
)

// measure settles what an entry counts.
func (b *builder) measure(e *entry, all []*entry) {
	if first(b.columns, roleMeasure) != nil && e.facts.measure == "" {
		return
	}
	if e.facts.measure != "" && e.ambiguous {
		b.volume(e, all)
	}
	why, weak := "", b.saysLittle(e, all)
	if e.facts.measure == "" || weak {
		if measure, because := b.measureElsewhere(e); measure != "" {
			e.facts.measure, why = measure, because
		} else if weak {
			e.unsure = append(e.unsure, fmt.Sprintf("measure: %q does not say what is counted", e.word))
		}
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

// saysLittle reports whether a header has no more than "value" or "count", and no column
// beside it tells which.
func (b *builder) saysLittle(e *entry, all []*entry) bool {
	if first(b.columns, roleMeasure) != nil || !slices.Contains([]string{"value", "values", "count", "counts"}, strings.ToLower(e.word)) || len(e.rest) > 0 && !slices.Equal(e.rest, []string{"obs"}) || e.facts.unit != "" {
		return false
	}
	return !slices.ContainsFunc(all, func(o *entry) bool {
		return o != e && o.transformation == "" && (o.facts.measure == "tx_count" || o.facts.measure == "tx_value") && o.facts.measure != e.facts.measure
	})
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
	if measure, why := b.measureOfUnits(e); measure != "" {
		return measure, why
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

// kindMeasures are the measures that a kind of unit speaks for.
var kindMeasures = map[string]string{"money": "tx_value", "persons": "users"}

// measureOfUnits goes by the unit column, or by the units in the cells.
func (b *builder) measureOfUnits(e *entry) (measure, why string) {
	kinds := map[string]bool{}
	if c := first(b.columns, roleUnit); c != nil {
		for _, text := range c.distinct {
			unit, _ := obs.ParseUnit(text)
			kinds[unit.Unit.Kind()] = true
		}
	} else {
		for _, c := range e.columns {
			for _, text := range c.distinct {
				if q, err := obs.ParseQuantity(text, obs.Scaled{}); err == nil {
					kinds[q.Unit.Kind()] = true
				}
			}
		}
	}
	if len(kinds) == 1 {
		for kind := range kinds {
			if measure := kindMeasures[kind]; measure != "" {
				return measure, "the units are " + kind
			}
		}
	}
	return "", ""
}

// measureColumn binds a column that names what is counted, by the words in its texts.
func (b *builder) measureColumn(c *column) []node {
	var measures, transformations []pair
	var guessed []string
	for _, text := range c.distinct {
		f := readFacts(text)
		if f.transformation != "" {
			transformations = append(transformations, pair{scalar(text), string(f.transformation)})
		}
		if _, ok := b.lists.Resolve("measure", "", text); ok && f.transformation == "" {
			continue
		}
		if measure := kindMeasures[b.kindBeside(c, text)]; measure != "" && (f.measure == "" || f.ambiguous) {
			f.measure = measure
		} else if f.measure == "" || f.ambiguous {
			guessed = append(guessed, text)
		}
		if f.measure == "" {
			f.measure = "tx_value"
		}
		measures = append(measures, pair{scalar(text), f.measure})
	}
	pairs := []pair{{"column", scalar(c.name)}}
	unsure := ""
	if len(measures) > 0 {
		pairs = append(pairs, pair{"values", flow(measures...)})
		unsure = "the measures are read from the words of the texts"
	}
	if len(guessed) > 0 {
		unsure = fmt.Sprintf("what do %s count?", quoted(guessed))
	}
	nodes := []node{leaf("measure", flow(pairs...), unsure)}
	if len(transformations) > 0 {
		nodes = append(nodes, leaf("transformation", flow(pair{"column", scalar(c.name)}, pair{"values", flow(transformations...)}, pair{"otherwise", string(obs.Level)})))
	}
	return nodes
}

// kindBeside returns the kind of all units that stand beside a text, "" if they differ.
func (b *builder) kindBeside(c *column, text string) string {
	unit, kind := first(b.columns, roleUnit), ""
	if unit == nil {
		return ""
	}
	s := b.tables[0].shape
	for r := s.first; r < s.end; r++ {
		if s.cell(r, c.index) != text {
			continue
		}
		parsed, err := obs.ParseUnit(s.cell(r, unit.index))
		if k := parsed.Unit.Kind(); err != nil || kind != "" && k != kind {
			return ""
		} else {
			kind = k
		}
	}
	return kind
}
