package profile

import (
	"cmp"
	"fmt"
	"regexp"
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
		if measure, because := b.measureElsewhere(e, all); measure != "" {
			e.facts.measure, why, e.guessed = measure, because, true
		} else if weak {
			e.unsure = append(e.unsure, fmt.Sprintf("measure: %q does not say what is counted", e.word))
		}
	}
	if e.facts.measure == "" {
		e.facts.measure = "tx_value"
		e.unsure = append(e.unsure, "measure: nothing says what is counted; taken for an amount")
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
	if first(b.columns, roleMeasure) != nil || !slices.Contains([]string{"value", "values", "count", "counts"}, strings.ToLower(e.word)) || len(e.rest) > 0 || e.facts.unit != "" {
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
	case b.lists.Get("publisher", b.opts.Publisher, "volume_means") != "":
		e.facts.measure = b.lists.Get("publisher", b.opts.Publisher, "volume_means")
		e.word += " as " + b.opts.Publisher + " means it"
	case e.facts.unit != "" && unit.Unit.Kind() == "money":
		e.facts.measure, e.word = "tx_value", e.word+" in "+e.facts.unit
	case paymentUnit.MatchString(e.facts.unit):
		e.facts.measure, e.word = "tx_count", e.word+" in "+e.facts.unit
	case e.facts.unit != "" && unit.Unit == obs.Count:
		e.word += " in " + e.facts.unit
	case beside:
		e.word += " beside a value"
	default:
		e.unsure = append(e.unsure, fmt.Sprintf("measure: %q may be the number (tx_count) or the amount (tx_value) of payments", e.word))
	}
}

// measureElsewhere looks for the measure in the unit and around the table.
func (b *builder) measureElsewhere(e *entry, all []*entry) (measure, why string) {
	if unit, err := obs.ParseUnit(e.facts.unit); err == nil && e.facts.unit != "" && e.transformation == "" {
		if measure := kindMeasures[unit.Unit.Kind()]; measure != "" {
			return measure, "the unit is " + unit.Unit.Kind()
		}
		if paymentUnit.MatchString(e.facts.unit) {
			return "tx_count", fmt.Sprintf("%q counts payments", e.facts.unit)
		}
	}
	if measure, why := b.measureOfUnits(e); measure != "" {
		return measure, why
	}
	if e.transformation != "" { // the share of what stands beside it, if that is one measure
		if measure := measureBeside(e, all); measure != "" {
			return measure, "as in the columns beside it"
		}
	}
	labels := surrounding{what: "the names of columns", texts: b.beside()[len(b.around()):]}
	for _, context := range append(b.contexts(), labels) {
		for _, text := range context.texts {
			f := readFacts(text)
			if unit, ok := titleUnit(text, ""); ok && f.unit == "" {
				f.unit = unit
			}
			unit, _ := obs.ParseUnit(f.unit)
			switch measure := kindMeasures[unit.Unit.Kind()]; {
			case measure != "" && (f.measure == "" || f.ambiguous || plainWord(f)):
				return measure, fmt.Sprintf("%q around the table is %s", clip(text), unit.Unit.Kind())
			case f.ambiguous:
				e.facts.measure, e.facts.word = f.measure, f.word
				b.volume(e, all)
				return e.facts.measure, fmt.Sprintf("%q around the table", clip(text))
			case f.measure != "" && !plainWord(f):
				return f.measure, fmt.Sprintf("%q around the table", clip(text))
			}
		}
	}
	return "", ""
}

// paymentUnit are the units that count payments and nothing else.
var paymentUnit = regexp.MustCompile(`(?i)[笔筆]|transactions`)

// measureBeside returns the one measure of the entries that are levels; "" if they differ.
func measureBeside(e *entry, all []*entry) string {
	measure := ""
	for _, o := range all {
		if o == e || o.transformation != "" || o.facts.measure == "" {
			continue
		}
		if measure != "" && measure != o.facts.measure {
			return ""
		}
		measure = o.facts.measure
	}
	return measure
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

// skipForeign leaves out the rows whose text in the column of measures names what no measure
// stands for: a take rate, a revenue.
func (b *builder) skipForeign() {
	c := first(b.columns, roleMeasure)
	if c == nil {
		return
	}
	var kept []string
	for _, text := range c.distinct {
		f := readFacts(text)
		if _, known := b.lists.Resolve("measure", "", text); known || f.foreign == "" {
			kept = append(kept, text)
			continue
		}
		b.tables[0].rules = unique(append(b.tables[0].rules, rule{kind: "skip", column: c.name, pattern: exactly(text),
			why: fmt.Sprintf("%q: no measure stands for it", clip(text)), unsure: fmt.Sprintf("no measure stands for %q", clip(text))}))
	}
	c.distinct = kept
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
