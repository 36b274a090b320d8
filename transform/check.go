package transform

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"paystats/data/diag"
)

// Range bounds a column's values; both ends are open by default. NULL is in every range.
type Range struct {
	Text        string // as written, "" for none
	low, high   string // bounds as SQL numbers, "" for none
	lowIsStrict bool   // low itself is outside
}

// rangeForm is "a..b", ">= a" or "> a".
var rangeForm = regexp.MustCompile(`^(?:(-?[0-9.]+?)\.\.(-?[0-9.]+)|(>=?)\s*(-?[0-9.]+))$`)

// parseRange reads the range of a column line.
func parseRange(text string) (Range, error) {
	if text == "-" {
		return Range{}, nil
	}
	m := rangeForm.FindStringSubmatch(text)
	if m == nil {
		return Range{}, fmt.Errorf("range %q is not understood", text)
	}
	r := Range{Text: text, low: m[1] + m[4], high: m[2], lowIsStrict: m[3] == ">"}
	for _, bound := range []string{r.low, r.high} {
		if _, err := strconv.ParseFloat(bound, 64); err != nil && bound != "" {
			return Range{}, fmt.Errorf("range %q: %q is not a number", text, bound)
		}
	}
	return r, nil
}

// violation returns the SQL condition that values outside the range meet. The bounds
// were read as numbers, so they can stand in the text of a statement.
func (r Range) violation(column string) string {
	var conditions []string
	if r.low != "" {
		operator := " < "
		if r.lowIsStrict {
			operator = " <= "
		}
		conditions = append(conditions, quoted(column)+operator+r.low)
	}
	if r.high != "" {
		conditions = append(conditions, quoted(column)+" > "+r.high)
	}
	return strings.Join(conditions, " OR ")
}

// Severity is what a check that does not pass means for the run.
type Severity string

// The severities.
const (
	Fail Severity = "fail" // the data are not to be reported
	Warn Severity = "warn" // to be looked at
)

// Check is one statement about a model's data.
type Check struct {
	Text     string // as written, without severity
	Severity Severity
	Pos      diag.Pos

	kind      checkKind
	columns   []string // unique, not_null: the columns; sum: the columns to group by
	numbered  bool     // unique: the last of the columns is a whole number
	sum       string   // the column that is summed
	bound     string   // sum: number or column to compare with
	slack     string   // sum: number
	predicate string   // never, range: SQL condition that no row may meet
}

type checkKind int

const (
	checkUnique checkKind = iota
	checkNotNull
	checkSumAtMost
	checkSumEqual
	checkNever
)

// The forms of checks.
var (
	uniqueForm  = regexp.MustCompile(`^unique\(([^()]*)\)$`)
	notNullForm = regexp.MustCompile(`^not_null\(([^()]*)\)$`)
	sumForm     = regexp.MustCompile(`^sum\((\w+)\) by \(([^()]*)\) (?:(<=) (\w[\w.]*)(?: \+ (\S+))?|(=) (\w[\w.]*) \+- (\S+))$`)
	neverForm   = regexp.MustCompile(`^never\((.+)\)$`)
)

const checkHint = "checks are unique(a, b), not_null(a, b), sum(a) by (b, c) <= 1 + 0.005, sum(a) by (b) = 1 +- 1e-9, never(SQL condition); \"warn: \" before one makes it a warning"

// addCheck reads a check line.
func (p *headerParser) addCheck(line headerLine) {
	c := Check{Text: line.text, Severity: Fail, Pos: line.pos}
	if rest, ok := strings.CutPrefix(line.text, "warn:"); ok {
		c.Text, c.Severity = strings.TrimSpace(rest), Warn
	}
	if !c.parse() {
		p.add(line.pos, "check-syntax", "check \""+c.Text+"\" is not understood", checkHint)
		return
	}
	used := append([]string{}, c.columns...)
	if c.sum != "" {
		used = append(used, c.sum)
		if tableName.MatchString(c.bound) {
			used = append(used, c.bound)
		}
	}
	for _, name := range used {
		if p.isUndeclared(name) {
			p.add(line.pos, "column-unknown", "check names column \""+name+"\", which is not declared", "")
			return
		}
	}
	if c.kind == checkUnique {
		last := p.model.column(c.columns[len(c.columns)-1])
		c.numbered = last != nil && last.Type == "int"
	}
	p.model.Checks = append(p.model.Checks, c)
}

// parse fills the check from its text; false if the text has none of the forms.
func (c *Check) parse() bool {
	if m := uniqueForm.FindStringSubmatch(c.Text); m != nil {
		c.kind, c.columns = checkUnique, splitNames(m[1])
		return len(c.columns) > 0
	}
	if m := notNullForm.FindStringSubmatch(c.Text); m != nil {
		c.kind, c.columns = checkNotNull, splitNames(m[1])
		return len(c.columns) > 0
	}
	if m := sumForm.FindStringSubmatch(c.Text); m != nil {
		c.kind, c.sum, c.columns = checkSumAtMost, m[1], splitNames(m[2])
		c.bound, c.slack = m[4], m[5]
		if m[6] == "=" {
			c.kind, c.bound, c.slack = checkSumEqual, m[7], m[8]
		}
		return len(c.columns) > 0 && (isNumber(c.bound) || tableName.MatchString(c.bound)) && (c.slack == "" || isNumber(c.slack))
	}
	if m := neverForm.FindStringSubmatch(c.Text); m != nil {
		c.kind, c.predicate = checkNever, m[1]
		return true
	}
	return false
}

func isNumber(text string) bool {
	_, err := strconv.ParseFloat(text, 64)
	return err == nil
}

func splitNames(list string) []string {
	var names []string
	for name := range strings.SplitSeq(list, ",") {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// quoted writes an identifier.
func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// allChecks returns the declared checks and those that the columns' ranges make.
func (m *Model) allChecks() []Check {
	checks := append([]Check{}, m.Checks...)
	for _, c := range m.Columns {
		if c.Range.Text != "" {
			checks = append(checks, Check{
				Text: c.Name + " " + c.Range.Text, Severity: Fail, Pos: c.Pos,
				kind: checkNever, predicate: c.Range.violation(c.Name), columns: []string{c.Name},
			})
		}
	}
	return checks
}
