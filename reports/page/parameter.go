package page

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"paystats/data/diag"
	"paystats/data/yamldoc"
)

// Setting is a value that a workspace gives a parameter in place of the page's own.
type Setting struct {
	Name, Value string
	Pos         diag.Pos // where paystats.yaml gives it
}

// parameter is a text that a page names ${NAME}.
type parameter struct {
	name  word
	value string
}

var (
	parameterName = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
	parameterUse  = regexp.MustCompile(`\$\{[^{}\n]*\}`)
	parameterHere = regexp.MustCompile(`^\$\{[^{}\n]*\}`)
)

// ofName ends a use of a parameter that means the name of what the value is the id of.
const ofName = ".name"

// declare reads "parameters:".
func (s *source) declare(value yamldoc.Node) {
	m := value.Mapping()
	if m == nil {
		return
	}
	for _, e := range m.Entries {
		name := word{e.Key, e.KeyPos}
		if !parameterName.MatchString(e.Key) {
			s.fail(e.KeyPos, codeParameterSyntax, "names of parameters are small letters, digits and single hyphens", "%q is no name of a parameter", e.Key)
			continue
		}
		var allowed []string
		for _, n := range e.Value.List() {
			if text, ok := n.Text(); ok {
				allowed = append(allowed, text)
			}
		}
		if len(allowed) == 0 {
			e.Value.Report(string(codeKeyType), "parameter "+e.Key+" has no value", "write "+e.Key+": value, or "+e.Key+": [default, other]")
			continue
		}
		one := parameter{name, allowed[0]}
		given, ok := s.setting(e.Key)
		switch {
		case ok && e.Value.IsList() && !has(allowed, given.Value):
			s.problems.Add(&diag.Problem{Pos: given.Pos, Code: string(codeParameterValue), Msg: "parameter " + e.Key + " cannot be " + strconv.Quote(given.Value),
				Hint: misspelt(given.Value, allowed)})
		case ok:
			one.value = given.Value
		}
		s.parameters = append(s.parameters, one)
	}
}

// setting returns what the workspace gives a parameter.
func (s *source) setting(name string) (Setting, bool) {
	i := slices.IndexFunc(s.reader.Settings, func(one Setting) bool { return one.Name == name })
	if i < 0 {
		return Setting{}, false
	}
	return s.reader.Settings[i], true
}

// Parameters returns the names of the parameters that the page declares, in its order.
func (p *Page) Parameters() []string {
	var names []string
	for _, one := range p.parameters {
		if p.each == nil || one.name.text != p.each.dimension.text {
			names = append(names, one.name.text)
		}
	}
	return names
}

// used returns the value that a use such as ${market} stands for, and whether its name
// is meant; ok is false, with a problem, if there is no such parameter.
func (s *source) used(use string, pos diag.Pos) (value string, isName, ok bool) {
	inner := use[len("${") : len(use)-len("}")]
	name, isName := strings.CutSuffix(inner, ofName)
	var known []string
	for _, one := range s.parameters {
		if one.name.text == name {
			return one.value, isName, true
		}
		known = append(known, one.name.text)
	}
	switch {
	case !parameterName.MatchString(name):
		s.fail(pos, codeParameterSyntax, "write ${name}, or ${name.name} for the name of what it is the id of", "%s is no parameter", use)
	case len(known) == 0:
		s.fail(pos, codeParameter, "declare it in the head: parameters: {"+name+": …}", "the page has no parameter %q", name)
	default:
		s.fail(pos, codeParameter, misspelt(name, known), "the page has no parameter %q", name)
	}
	return "", isName, false
}

// bound returns a word with its parameters replaced by their values.
func (s *source) bound(w word) word {
	from := w.pos
	w.text = parameterUse.ReplaceAllStringFunc(w.text, func(use string) string {
		at := s.find(from, use, spanLines)
		from = at
		from.Col += len(use)
		value, isName, ok := s.used(use, at)
		if ok && isName {
			s.fail(at, codeParameterSyntax, "names are for texts; write ${"+strings.TrimSuffix(use[2:len(use)-1], ofName)+"}", "%s stands where an id is needed", use)
		}
		return value
	})
	return w
}

// pieces splits a text without expressions at its parameters. Names become expressions,
// since they depend on the language; write prints a value.
func (s *source) pieces(text string, pos diag.Pos, write func(string) string) []part {
	var parts []part
	done := 0
	for _, at := range parameterUse.FindAllStringIndex(text, -1) {
		if at[0] > done {
			parts = append(parts, part{literal: text[done:at[0]]})
		}
		done = at[1]
		pos = s.find(pos, text[at[0]:at[1]], spanLines)
		parts = append(parts, s.piece(text[at[0]:at[1]], pos, write))
		pos.Col += at[1] - at[0]
	}
	if done < len(text) {
		parts = append(parts, part{literal: text[done:]})
	}
	return parts
}

// piece is one use of a parameter as a part of a text.
func (s *source) piece(use string, pos diag.Pos, write func(string) string) part {
	value, isName, ok := s.used(use, pos)
	switch {
	case !ok:
		return part{literal: "…"}
	case isName:
		return part{expr: &expr{verb: word{verbName, pos}, subject: value, pos: pos}}
	}
	return part{literal: write(value)}
}

// parameterAt returns the length of the use of a parameter that a text starts with, 0 if
// it starts with none.
func parameterAt(text string) int {
	if !strings.HasPrefix(text, "${") { // asked at every byte
		return 0
	}
	return len(parameterHere.FindString(text))
}

func asIs(text string) string { return text }

// markdownMark is what Markdown may read as more than a character.
var markdownMark = regexp.MustCompile("[!-/:-@\\[-`{-~]")

// asMarkdown writes a value so that Markdown takes it for text.
func asMarkdown(text string) string { return markdownMark.ReplaceAllString(text, `\$0`) }

// bind makes a query of a block's SQL: its parameters become bound values.
func (s *source) bind(sql word) query {
	var q query
	var out strings.Builder
	done := 0
	from := sql.pos
	quoted := sqlSkip.FindAllStringIndex(sql.text, -1)
	for _, at := range parameterUse.FindAllStringIndex(sql.text, -1) {
		use := sql.text[at[0]:at[1]]
		in := slices.IndexFunc(quoted, func(q []int) bool { return q[0] < at[0] && at[1] <= q[1] })
		if in >= 0 && sql.text[quoted[in][0]] != '\'' && sql.text[quoted[in][0]] != '"' {
			continue // a comment
		}
		pos := s.find(from, use, strings.Count(sql.text, "\n"))
		from = pos
		from.Col += len(use)
		value, isName, ok := s.used(use, pos)
		switch {
		case ok && in >= 0:
			s.fail(pos, codeSQLRefused, "write "+use+" without quotes: it is bound as a value, not pasted", "%s stands between quotes", use)
		case ok && isName:
			s.fail(pos, codeParameterSyntax, "names are for texts; write ${"+strings.TrimSuffix(use[2:len(use)-1], ofName)+"}", "%s stands in SQL", use)
		}
		out.WriteString(sql.text[done:at[0]] + "?")
		done = at[1]
		q.args = append(q.args, value)
	}
	q.sql = out.String() + sql.text[done:]
	return q
}
