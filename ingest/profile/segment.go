package profile

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode"
)

// directions are the words of headers that say which side of payments is meant.
var directions = []string{"inward", "outward", "credit", "debit", "sent", "received", "remitter", "beneficiary", "issuing", "acquiring"}

// plainWords say nothing about which payments are measured.
var plainWords = []string{"total", "all", "transactions", "transaction", "payments", "payment", "data", "statistics", "month", "year", "quarter", "sheet",
	"table", "bank", "banks", "wise", "bankwise", "details", "reported", "for", "of", "in", "and", "the", "figures", "no", "rs", "value", "volume", "amount", "per", "by", "mn", "bn", "lakh", "crore"}

// tokens are the words of texts, without the plural's s.
func tokens(texts ...string) []string {
	var out []string
	for _, text := range texts {
		for _, word := range words(text) {
			if len(word) > 3 && strings.HasSuffix(word, "s") && !strings.HasSuffix(word, "ss") {
				word = word[:len(word)-1]
			}
			out = append(out, word)
		}
	}
	return out
}

// knownSegment returns the segment all of whose words stand in a header or, one behind the
// other, in the texts around it; the longest. Of Chinese texts, the one whose name they hold.
func (b *builder) knownSegment(context []string, rest []string) string {
	header, around := tokens(rest...), " "+strings.Join(tokens(context...), " ")+" "
	whole := strings.Join(context, " ") + strings.Join(rest, " ")
	best, length := "", 0
	for _, s := range b.knownSegments() {
		outside := slices.DeleteFunc(slices.Clone(s.words), func(p string) bool { return slices.Contains(header, p) })
		if n := len(s.words) * 4; n > length && (len(outside) == 0 || strings.Contains(around, " "+strings.Join(outside, " ")+" ")) {
			best, length = s.id, n
		}
		if n := len([]rune(s.zh)); n > length && isHan(s.zh) && strings.Contains(whole, s.zh) {
			best, length = s.id, n
		}
	}
	return best
}

// segmentWords is a segment of the code list, and its words.
type segmentWords struct {
	id, zh string
	words  []string
}

// knownSegments returns the segments of the code list; it cuts them into words once.
func (b *builder) knownSegments() []segmentWords {
	if list := b.lists.List("segment"); len(b.segmentsKnown) != len(list.Rows) {
		for _, row := range list.Rows {
			id := list.Cell(row, "id")
			b.segmentsKnown = append(b.segmentsKnown, segmentWords{id, list.Cell(row, "name_zh"), tokens(id)})
		}
	}
	return b.segmentsKnown
}

// segmentOf returns the segment of a value column: a known one, or a new one made of the
// table's name and what the header says beside measure and unit.
// doubt is what is unsure about a known one.
func (b *builder) segmentOf(rest []string) (id string, fresh bool, doubt string) {
	facets := rest
	if slices.Contains(rest, "total") { // INWARD > Volume > Total: of all that is inward
		facets = nil
		for _, word := range tokens(rest...) {
			if slices.Contains(directions, word) {
				facets = append(facets, word)
			}
		}
	}
	for _, c := range b.contexts() {
		if id := b.knownSegment(c.texts, facets); id != "" {
			from := "the header and " + c.what
			switch id {
			case b.knownSegment(nil, facets):
				from = "the header"
			case b.knownSegment(c.texts, nil):
				from = c.what
			}
			reason := fmt.Sprintf("segment %s: from %s", id, from)
			if !slices.Contains(b.out.Evidence, reason) {
				b.out.Evidence = append(b.out.Evidence, reason)
			}
			if c.weak && b.knownSegment(nil, facets) != id {
				doubt = fmt.Sprintf("segment: only %s says %s", c.what, id)
			}
			return id, false, doubt
		}
	}
	return b.baseSegment(), true, ""
}

func isHan(text string) bool {
	return strings.ContainsFunc(text, func(c rune) bool { return unicode.Is(unicode.Han, c) })
}

// surrounding is a place around a table that may say what it is about.
type surrounding struct {
	what  string
	texts []string
	weak  bool // it is not in the file
}

// contexts are the texts that say what a table is about, the nearest first.
func (b *builder) contexts() []surrounding {
	t := b.tables[0]
	return []surrounding{{fmt.Sprintf("the sheet's name %q", t.table.Sheet), []string{t.table.Sheet}, false}, {"the records' name", []string{path.Base(t.table.Records)}, false}, {"the title", t.shape.titles(), false},
		{"the file's name", []string{stem(t.file.Path)}, true}, {"the path", []string{t.path()}, true}, {"the dataset's name", []string{b.opts.Name}, true}}
}

// baseSegment is the id of a segment that is proposed for a table.
func (b *builder) baseSegment() string {
	if b.segment != "" {
		return b.segment
	}
	for _, text := range []string{b.tables[0].table.Sheet, b.opts.Name, stem(b.tables[0].file.Path)} {
		var kept []string
		for _, word := range strings.Split(slug(text), "-") {
			if !slices.Contains(plainWords, word) && !isYear(word) && !isPeriodText(word) && strings.ContainsFunc(word, unicode.IsLetter) {
				kept = append(kept, word)
			}
		}
		if len(kept) > 0 {
			return strings.Join(kept, "-")
		}
	}
	return "payments"
}

// facet is what a header says beside measure, unit and segment, as the end of a new segment's id.
func facet(rest []string, segment string) string {
	var kept []string
	for _, word := range tokens(rest...) {
		if !slices.Contains(tokens(segment), word) && (word == "total" || !slices.Contains(plainWords, word)) && slug(word) != "" && !slices.Contains(kept, slug(word)) {
			kept = append(kept, slug(word))
		}
	}
	return strings.Join(kept, "-")
}
