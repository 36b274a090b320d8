package transform

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// expression is what stands behind the equals sign of an arithmetic rule: numbers, names,
// + - * / ^, brackets and the functions of arithmeticFunctions, written as SQL would be.
type expression struct {
	op   string        // "number", "name", "call", "negative", or an operator
	text string        // of a number, a name or a function
	args []*expression // operands
}

// arithmeticFunctions are the functions that expressions may call; sum and max run over
// the rows of the operands in them.
var arithmeticFunctions = map[string]func(...float64) float64{
	"abs":      func(v ...float64) float64 { return math.Abs(v[0]) },
	"floor":    func(v ...float64) float64 { return math.Floor(v[0]) },
	"coalesce": func(v ...float64) float64 { return v[0] },
	"greatest": greatest,
	"least":    func(v ...float64) float64 { return -greatest(negatives(v)...) },
}

func greatest(v ...float64) float64 {
	out := math.Inf(-1)
	for _, x := range v {
		out = math.Max(out, x)
	}
	return out
}

func negatives(v []float64) []float64 {
	out := make([]float64, len(v))
	for i, x := range v {
		out[i] = -x
	}
	return out
}

var expressionToken = regexp.MustCompile(`^\s*([0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|[A-Za-z_][A-Za-z_0-9]*|[-+*/^(),])`)

// binding is how tightly operators bind; ^ to the right.
var binding = map[string]int{"+": 1, "-": 1, "*": 2, "/": 2, "^": 3}

type expressionParser struct{ tokens []string }

// parseExpression reads an expression.
func parseExpression(text string) (*expression, error) {
	p := &expressionParser{}
	for rest := text; strings.TrimSpace(rest) != ""; {
		m := expressionToken.FindStringSubmatch(rest)
		if m == nil {
			return nil, fmt.Errorf("%q cannot be read", strings.TrimSpace(rest))
		}
		p.tokens, rest = append(p.tokens, m[1]), rest[len(m[0]):]
	}
	e, err := p.binary(1)
	if err == nil && len(p.tokens) > 0 {
		err = fmt.Errorf("%q is out of place", p.tokens[0])
	}
	return e, err
}

func (p *expressionParser) next() string {
	if len(p.tokens) == 0 {
		return ""
	}
	t := p.tokens[0]
	p.tokens = p.tokens[1:]
	return t
}

func (p *expressionParser) peek() string { return strings.Join(p.tokens[:min(1, len(p.tokens))], "") }

func (p *expressionParser) binary(least int) (*expression, error) {
	left, err := p.operand()
	for err == nil && binding[p.peek()] >= least {
		op := p.next()
		tighter := binding[op] + 1
		if op == "^" {
			tighter = binding[op]
		}
		var right *expression
		right, err = p.binary(tighter)
		left = &expression{op: op, args: []*expression{left, right}}
	}
	return left, err
}

func (p *expressionParser) operand() (*expression, error) {
	t := p.next()
	switch {
	case t == "":
		return nil, fmt.Errorf("something is missing at the end")
	case t == "-":
		e, err := p.binary(binding["*"])
		return &expression{op: "negative", args: []*expression{e}}, err
	case t == "(":
		e, err := p.binary(1)
		if err == nil && p.next() != ")" {
			err = fmt.Errorf("a bracket is not closed")
		}
		return e, err
	case t[0] >= '0' && t[0] <= '9':
		return &expression{op: "number", text: t}, nil
	case binding[t] > 0 || t == ")" || t == ",":
		return nil, fmt.Errorf("%q is out of place", t)
	case p.peek() != "(":
		return &expression{op: "name", text: t}, nil
	}
	return p.call(t)
}

func (p *expressionParser) call(name string) (*expression, error) {
	e := &expression{op: "call", text: name}
	if arithmeticFunctions[name] == nil && name != "sum" && name != "max" {
		return nil, fmt.Errorf("function %q is not known", name)
	}
	for t := p.next(); t != ")"; t = p.next() {
		if t == "" || t != "(" && t != "," {
			return nil, fmt.Errorf("the bracket of %s is not closed", name)
		}
		arg, err := p.binary(1)
		if err != nil {
			return nil, err
		}
		e.args = append(e.args, arg)
		if p.peek() == "" {
			return nil, fmt.Errorf("the bracket of %s is not closed", name)
		}
	}
	if (name == "sum" || name == "max" || name == "abs" || name == "floor") && len(e.args) != 1 {
		return nil, fmt.Errorf("%s takes one argument", name)
	}
	return e, nil
}

// names appends the names in an expression, each once.
func (e *expression) names(out []string) []string {
	if e.op == "name" {
		for _, n := range out {
			if n == e.text {
				return out
			}
		}
		return append(out, e.text)
	}
	for _, a := range e.args {
		out = a.names(out)
	}
	return out
}

// rows returns how many rows the operands in an expression have, 1 where none has several.
func (e *expression) rows(values map[string][]Operand) (int, error) {
	n := -1
	for _, name := range e.names(nil) {
		rows, listed := values[name]
		if !listed {
			continue
		}
		if n >= 0 && n != len(rows) {
			return 0, fmt.Errorf("the operands have %d and %d rows", n, len(rows))
		}
		n = len(rows)
	}
	return max(n, 0), nil
}

// scope is what the names of an expression stand for.
type scope struct {
	lists   map[string][]Operand // rows of operands
	singles map[string]Operand   // columns of the row itself
	row     int                  // -1: outside of sum and max
}

func (s scope) of(name string) (Operand, error) {
	if o, ok := s.singles[name]; ok {
		return o, nil
	}
	rows := s.lists[name]
	switch {
	case s.row >= 0 && s.row < len(rows):
		return rows[s.row], nil
	case s.row < 0 && len(rows) == 1:
		return rows[0], nil
	}
	return Operand{}, fmt.Errorf("%s has %d rows where one is needed", name, len(rows))
}

// value computes an expression; ok is false where an operand is NULL.
func (e *expression) value(s scope) (v float64, ok bool, err error) {
	switch e.op {
	case "number":
		v, err = strconv.ParseFloat(e.text, 64)
		return v, true, err
	case "name":
		o, err := s.of(e.text)
		if err != nil || o.Value == nil {
			return 0, false, err
		}
		return *o.Value, true, nil
	}
	scopes := []scope{s}
	if e.overRows() {
		n, err := e.rows(s.lists)
		if err != nil {
			return 0, false, err
		}
		scopes = s.each(n)
	}
	var args []float64
	for _, in := range scopes {
		for _, a := range e.args {
			x, ok, err := a.value(in)
			if err != nil || !ok && e.text != "coalesce" {
				return 0, false, err
			}
			if ok {
				args = append(args, x)
			}
		}
	}
	if e.text == "coalesce" && len(args) == 0 {
		return 0, false, nil
	}
	return e.apply(args), true, nil
}

func (e *expression) overRows() bool { return e.op == "call" && (e.text == "sum" || e.text == "max") }

func (s scope) each(n int) []scope {
	out := make([]scope, n)
	for i := range out {
		out[i] = scope{s.lists, s.singles, i}
	}
	return out
}

func (e *expression) apply(v []float64) float64 {
	switch e.op {
	case "negative":
		return -v[0]
	case "+":
		return v[0] + v[1]
	case "-":
		return v[0] - v[1]
	case "*":
		return v[0] * v[1]
	case "/":
		return v[0] / v[1]
	case "^":
		return math.Pow(v[0], v[1])
	}
	switch e.text {
	case "max":
		return greatest(v...)
	case "sum":
		total := 0.0
		for _, x := range v {
			total += x
		}
		return total
	}
	return arithmeticFunctions[e.text](v...)
}

// write prints an expression with each name replaced by what name returns.
func (e *expression) write(s scope, name func(string, scope) string) string {
	part := func(i, tightness int) string {
		text := e.args[i].write(s, name)
		if b := binding[e.args[i].op]; e.args[i].op == "negative" || b > 0 && b < tightness {
			return "(" + text + ")"
		}
		return text
	}
	switch e.op {
	case "number":
		return e.text
	case "name":
		return name(e.text, s)
	case "negative":
		return "-" + part(0, 3)
	case "call":
		return e.writeCall(s, name)
	}
	b := binding[e.op]
	left, right := b, b+1
	switch e.op {
	case "+", "*":
		right = b
	case "^":
		left, right = b+1, b
		return part(0, left) + "^" + part(1, right)
	}
	return part(0, left) + " " + e.op + " " + part(1, right)
}

func (e *expression) writeCall(s scope, name func(string, scope) string) string {
	var args []string
	if n, err := e.rows(s.lists); e.overRows() && err == nil && s.lists != nil {
		for _, in := range s.each(n) {
			args = append(args, e.args[0].write(in, name))
		}
		switch {
		case n == 0:
			return "0"
		case e.text == "max":
			return "greatest(" + strings.Join(args, ", ") + ")"
		}
		return "(" + strings.Join(args, " + ") + ")"
	}
	for _, a := range e.args {
		args = append(args, a.write(s, name))
	}
	return e.text + "(" + strings.Join(args, ", ") + ")"
}
