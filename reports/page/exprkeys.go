package page

import "strings"

// verbs are the words that an expression starts with.
var verbs = []said{
	{name: verbValue, form: "number", meaning: "one value", example: "{{ value tx_value market=pay period=2020-Q4 }}"},
	{name: verbRatio, form: "number", meaning: "two periods of one series: the later by the earlier", example: "{{ ratio tx_value market=pay from=2020-Q1 to=2020-Q4 }}"},
	{name: verbGrowth, form: "%", meaning: "the same, less one", example: "{{ growth tx_value market=pay from=2020-Q1 to=2020-Q4 }}"},
	{name: verbChange, form: "number; pp for shares", meaning: "the later less the earlier", example: "{{ change share market=pay member=alpha from=2020-Q2 to=2020-Q4 }}"},
	{name: verbLeader, form: "name", meaning: "the member with the largest value", example: "{{ leader share market=pay period=2020-Q4 }}"},
	{name: verbLabel, form: "words", meaning: "class by the US merger guidelines of 2023, which it names; “no single class” where not the whole interval agrees", example: "{{ label hhi market=pay period=2020-Q4 }}"},
	{name: verbClaim, form: "the statement", meaning: "prints a statement and checks it at every build", example: `{{ claim "Nobody reaches 60 %" share market=pay period=2020-Q4 max<60% }}`},
}

// exprKey is a key of an expression: key=value.
type exprKey struct {
	said
	read func(s *source, e *expr, value word)
}

// exprKeys are the keys that an expression knows.
var exprKeys = []exprKey{
	{said{name: "market", form: formName, meaning: "the market that is looked at", absent: "needed, or `dataset`, or `block`", example: "market=pay"},
		func(_ *source, e *expr, value word) { e.sel.market = value }},
	{said{name: "dataset", form: formName, meaning: "in place of a market, for a metric that is counted by dataset of payment attempts", example: "dataset=made"},
		func(_ *source, e *expr, value word) { e.sel.dataset = value }},
	{said{name: "by", form: formName, meaning: "with `dataset`: the dimension that the member belongs to", absent: "the total", example: "by=provider"},
		func(_ *source, e *expr, value word) { e.sel.dimension = value }},
	{said{name: "block", form: formName, meaning: "for value and claim, in place of a market: a chart or table of the page with `sql`; METRIC is then a column that its query returns", example: "block=reasons"},
		func(_ *source, e *expr, value word) { e.sel.block = value }},
	{said{name: "row", form: "name", meaning: "with `block`: the row, as a number from 1 or what stands in its period, category or first column", absent: "value: the first; claim: all", example: "row=1"},
		func(_ *source, e *expr, value word) { e.sel.row = value }},
	{said{name: "measure", form: formName, meaning: "what the metric is of", absent: "the market's first measure that has data", example: "measure=tx_value"},
		func(_ *source, e *expr, value word) { e.sel.measures = []word{value} }},
	{said{name: "publisher", form: formName, meaning: "whose figures", absent: "the market's first publisher that has them", example: "publisher=acme"},
		func(_ *source, e *expr, value word) { e.sel.publisher = value }},
	{said{name: "member", form: formName, meaning: "whose value", absent: "the total", example: "member=alpha"},
		readMembers},
	{said{name: "members", form: "names with commas", meaning: "the members that a claim looks at", absent: "all", example: "members=alpha,beta"},
		readMembers},
	{said{name: "period", form: formPeriod, meaning: "the period of the value; a claim may look at a run of them", absent: "the page's last", example: "period=2020-Q4"},
		func(s *source, e *expr, value word) { e.sel.period = s.span(value) }},
	{said{name: "frequency", form: "word", meaning: "length of the periods", absent: "that of the period", words: frequencyWords, example: "frequency=quarterly"},
		func(s *source, e *expr, value word) { e.sel.frequency = s.frequency(value) }},
	{said{name: "from", form: "period", meaning: "the earlier period of ratio, growth and change", absent: "needed there", example: "from=2020-Q1"},
		func(s *source, e *expr, value word) { e.from = value; s.span(value) }},
	{said{name: "to", form: "period", meaning: "the later period of ratio, growth and change", absent: "needed there", example: "to=2020-Q4"},
		func(s *source, e *expr, value word) { e.to = value; s.span(value) }},
	{said{name: "sign", form: "word", meaning: "prints a plus sign before growth", words: []string{"plus"}, example: "sign=plus"},
		readSign},
}

// aggregates are the left sides of a claim's conditions: over all values that it selects,
// or over the values of one member in the order of periods.
var aggregates = []said{
	{name: "max", meaning: "the largest of all values", example: "max<0.65"},
	{name: "min", meaning: "the smallest of all values", example: "min>=1%"},
	{name: "sum", meaning: "all values added up", example: "sum<=1"},
	{name: "count", meaning: "how many values there are", example: "count=3"},
	{name: "value", meaning: "the one value", example: "value>2.5e12"},
	{name: "first", meaning: "the member's value in the first period", example: "first>1e12"},
	{name: "last", meaning: "the member's value in the last period", example: "last>1e12"},
	{name: "change", meaning: "last less first", example: "change>0"},
	{name: "ratio", meaning: "last by first", example: "ratio>=2.7"},
	{name: "top", meaning: "the member with the largest value; takes = only", example: "top=alpha"},
}

func readMembers(_ *source, e *expr, value word) {
	at := value.pos
	for part := range strings.SplitSeq(value.text, ",") {
		e.sel.members = append(e.sel.members, word{part, at})
		at.Col += len(part) + 1
	}
}

func readSign(s *source, e *expr, value word) {
	if e.plus = value.text == "plus"; !e.plus {
		s.fail(value.pos, codeExpression, "write sign=plus, or leave it out", "unknown sign %q", value.text)
	}
}

// saidNames returns the names of what is said.
func saidNames(list []said) []string {
	names := make([]string, len(list))
	for i, one := range list {
		names[i] = one.name
	}
	return names
}

func exprKeyNames() []string {
	names := make([]string, len(exprKeys))
	for i, k := range exprKeys {
		names[i] = k.name
	}
	return names
}
