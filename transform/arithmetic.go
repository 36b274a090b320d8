package transform

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"paystats/data/diag"
)

// Arithmetic is how the values of a model's rows are computed, as data: what
// `paystats explain` fills with numbers. A section of the header:
//
//	arithmetic:
//	  yoy = (v - b) / b
//	  v: core_value.value
//	  b: core_value.value where x.period_index = r.period_index - r.per_year
//
// A rule is COLUMN = EXPRESSION, and may end in "if CONDITION on r", the row. A name in an expression is a
// column of the row or an operand: TABLE.COLUMN of the rows x that have the same market,
// measure, publisher, scope, frequency, period and member as the row r, as far as both
// have these columns and the condition does not name them (x.member); one that names
// x.id goes by it alone. r has period_index and per_year too.
type Arithmetic struct {
	Text     string // as written, a line a rule or operand; "" for none
	rules    []rule
	operands map[string]source
}

type rule struct {
	column     string
	expression *expression
	condition  string // SQL on r; "" for always
}

// source is where the rows of an operand are.
type source struct {
	table, column, condition string
}

var (
	ruleLine    = regexp.MustCompile(`^([a-z][a-z0-9_]*) = (.*?)(?: if (.+))?$`)
	operandLine = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9_]*): ([a-z][a-z0-9_]*)\.([a-z][a-z0-9_]*)(?: where (.+))?$`)
)

// ParseArithmetic reads the lines of a section.
func ParseArithmetic(text string) (Arithmetic, error) {
	a := Arithmetic{Text: text, operands: map[string]source{}}
	for line := range strings.Lines(text) {
		if err := a.add(strings.TrimSpace(line)); err != nil {
			return a, err
		}
	}
	return a, nil
}

// add reads one line.
func (a *Arithmetic) add(line string) error {
	if m := operandLine.FindStringSubmatch(line); m != nil {
		if _, twice := a.operands[m[1]]; twice {
			return fmt.Errorf("operand %q stands twice", m[1])
		}
		a.operands[m[1]] = source{table: m[2], column: m[3], condition: m[4]}
		return nil
	}
	m := ruleLine.FindStringSubmatch(line)
	if m == nil {
		return fmt.Errorf("%q is neither COLUMN = EXPRESSION nor NAME: TABLE.COLUMN", line)
	}
	e, err := parseExpression(m[2])
	if err != nil {
		return fmt.Errorf("expression %q: %w", m[2], err)
	}
	a.rules = append(a.rules, rule{column: m[1], expression: e, condition: m[3]})
	return nil
}

// Columns returns the columns that have a rule, each once.
func (a Arithmetic) Columns() []string {
	var out []string
	for _, r := range a.rules {
		if !slices.Contains(out, r.column) {
			out = append(out, r.column)
		}
	}
	return out
}

// addArithmetic reads the section of a header, if it has one.
func (p *headerParser) addArithmetic() {
	s := p.sections["arithmetic"]
	if s == nil {
		return
	}
	m := p.model
	m.Arithmetic.operands = map[string]source{}
	var lines []string
	for _, line := range s.lines {
		lines = append(lines, line.text)
		if err := m.Arithmetic.add(line.text); err != nil {
			p.add(line.pos, "arithmetic-syntax", err.Error(), "write COLUMN = EXPRESSION, and NAME: TABLE.COLUMN [where CONDITION] for each name in it that is no column")
		}
	}
	m.Arithmetic.Text = strings.Join(lines, "\n")
	m.arithmeticPos = s.pos
}

// checkArithmetic holds the names of all arithmetic against the models' columns.
func checkArithmetic(models []*Model, problems *diag.List) {
	byName := map[string]*Model{}
	for _, m := range models {
		byName[m.Name] = m
	}
	for _, m := range models {
		unknown := func(what, name string) {
			problems.Add(&diag.Problem{Pos: m.arithmeticPos, Code: "arithmetic-unknown", Msg: what + " \"" + name + "\" of the arithmetic is not known"})
		}
		for name, s := range m.Arithmetic.operands {
			from := byName[s.table]
			if from == nil && s.table != "observation" || from != nil && from.column(s.column) == nil {
				unknown("operand", name+": "+s.table+"."+s.column)
			}
		}
		for _, r := range m.Arithmetic.rules {
			if m.column(r.column) == nil {
				unknown("column", r.column)
			}
			for _, name := range r.expression.names(nil) {
				if _, ok := m.Arithmetic.operands[name]; !ok && m.column(name) == nil {
					unknown("name", name)
				}
			}
		}
	}
}
