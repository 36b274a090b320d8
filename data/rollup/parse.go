package rollup

import (
	_ "embed"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"paystats/data/diag"
	"paystats/data/yamldoc"
)

// The codes of what can be wrong with a definition besides its YAML.
const (
	CodeColumn   = "rollup-column"
	CodeMeasure  = "rollup-measure"
	CodeAdditive = "rollup-additive"
	CodeTime     = "rollup-time"
	CodeName     = "rollup-name"
)

//go:embed rollups.yaml
var builtin string

// Definitions returns the definitions that the program is built with, in their order.
func Definitions() ([]Definition, error) { return Parse("rollups.yaml", builtin) }

// Parse reads definitions. All problems are listed in the error, a *diag.List.
func Parse(file, text string) ([]Definition, error) {
	problems := new(diag.List)
	doc := yamldoc.Parse(yamldoc.Source{File: file, Text: text, First: 1, Name: "the definition of roll-ups"}, problems)
	if doc == nil {
		return nil, problems.Err()
	}
	var definitions []Definition
	if root := doc.Root().Mapping(); root != nil {
		for _, e := range root.Entries {
			checkName(e)
			if m := e.Value.Mapping("additive", "rereads", "periods", "where", "each", "together", "per", "window", "measures"); m != nil {
				definitions = append(definitions, definition(e.Key, m))
			}
		}
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return definitions, nil
}

func definition(name string, m *yamldoc.Mapping) Definition {
	d := Definition{Name: name, Each: fields(m, "each"), Together: fields(m, "together")}
	d.Rereads = Reread(m.OneOf("rereads", "", string(Touched), string(Anything)))
	for _, n := range m.List("periods") {
		grain, _ := n.OneOf(string(Day), string(Month), string(Quarter))
		d.Periods = append(d.Periods, Grain(grain))
	}
	if len(d.Periods) == 0 {
		m.Missing("periods", "write periods: [month]")
	}
	if where := m.Mapping("where"); where != nil {
		for _, e := range where.Entries {
			d.Where = append(d.Where, filter(e))
		}
	}
	if m.Has("per") {
		d.Per = columnOf(m.At("per"), text)
	}
	d.Window = duration(m, "window")
	measures := m.Mapping("measures")
	if measures == nil || len(measures.Entries) == 0 {
		m.Missing("measures", "")
		return d
	}
	for _, e := range measures.Entries {
		checkName(e)
		one := Measure{Name: e.Key}
		if n := e.Value.Mapping("kind", "of", "first", "then", "within"); n != nil {
			one = measure(e.Key, n)
		}
		d.Measures = append(d.Measures, one)
	}
	check(d, m, measures)
	return d
}

// plainName is what a table or column may be called: it goes into SQL as it is.
var plainName = regexp.MustCompile(`^[a-z][a-z_]*$`)

func checkName(e yamldoc.Entry) {
	if !plainName.MatchString(e.Key) {
		e.Value.Report(CodeName, fmt.Sprintf("%q is no name of a column or table", e.Key), "write small letters and _")
	}
}

// fields reads a mapping of names to columns.
func fields(m *yamldoc.Mapping, key string) []Field {
	var list []Field
	if n := m.Mapping(key); n != nil {
		for _, e := range n.Entries {
			checkName(e)
			list = append(list, Field{e.Key, columnOf(e.Value, text, whole)})
		}
	}
	return list
}

// columnOf reads the name of a column of one of some types; "" after a problem.
func columnOf(n yamldoc.Node, types ...column) string {
	name, ok := n.Text()
	if !ok {
		return ""
	}
	switch kind, known := columns[name]; {
	case !known:
		n.Report(CodeColumn, fmt.Sprintf("table transaction has no column %q", name), diag.DidYouMean(name, slices.Sorted(maps.Keys(columns)), ""))
	case !slices.Contains(types, kind):
		n.Report(CodeColumn, fmt.Sprintf("column %s holds %s, not %s", name, kind, types[0]), "")
	default:
		return name
	}
	return ""
}

func filter(e yamldoc.Entry) Filter {
	f := Filter{Column: e.Key}
	if columns[e.Key] != text {
		e.Value.Report(CodeColumn, fmt.Sprintf("table transaction has no column of text %q", e.Key), diag.DidYouMean(e.Key, slices.Sorted(maps.Keys(columns)), ""))
	}
	if e.Value.IsScalar() {
		e.Value.OneOf("known")
		return f
	}
	f.Values = values(e.Value, e.Key == "outcome")
	return f
}

// values reads a list of texts, of outcomes if that is what they are.
func values(n yamldoc.Node, ofOutcome bool) []string {
	var list []string
	for _, one := range n.List() {
		var value string
		if ofOutcome {
			value, _ = one.OneOf(outcomes...)
		} else {
			value, _ = one.Text()
		}
		list = append(list, value)
	}
	return list
}

// duration reads a time in Go's notation: 1h. 0 if it is absent.
func duration(m *yamldoc.Mapping, key string) time.Duration {
	if !m.Has(key) {
		return 0
	}
	text := m.Text(key)
	d, err := time.ParseDuration(text)
	if err != nil || d <= 0 || d%time.Second != 0 {
		m.At(key).Report(CodeTime, fmt.Sprintf("%q is no time", text), "write whole hours, minutes or seconds: 24h")
	}
	return d
}

func measure(name string, m *yamldoc.Mapping) Measure {
	kinds := []string{string(Count), string(Sum), string(Distinct), string(Cases), string(CaseSum), string(Active)}
	out := Measure{Name: name, Kind: Kind(m.OneOf("kind", "", kinds...)), Within: duration(m, "within")}
	if !m.Has("kind") {
		m.Missing("kind", "the kinds are "+strings.Join(kinds, ", "))
	}
	if m.Has("first") {
		out.First = values(m.At("first"), true)
	}
	if m.Has("then") {
		out.Then = values(m.At("then"), true)
	}
	switch out.Kind {
	case "": // reported
	case Sum, CaseSum:
		out.Of = columnOf(m.At("of"), money)
	case Distinct:
		out.Of = columnOf(m.At("of"), text)
	default:
		if m.Has("of") {
			m.At("of").Report(CodeMeasure, fmt.Sprintf("%s takes no column", out.Kind), "delete of")
		}
	}
	if (out.First != nil || out.Then != nil || out.Within != 0) && out.Kind != Cases && out.Kind != CaseSum {
		m.Report(CodeMeasure, fmt.Sprintf("first, then and within are of kinds %s and %s, not of %s", Cases, CaseSum, out.Kind), "")
	}
	if (out.Then == nil) != (out.Within == 0) {
		m.Report(CodeMeasure, "then and within go together", "write then: [approved], within: 24h")
	}
	return out
}

// check holds the parts of a definition against each other.
func check(d Definition, m, measures *yamldoc.Mapping) {
	additive := m.Bool("additive")
	switch {
	case additive && d.Rereads != Nothing:
		m.At("rereads").Report(CodeAdditive, "what adds up over files re-reads nothing", "delete additive or rereads")
	case !additive && d.Rereads == Nothing:
		m.Missing("additive", "write additive: true, or what a further file makes it re-read: rereads: touched or anything")
	}
	for i, one := range d.Measures {
		n := measures.Entries[i].Value
		switch {
		case one.Kind == "": // reported
		case additive && !one.Kind.additive():
			n.Report(CodeAdditive, fmt.Sprintf("%s: %s does not add up over files", one.Name, one.Kind), "write rereads: touched")
		case d.Rereads != Nothing && one.Kind.additive():
			n.Report(CodeAdditive, fmt.Sprintf("%s: %s adds up over files", one.Name, one.Kind), "write additive: true")
		case one.Kind.staged() != (d.Per != ""):
			n.Report(CodeMeasure, fmt.Sprintf("%s: per goes with kinds %s, %s and %s", one.Name, Cases, CaseSum, Active), "")
		case one.Kind.shape() != d.kind().shape() || one.Kind.shape() != "" && one.Kind.shape() != "cases" && i > 0:
			n.Report(CodeMeasure, fmt.Sprintf("%s: a roll-up has one measure of kind %s or %s, and none beside it", one.Name, Distinct, Active), "")
		case one.Kind == Active && d.Rereads != Anything:
			n.Report(CodeAdditive, fmt.Sprintf("%s: the first period of a user can be any", one.Name), "write rereads: anything")
		case one.Within > d.Window:
			n.Report(CodeTime, fmt.Sprintf("%s: within is longer than the window", one.Name), "")
		}
	}
	checkForm(d, m)
}

// shape groups the kinds that can stand in one roll-up.
func (k Kind) shape() string {
	switch k {
	case Cases, CaseSum:
		return "cases"
	case Distinct, Active:
		return string(k)
	}
	return ""
}

// checkForm refuses combinations that nothing has needed so far.
func checkForm(d Definition, m *yamldoc.Mapping) {
	months := slices.Equal(d.Periods, []Grain{Month})
	switch shape := d.kind().shape(); {
	case shape == "" && len(d.Periods) != 1,
		shape == "" && d.Periods[0] == Quarter,
		shape == "cases" && !months, shape == string(Active) && !months,
		shape == string(Distinct) && slices.Contains(d.Periods, Day):
		m.At("periods").Report(CodeMeasure, fmt.Sprintf("%s has no such periods", d.kind()), "write periods: [month]")
	case shape == "cases" && d.whole() == "":
		m.At("measures").Report(CodeMeasure, "no measure counts all cases", "add one of kind cases without first and then")
	case shape == "cases" && d.Window == 0:
		m.Missing("window", "write how long attempts belong together: 672h")
	case shape != "cases" && d.Window != 0:
		m.At("window").Report(CodeMeasure, fmt.Sprintf("%s has no window", d.kind()), "delete window")
	case shape == string(Distinct) && (d.Each == nil || d.Together != nil),
		shape == string(Active) && (d.Each != nil || d.Together != nil),
		shape == "cases" && (d.Each != nil || d.Together == nil):
		m.Report(CodeMeasure, fmt.Sprintf("%s goes by other dimensions", d.kind()), "distinct: each; cases: together; active: neither")
	}
}
