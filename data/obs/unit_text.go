package obs

import (
	"regexp"
	"strings"
)

var (
	// unitHeads match the name of a column before its unit: "value (in rs. million)".
	unitHeads = regexp.MustCompile(`^(?:value|volume|amount|no\. of transactions|number of transactions|交易规模|交易金额|交易笔数|金额|笔数)s? ?(?:(\(.*\))|(in .*))$`)

	// thousandsMark matches '000, as in Rs.'000; the group before it must not be a digit.
	thousandsMark = regexp.MustCompile(`(^|[^0-9])['‘’]?000(?:['‘’]?s)?($|[^0-9a-z])`)

	// actual matches the word for "as it is, in no multiple".
	actual = regexp.MustCompile(`^(?:in )?actuals?$`)
)

// unitText cuts from a folded text what tables print around a unit; false if nothing is
// left inside brackets.
func unitText(text string) (inner string, ok bool) {
	if strings.ContainsAny(text, " (") {
		if head := unitHeads.FindStringSubmatch(text); head != nil {
			text = head[1] + head[2]
		}
	}
	if inner, ok := strings.CutPrefix(text, "("); ok && strings.HasSuffix(inner, ")") && inner != ")" {
		text = strings.TrimSpace(strings.TrimSuffix(inner, ")"))
		if text == "" {
			return "", false
		}
	}
	switch {
	case strings.HasSuffix(strings.TrimSuffix(text, "s"), "actual"):
		return actual.ReplaceAllString(text, ""), true
	case strings.Contains(text, "000"):
		return strings.TrimSpace(thousandsMark.ReplaceAllString(text, "$1 thousand $2")), true
	}
	return text, true
}
