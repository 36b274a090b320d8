package page

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"paystats/data/diag"
)

// The words an expression starts with.
const (
	verbValue  = "value"  // one value
	verbRatio  = "ratio"  // to / from
	verbGrowth = "growth" // to / from - 1
	verbChange = "change" // to - from: percentage points for shares
	verbLeader = "leader" // name of the member with the largest value
	verbLabel  = "label"  // the class that guidelines give a value
	verbClaim  = "claim"  // a statement that is checked
)

var verbs = []string{verbValue, verbRatio, verbGrowth, verbChange, verbLeader, verbLabel, verbClaim}

// expr is one {{ … }}.
type expr struct {
	verb  word
	claim string // the statement of a claim
	sel   selection
	from  word
	to    word
	plus  bool // print a plus sign before growth: sign=plus
	conds []cond
	pos   diag.Pos
}

// cond is one condition of a claim: max<0.65, ratio>=2.7, top=alipay.
type cond struct {
	aggregate, op string
	limit         float64
	text          word // as written; for top, the member
}

// The aggregates of conditions: over all values that a claim selects, or over the
// values of one member in the order of periods (first to ratio, rises, falls).
var aggregates = []string{"max", "min", "sum", "count", "value", "first", "last", "change", "ratio", "top"}

var (
	condPattern = regexp.MustCompile(`^([a-z]+)(<=|>=|<|>|=)(.+)$`)
	exprToken   = regexp.MustCompile(`[^\s"“”=]+=(?:"[^"]*")|"[^"]*"|“[^”]*”|\S+`)
)

// exprKeys are the keys that an expression knows.
var exprKeys = []string{"market", "measure", "publisher", "member", "members", "period", "frequency", "from", "to", "sign"}

// expression reads what stands between {{ and }}; nil, with problems recorded, if it
// cannot be read. pos is the place of "{{", which offset counts from.
func (s *source) expression(inner string, pos diag.Pos) *expr {
	e := &expr{pos: pos}
	before := s.problems.Len()
	place := func(offset int) diag.Pos { return diag.Pos{File: pos.File, Line: pos.Line, Col: pos.Col + 2 + offset} }
	var bare []word
	for _, at := range exprToken.FindAllStringIndex(inner, -1) {
		t := word{inner[at[0]:at[1]], place(at[0])}
		switch key, value, ok := strings.Cut(t.text, "="); {
		case unquote(t.text) != t.text:
			e.claim = unquote(t.text)
		case ok && slices.Contains(exprKeys, key):
			s.exprKey(e, key, word{unquote(value), place(at[0] + len(key) + 1)})
		case condPattern.MatchString(t.text):
			s.condition(e, t)
		default:
			bare = append(bare, t)
		}
	}
	if s.problems.Len() == before {
		s.finish(e, bare)
	}
	if s.problems.Len() > before {
		return nil
	}
	return e
}

// finish puts the bare words in their places and checks that nothing is absent.
func (s *source) finish(e *expr, bare []word) {
	if len(bare) == 0 {
		s.fail(e.pos, codeExpression, "write {{ value METRIC market=… period=… }}", "an empty expression")
		return
	}
	e.verb = bare[0]
	if !slices.Contains(verbs, e.verb.text) {
		s.fail(e.verb.pos, codeVerb, diag.DidYouMean(e.verb.text, verbs, ""), "unknown word %q", e.verb.text)
		return
	}
	for _, w := range bare[1:] {
		if e.sel.metric.text != "" {
			s.fail(w.pos, codeExpression, "keys are written key=value, without spaces", "%q is one word too many", w.text)
			return
		}
		e.sel.metric = w
	}
	isClaim := e.verb.text == verbClaim
	switch {
	case e.sel.metric.text == "":
		s.fail(e.pos, codeExpression, "name a metric behind "+e.verb.text, "no metric")
	case e.sel.market.text == "":
		s.fail(e.pos, codeExpression, "add market=…", "no market")
	case isClaim && (e.claim == "" || len(e.conds) == 0):
		s.fail(e.pos, codeExpression, `write {{ claim "statement" METRIC market=… max<0.65 }}`, "a claim needs a statement in quotes and a condition")
	case !isClaim && (e.claim != "" || len(e.conds) > 0):
		s.fail(e.pos, codeExpression, "", "only a claim has a statement and conditions")
	case slices.Contains([]string{verbRatio, verbGrowth, verbChange}, e.verb.text) && (e.from.text == "" || e.to.text == ""):
		s.fail(e.pos, codeExpression, "add from=… and to=…", "%s compares two periods", e.verb.text)
	case (e.verb.text == verbValue || e.verb.text == verbLeader || e.verb.text == verbLabel || isClaim) && (e.from.text != "" || e.to.text != ""):
		s.fail(e.pos, codeExpression, "write period=…", "%s has a period, not from and to", e.verb.text)
	}
}

// exprKey stores one key=value.
func (s *source) exprKey(e *expr, key string, value word) {
	switch key {
	case "market":
		e.sel.market = value
	case "measure":
		e.sel.measures = []word{value}
	case "publisher":
		e.sel.publisher = value
	case "member", "members":
		at := value.pos
		for part := range strings.SplitSeq(value.text, ",") {
			e.sel.members = append(e.sel.members, word{part, at})
			at.Col += len(part) + 1
		}
	case "period":
		e.sel.period = s.span(value)
	case "frequency":
		e.sel.frequency = s.frequency(value)
	case "from":
		e.from = value
		s.span(value)
	case "to":
		e.to = value
		s.span(value)
	case "sign":
		if e.plus = value.text == "plus"; !e.plus {
			s.fail(value.pos, codeExpression, "write sign=plus, or leave it out", "unknown sign %q", value.text)
		}
	}
}

// condition stores one condition of a claim.
func (s *source) condition(e *expr, t word) {
	m := condPattern.FindStringSubmatch(t.text)
	if !slices.Contains(aggregates, m[1]) {
		s.fail(t.pos, codeExpression, diag.DidYouMean(m[1], append(slices.Clone(aggregates), exprKeys...), ""), "unknown key or condition %q", m[1])
		return
	}
	c := cond{aggregate: m[1], op: m[2], text: t}
	if m[1] == "top" {
		c.text.text = m[3]
		if m[2] != "=" {
			s.fail(t.pos, codeExpression, "write top=MEMBER", "top is compared with =")
		}
		e.conds = append(e.conds, c)
		return
	}
	number, percent := strings.CutSuffix(m[3], "%")
	limit, err := strconv.ParseFloat(strings.ReplaceAll(number, ",", ""), 64)
	if err != nil {
		s.fail(t.pos, codeExpression, "write a number such as 0.65, 65% or 9e12", "%q is no number", m[3])
		return
	}
	if percent {
		limit /= 100
	}
	c.limit = limit
	e.conds = append(e.conds, c)
}

// unquote strips one pair of quotes, straight or curly.
func unquote(text string) string {
	for _, q := range [][2]string{{`"`, `"`}, {"“", "”"}} {
		if inner, ok := strings.CutPrefix(text, q[0]); ok && len(text) > len(q[0]) {
			if inner, ok = strings.CutSuffix(inner, q[1]); ok {
				return inner
			}
		}
	}
	return text
}
