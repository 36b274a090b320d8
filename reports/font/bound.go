package font

import "regexp"

// bound are the parts of a text that stay on one line: a number with its currency and unit, a
// quarter or month with its year, a date, a Chinese number with what it counts, and the dot
// between two parts of a subtitle with what stands before it.
var bound = regexp.MustCompile(`\d{4}-\d\d(?:-\d\d)?|\d{4}年(?:第[一二三四]季度|\d{1,2}月(?:\d{1,2}日)?)?` +
	`|(?:\d{1,2} )?\b(?:Q[1-4]|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4}` +
	`|(?:\b[A-Z]{3} )?[+\x{2212}]?[₹$€¥]?\d[\d.,]*(?: (?:%|(?:pp|tn|bn|mn|times|lakh crore|lakh cr|lakh|crore|cr)\b)|%?(?:[万亿]+(?:元|卢比|美元|笔|人|家|个|户)?|元|卢比|笔|家|倍|点|个百分点|个月|年|月|日))?` +
	`|\S ·`)

// Bound returns where the parts of a text begin and end, in bytes, that a line must not break.
func Bound(text string) [][]int { return bound.FindAllStringIndex(text, -1) }
