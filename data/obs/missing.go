package obs

import (
	"regexp"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Absence says why a cell holds no value. Zero is none of them: it is a value.
type Absence string

// The absences. Present is what every text has that may be a value.
const (
	Present       Absence = ""
	NotAvailable  Absence = "not_available"  // nobody wrote a value down: empty, null, N/A, ..., cut off, masked
	NotApplicable Absence = "not_applicable" // there can be none: a dash, 不适用
	Undefined     Absence = "undefined"      // a computation had no result: NaN, inf, #DIV/0!
)

// absences are the texts that stand for no value, in lower case and half-width.
var absences = map[string]Absence{
	"": NotAvailable, "null": NotAvailable, "none": NotAvailable, "nil": NotAvailable, "n/a": NotAvailable, "n.a.": NotAvailable, "na": NotAvailable,
	"#n/a": NotAvailable, "not available": NotAvailable, "nav": NotAvailable, "<na>": NotAvailable, "..": NotAvailable, "...": NotAvailable,
	"暂无": NotAvailable, "无数据": NotAvailable, "暂无数据": NotAvailable, "未公布": NotAvailable, "未披露": NotAvailable,
	"-": NotApplicable, "--": NotApplicable, "–": NotApplicable, "—": NotApplicable, "——": NotApplicable, "−": NotApplicable,
	"nap": NotApplicable, "not applicable": NotApplicable, "不适用": NotApplicable,
	"nan": Undefined, "-nan": Undefined, "inf": Undefined, "+inf": Undefined, "-inf": Undefined, "infinity": Undefined, "-infinity": Undefined,
	"∞": Undefined, "-∞": Undefined, "#div/0!": Undefined, "#num!": Undefined, "#value!": Undefined, "#ref!": Undefined, "#name?": Undefined,
}

// cutOff matches a value that the page's margin or a mask took: "[…]亿次", "***".
var cutOff = regexp.MustCompile(`^(?:[^0-9]*\[(?:\.\.\.|…)\][^0-9]*|\*+)$`)

// MissingState returns why a cell holds no value: NotAvailable for "", "null" and "N/A",
// NotApplicable for "-", "—" and "不适用", Undefined for "NaN" and "inf". It is Present
// for all other text, "0" and "0.0" among them.
//
// Conventions differ between publishers (to some "-" is nil, to some N/A is "not
// applicable"): what a source's own legend says belongs in its descriptor and goes first.
func MissingState(text string) Absence {
	if len(text) > 64 {
		return Present
	}
	s := strings.ToLower(strings.TrimSpace(norm.NFKC.String(text)))
	if a, ok := absences[s]; ok {
		return a
	}
	if cutOff.MatchString(s) {
		return NotAvailable
	}
	return Present
}
