package ingest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"paystats/data/yamldoc"
)

// rowKind is what a row is, by the resource's `rows`.
type rowKind uint8

const (
	rowData  rowKind = iota
	rowTotal         // the sum of rows above; loaded as the member total
	rowCheck         // a sum that is only verified
)

// rowRules are the resource's `rows`.
type rowRules struct {
	fill                    []int // columns whose empty cells repeat the one above
	fillTotal               []int // those of them that total rows repeat, too
	skip, total, check, end []rowRule
}

// rowRule fits a row if all its tests do.
type rowRule []rowTest

// rowTest holds a pattern against the text of a column.
type rowTest struct {
	column  int
	pattern *regexp.Regexp
}

// readRows reads `rows`.
func (r *resource) readRows(pm *yamldoc.Mapping) {
	m := pm.Mapping("rows", "fill", "fill_total", "skip", "total", "check", "end")
	if m == nil {
		return
	}
	for _, n := range m.List("fill") {
		if name, ok := n.Text(); ok {
			r.rows.fill = append(r.rows.fill, r.column(name, n.Pos))
		}
	}
	for _, n := range m.List("fill_total") {
		name, ok := n.Text()
		if !ok {
			continue
		}
		column := r.column(name, n.Pos)
		if !slices.Contains(r.rows.fill, column) {
			n.Report("value-unknown", fmt.Sprintf("fill_total names %q, which is not in fill", name), "add it to fill")
		}
		r.rows.fillTotal = append(r.rows.fillTotal, column)
	}
	for _, rules := range []struct {
		key string
		to  *[]rowRule
	}{{"skip", &r.rows.skip}, {"total", &r.rows.total}, {"check", &r.rows.check}, {"end", &r.rows.end}} {
		for _, n := range m.List(rules.key) {
			if rule := r.rowRule(n); rule != nil {
				*rules.to = append(*rules.to, rule)
			}
		}
	}
}

// rowRule reads one rule: columns, and what their texts must match; nil after a problem.
func (r *resource) rowRule(n yamldoc.Node) rowRule {
	m := n.Mapping()
	if m == nil {
		return nil
	}
	var rule rowRule
	for _, e := range m.Entries {
		re := readRegexp(e.Value)
		if re == nil {
			return nil
		}
		rule = append(rule, rowTest{r.column(e.Key, e.KeyPos), re})
	}
	return rule
}

// any reports whether there are rules at all.
func (rr *rowRules) any() bool {
	return len(rr.fill)+len(rr.skip)+len(rr.total)+len(rr.check)+len(rr.end) > 0
}

// verifies reports whether sums are held against totals.
func (rr *rowRules) verifies() bool { return len(rr.total)+len(rr.check) > 0 }

// matching returns the first rule that fits a row, nil for none.
func matching(rules []rowRule, r *row) rowRule {
next:
	for _, rule := range rules {
		for _, test := range rule {
			if !test.pattern.MatchString(r.text(test.column)) {
				continue next
			}
		}
		return rule
	}
	return nil
}

// text returns the trimmed text of a cell; "" if the row lacks it.
func (r *row) text(i int) string {
	if i >= len(r.cells) {
		return ""
	}
	return strings.TrimSpace(r.cells[i].text)
}

// sieve applies the rules to the rows of one table, in order.
type sieve struct {
	*rowRules
	above []string // by fill column: the last text
}

// take sorts a row: it is kept or not, or the table has ended before it. It fills the
// row's empty cells.
func (s *sieve) take(r *row) (keep, ended bool) {
	if r.cells == nil {
		return true, false // a broken line has no texts, and is no row to leave out
	}
	if matching(s.end, r) != nil {
		return false, true
	}
	if matching(s.skip, r) != nil {
		return false, false
	}
	if rule := matching(s.check, r); rule != nil {
		r.kind, r.label = rowCheck, r.text(rule[0].column)
	} else if matching(s.total, r) != nil {
		r.kind = rowTotal
		s.repeatTotal(r)
	} else if r.fault == nil {
		s.repeat(r)
	}
	return true, false
}

// repeatTotal fills empty cells of a total row.
func (s *sieve) repeatTotal(r *row) {
	if r.fault != nil || s.above == nil {
		return
	}
	for i, column := range s.fill {
		if c := &r.cells[column]; slices.Contains(s.fillTotal, column) && r.text(column) == "" && (c.state == cellText || c.state == cellNull) {
			c.text, c.state = s.above[i], cellText
		}
	}
}

// repeat fills empty cells with the text above.
func (s *sieve) repeat(r *row) {
	if s.above == nil {
		s.above = make([]string, len(s.fill))
	}
	for i, column := range s.fill {
		c := &r.cells[column]
		switch {
		case strings.TrimSpace(c.text) != "":
			s.above[i] = c.text
		case c.state == cellText || c.state == cellNull:
			c.text, c.state = s.above[i], cellText
		}
	}
}
