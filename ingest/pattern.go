package ingest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"paystats/data/diag"
	"paystats/data/yamldoc"
)

// pattern is a regular expression whose named groups are the part of a text that counts.
type pattern struct {
	*regexp.Regexp
	pos diag.Pos
}

// periodPieces are the groups from which a period or a date is put together.
var periodPieces = []string{"year", "half", "quarter", "month", "day"}

// patternGroups are the groups that a pattern may have for a key: the key's own name, and
// for periods and dates their pieces.
func patternGroups(key string) []string {
	if key == partPeriod.String() || key == partVintage.String() {
		return append([]string{key}, periodPieces...)
	}
	return []string{key}
}

// readRegexp compiles a regular expression; nil after a problem.
func readRegexp(n yamldoc.Node) *regexp.Regexp {
	text, ok := n.Text()
	if !ok {
		return nil
	}
	re, err := regexp.Compile(text)
	if err != nil {
		msg := strings.TrimPrefix(err.Error(), "error parsing regexp: ")
		n.Report("regex-syntax", fmt.Sprintf("%s: %s", n.Name, msg), "patterns are RE2: no look-ahead, no back-references")
		return nil
	}
	return re
}

// readPattern reads a pattern, whose named groups must be among groups; nil after a problem.
func readPattern(n yamldoc.Node, groups []string) *pattern {
	re := readRegexp(n)
	if re == nil {
		return nil
	}
	found := 0
	for _, g := range re.SubexpNames() {
		switch {
		case g == "":
		case slices.Contains(groups, g):
			found++
		default:
			n.Report("value-unknown", fmt.Sprintf("%s has no use for a group %q", n.Name, g), diag.DidYouMean(g, groups, ""))
			return nil
		}
	}
	if found == 0 {
		n.Report("key-missing", fmt.Sprintf("%s names no group", n.Name), fmt.Sprintf("write (?P<%s>…)", groups[0]))
		return nil
	}
	return &pattern{re, n.Pos}
}

// find returns what the pattern finds in a text: the group of the part's name, or a period
// put together from its pieces.
func (p *pattern) find(text string) bound {
	found := p.FindStringSubmatch(text)
	if found == nil {
		return bound{}
	}
	pieces := map[string]string{}
	for i, g := range p.SubexpNames() {
		if g != "" && found[i] != "" {
			pieces[g] = strings.TrimSpace(found[i])
		}
	}
	if len(pieces) == 1 {
		for _, text := range pieces {
			return bound{text: text, ok: true}
		}
	}
	return bound{text: joinPieces(pieces), ok: len(pieces) > 0}
}

// joinPieces writes a period as data/obs reads it: 2015-Q3, 2015-09-30, 5 September 2015.
func joinPieces(pieces map[string]string) string {
	year, month := pieces["year"], pieces["month"]
	if len(year) == 2 && isDigits(year) {
		if year >= "70" {
			year = "19" + year
		} else {
			year = "20" + year
		}
	}
	switch {
	case month != "" && !isDigits(month):
		return strings.TrimSpace(pieces["day"] + " " + month + " " + year)
	case pieces["quarter"] != "" && !isDigits(pieces["quarter"]):
		return year + "年第" + pieces["quarter"] + "季度"
	case pieces["half"] != "" && !isDigits(pieces["half"]):
		return year + "年" + pieces["half"] + "半年"
	}
	text := year
	for _, piece := range []struct{ group, mark string }{{"half", "-S"}, {"quarter", "-Q"}, {"month", "-"}, {"day", "-"}} {
		if s, ok := pieces[piece.group]; ok {
			text += piece.mark + s
		}
	}
	return text
}

func isDigits(text string) bool { return strings.Trim(text, "0123456789") == "" }
