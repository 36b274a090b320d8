package profile

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"paystats/data/obs"
)

// unit settles the unit of an entry.
func (b *builder) unit(e *entry) {
	if first(b.columns, roleUnit) != nil || b.unitsOfMeasures(e) != "" {
		e.facts.scale, e.facts.unit = e.facts.unit, ""
		return
	}
	if e.facts.unit == "" {
		e.facts.unit = b.unitAround(e)
	}
	if e.transformation != "" {
		b.fraction(e)
		return
	}
	kind := b.lists.Get("measure", e.facts.measure, "unit_kind")
	parsed, err := obs.ParseUnit(e.facts.unit)
	if e.facts.unit == "" || err != nil {
		parsed = obs.Scaled{}
	}
	switch other := parsed.Unit.Kind(); {
	case e.facts.unit == "" && b.cellsHaveUnits(e):
	case kind == "persons" && other == "count":
		e.unsure = append(e.unsure, fmt.Sprintf("unit: %s are taken for persons", e.facts.unit))
		e.facts.unit = countedThing.ReplaceAllString(e.facts.unit, "人")
	case other != "" && kind != "" && other != kind:
		e.unsure = append(e.unsure, fmt.Sprintf("unit: %s is no unit of %s", e.facts.unit, e.facts.measure))
	case kind == "money" && other != "money":
		b.currency(e, parsed)
	case e.facts.unit == "" && (kind == "count" || kind == "persons"):
		e.facts.unit = kind
		b.unscaled(e)
	case e.facts.unit == "":
		e.facts.unit = "count"
		e.unsure = append(e.unsure, "unit: nothing says it")
	}
}

// countedThing are the words of Chinese units for what may be a person.
var countedThing = regexp.MustCompile(`[户戶个個家]`)

// unscaled looks for signs that a count without a unit is not one of single payments:
// decimals, a word in brackets, a multiplier over the table.
func (b *builder) unscaled(e *entry) {
	if text := b.decimals(e); text != "" {
		e.unsure = append(e.unsure, fmt.Sprintf("unit: %q is no whole number, and no multiplier is named", text))
		return
	}
	if e.bracket != "" && !slices.Contains(directions, strings.ToLower(e.bracket)) {
		e.unsure = append(e.unsure, fmt.Sprintf("unit: does %q name one?", e.bracket))
		return
	}
	for _, text := range b.around() {
		if unit, ok := titleUnit(text, e.facts.measure); ok {
			e.unsure = append(e.unsure, fmt.Sprintf("unit: %q names %s; taken for single ones", clip(text), unit))
			return
		}
	}
}

// decimals returns a text of an entry that is no whole number; "" if there is none.
func (b *builder) decimals(e *entry) string {
	for _, t := range b.tables {
		for _, r := range t.kept {
			for _, c := range e.columns {
				text := t.shape.cell(r, c.index)
				if v, ok := number(text); ok && v != math.Trunc(v) && plainNumber.MatchString(text) {
					return text
				}
			}
		}
	}
	return ""
}

// currency adds the currency that the table names, or else the area's.
func (b *builder) currency(e *entry, parsed obs.Scaled) {
	scale := e.facts.unit
	if parsed.Unit != obs.Unspecified {
		scale = ""
	}
	code, text := currencyOf(append([]string{e.columns[0].name}, b.beside()...))
	if code == "" {
		code, text = currencyOf(b.context())
	}
	if other := !strings.Contains(e.columns[0].name, text) && (!slices.Contains(b.beside(), text) || b.isName(text)); other && code != "" && code != "INR" {
		e.unsure = append(e.unsure, fmt.Sprintf("unit: no currency is named; taken from %q", clip(text)))
	}
	if code == "INR" && indianWord.MatchString(text) && !rupees.MatchString(text) {
		e.unsure = append(e.unsure, "unit: no currency is named")
	}
	if code == "" {
		code = map[string]string{"CN": "CNY", "IN": "INR", "BR": "BRL", "US": "USD"}[strings.SplitN(b.area, "-", 2)[0]]
		if code == "" {
			code = "CNY"
		}
		e.unsure = append(e.unsure, "unit: no currency is named")
	} else {
		for _, c := range e.columns {
			c.why += fmt.Sprintf("; %s: %q", code, clip(text))
		}
	}
	e.facts.unit = strings.TrimSpace(code + " " + scale)
	if _, err := obs.ParseUnit(e.facts.unit); err != nil {
		e.facts.unit = code
		e.unsure = append(e.unsure, fmt.Sprintf("unit: what does %q mean?", scale))
	}
	if scale == "" {
		e.scaleless = true
		e.unsure = append(e.unsure, "unit: no multiplier is named (lakh, crore, million, 万, 亿?)")
	}
}

var (
	indianWord = regexp.MustCompile(`(?i)` + indianScale)
	rupees     = regexp.MustCompile(`(?i)\b(?:rs|inr|rupees?)\b|₹|卢比`)
)

// fraction settles whether shares are of 100 or of 1.
func (b *builder) fraction(e *entry) {
	if e.facts.unit != "%" && e.facts.unit != "" {
		return
	}
	e.facts.unit = "%"
	most, percent := 0.0, false
	for _, c := range e.columns {
		for _, text := range c.distinct {
			v, ok := number(text)
			if percent = percent || strings.HasSuffix(text, "%"); ok {
				most = math.Max(most, math.Abs(v))
			}
		}
	}
	if !percent && most <= 1 && b.columnSum(e.columns[0]) < 2 {
		e.facts.unit = "ratio"
		e.unsure = append(e.unsure, "unit: no value is above 1, so these look like ratios and not like per cent")
	}
}

// columnSum sums a column over the rows that are kept.
func (b *builder) columnSum(c *column) float64 {
	s, sum := b.tables[0].shape, 0.0
	for _, r := range b.tables[0].kept {
		v, _ := number(s.cell(r, c.index))
		sum += v
	}
	return sum
}

var (
	unitTitle = regexp.MustCompile(`(?i)(?:单位|單位|units?)\s*[:：]?\s*(?:is|are)?\s*[:：]?\s*([^,;，；()（）]+)`)
	partTitle = regexp.MustCompile(`(?i)\b(volume|count|number|transactions|value|amount)s?\s+(?:is |are )?in\s+((?:rs\.?|inr|₹|rupees)?\s*[a-z]+)`)
)

// titleUnit finds a unit in a text around the table; measure says whose, "" for any.
func titleUnit(text, measure string) (string, bool) {
	for _, m := range partTitle.FindAllStringSubmatch(text, -1) {
		value := strings.EqualFold(m[1], "value") || strings.EqualFold(m[1], "amount")
		if measure != "" && value != (measure == "tx_value") {
			continue
		}
		if strings.EqualFold(strings.TrimSpace(m[2]), "actual") {
			return "count", true
		}
		if unit, ok := readUnit(m[2]); ok {
			return unit, true
		}
	}
	if m := unitTitle.FindStringSubmatch(text); m != nil {
		if unit, ok := readUnit(m[1]); ok {
			return unit, true
		}
	}
	for _, m := range brackets.FindAllStringSubmatch(text, -1) {
		if unit, ok := readUnit(m[1]); ok && !partTitle.MatchString(text) {
			return unit, true
		}
	}
	return "", false
}

// unitAround looks for the unit in titles, notes and the sheet's name.
func (b *builder) unitAround(e *entry) string {
	if e.transformation != "" {
		return ""
	}
	for _, text := range b.beside() {
		unit, ok := titleUnit(text, e.facts.measure)
		if !ok {
			continue
		}
		parsed, _ := obs.ParseUnit(unit)
		kind := b.lists.Get("measure", e.facts.measure, "unit_kind")
		if k := parsed.Unit.Kind(); k == "" && (kind == "money" || e.guessed) || k == kind {
			for _, c := range e.columns {
				source := strconv.Quote(clip(text))
				if strings.Contains(c.why, source) {
					source = "there, too"
				}
				c.why += fmt.Sprintf("; unit %s: %s", unit, source)
			}
			return unit
		}
	}
	return ""
}

// cellsHaveUnits reports whether the values carry their unit themselves: 47.2万亿元.
func (b *builder) cellsHaveUnits(e *entry) bool {
	with, seen := 0, 0
	for _, c := range e.columns {
		for _, text := range c.distinct {
			if q, err := obs.ParseQuantity(text, obs.Scaled{}); err == nil {
				seen++
				if q.Unit != obs.Unspecified {
					with++
				}
			}
		}
	}
	return with > 0 && with*10 >= seen*9
}

// unitsOfMeasures binds the unit to the column of measures, if its texts name units:
// 交易规模(万亿元); "" if none does.
func (b *builder) unitsOfMeasures(e *entry) string {
	c := first(b.columns, roleMeasure)
	if c == nil || e.facts.unit != "" {
		return ""
	}
	var values []pair
	named := 0
	for _, text := range c.distinct {
		f := readFacts(text)
		unit := f.unit
		if parsed, err := obs.ParseUnit(unit); err == nil && unit != "" {
			named++
			if kind := b.lists.Get("measure", f.measure, "unit_kind"); kind == "money" && parsed.Unit == obs.Unspecified {
				unit = "" // 亿 alone names no currency
			}
		}
		if kind := b.lists.Get("measure", f.measure, "unit_kind"); unit == "" && (kind == "count" || kind == "persons") {
			unit = kind
		}
		if unit == "" {
			unit = "count"
			e.unsure = append(e.unsure, fmt.Sprintf("unit: what is %q counted in?", clip(text)))
		}
		values = append(values, pair{scalar(text), scalar(unit)})
	}
	if named == 0 {
		return ""
	}
	return flow(pair{"column", scalar(c.name)}, pair{"values", flow(values...)})
}

// unitText returns the binding of an entry's unit.
func (b *builder) unitText(e *entry) string {
	c := first(b.columns, roleUnit)
	if c == nil {
		if e.facts.unit == "" {
			return b.unitsOfMeasures(e)
		}
		return scalar(e.facts.unit)
	}
	header, _ := obs.ParseUnit(e.facts.scale)
	bare := header.Exp == 0 && first(b.columns, roleMultiplier) == nil
	var values []pair
	for _, text := range c.distinct {
		unit, ok := readUnit(text)
		parsed, err := obs.ParseUnit(text)
		switch {
		case err != nil && !ok:
			e.unsure = append(e.unsure, fmt.Sprintf("unit: %q is none that is known; write what it means under values", clip(text)))
		case header.Exp != 0 && parsed.Unit.Kind() == "money": // Currency CNY, Amount (million)
			values = append(values, pair{scalar(text), scalar(text + " " + e.facts.scale)})
			if parsed.Exp != 0 || c.more {
				e.unsure = append(e.unsure, fmt.Sprintf("unit: does %q of the header multiply %q?", e.facts.scale, clip(text)))
			}
		case err != nil:
			values = append(values, pair{scalar(text), scalar(unit)})
		case bare && parsed.Unit.Kind() == "money" && parsed.Exp == 0:
			e.unsure, bare = append(e.unsure, fmt.Sprintf("unit: %q comes without a multiplier", clip(text))), false
		}
	}
	if len(values) == 0 {
		return flow(pair{"column", scalar(c.name)})
	}
	return flow(pair{"column", scalar(c.name)}, pair{"values", flow(values...)})
}
