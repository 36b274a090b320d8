package page

import (
	"math"
	"strconv"

	"paystats/data/yamldoc"
)

// yaml parses a head or a block, which starts in a line of the page; nil after a problem
// that leaves nothing to read.
func (s *source) yaml(first int, name, text string) *yamldoc.Doc {
	return yamldoc.Parse(yamldoc.Source{File: s.file, Text: text, First: first, Name: name}, &s.problems)
}

// wordOf returns a text, number or bool with its parameters bound.
func (s *source) wordOf(n yamldoc.Node) (w word, ok bool) {
	w, ok = rawWord(n)
	return s.bound(w), ok
}

// wordsOf returns a list of texts; a single text is a list of one.
func (s *source) wordsOf(n yamldoc.Node) []word {
	var out []word
	for _, one := range n.List() {
		if w, ok := s.wordOf(one); ok {
			out = append(out, w)
		}
	}
	return out
}

// rawWord returns a text as it is written.
func rawWord(n yamldoc.Node) (w word, ok bool) {
	text, ok := n.Text()
	return word{text, n.TextPos()}, ok
}

// intOf returns a whole number of at least low.
func (s *source) intOf(n yamldoc.Node, low int) (i int, ok bool) {
	if !n.IsScalar() {
		return n.Int(low, math.MaxInt)
	}
	w, _ := s.wordOf(n)
	i, err := strconv.Atoi(w.text)
	if err != nil || i < low {
		s.fail(w.pos, codeKeyType, "", "%s is %q, not a whole number of at least %d", n.Name, w.text, low)
		return 0, false
	}
	return i, true
}

// text returns a text in one or both languages: a string, or {en: …, zh: …}.
func (s *source) text(n yamldoc.Node) text {
	if !n.IsMapping() {
		w, ok := rawWord(n)
		if !ok {
			return text{bad: true}
		}
		return text{En: s.template(w)}
	}
	m := n.Mapping("en", "zh")
	t := text{divided: true, bad: m.Broken}
	for _, e := range m.Entries {
		w, ok := rawWord(e.Value)
		switch {
		case !ok:
			t.bad = true
		case e.Key == "en":
			t.En = s.template(w)
		default:
			t.Zh = s.template(w)
		}
	}
	return t
}
