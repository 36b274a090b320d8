package transform

import (
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"paystats/data/diag"
)

// TestParseArithmetic reads rules, and points at what cannot be read.
func TestParseArithmetic(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"rule and operand", "yoy = (v - b) / b\nv: core_value.value\nb: core_value.value where x.period_index = r.period_index - 1", ""},
		{"condition", "share = s if r.basis = 'published'\ns: core_share.share", ""},
		{"power to the right", "cagr = (v / b)^(1 / y) - 1", ""},
		{"open bracket", "yoy = (v - b", "a bracket is not closed"},
		{"nothing after an operator", "yoy = v -", "something is missing at the end"},
		{"unknown function", "yoy = exp(v)", `function "exp" is not known`},
		{"two operators", "yoy = v * / b", `"/" is out of place`},
		{"no rule", "v / b", "is neither"},
		{"operand twice", "v: core_value.value\nv: core_value.value", `operand "v" stands twice`},
		{"other signs", "yoy = v; DROP", `cannot be read`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := ParseArithmetic(tt.in)
			switch {
			case tt.want == "" && err != nil:
				t.Errorf("ParseArithmetic(%q) error = %v, want none", tt.in, err)
			case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
				t.Errorf("ParseArithmetic(%q) error = %v, want %q", tt.in, err, tt.want)
			}
		})
	}
}

// TestExpressions holds the evaluator's brackets and orders against known values.
func TestExpressions(t *testing.T) {
	two, three := 2.0, 3.0
	s := scope{lists: map[string][]Operand{"s": {{Value: &two, Text: "2"}, {Value: &three, Text: "3"}}, "n": {{}, {}}}, row: -1}
	tests := []struct {
		in, written string
		want        float64
	}{
		{"1 - 2 - 3", "1 - 2 - 3", -4},
		{"1 - (2 - 3)", "1 - (2 - 3)", 2},
		{"2 * (3 + 4) / 7", "2 * (3 + 4) / 7", 2},
		{"2^3^0", "2^3^0", 2},
		{"(2^3)^2", "(2^3)^2", 64},
		{"sum(s^2)", "(2^2 + 3^2)", 13},
		{"max(s) - sum(s)", "greatest(2, 3) - (2 + 3)", -2},
		{"sum(s + coalesce(n, 0))", "(2 + coalesce(NULL, 0) + 3 + coalesce(NULL, 0))", 5},
		{"-max(-s)", "-greatest(-2, -3)", 2},
		{"floor(7 / 2) + abs(-1) + least(4, 5)", "floor(7 / 2) + abs(-1) + least(4, 5)", 8},
	}
	for _, tt := range tests {
		e, err := parseExpression(tt.in)
		if err != nil {
			t.Fatal(err)
		}
		got, ok, err := e.value(s)
		written := Worked{rule: rule{expression: e}, scope: s}.Written(func(o Operand) string { return o.bracketed() })
		if err != nil || !ok || got != tt.want || written != tt.written {
			t.Errorf("%s = %v (%v, %v), written %s; want %v, %s", tt.in, got, ok, err, written, tt.want, tt.written)
		}
	}
}

// TestEveryMetricHasArithmetic: explain can print how each value came about. A metric
// without a value, such as a matrix of words, has none.
func TestEveryMetricHasArithmetic(t *testing.T) {
	for _, m := range shipped(t) {
		hasValue := slices.ContainsFunc(m.Columns, func(c Column) bool { return c.Type == "double" || c.Type == "decimal" })
		if m.Layer == Metric && hasValue && len(m.Arithmetic.Columns()) == 0 {
			t.Errorf("%s has no arithmetic in its header", m.Name)
		}
	}
}

// TestUnknownArithmetic names what the arithmetic speaks of and no header declares.
func TestUnknownArithmetic(t *testing.T) {
	source, err := fs.ReadFile(os.DirFS(".."), "transform/models/metric_real_growth.sql")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(string(source), "(1 + inflation)", "(1 + deflation)", 1)
	_, err = ReadModels(os.DirFS(".."), fstest.MapFS{"transform/models/metric_real_growth.sql": {Data: []byte(text)}})
	var list *diag.List
	if !errors.As(err, &list) || !strings.Contains(err.Error(), `name "deflation" of the arithmetic is not known [arithmetic-unknown]`) {
		t.Errorf("ReadModels = %v, want arithmetic-unknown", err)
	}
}

// What is read as an expression reads the same from what it is printed as.
func FuzzParseExpression(f *testing.F) {
	for _, text := range []string{"(v - b) / b", "-x ^ 2 ^ -3", "sum(abs(a) * 1.5e3) / greatest(b, c, 0)", "coalesce(a, 1 - -1)", "((((a", "a b", "1..2", "sum()"} {
		f.Add(text)
	}
	print := func(e *expression) string {
		return e.write(scope{row: -1}, func(name string, _ scope) string { return name })
	}
	f.Fuzz(func(t *testing.T, text string) {
		e, err := parseExpression(text)
		if err != nil {
			return
		}
		e.names(nil)
		again, err := parseExpression(print(e))
		if err != nil || print(again) != print(e) {
			t.Errorf("%q is printed %q, which is read as %v, %v", text, print(e), again, err)
		}
	})
}
