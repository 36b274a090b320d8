package bulk

import (
	"fmt"
	"strings"
)

// explanations say what is wrong with a refused row, and what to do, by the fault's code. %s is
// the field, %q the text.
var explanations = map[string]struct{ msg, hint string }{
	"json-syntax":     {"the line is no JSON object", "write one object a line"},
	"csv-syntax":      {"the row cannot be cut into cells", "close every quote, write one within quotes twice, and nothing behind the last; carriage returns belong in quotes"},
	"row-ragged":      {"the row has more or fewer cells than the header", "put texts that hold the delimiter into quotes"},
	"row-size":        {"the row is longer than 1 MiB", "look for a quote that is not closed"},
	"text-encoding":   {"a text is not UTF-8", "convert the file: iconv -f gb18030 -t utf-8"},
	"cell-size":       {"%s is longer than 4 KiB: %q", "look for a quote that is not closed; is it the right column?"},
	"cell-missing":    {"%s is empty", "every row needs it"},
	"time-syntax":     {"%s %q is no time", "write ISO 8601, in all rows with an offset or in none, or declare its format"},
	"time-range":      {"%s %q lies before 1970 or after 2037", "a device's clock was wrong; correct it at the source"},
	"time-skipped":    {"%s %q is not on the clock of its zone", "the clock was set forward over it; is the zone right?"},
	"zone-unknown":    {"the zone %[2]q of %[1]s is not in the IANA's list", "write Asia/Shanghai, America/New_York, …"},
	"number-syntax":   {"%s %q is no number", "write digits with a decimal point, without separators of thousands"},
	"text-digits":     {"%s is a number of more digits than numbers of JSON hold exactly", "write it as text, in quotes"},
	"amount-digits":   {"%s %q has more digits than a float or a number of JSON holds exactly", "write it to CSV, or as DECIMAL to Parquet"},
	"amount-range":    {"%s %q has more than 14 digits before the point", "is it in minor units? declare scale: minor"},
	"amount-decimals": {"%s %q has more decimals than its currency", "declare round, if that is meant"},
	"amount-sign":     {"%s %q is negative, and the row is no refund", "only refunds are negative"},
	"code-unknown":    {"%s %q is not known", "add it to the code list or its aliases, or map it in the descriptor"},
	"card-number":     {"%s holds a card number: %q", "mask it at the source (411111******1111), or declare the column under ids"},
}

// Explain says why a row was refused, and what to do.
func Explain(code, field, printed string) (msg, hint string) {
	return refusal(code, field, printed), hintOf(code, field)
}

func refusal(code, field, printed string) string {
	e, ok := explanations[code]
	switch {
	case !ok:
		return code
	case !strings.Contains(e.msg, "%"):
		return e.msg
	case code == "cell-missing", code == "text-digits":
		return fmt.Sprintf(e.msg, field)
	}
	return fmt.Sprintf(e.msg, field, printed)
}

// hintOf says what to do about a fault; what a field's words are is not for users to add to.
func hintOf(code, field string) string {
	if code == "code-unknown" {
		switch field {
		case "currency":
			return "write its code in ISO 4217: CNY"
		case "outcome":
			return "map it in the descriptor to one of " + strings.Join(outcomes, ", ")
		case "decision":
			return "map it in the descriptor to one of " + strings.Join(decisions, ", ")
		}
	}
	return explanations[code].hint
}
