package page

import "paystats/data/yamldoc"

// code is the stable name of a mistake. README.md lists all of them; a test holds
// the two together.
type code string

const (
	codeYAML          code = yamldoc.CodeSyntax
	codeHead          code = "head"
	codeKeyUnknown    code = yamldoc.CodeKeyUnknown
	codeKeyMissing    code = yamldoc.CodeKeyMissing
	codeKeyType       code = yamldoc.CodeKeyType
	codeKeyDuplicate  code = yamldoc.CodeKeyDuplicate
	codeTitleMissing  code = "title-missing"
	codeFence         code = "fence-unclosed"
	codeBlock         code = "block-unknown"
	codeIDMissing     code = "id-missing"
	codeIDSyntax      code = "id-syntax"
	codeIDDuplicate   code = "id-duplicate"
	codeKindUnknown   code = "kind-unknown"
	codeRequest       code = "request"
	codePeriod        code = "period-syntax"
	codeFrequency     code = "frequency-unknown"
	codeMetric        code = "metric-unknown"
	codeMarket        code = "market-unknown"
	codeDataset       code = "dataset-unknown"
	codeMeasure       code = "measure-unknown"
	codeMember        code = "member-unknown"
	codePublisher     code = "publisher-unknown"
	codeEvent         code = "event-unknown"
	codeUnit          code = "unit-unknown"
	codeExpression    code = "expression-syntax"
	codeVerb          code = "verb-unknown"
	codeEmpty         code = "empty-result"
	codeNoValue       code = "no-value"
	codeAmbiguous     code = "ambiguous"
	codeClaimFalse    code = "claim-false"
	codeSQLRefused    code = "sql-refused"
	codeSQLError      code = "sql-error"
	codeSQLColumns    code = "sql-columns"
	codeSQLSize       code = "sql-size"
	codeRawHTML       code = "raw-html"
	codeRemoteContent code = "remote-content"
	codeLink          code = "link-dead"

	codeParameter       code = "parameter-unknown"
	codeParameterSyntax code = "parameter-syntax"
	codeParameterValue  code = "parameter-value"
	codeInclude         code = "include-unknown"
	codeIncludePath     code = "include-path"
	codeIncludeCycle    code = "include-cycle"
	codeIncludeSize     code = "include-size"
	codeDiv             code = "div"
	codeUntranslated    code = "untranslated"
)

// codes lists every code with its meaning, in the order of README.md.
var codes = []struct {
	code    code
	meaning string
}{
	{codeYAML, "the head or a block is not well-formed YAML, or has an anchor, alias or tag"},
	{codeHead, "the page does not start with a head between two lines `---`, or an included passage has one"},
	{codeKeyUnknown, "a key that this place does not know"},
	{codeKeyMissing, "a key that is needed is absent"},
	{codeKeyType, "a value of the wrong form: a list for a text, a text for a number"},
	{codeKeyDuplicate, "a key that stands twice"},
	{codeTitleMissing, "a page, chart or table without a title"},
	{codeFence, "a block is opened and never closed"},
	{codeBlock, "a fence whose word is nearly chart, table or kpi, or the name of a block that has no query or is not there"},
	{codeIDMissing, "a chart or table without an id behind the word chart or table"},
	{codeIDSyntax, "an id that is not kebab-case"},
	{codeIDDuplicate, "an id that the page has used before"},
	{codeKindUnknown, "a kind of chart that does not exist"},
	{codeRequest, "keys that make no sense together"},
	{codePeriod, "text that is no period"},
	{codeFrequency, "text that is no frequency"},
	{codeMetric, "no such metric or measure"},
	{codeMarket, "no such market"},
	{codeDataset, "no such dataset of payment attempts"},
	{codeMeasure, "the market has no such measure"},
	{codeMember, "the market's dimension has no such member"},
	{codePublisher, "no such publisher, or none of this market"},
	{codeEvent, "no such event"},
	{codeUnit, "text that is no unit"},
	{codeExpression, "what stands between {{ and }} cannot be read"},
	{codeVerb, "an expression starts with an unknown word"},
	{codeEmpty, "the request is right but the data hold nothing for it"},
	{codeNoValue, "a value in the text or in a figure is not known; the message has the reason"},
	{codeAmbiguous, "two values for one point: the request must say more"},
	{codeClaimFalse, "the data do not bear out a claim (a warning; an error with --strict)"},
	{codeSQLRefused, "a block's SQL is not one SELECT, reads something that is no table of the warehouse, or gives another answer each time"},
	{codeSQLError, "the engine refused a block's SQL"},
	{codeSQLColumns, "a block's SQL lacks a column or a unit"},
	{codeSQLSize, "a block's SQL takes more than a minute, or returns 10 000 rows or a text of more than 10 000 bytes"},
	{codeRawHTML, "raw HTML in the narrative"},
	{codeRemoteContent, "an image from elsewhere, or a link that would run something"},
	{codeLink, "a link to a page, chart, table or file that the report does not have"},
	{codeParameter, "a parameter that the page does not declare; in paystats.yaml, one that no page declares"},
	{codeParameterSyntax, "`${…}` that is no parameter, or a name where an id is needed"},
	{codeParameterValue, "a value in paystats.yaml that the page does not allow for its parameter"},
	{codeInclude, "there is no file to include"},
	{codeIncludePath, "a passage that is no ordinary .md file under the folder of pages"},
	{codeIncludeCycle, "a passage that includes itself, directly or through others"},
	{codeIncludeSize, "a page that is too long with all that it includes"},
	{codeDiv, "a line ::: of an unknown language, inside another passage or around a block, never closed, or closing nothing"},
	{codeUntranslated, "a text or passage lacks a language that the page is in, and is shown in another (a warning)"},
}
