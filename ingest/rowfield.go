package ingest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"paystats/data/diag"
	"paystats/data/obs"
	"paystats/data/yamldoc"
	"paystats/ingest/bulk"
	"paystats/ingest/zone"
)

// rowField is a field of a transaction or an activation.
type rowField struct {
	name     string
	required bool
	read     func(*rowSet, *yamldoc.Mapping, rowField) (bulk.Field, bool)

	list, dimension string   // of a code: the code list
	words           []string // of a code: what it may be
}

func (f rowField) isCode() bool { return f.list != "" || f.words != nil }

// The words of outcomes and decisions.
var (
	outcomes  = []string{"approved", "declined", "failed", "pending", "cancelled", "refunded"}
	decisions = []string{"approved", "declined", "pending", "cancelled"}
)

// transactionFields stand under `transaction`, in the order of the table.
var transactionFields = []rowField{
	{name: "id", required: true, read: readColumn},
	{name: "time", required: true, read: readTime},
	{name: "provider", required: true, read: readCode, list: "member", dimension: "provider"},
	{name: "method", read: readCode, list: "member", dimension: "instrument"},
	{name: "channel", read: readCode, list: "member", dimension: "channel"},
	{name: "category", read: readCode, list: "member", dimension: "category"},
	{name: "area", read: readCode, list: "area"},
	{name: "merchant", read: readText},
	{name: "amount", required: true, read: readAmount},
	{name: "outcome", required: true, read: readCode, words: outcomes},
	{name: "reason", read: readCode, list: "reason"},
	{name: "intent", read: readColumn},
	{name: "user", read: readColumn},
}

// activationFields stand under `activation`, in the order of the table.
var activationFields = []rowField{
	{name: "id", required: true, read: readColumn},
	{name: "provider", required: true, read: readCode, list: "member", dimension: "provider"},
	{name: "area", read: readCode, list: "area"},
	{name: "user", read: readColumn},
	{name: "entered", required: true, read: readTime},
	{name: "eligible", read: readTime},
	{name: "identified", read: readTime},
	{name: "applied", read: readTime},
	{name: "decided", read: readTime},
	{name: "used", read: readTime},
	{name: "decision", required: true, read: readCode, words: decisions},
	{name: "reason", read: readCode, list: "reason"},
	{name: "observed_until", read: readUntil},
}

func fieldNames(fields []rowField) []string {
	var names []string
	for _, f := range fields {
		names = append(names, f.name)
	}
	return names
}

// readFields reads the block that binds fields to columns.
func (s *rowSet) readFields(m *yamldoc.Mapping, fields []rowField) {
	for _, f := range fields {
		mapped, isMapped := s.mapped[f.name]
		switch {
		case m.Has(f.name):
			field, ok := f.read(s, m, f)
			if !ok {
				continue
			}
			field.Name, field.Pos = f.name, m.At(f.name).Pos
			if isMapped {
				s.merge(m, &field, mapped)
			}
			s.Fields = append(s.Fields, field)
		case isMapped:
			s.Fields = append(s.Fields, bulk.Field{Name: f.name, Column: mapped.column, Map: mapped.codes, Round: bulk.NoRounding, Pos: mapped.pos})
		case f.required:
			m.Missing(f.name, fmt.Sprintf("bind it: %s: {column: …}", f.name))
		}
	}
}

// merge gives a field that is bound to a column the map of that column.
func (s *rowSet) merge(m *yamldoc.Mapping, field *bulk.Field, mapped fieldMap) {
	switch n := m.At(field.Name); {
	case field.Map != nil:
		n.Report("key-duplicate", fmt.Sprintf("%s has a map here, and a file under maps", n.Name), "keep one of them")
	case field.Column != mapped.column:
		n.Report("key-duplicate", fmt.Sprintf("%s is bound here, and under maps to column %q", n.Name, mapped.column), "keep one of them")
	default:
		field.Map = mapped.codes
	}
}

// code checks a word at once and keeps a code for Check.
func (s *rowSet) code(f rowField, text string, pos diag.Pos) {
	switch {
	case f.words == nil:
		s.codes = append(s.codes, rowCode{f.name, f.list, f.dimension, text, pos})
	case !slices.Contains(f.words, text):
		s.resource.dataset.doc.Report(pos, "value-unknown", fmt.Sprintf("%s %q is unknown", f.name, text),
			diag.DidYouMean(text, f.words, "write "+strings.Join(f.words, ", ")))
	}
}

// columnOf reads {column: …} with more keys; nil after a problem.
func columnOf(m *yamldoc.Mapping, key string, more ...string) (*yamldoc.Mapping, bulk.Field) {
	field := bulk.Field{Round: bulk.NoRounding}
	n := m.At(key)
	if n.IsScalar() {
		n.Report("key-type", fmt.Sprintf("%s is the same for all rows", n.Name), fmt.Sprintf("name its column: %s: {column: …}", key))
		return nil, field
	}
	fm := n.Mapping(append([]string{"column"}, more...)...)
	if fm == nil {
		return nil, field
	}
	field.Column = fm.Need("column")
	return fm, field
}

// readColumn reads a field that each row has a text of its own for.
func readColumn(_ *rowSet, m *yamldoc.Mapping, f rowField) (bulk.Field, bool) {
	fm, field := columnOf(m, f.name)
	return field, fm != nil
}

// readText reads a field that may be the same for all rows.
func readText(s *rowSet, m *yamldoc.Mapping, f rowField) (bulk.Field, bool) {
	if m.At(f.name).IsScalar() {
		return bulk.Field{Literal: m.Need(f.name), Round: bulk.NoRounding}, true
	}
	return readColumn(s, m, f)
}

// readCode reads a field of codes: a code for all rows, or a column and what its texts mean.
func readCode(s *rowSet, m *yamldoc.Mapping, f rowField) (bulk.Field, bool) {
	if m.At(f.name).IsScalar() {
		field, _ := readText(s, m, f)
		if field.Literal != "" {
			s.code(f, field.Literal, m.At(f.name).Pos)
		}
		return field, true
	}
	fm, field := columnOf(m, f.name, "map")
	if fm == nil {
		return field, false
	}
	if mm := fm.Mapping("map"); mm != nil {
		field.Map = map[string]string{}
		for _, e := range mm.Entries {
			if text, ok := e.Value.Text(); ok {
				field.Map[strings.TrimSpace(e.Key)] = text
				s.code(f, text, e.Value.Pos)
			}
		}
	}
	return field, true
}

// readTime reads a field of times. Each has a zone: the local day and hour depend on it,
// even where the text has an offset.
func readTime(s *rowSet, m *yamldoc.Mapping, f rowField) (bulk.Field, bool) {
	fm, field := columnOf(m, f.name, "format", "zone")
	if fm == nil {
		return field, false
	}
	field.TimeFormat = readTimeFormat(fm)
	switch n := fm.At("zone"); {
	case !fm.Has("zone") && s.zone == "":
		if !s.zoneTold {
			fm.Report("key-missing", fmt.Sprintf("%s has no zone, so that its local day and hour are not known", fm.Name),
				"add zone: Asia/Shanghai, or the zone of the market, beside kind; zone: UTC if days are those of UTC")
		}
		s.zoneTold = true
	case !fm.Has("zone"):
		field.Zone = s.zone
	case n.IsMapping():
		if zm := n.Mapping("column"); zm != nil {
			field.ZoneColumn = zm.Need("column")
		}
	default:
		field.Zone = readZone(n)
	}
	return field, true
}

// readZone reads the name of a zone.
func readZone(n yamldoc.Node) string {
	name, ok := n.Text()
	if !ok {
		return ""
	}
	if _, err := zone.Load(name); err != nil {
		n.Report("value-unknown", fmt.Sprintf("zone %q is unknown", name), zoneHint)
	}
	return name
}

// directive is one part of a pattern of strptime.
var directive = regexp.MustCompile(`%-?.?`)

// directives are those that a pattern may have; %-m and the like take numbers without zeros.
const directives = "YymdHIMSfgnpjbBaAz%"

// readTimeFormat reads `format` of a time.
func readTimeFormat(fm *yamldoc.Mapping) string {
	if !fm.Has("format") {
		return bulk.ISO8601
	}
	n, text := fm.At("format"), fm.Text("format")
	if text == bulk.EpochSeconds || text == bulk.EpochMillis {
		return text
	}
	has := map[string]bool{}
	for _, found := range directive.FindAllString(text, -1) {
		letter := strings.TrimPrefix(found[1:], "-")
		if letter == "" || !strings.Contains(directives, letter) {
			n.Report("value-unknown", fmt.Sprintf("format %q has a part %q that no time has", text, found), formatHint)
			return text
		}
		has[letter] = true
	}
	year, day := has["Y"] || has["y"], has["j"] || has["d"] && (has["m"] || has["b"] || has["B"])
	if !year || !day {
		n.Report("value-unknown", fmt.Sprintf("format %q names no day", text), formatHint)
	}
	return text
}

const formatHint = `write epoch_s, epoch_ms, or a pattern such as "%Y-%m-%d %H:%M:%S"; leave it out for 2024-11-11T00:00:01+08:00`

// readUntil reads until when rows were observed: a date, or a column of times.
func readUntil(s *rowSet, m *yamldoc.Mapping, f rowField) (bulk.Field, bool) {
	n := m.At(f.name)
	if !n.IsScalar() {
		return readTime(s, m, f)
	}
	text := m.Need(f.name)
	if p, _, err := obs.ParsePeriod(text); text != "" && (err != nil || p.Frequency() != obs.Daily || p.String() != text) {
		n.Report("date-syntax", fmt.Sprintf("%s %q is not a date", n.Name, text), "write the last day of which everything is known: 2024-12-31")
	}
	return bulk.Field{Literal: text, Round: bulk.NoRounding}, true
}

// readAmount reads a field of money.
func readAmount(_ *rowSet, m *yamldoc.Mapping, f rowField) (bulk.Field, bool) {
	fm, field := columnOf(m, f.name, "unit", "scale", "round")
	if fm == nil {
		return field, false
	}
	switch n := fm.At("unit"); {
	case !fm.Has("unit"):
		fm.Missing("unit", `write the currency: unit: CNY, or the column that holds it: unit: {column: …}`)
	case n.IsMapping():
		if um := n.Mapping("column"); um != nil {
			field.UnitColumn = um.Need("column")
		}
	default:
		field.Unit = readCurrency(n)
	}
	if text, _ := scaleText(fm); text == "minor" {
		field.Minor = true
	} else {
		field.Scale = fm.Int("scale", -6, 9, 0)
	}
	field.Round = fm.Int("round", 0, 4, bulk.NoRounding)
	return field, true
}

// scaleText returns the text of `scale`, which is a number or a word.
func scaleText(fm *yamldoc.Mapping) (string, bool) {
	if n := fm.At("scale"); n.IsScalar() {
		return n.Text()
	}
	return "", false
}

// readCurrency reads a currency, by its code: a multiplier would be lost.
func readCurrency(n yamldoc.Node) string {
	text, ok := n.Text()
	if !ok {
		return ""
	}
	var codes []string
	for _, c := range bulk.Currencies() {
		codes = append(codes, c.Code)
	}
	if slices.Contains(codes, text) {
		return text
	}
	hint := diag.DidYouMean(text, codes, "write its code in ISO 4217: CNY")
	if unit, err := obs.ParseUnit(text); err == nil && unit.Unit.Kind() == "money" {
		if hint = "write unit: " + string(unit.Unit); unit.Exp != 0 {
			hint += fmt.Sprintf(", scale: %d", unit.Exp)
		}
	}
	n.Report("unit-unknown", fmt.Sprintf("%s %q is no currency", n.Name, text), hint)
	return ""
}
