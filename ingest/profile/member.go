package profile

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"paystats/data/codelist"
)

// dimensionWords are the words in the names of columns that say what their members are.
var dimensionWords = []struct {
	pattern   *regexp.Regexp
	dimension string
}{
	{regexp.MustCompile(`(?i)bank|participant|remitter|beneficiary|银行`), "bank"},
	{regexp.MustCompile(`(?i)provider|psp|wallet|issuer|company|entity|\bapps?\b|institution|机构|平台|公司|企业|品牌方`), "provider"},
	{regexp.MustCompile(`(?i)brand|device|品牌`), "device_brand"},
	{regexp.MustCompile(`(?i)cent(?:re|er)|city|town|城市`), "city"},
	{regexp.MustCompile(`(?i)province|省`), "province"},
	{regexp.MustCompile(`(?i)category|purpose|type|类别|类型`), "category"},
	{regexp.MustCompile(`(?i)channel|渠道`), "channel"},
	{regexp.MustCompile(`(?i)instrument|method|mode|方式`), "instrument"},
	{regexp.MustCompile(`(?i)\bname\b|名称`), ""},
}

// assignMember takes the column of texts that tells rows apart for the members.
func assignMember(s *shape, columns []*column, lists *codelist.Set) {
	var best *column
	bestScore, bestWhy := 0.0, ""
	for _, c := range columns {
		if c.role != roleOther || c.why != "" || c.name == "" || c.repeats || c.share(c.texts) <= 0.5 || c.longest > 150 || len(c.distinct) == 0 {
			continue
		}
		_, known := knownDimension(c.distinct, lists)
		score, why := known*3, ""
		for _, w := range dimensionWords {
			if w.pattern.MatchString(c.name) {
				score, why = score+1, "its name says so; "
				break
			}
		}
		score += 2 * float64(len(c.distinct)) / float64(max(1, s.end-s.first))
		if len(c.distinct) == 1 {
			score -= 1
		}
		if score > bestScore {
			best, bestScore = c, score
			bestWhy = fmt.Sprintf("%s%d different texts, %.0f %% of them in the code lists: %s", why, len(c.distinct), known*100, quoted(c.distinct))
		}
	}
	if best == nil || bestScore < 0.2 {
		return
	}
	best.is(roleMember, bestWhy)
	for _, c := range columns {
		if c.role == roleOther && c.why == "" && c.texts > 0 && c.name != "" {
			c.why = "texts that no part of an observation is bound to"
			if len(c.distinct) > 1 {
				c.unsure = fmt.Sprintf("%q holds %d different texts (%s) and is not read", c.name, len(c.distinct), quoted(c.distinct))
			} else {
				c.why = fmt.Sprintf("it always holds %s", quoted(c.distinct))
			}
		}
	}
}

// knownDimension returns the dimension that knows most of some names, and which share of them.
func knownDimension(names []string, lists *codelist.Set) (dimension string, share float64) {
	for _, d := range lists.Dimensions() {
		if d == "total" {
			continue
		}
		known, counted := 0, 0
		for _, name := range names {
			if _, ok := lists.Resolve("member", "total", name); ok || totalLabel.MatchString(name) {
				continue
			}
			counted++
			if _, ok := lists.Resolve("member", d, name); ok {
				known++
			}
		}
		if s := float64(known) / float64(max(1, counted)); s > share {
			dimension, share = d, s
		}
	}
	return dimension, share
}

// dimensionOf returns the dimension of a column's members, and what is unsure about it.
func dimensionOf(c *column, lists *codelist.Set) (dimension, unsure string) {
	dimension, share := knownDimension(c.distinct, lists)
	if share >= 0.3 {
		return dimension, ""
	}
	for _, w := range dimensionWords {
		if w.dimension != "" && w.pattern.MatchString(c.name) && lists.Has("dimension", w.dimension) {
			return w.dimension, ""
		}
	}
	if dimension == "" {
		dimension = "provider"
	}
	return dimension, fmt.Sprintf("are %s of the dimension %s?", quoted(c.distinct), dimension)
}

// newMembers returns the texts of a column that no code list knows.
func newMembers(c *column, dimension string, rules []rule, lists *codelist.Set) []string {
	skipped := func(text string) bool {
		return slices.ContainsFunc(rules, func(r rule) bool {
			return r.column == c.name && r.kind != "end" && regexp.MustCompile(r.pattern).MatchString(text)
		})
	}
	var names []string
	for _, text := range c.distinct {
		if _, ok := lists.Resolve("member", dimension, text); ok || skipped(text) {
			continue
		}
		if _, ok := lists.Resolve("member", "total", text); ok || totalLabel.MatchString(text) {
			continue
		}
		names = append(names, strings.Join(strings.Fields(text), " "))
	}
	return names
}

// companyWords say little about which company is meant.
var companyWords = regexp.MustCompile(`(?i)\b(?:ltd|limited|inc|llc|co|corp|corporation|company|plc|the|of|and|private|pvt|n\.?v|a\.?g|s\.?a)\b\.?`)

// nearNames returns pairs of names that differ little: two spellings of one, perhaps. The
// first of a pair may be a member that the code list has.
func nearNames(names []string, lists *codelist.Set, dimension string) [][2]string {
	var pairs [][2]string
	byCore := map[string]string{}
	list := lists.List("member")
	for _, row := range list.Rows {
		if list.Cell(row, "dimension") == dimension {
			byCore[coreName(list.Cell(row, "name_en"))] = list.Cell(row, "name_en")
		}
	}
	for _, name := range names {
		core := coreName(name)
		if other, ok := byCore[core]; ok && other != name && core != "" {
			pairs = append(pairs, [2]string{other, name})
			continue
		}
		byCore[core] = name
	}
	return pairs
}

// coreName is what remains of a company's name without the words for companies and signs.
func coreName(name string) string {
	name = coopWord.ReplaceAllString(strings.ToLower(name), "coop")
	return strings.Join(words(companyWords.ReplaceAllString(name, " ")), "")
}

var coopWord = regexp.MustCompile(`co[- .]*op(?:erative|\b)\.?`)

// memberHeaders recognises columns whose names are members: date, Alipay, Tenpay.
func (b *builder) memberHeaders(all []*entry) {
	if memberColumn(b.columns) != nil || len(all) < 2 {
		return
	}
	names := map[*entry]string{}
	var texts []string
	for _, e := range all {
		names[e] = strings.Join(e.rest, " ")
		if e.word == "" { // as it is written: PhonePe, and not phone pe
			names[e] = strings.TrimSpace(growth.ReplaceAllString(shareWord.ReplaceAllString(e.label, " "), " "))
		}
		if names[e] != "" && !totalLabel.MatchString(names[e]) {
			texts = append(texts, names[e])
		}
	}
	dimension, share := knownDimension(texts, b.lists)
	if share < 0.5 || len(texts) < 2 {
		return
	}
	for _, e := range all {
		name := names[e]
		if _, ok := b.lists.Resolve("member", dimension, name); !ok {
			if _, total := b.lists.Resolve("member", "total", name); total || name == "" || totalLabel.MatchString(name) {
				continue
			}
			b.out.Members.Dimension = dimension
			b.out.Members.Names = append(b.out.Members.Names, name)
			e.unsure = append(e.unsure, fmt.Sprintf("member: is %q of the dimension %s, as the columns beside it are?", name, dimension))
		}
		e.member, e.dimension, e.rest = name, dimension, nil
		for _, c := range e.columns {
			c.why += fmt.Sprintf("; %q is a member of the dimension %s", name, dimension)
		}
	}
}
