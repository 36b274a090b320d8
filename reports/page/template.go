package page

import (
	"slices"
	"strings"

	"paystats/data/diag"
)

// part is a literal or an expression.
type part struct {
	literal string
	expr    *expr
}

// template is a text with expressions in it.
type template struct {
	parts []part
	pos   diag.Pos
}

// empty reports whether there is no text at all.
func (t template) empty() bool {
	return !slices.ContainsFunc(t.parts, func(p part) bool { return p.expr != nil || strings.TrimSpace(p.literal) != "" })
}

// text is a text of the page in one or both languages.
type text struct {
	En, Zh  template
	divided bool // it is given by language; else En serves all
	bad     bool // it was given, but is no text: the problem is recorded
}

// own returns the text as it is given for a language.
func (t text) own(lang string) template {
	if lang == "zh" && t.divided {
		return t.Zh
	}
	return t.En
}

// in returns the text of a language, another's when it has none.
func (t text) in(lang string) template {
	if own := t.own(lang); !own.empty() {
		return own
	}
	if t.En.empty() {
		return t.Zh
	}
	return t.En
}

// empty reports whether the page gives no text.
func (t text) empty() bool { return t.En.empty() && t.Zh.empty() && !t.bad }

// template splits a text at its expressions. Expressions that cannot be read are
// recorded and left out.
func (s *source) template(w word) template {
	t := template{pos: w.pos}
	from := w.pos
	rest := w.text
	for {
		before, inner, after, ok := cutExpr(rest)
		t.parts = append(t.parts, s.pieces(before, from, asIs)...)
		if !ok {
			if i := strings.Index(before, "{{"); i >= 0 {
				s.fail(s.find(from, "{{", spanLines), codeExpression, "close it with }}", "{{ is never closed")
			}
			return t
		}
		from = s.find(from, "{{"+inner+"}}", spanLines)
		if e := s.expression(inner, from); e != nil {
			t.parts = append(t.parts, part{expr: e})
		} else {
			t.parts = append(t.parts, part{literal: "…"})
		}
		from.Col += 2
		rest = after
	}
}

// spanLines is how many lines of YAML one text may run over and still have its
// expressions found.
const spanLines = 30

// cutExpr splits a text around its first {{ … }}. ok is false when there is none;
// before is then the whole text.
func cutExpr(text string) (before, inner, after string, ok bool) {
	i := strings.Index(text, "{{")
	if i < 0 {
		return text, "", "", false
	}
	n := exprEnd(text[i:])
	if n < 0 {
		return text, "", "", false
	}
	return text[:i], text[i+2 : i+n], text[i+n+2:], true
}

// exprEnd returns where the "}}" that closes the expression at the start of a text
// stands, -1 if nothing closes it. The brace of a parameter closes no expression.
func exprEnd(text string) int {
	for at := 0; at < len(text); at++ {
		if use := parameterAt(text[at:]); use > 0 {
			at += use - 1
		} else if strings.HasPrefix(text[at:], "}}") {
			return at
		}
	}
	return -1
}
