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
	verbName   = "${…}"   // the name of what a parameter is the id of
)

// expr is one {{ … }}.
type expr struct {
	verb  word
	claim []part // the statement of a claim
	sel   selection
	from  word
	to    word
	plus  bool // print a plus sign before growth: sign=plus
	conds []cond
	pos   diag.Pos

	subject string // of verbName: the id whose name is meant
}

// cond is one condition of a claim: max<0.65, ratio>=2.7, top=alipay.
type cond struct {
	aggregate, op string
	limit         float64
	text          word // as written; for top, the member
}

var (
	condPattern = regexp.MustCompile(`^([a-z]+)(<=|>=|<|>|=)(.+)$`)
	exprToken   = regexp.MustCompile(`[^\s"“”=]+=(?:"[^"]*")|"[^"]*"|“[^”]*”|\S+`)
)

// expression reads what stands between {{ and }}; nil, with problems recorded, if it
// cannot be read. pos is the place of "{{", which offset counts from.
func (s *source) expression(inner string, pos diag.Pos) *expr {
	e := &expr{pos: pos}
	before := s.problems.Len()
	place := func(offset int) diag.Pos { return diag.Pos{File: pos.File, Line: pos.Line, Col: pos.Col + 2 + offset} }
	var bare []word
	for _, at := range exprToken.FindAllStringIndex(inner, -1) {
		t := word{inner[at[0]:at[1]], place(at[0])}
		key, value, ok := strings.Cut(t.text, "=")
		known := slices.IndexFunc(exprKeys, func(k exprKey) bool { return k.name == key })
		switch {
		case unquote(t.text) != t.text:
			e.claim = s.pieces(unquote(t.text), t.pos, asIs)
		case ok && known >= 0:
			exprKeys[known].read(s, e, s.bound(word{unquote(value), place(at[0] + len(key) + 1)}))
		case condPattern.MatchString(t.text):
			s.condition(e, s.bound(t))
		default:
			bare = append(bare, s.bound(t))
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
	if e.verb.text == "include" {
		s.fail(e.verb.pos, codeExpression, "write {{ include parts/method.md }} on a line of its own, outside of blocks", "an include among other words")
		return
	}
	if known := saidNames(verbs); !slices.Contains(known, e.verb.text) {
		s.fail(e.verb.pos, codeVerb, misspelt(e.verb.text, append(known, "include")), "unknown word %q", e.verb.text)
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
	case e.sel.block.text != "" && (e.sel.market.text != "" || e.sel.dataset.text != "" || !isClaim && e.verb.text != verbValue):
		s.fail(e.sel.block.pos, codeExpression, "write {{ value COLUMN block=… row=1 }}, without market", "block is for values and claims of a query")
	case e.sel.block.text == "" && e.sel.row.text != "":
		s.fail(e.sel.row.pos, codeExpression, "add block=…", "a row of no block")
	case e.sel.market.text == "" && e.sel.dataset.text == "" && e.sel.block.text == "":
		s.fail(e.pos, codeExpression, "add market=…, dataset=… or block=…", "no market")
	case e.sel.dimension.text != "" && e.sel.dataset.text == "":
		s.fail(e.sel.dimension.pos, codeExpression, "leave it out: a market knows what its members are", "by belongs to dataset")
	case e.sel.dataset.text != "" && e.sel.dimension.text == "" && len(e.sel.members) > 0:
		s.fail(e.sel.members[0].pos, codeExpression, "add by=provider, or another dimension of the metric", "a member of no dimension")
	case isClaim && (len(e.claim) == 0 || len(e.conds) == 0):
		s.fail(e.pos, codeExpression, `write {{ claim "statement" METRIC market=… max<0.65 }}`, "a claim needs a statement in quotes and a condition")
	case !isClaim && (len(e.claim) > 0 || len(e.conds) > 0):
		s.fail(e.pos, codeExpression, "", "only a claim has a statement and conditions")
	case slices.Contains([]string{verbRatio, verbGrowth, verbChange}, e.verb.text) && (e.from.text == "" || e.to.text == ""):
		s.fail(e.pos, codeExpression, "add from=… and to=…", "%s compares two periods", e.verb.text)
	case (e.verb.text == verbValue || e.verb.text == verbLeader || e.verb.text == verbLabel || isClaim) && (e.from.text != "" || e.to.text != ""):
		s.fail(e.pos, codeExpression, "write period=…", "%s has a period, not from and to", e.verb.text)
	}
}

// what says which figures an expression reads and how it judges them, but for its words: equal in
// every language of a page.
func (e *expr) what() string {
	sel := e.sel
	words := []word{sel.metric, sel.market, sel.dataset, sel.dimension, sel.publisher, sel.frequency, sel.block, sel.row}
	var parts []string
	for _, w := range slices.Concat(words, sel.measures, sel.members) {
		parts = append(parts, w.text)
	}
	if !sel.period.isZero() {
		parts = append(parts, sel.period.String())
	}
	for _, c := range e.conds {
		if c.aggregate == "top" {
			parts = append(parts, "top="+c.text.text)
			continue
		}
		parts = append(parts, c.aggregate+c.op+strconv.FormatFloat(c.limit, 'g', -1, 64))
	}
	return strings.Join(parts, " ")
}

// condition stores one condition of a claim.
func (s *source) condition(e *expr, t word) {
	m := condPattern.FindStringSubmatch(t.text)
	if known := saidNames(aggregates); !slices.Contains(known, m[1]) {
		s.fail(t.pos, codeExpression, misspelt(m[1], append(known, exprKeyNames()...)), "unknown key or condition %q", m[1])
		return
	}
	c := cond{aggregate: m[1], op: m[2], text: t}
	if m[1] == "top" {
		c.text = word{m[3], t.pos}
		c.text.pos.Col += len("top") + len(m[2])
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
