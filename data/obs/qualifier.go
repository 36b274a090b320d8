package obs

import (
	"slices"
	"strings"
)

// qualifier is a word beside a number that changes how it is to be read. Hedges say how
// firm it is, directions give a change its sign, and 同比 and 环比 name the change.
type qualifier struct {
	word           string
	hedge          Hedge
	direction      int // -1 or 1 for a change, else 0
	transformation Transformation
}

// leads are the qualifiers in front of a number, in lower case, by first byte. Words of
// Latin letters end in a blank.
var leads = indexQualifiers(slices.Concat(
	hedges(Over, ">=", "≥", ">", "超过", "超", "逾", "突破", "不低于", "不少于", "至少", "over ", "more than ", "above ", "at least ", "topped ", "topping ",
		"exceeded ", "exceeding ", "exceeds ", "surpassed ", "surpassing "),
	hedges(Under, "<=", "≤", "<", "不到", "不足", "不超过", "至多", "最多", "近", "将近", "接近", "under ", "below ", "less than ", "fewer than ", "at most ",
		"up to ", "nearly ", "almost ", "close to "),
	hedges(About, "~", "≈", "约", "大约", "约为", "约合", "about ", "around ", "approximately ", "approx. ", "approx ", "roughly ", "some ", "circa ", "ca. "),
	directions(-1, "下滑", "下跌", "下降", "降低", "减少", "回落", "收窄", "缩小", "跌幅", "降幅", "跌", "降", "↓", "declining ", "declined ", "decline ", "decline of ", "falling ", "fell ",
		"fall of ", "dropping ", "dropped ", "drop of ", "decreasing ", "decreased ", "decrease of ", "down "),
	directions(1, "上升", "上涨", "增长", "增加", "提高", "提升", "扩大", "涨幅", "增幅", "增速", "增", "升", "涨", "↑", "rising ", "rose ", "rise of ", "growing ", "grew ", "growth of ",
		"increasing ", "increased ", "increase of ", "gaining ", "gained ", "up "),
	[]qualifier{{word: "同比", transformation: YoY}, {word: "环比", transformation: QoQ}},
))

// trails are the qualifiers behind a number and its unit; 余 and 多 also stand between.
var trails = slices.Concat(hedges(About, "左右", "上下"), hedges(Over, "以上", "余", "多", "+"), hedges(Under, "以下", "以内"))

func hedges(h Hedge, words ...string) (all []qualifier) {
	for _, w := range words {
		all = append(all, qualifier{word: w, hedge: h})
	}
	return all
}

// directions adds the forms with 了 and "by".
func directions(sign int, words ...string) (all []qualifier) {
	for _, w := range words {
		particle := "了"
		if strings.HasSuffix(w, " ") {
			particle = "by "
		}
		all = append(all, qualifier{word: w, direction: sign}, qualifier{word: w + particle, direction: sign})
	}
	return all
}

// indexQualifiers sorts the words of each first byte by length.
func indexQualifiers(all []qualifier) (index [256][]qualifier) {
	slices.SortStableFunc(all, func(a, b qualifier) int { return len(b.word) - len(a.word) })
	for _, q := range all {
		index[q.word[0]] = append(index[q.word[0]], q)
	}
	return index
}

// qualifiers cuts the qualifiers from both ends of a cell and joins them. ok is false if
// two of them contradict each other ("超过4亿左右").
func qualifiers(s string) (q qualifier, rest string, ok bool) {
	ok = true
	for again := true; again; {
		again = false
		for _, lead := range leadsOf(s) {
			if after, found := cutPrefixFold(s, lead.word); found {
				ok = q.join(lead) && ok
				s, again = strings.TrimLeft(after, " "), true
				break
			}
		}
	}
	for _, trail := range trails {
		if before, found := strings.CutSuffix(s, trail.word); found && before != "" {
			return q, strings.TrimRight(before, " "), q.join(trail) && ok
		}
	}
	return q, s, ok
}

func leadsOf(s string) []qualifier {
	if s == "" {
		return nil
	}
	c := s[0]
	if c >= 'A' && c <= 'Z' {
		c += 'a' - 'A'
	}
	return leads[c]
}

// join adds another qualifier's meaning; false if it contradicts what is there.
func (q *qualifier) join(other qualifier) bool {
	if q.hedge != Exact && other.hedge != Exact && q.hedge != other.hedge ||
		q.direction != 0 && other.direction != 0 ||
		q.transformation != "" && other.transformation != "" {
		return false
	}
	if other.hedge != Exact {
		q.hedge = other.hedge
	}
	q.direction += other.direction
	if other.transformation != "" {
		q.transformation = other.transformation
	}
	return true
}

// cutPrefixFold cuts a prefix whatever its case. word is in lower case.
func cutPrefixFold(s, word string) (rest string, ok bool) {
	if len(s) >= len(word) && strings.EqualFold(s[:len(word)], word) {
		return s[len(word):], true
	}
	return s, false
}
