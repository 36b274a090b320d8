package page

import "paystats/data/yamldoc"

// yaml parses a head or a block, which starts in a line of the page; nil after a problem
// that leaves nothing to read.
func (s *source) yaml(first int, name, text string) *yamldoc.Doc {
	return yamldoc.Parse(yamldoc.Source{File: s.file, Text: text, First: first, Name: name}, &s.problems)
}

// wordOf returns a text, number or bool.
func wordOf(n yamldoc.Node) (w word, ok bool) {
	text, ok := n.Text()
	return word{text, n.TextPos()}, ok
}

// wordsOf returns a list of texts; a single text is a list of one.
func wordsOf(n yamldoc.Node) []word {
	var out []word
	for _, one := range n.List() {
		if w, ok := wordOf(one); ok {
			out = append(out, w)
		}
	}
	return out
}

// text returns a text in one or both languages: a string, or {en: …, zh: …}.
func (s *source) text(n yamldoc.Node) text {
	if !n.IsMapping() {
		w, ok := wordOf(n)
		if !ok {
			return text{bad: true}
		}
		return text{En: s.template(w)}
	}
	m := n.Mapping("en", "zh")
	t := text{divided: true, bad: m.Broken}
	for _, e := range m.Entries {
		w, ok := wordOf(e.Value)
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
