package page

import (
	"paystats/data/diag"
	"paystats/data/yamldoc"
	"paystats/reports/chart"
)

// The forms of values.
const (
	formText   = "text, or `{en: …, zh: …}`"
	formName   = "name"
	formNames  = "list of names"
	formPeriod = "period, or a run of them"
)

// headKeys are the keys of a page's head that say what it is about.
var headKeys = []key[Page]{
	{said{name: "title", form: formText, meaning: "what the page is called", absent: "needed", example: "{en: China third-party payments, zh: 中国第三方支付}"},
		oneText(func(p *Page) *text { return &p.title })},
	{said{name: "lead", form: formText, meaning: "the page's answer in one or two sentences, under the title and in the index", example: "Two providers hold most of the market."},
		oneText(func(p *Page) *text { return &p.lead })},
	{said{name: "period", form: formPeriod, meaning: "what the page covers; the period of every block and expression that names none of its own", absent: "all periods", example: "2013-Q1..2015-Q3"},
		oneSpan(func(p *Page) *span { return &p.period })},
	{said{name: "numbers", form: "a number system, or a mapping of a language to one", words: []string{numbersWestern, numbersIndian, numbersChinese},
		meaning: "how large numbers are printed", absent: "that of paystats.yaml; else by language and currency", example: "{en: indian, zh: chinese}"},
		func(_ *source, p *Page, value yamldoc.Node) {
			p.numbers = value.OneOfEach(Languages, numbersWestern, numbersIndian, numbersChinese)
		}},
}

// declarationKeys are the keys of a head that are read before all others: what they
// declare may stand anywhere else.
var declarationKeys = []key[Page]{
	{said{name: "parameters", form: "mapping of a name to a value, or to a list of the values that it may have, the default first",
		meaning: "texts that the page names `${NAME}`; `parameters:` of paystats.yaml replaces them", example: "{market: [pay, bank], last: 2020-Q4}"},
		func(s *source, p *Page, value yamldoc.Node) { s.declare(value) }},
	{said{name: "for", form: "mapping", meaning: "makes one page for each member of a market; the keys are below", example: "{each: provider, market: pay}"},
		func(s *source, p *Page, value yamldoc.Node) { p.readEach(value) }},
}

// eachKeys are the keys of "for:".
var eachKeys = []key[each]{
	{said{name: "each", form: formName, meaning: "the dimension of the market; `${provider}` is then the member's id, `${provider.name}` its name", absent: "needed", example: "provider"},
		oneWord(func(e *each) *word { return &e.dimension })},
	{said{name: "market", form: formName, meaning: "the market whose members with figures get a page each", absent: "needed", example: "pay"},
		oneWord(func(e *each) *word { return &e.market })},
	{said{name: "members", form: formNames, meaning: "these members only, in this order", absent: "all that have figures, in the order of the code list", example: "[alpha, zeta]"},
		manyWords(func(e *each) *[]word { return &e.members })},
}

// blockKeys are the keys of chart and table blocks.
var blockKeys = []key[block]{
	{said{name: "metric", form: formName, meaning: "a metric, a measure, or `metric.column` for a further column of its table", absent: "needed, or `sql`", example: "share"},
		oneWord(func(b *block) *word { return &b.sel.metric })},
	{said{name: "market", form: formName, meaning: "the market that is looked at", absent: "needed, or `sql`", example: "pay"},
		oneWord(func(b *block) *word { return &b.sel.market })},
	{said{name: "dataset", form: formName, meaning: "for metrics of payment attempts: the dataset, instead of a market", absent: "needed there", example: "synthetic-attempts"},
		oneWord(func(b *block) *word { return &b.sel.dataset })},
	{said{name: "measure", form: formNames, meaning: "what the metric is of", absent: "the market's first measure that has data", example: "tx_value"},
		manyWords(func(b *block) *[]word { return &b.sel.measures })},
	{said{name: "publisher", form: formName, meaning: "whose figures", absent: "the market's first publisher that has them", example: "acme"},
		oneWord(func(b *block) *word { return &b.sel.publisher })},
	{said{name: "compare", form: "word", meaning: "in a ranking or sparkline: what the newest values are compared with; publishers is the long way to write `by: publisher`",
		words: []string{"publishers", string(chart.YearBefore), string(chart.PeriodBefore)}, example: "publishers"},
		readCompare},
	{said{name: "by", form: "word", meaning: "what the chart is split by: member (or the market's dimension), publisher, measure; not with `sql`", absent: "the total, or members where the kind or the data need them", example: "provider"},
		oneWord(func(b *block) *word { return &b.by })},
	{said{name: "multiples", form: "word", meaning: "small multiples: a panel for each member, publisher or measure", absent: "one drawing", example: "member"},
		oneWord(func(b *block) *word { return &b.panels })},
	{said{name: "scale", form: "word", meaning: "of small multiples: a value axis for each panel", absent: "one for all", words: []string{"own"}, example: "own"},
		oneWord(func(b *block) *word { return &b.scale })},
	{said{name: "members", form: formNames, meaning: "these members only", absent: "all", example: "[alpha, beta]"},
		manyWords(func(b *block) *[]word { return &b.sel.members })},
	{said{name: "top", form: "whole number from 1", meaning: "how many members are shown; the rest is added up into “others” where it can be", absent: "all", example: "5"},
		func(s *source, b *block, value yamldoc.Node) { b.top, _ = s.intOf(value, 1) }},
	{said{name: "sort", form: "word", meaning: "order of members: by their newest value, or as the code list has them", absent: "last", words: []string{"last", "list"}, example: "list"},
		oneWord(func(b *block) *word { return &b.sort })},
	{said{name: "period", form: formPeriod, meaning: "what is shown", absent: "the page's period", example: "2020-Q1..2020-Q4"},
		oneSpan(func(b *block) *span { return &b.sel.period })},
	{said{name: "frequency", form: "word", meaning: "length of the periods", absent: "that of the period, else quarters or what there is", words: frequencyWords, example: "quarterly"},
		readFrequency},
	{said{name: "kind", form: "kind", meaning: "form of the chart; see Kinds", absent: "decided by the data: line, bar, ranking or range", example: "line"},
		oneWord(func(b *block) *word { return &b.form })},
	{said{name: "title", form: formText, meaning: "the finding", absent: "needed", example: "Value nearly tripled"},
		oneText(func(b *block) *text { return &b.title })},
	{said{name: "subtitle", form: formText, meaning: "what is measured", absent: "quantity, unit, market, publisher", example: "Payments by quarter"},
		oneText(func(b *block) *text { return &b.subtitle })},
	{said{name: "note", form: formText, meaning: "a footnote", example: "Counted anew since 2016."},
		oneText(func(b *block) *text { return &b.note })},
	{said{name: "events", form: formNames, meaning: "events of the code list that are marked on the axis of periods", example: "[law]"},
		manyWords(func(b *block) *[]word { return &b.events })},
	{said{name: "empty", form: "word", meaning: "what becomes of a block that the data hold nothing for: a mistake, a note in its place, or nothing at all", absent: "error; on a page for a member, note", words: emptyWords, example: "omit"},
		oneWord(func(b *block) *word { return &b.empty })},
	{said{name: "sql", form: "one SELECT", meaning: "a query of your own instead of `metric` and `market`; `${NAME}` in it is bound, never pasted", example: "SELECT period, value FROM anything"},
		readSQL},
	{said{name: "unit", form: "unit", meaning: "unit of the query's values; see Units", absent: "needed with `sql`, but for `columns` and kinds of classes", example: "CNY"},
		oneWord(func(b *block) *word { return &b.unit })},
	{said{name: "columns", form: "mapping of a column to `title` and `unit`", meaning: "with `sql`: the columns of a table in this order, or the axes of scatter and bubble", example: "{period: {title: Quarter, unit: period}}"},
		func(s *source, b *block, value yamldoc.Node) { b.columns = s.columns(value) }},
	{said{name: "source", form: formText, meaning: "with `sql`: where the numbers come from", absent: "told by the observations, where the query returns `inputs`", example: "Own count"},
		oneText(func(b *block) *text { return &b.source })},
}

// columnKeys are the keys of one column of "columns:".
var columnKeys = []key[column]{
	{said{name: "title", form: formText, meaning: "head of the column", absent: "needed", example: "Quarter"},
		oneText(func(c *column) *text { return &c.title })},
	{said{name: "unit", form: "unit", meaning: "how its cells are printed; see Units", absent: "needed by numbers with decimals", example: "percent"},
		oneWord(func(c *column) *word { return &c.unit })},
}

// figureKeys are the keys of one figure of a kpi block.
var figureKeys = []key[figure]{
	{said{name: "label", form: formText, meaning: "what it is", absent: "needed", example: "Value in 2020 Q4"},
		oneText(func(f *figure) *text { return &f.label })},
	{said{name: "value", form: formText, meaning: "the figure, mostly an expression", absent: "needed", example: `"{{ value tx_value market=pay period=2020-Q4 }}"`},
		oneText(func(f *figure) *text { return &f.value })},
	{said{name: "detail", form: formText, meaning: "a line under it", example: `"{{ growth tx_value market=pay from=2020-Q1 to=2020-Q4 }} since the first quarter"`},
		oneText(func(f *figure) *text { return &f.detail })},
}

// readCompare reads "compare:": publishers, the long way to write "by: publisher", or
// what the newest values are compared with.
func readCompare(s *source, b *block, value yamldoc.Node) {
	w, ok := s.wordOf(value)
	if !ok {
		return
	}
	switch w.text {
	case "publishers":
		b.by = word{"publisher", w.pos}
	case string(chart.YearBefore), string(chart.PeriodBefore):
		b.against = w
	default:
		s.fail(w.pos, codeRequest, "write compare: publishers, or in a ranking or sparkline compare: year or compare: period", "cannot compare %q", w.text)
	}
}

// readFrequency reads "frequency:" as its letter.
func readFrequency(s *source, b *block, value yamldoc.Node) {
	if w, ok := s.wordOf(value); ok {
		b.sel.frequency = s.frequency(w)
	}
}

// readSQL reads "sql:". Its parameters stay in it, to be bound.
func readSQL(s *source, b *block, value yamldoc.Node) {
	text, ok := value.Text()
	if b.sql = (word{text, value.TextPos()}); ok {
		b.query = s.bind(b.sql)
	}
	b.refusal = refuseSQL(b.query.sql)
}

// misspelt returns the hint for a word that is none of a few: the nearest, or all.
func misspelt(text string, words []string) string {
	if hint := diag.DidYouMean(text, words, ""); hint != "" {
		return hint
	}
	return "write " + listed(words)
}
