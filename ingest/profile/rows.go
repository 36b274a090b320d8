package profile

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
)

// rule is a row rule of the descriptor: rows whose text in a column matches a pattern.
type rule struct {
	kind    string // skip, total, check, end
	column  string
	pattern string
	why     string
	unsure  string
}

var (
	totalLabel = regexp.MustCompile(`(?i)^\W*(?:grand |sub-?\s?)?total\b|^\s*(?:合\s*计|总\s*计|合\s*計|總\s*計|小计)`)
	noteWord   = regexp.MustCompile(`(?i)^(?:备?注|備?註|[说說]明|[资資]料[来來]源|[数數][据據][来來]源|notes?|sources?)\s*\d{0,2}\s*[:：]`)
	scaleLabel = regexp.MustCompile(`(?i)\b(?:mn|bn|tn|millions?|billions?|trillions?|crores?|lakhs?|thousands?|cr)\b|亿|万`)
)

// rowRules finds the rows of the body that are no data: totals, their checks, headings,
// column numbers, notes. kept reports the rows that remain.
func (s *shape) rowRules(columns []*column, periodColumns []int) (rules []rule, kept []int) {
	values := rolesOf(columns, roleValue)
	var totals []int
	for r := s.first; r < s.end; r++ {
		label, text := s.label(r, columns)
		switch {
		case s.isNumbering(r):
			rules = append(rules, s.skipRule(columns, r, "the row numbers the columns"))
		case label >= 0 && totalLabel.MatchString(text):
			totals = append(totals, r)
		case !s.hasValue(r, values) && s.isTitle(r) && label >= 0:
			rules = append(rules, rule{kind: "skip", column: s.names[label], pattern: exactly(text),
				why: fmt.Sprintf("line %d holds a text and no number", s.rows[r].Line), unsure: fmt.Sprintf("%q may head the rows below it", clip(text))})
		default:
			kept = append(kept, r)
		}
	}
	if len(s.numbers) > 0 {
		rules = append(rules, s.skipRule(columns, s.numbers[0], "the row numbers the columns"))
	}
	if len(totals) == 0 && len(kept) > 3 {
		totals, kept = s.namelessTotal(columns, values, kept)
	}
	rules = append(rules, s.totalRules(columns, values, totals, kept, periodColumns)...)
	if s.end < len(s.rows) {
		rules = append(rules, s.endRule(columns, kept)...)
	}
	return unique(slices.DeleteFunc(rules, func(r rule) bool { return r.kind == "" })), kept
}

// label returns the first text of a row in a column that has a name and holds no values.
func (s *shape) label(row int, columns []*column) (int, string) {
	for _, c := range columns {
		if c.role != roleValue && c.name != "" && !c.repeats && s.cell(row, c.index) != "" && !isNumber(s.cell(row, c.index)) {
			return c.index, s.cell(row, c.index)
		}
	}
	return -1, ""
}

func (s *shape) hasValue(row int, values []*column) bool {
	return slices.ContainsFunc(values, func(c *column) bool { return isNumber(s.cell(row, c.index)) })
}

// skipRule leaves out a row of column numbers, by a column in which no other row has a number.
func (s *shape) skipRule(columns []*column, row int, why string) rule {
	number := regexp.MustCompile(`^\(?\d+\)?$`)
	for _, c := range columns {
		others := false
		for r := s.first; r < s.end; r++ {
			others = others || r != row && !s.isNumbering(r) && number.MatchString(s.cell(r, c.index))
		}
		if s.cell(row, c.index) != "" && c.name != "" && !c.repeats && !others {
			return rule{kind: "skip", column: c.name, pattern: number.String(), why: why}
		}
	}
	for _, c := range columns {
		if text := s.cell(row, c.index); text != "" && c.name != "" && !c.repeats {
			return rule{kind: "skip", column: c.name, pattern: exactly(text), why: why, unsure: "other rows may have this number, too"}
		}
	}
	return rule{}
}

// namelessTotal takes the last row for a total if it has no label, and is the sum.
func (s *shape) namelessTotal(columns, values []*column, kept []int) (totals, rest []int) {
	last := kept[len(kept)-1]
	if label, _ := s.label(last, columns); label >= 0 {
		return nil, kept
	}
	rest = kept[:len(kept)-1]
	if fits, of := s.verify(values, rest, last); of > 1 && fits*2 > of {
		return []int{last}, rest
	}
	return nil, kept
}

// totalRules says what is to be done with total rows: the one that sums up all rows above is
// the total, those that sum up a part of them are left out, those in another multiplier are
// checks.
func (s *shape) totalRules(columns, values []*column, totals, kept []int, periodColumns []int) []rule {
	var rules []rule
	whole := s.wholeTotal(columns, values, totals, kept)
	for _, r := range totals {
		label, text := s.label(r, columns)
		one := rule{kind: "total", why: fmt.Sprintf("%q: %s", clip(text), s.sumReason(values, kept, r))}
		switch {
		case len(periodColumns) > 0 && s.cell(r, periodColumns[0]) != "" && isPeriodText(s.cell(r, periodColumns[0])):
			continue // a long table: the code lists know total
		case label < 0 && memberColumn(columns) == nil:
			continue
		case label < 0:
			one.column, one.pattern, one.why = memberColumn(columns).name, "^$", one.why+"; it has no label"
		case len(periodColumns) > 0:
			one = rule{kind: "skip", column: s.names[label], pattern: exactly(text), why: "a total over the periods has no period of its own"}
		case scaleLabel.MatchString(text):
			one.kind, one.column, one.pattern = "check", s.names[label], "(?i)"+exactlyFrom(text)
		case r != whole:
			one.kind, one.column, one.pattern = "skip", s.names[label], exactly(text)
			one.why = fmt.Sprintf("%q sums up a part of the rows", clip(text))
		default:
			one.column, one.pattern = s.names[label], "(?i)"+exactly(text)
			if fits, of := s.verify(values, kept, r); of > 0 && fits*2 < of && len(s.rows) < shapeRows {
				one.unsure = fmt.Sprintf("%q is the sum of the rows above in %d of %d columns only", clip(text), fits, of)
			}
		}
		rules = append(rules, one)
	}
	return rules
}

// wholeTotal returns the row that sums up most: the last that the rows above bear out, else
// the first; -1 for none.
func (s *shape) wholeTotal(columns, values []*column, totals, kept []int) int {
	whole, last := -1, -1
	for _, r := range totals {
		_, text := s.label(r, columns)
		if scaleLabel.MatchString(text) || subTotal.MatchString(text) {
			continue
		}
		if whole < 0 {
			whole = r
		}
		if fits, of := s.verify(values, kept, r); of > 0 && fits*2 >= of {
			last = r
		}
	}
	return max(whole, last)
}

// subTotal is the label of a row that sums up a part.
var subTotal = regexp.MustCompile(`(?i)^\W*sub-?\s?total|小计|小計`)

func (s *shape) sumReason(values []*column, kept []int, row int) string {
	fits, of := s.verify(values, kept, row)
	return fmt.Sprintf("the sum of the rows above in %d of %d columns", fits, of)
}

// verify holds a row against the sums of the rows above it, in any power of ten.
func (s *shape) verify(values []*column, kept []int, row int) (fits, of int) {
	for _, c := range values {
		want, ok := number(s.cell(row, c.index))
		if !ok || want == 0 {
			continue
		}
		sum := 0.0
		for _, r := range kept {
			if r < row {
				v, _ := number(s.cell(r, c.index))
				sum += v
			}
		}
		of++
		exponent := math.Round(math.Log10(math.Abs(sum / want)))
		if math.Abs(sum/math.Pow(10, exponent)-want) <= math.Abs(want)*1e-3 {
			fits++
		}
	}
	return fits, of
}

// endRule ends the table before its notes.
func (s *shape) endRule(columns []*column, kept []int) []rule {
	columnsOf, _ := s.filled(s.end)
	if len(columnsOf) == 0 {
		return nil
	}
	c, text := columnsOf[0], s.cell(s.end, columnsOf[0])
	if c >= len(s.names) || s.names[c] == "" {
		return nil
	}
	start := text
	if word := noteWord.FindString(text); word != "" { // the next edition's notes say something else
		start = word
	} else if runes := []rune(text); len(runes) > 24 {
		start = string(runes[:24])
		if at := strings.LastIndexByte(start, ' '); at > 4 {
			start = start[:at]
		}
	}
	for _, r := range kept {
		if strings.HasPrefix(strings.ToLower(s.cell(r, c)), strings.ToLower(start)) {
			start = text
		}
	}
	one := rule{kind: "end", column: s.names[c], pattern: "^" + regexp.QuoteMeta(start),
		why: fmt.Sprintf("from line %d, notes: %q", s.rows[s.end].Line, clip(text))}
	return []rule{one}
}

// fillColumns returns the columns in which an empty cell repeats the one above it: texts at
// irregular distances, the first row among them, before a column that is always filled.
func (s *shape) fillColumns(columns []*column, kept []int) []*column {
	var fill []*column
	for _, c := range columns {
		if c.name == "" || c.repeats || c.role == roleValue || len(kept) < 4 || c.role == roleSerial {
			continue
		}
		empty := 0
		for _, r := range kept {
			if s.cell(r, c.index) == "" {
				empty++
			}
		}
		starts := s.cell(kept[0], c.index) != ""
		if isText := c.texts > 0 && c.numbers == 0 || c.role == rolePeriod; starts && isText && empty*5 >= len(kept) && empty < len(kept)-1 && c.role != roleNote && c.role != roleOther {
			fill = append(fill, c)
		}
	}
	return fill
}

// exactly is a pattern for one text.
func exactly(text string) string { return "^" + regexp.QuoteMeta(text) + "$" }

// exactlyFrom is a pattern for texts that start with the same word and go on.
func exactlyFrom(text string) string {
	word, rest, _ := strings.Cut(text, " ")
	if strings.HasPrefix(rest, "(") {
		return "^" + regexp.QuoteMeta(word) + ` \(`
	}
	return "^" + regexp.QuoteMeta(word+" ") + ".*" + scalePattern
}

const scalePattern = `\b(?:mn|bn|million|billion|crore|lakh)\b`

// unique drops rules that say the same, and joins those of one kind and column.
func unique(rules []rule) []rule {
	var out []rule
	for _, r := range rules {
		at := slices.IndexFunc(out, func(o rule) bool { return o.kind == r.kind && o.column == r.column })
		switch {
		case at < 0:
			out = append(out, r)
		case !strings.Contains(out[at].pattern, r.pattern):
			out[at].pattern += "|" + r.pattern
			out[at].why += "; " + r.why
			switch {
			case out[at].unsure == "":
				out[at].unsure = r.unsure
			case r.unsure != "" && !strings.Contains(out[at].unsure, r.unsure):
				out[at].unsure += "; " + r.unsure
			}
		}
	}
	return out
}

// rows writes the rules for rows.
func (b *builder) rows() node {
	t := b.tables[0]
	n := node{key: "rows"}
	var fill []string
	unsureFill := ""
	for _, c := range t.shape.fillColumns(b.columns, t.kept) {
		if c.role != roleMember && c.role != rolePeriod && c.role != roleArea {
			continue
		}
		fill = append(fill, c.name)
		c.why += "; an empty cell repeats the one above"
		if t.table.Sheet == "" && !t.shape.page {
			unsureFill = "does an empty cell repeat the one above, or is it unknown?"
		}
	}
	if len(fill) > 0 {
		n.under = append(n.under, leaf("fill", flowList(fill), unsureFill))
	}
	for _, kind := range []string{"skip", "total", "check", "end"} {
		var rules []string
		var unsure []string
		for _, r := range t.rules {
			if r.kind != kind {
				continue
			}
			rules = append(rules, flow(pair{scalar(r.column), scalar(r.pattern)}))
			unsure = append(unsure, r.unsure)
			b.out.Evidence = append(b.out.Evidence, kind+" rows: "+r.why)
		}
		switch len(rules) {
		case 0:
		case 1:
			n.under = append(n.under, leaf(kind, rules[0], unsure...))
		default:
			n.under = append(n.under, leaf(kind, "["+strings.Join(rules, ", ")+"]", unsure...))
		}
	}
	return n
}
