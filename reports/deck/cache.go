package deck

import (
	"slices"
	"strconv"
	"strings"

	"github.com/beevik/etree"
)

// setNumbers writes numbers into the cache of a reference, or into a literal; code is their
// format, "" to keep it. What holds them already stays as it is.
func setNumbers(ref *etree.Element, values []*float64, code string) {
	if ref == nil {
		return
	}
	become(ref, "str", "num")
	cache := ensureCache(ref, "numCache")
	if one := down(cache, "formatCode"); one != nil && code != "" && one.Text() != code {
		one.SetText(code)
	}
	if old := textsOf(ref); len(old) == len(values) && cacheOf(ref) == cache {
		same := true
		for i, v := range values {
			same = same && isSame(old[i], v)
		}
		if same {
			return
		}
	}
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = printed(v)
	}
	setPoints(cache, cache, texts)
}

// setTexts writes texts into the cache of a reference of one level.
func setTexts(ref *etree.Element, texts []string) {
	switch {
	case ref == nil:
	case ref.Tag == "v":
		if len(texts) > 0 && ref.Text() != texts[0] {
			ref.SetText(texts[0])
		}
	case !slices.Equal(levelsOf(ref)[0], texts):
		become(ref, "num", "str")
		cache := ensureCache(ref, "strCache")
		setPoints(cache, cache, texts)
	}
}

// become makes a reference, or literal, of numbers one of texts, or the other way.
func become(ref *etree.Element, from, to string) {
	if !strings.HasPrefix(ref.Tag, from) {
		return
	}
	cache := cacheOf(ref)
	ref.Tag = to + strings.TrimPrefix(ref.Tag, from)
	if cache == nil {
		return
	}
	cache.Tag = to + strings.TrimPrefix(cache.Tag, from)
	if code := down(cache, "formatCode"); code != nil && to == "str" {
		remove(code)
	} else if code == nil && to == "num" {
		code = fresh(cache, "formatCode")
		code.SetText("General")
		cache.InsertChildAt(0, code)
	}
}

// setLevels writes names of categories by level, the innermost first.
func setLevels(ref *etree.Element, levels [][]string) {
	cache := cacheOf(ref)
	if cache == nil {
		return
	}
	old := levelsOf(ref)
	for k, home := range cache.SelectElements("lvl") {
		if k < len(levels) && !slices.Equal(old[k], levels[k]) {
			setPoints(cache, home, levels[k])
		}
	}
}

// ensureCache returns the cache of a reference, which programs may leave away.
func ensureCache(ref *etree.Element, name string) *etree.Element {
	if cache := cacheOf(ref); cache != nil {
		return cache
	}
	cache := fresh(ref, name)
	count := fresh(ref, "ptCount")
	count.CreateAttr("val", "0")
	cache.AddChild(count)
	if f := down(ref, "f"); f != nil {
		after(f, cache)
	} else {
		ref.AddChild(cache)
	}
	return cache
}

// setPoints writes points into a cache, or into one level of it; "" is none. Formats of
// single points stay with their places.
func setPoints(cache, home *etree.Element, texts []string) {
	codes := map[int]string{}
	for _, pt := range home.SelectElements("pt") {
		codes[number(pt, "idx")] = attr(pt, "formatCode")
		remove(pt)
	}
	count := down(cache, "ptCount")
	if count == nil {
		count = fresh(cache, "ptCount")
		cache.InsertChildAt(0, count)
	}
	count.CreateAttr("val", strconv.Itoa(len(texts)))
	at := 0 // points stand before extensions
	if home == cache {
		at = count.Index() + 1
	}
	for i, text := range texts {
		if text == "" {
			continue
		}
		pt := fresh(cache, "pt")
		pt.CreateAttr("idx", strconv.Itoa(i))
		if codes[i] != "" {
			pt.CreateAttr("formatCode", codes[i])
		}
		v := fresh(cache, "v")
		v.SetText(text)
		pt.AddChild(v)
		home.InsertChildAt(at, pt)
		at++
	}
}

// setFormula points a reference to other cells.
func setFormula(ref *etree.Element, a area) {
	if f := down(ref, "f"); f != nil && f.Text() != a.String() {
		f.SetText(a.String())
	}
}

// labelRange is the extension by which labels are taken from cells, nil for none.
func labelRange(s *series) *etree.Element {
	for _, e := range all(s.node, "datalabelsRange") {
		return e
	}
	return nil
}

// setLabels writes the texts that labels are taken from.
func setLabels(extension *etree.Element, texts []string) {
	if cache := down(extension, "dlblRangeCache"); cache != nil && !slices.Equal(cachedLabels(cache), texts) {
		c := fresh(cache, "x") // points are written in the language of charts, not of the extension
		for _, pt := range cache.ChildElements() {
			c.Space = pt.Space
		}
		setPointsAs(cache, c, texts)
	}
}

func cachedLabels(cache *etree.Element) []string {
	n, err := strconv.Atoi(val(cache, "ptCount"))
	if err != nil || n < 0 || n > maxPoints {
		return nil
	}
	out := make([]string, n)
	for _, pt := range cache.SelectElements("pt") {
		if i := number(pt, "idx"); i >= 0 && i < n && down(pt, "v") != nil {
			out[i] = down(pt, "v").Text()
		}
	}
	return out
}

// setPointsAs writes points with the prefix of another element.
func setPointsAs(cache, like *etree.Element, texts []string) {
	space := cache.Space
	cache.Space = like.Space
	setPoints(cache, cache, texts)
	cache.Space = space
}
