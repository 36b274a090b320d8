package profile

import (
	"cmp"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"paystats/data/codelist"
	"paystats/data/obs"
)

// dimensionWords are the words in the names of columns that say what their members are.
var dimensionWords = []struct {
	pattern   *regexp.Regexp
	dimension string
}{
	{regexp.MustCompile(`(?i)bank|participant|remitter|beneficiary|银行`), "bank"},
	{regexp.MustCompile(`(?i)provider|psp|wallet|issuer|company|entity|\bapps?\b|institution|机构|平台|公司|企业|品牌方`), "provider"},
	{regexp.MustCompile(`(?i)brand|品牌`), ""},
	{regexp.MustCompile(`(?i)device|phone brand|手机品牌`), "device_brand"},
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

// memberLines binds dimension and member to a column. Names of all members are the total.
func (b *builder) memberLines(c *column) []node {
	dimension, unsure := dimensionOf(c, b.lists)
	wholes, doubts := b.wholeNames(c)
	b.out.Members = NewNames{dimension, newMembers(c, dimension, b.tables[0].rules, b.lists)}
	b.out.Members.Names = slices.DeleteFunc(b.out.Members.Names, func(name string) bool { return slices.Contains(wholes, name) })
	b.out.Near = nearNames(b.out.Members.Names, b.lists, dimension)
	if n := len(b.out.Near); n > 0 {
		doubts = append(doubts, fmt.Sprintf("%d pairs of names differ little, such as %q and %q: are they one?", n, b.out.Near[0][0], b.out.Near[0][1]))
	}
	if c.more {
		doubts = append(doubts, "there are more names than were counted")
	}
	if same := b.sameRows(c); same != "" {
		doubts = append(doubts, same)
	}
	pairs := []pair{{"column", scalar(c.name)}}
	var values []pair
	for _, name := range wholes {
		values = append(values, pair{scalar(name), obs.Total})
	}
	if len(values) > 0 {
		pairs = append(pairs, pair{"values", flow(values...)})
	}
	return []node{leaf("dimension", dimension, unsure), leaf("member", flow(pairs...), doubts...)}
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

// wholeName is what a name for all members starts with.
var wholeName = regexp.MustCompile(`(?i)^(?:all|overall|whole|entire|industry)\b|^(?:全部|全国|全行业|全市场|总体|整体)`)

// wholeNames returns the names of a column that stand for all members, by what they say or
// because their row is the sum of all others, and what is unsure about them.
func (b *builder) wholeNames(c *column) (names, unsure []string) {
	for _, text := range c.distinct {
		why := ""
		if wholeName.MatchString(text) {
			why = "is taken for the total"
		}
		if b.sumsUp(c, text) {
			why = "is the sum of all other rows, and taken for the total"
		}
		if _, known := b.lists.Resolve("member", obs.Total, text); why != "" && !known && !totalLabel.MatchString(text) {
			names, unsure = append(names, text), append(unsure, fmt.Sprintf("%q %s", clip(text), why))
		}
	}
	return names, unsure
}

// sumsUp reports whether the one row of a name is the sum of all others, three at least, in
// two columns or more.
func (b *builder) sumsUp(c *column, name string) bool {
	t, values := b.tables[0], rolesOf(b.columns, roleValue)
	if len(t.kept) < 4 || len(t.kept) > shapeRows || len(values) < 2 {
		return false
	}
	for _, v := range values {
		own, others, rows := 0.0, 0.0, 0
		for _, r := range t.kept {
			n, _ := number(t.shape.cell(r, v.index))
			if t.shape.cell(r, c.index) == name {
				own, rows = own+n, rows+1
			} else {
				others += n
			}
		}
		if rows != 1 || own == 0 || math.Abs(own-others) > math.Abs(own)*1e-6 {
			return false
		}
	}
	return true
}

// sameRows says that rows are alike in everything that is bound but their values; "" if none are.
func (b *builder) sameRows(c *column) string {
	t, seen := b.tables[0], map[string]int{}
	bound := []*column{c}
	for _, o := range b.columns {
		switch o.role {
		case rolePeriod, roleArea, roleMeasure, roleUnit, roleScope, rolePublisher, roleVintage:
			bound = append(bound, o)
		}
		if o.role == roleOther && strings.HasPrefix(o.why, "with \"") || strings.HasSuffix(o.why, "together are periods") {
			bound = append(bound, o)
		}
	}
	last := make([]string, len(bound)) // an empty cell may repeat the one above
	for _, r := range t.kept {
		var key strings.Builder
		for i, o := range bound {
			last[i] = cmp.Or(t.shape.cell(r, o.index), last[i])
			key.WriteString(last[i] + "\x00")
		}
		if first, ok := seen[key.String()]; ok && t.shape.cell(r, c.index) != "" {
			return fmt.Sprintf("lines %d and %d are of the same %s and period: what tells them apart?", t.shape.rows[first].Line, t.shape.rows[r].Line, c.name)
		}
		seen[key.String()] = r
	}
	return ""
}

// companyWords say little about which company is meant.
var companyWords = regexp.MustCompile(`(?i)\b(?:ltd|limited|inc|llc|co|corp|corporation|company|plc|the|of|and|private|pvt|n\.?v|a\.?g|s\.?a)\b\.?`)

// nearNames returns pairs of names that differ little: two spellings of one, perhaps. The
// first of a pair may be a member that the code list has.
func nearNames(names []string, lists *codelist.Set, dimension string) [][2]string {
	var pairs [][2]string
	byForm := map[string]string{}
	take := func(name string) {
		for _, form := range forms(coreName(name)) {
			if byForm[form] == "" {
				byForm[form] = name
			}
		}
	}
	list := lists.List("member")
	for _, row := range list.Rows {
		if list.Cell(row, "dimension") == dimension {
			take(list.Cell(row, "name_en"))
		}
	}
	for _, name := range names {
		for _, form := range forms(coreName(name)) {
			if other := byForm[form]; other != "" && other != name {
				pairs = append(pairs, [2]string{other, name})
				break
			}
		}
		take(name)
	}
	return pairs
}

// longName is from how many letters on one more or less is taken for a slip: DBS Bank and
// DCB Bank are two.
const longName = 9

// forms returns a core of a name and, of a long one, what remains without any one of its
// letters: two names that share a form differ in one letter.
func forms(core string) []string {
	if core == "" {
		return nil
	}
	out, letters := []string{core}, []rune(core)
	for i := range letters {
		if len(letters) >= longName && !unicode.IsDigit(letters[i]) {
			out = append(out, string(letters[:i])+string(letters[i+1:]))
		}
	}
	return out
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
