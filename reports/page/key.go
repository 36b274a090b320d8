package page

import "paystats/data/yamldoc"

// said is what the reference says of a key, a verb or a condition. REFERENCE.md is
// made of these.
type said struct {
	name    string
	form    string   // what stands behind it: text, texts, period
	meaning string   // one sentence without a full stop
	absent  string   // what holds without it; "needed"; "" for nothing
	words   []string // the words that it may be, where they are few
	example string   // as a page writes it, YAML
}

// key is a key that a place of a page knows, and how its value is read.
type key[T any] struct {
	said
	read func(s *source, into *T, value yamldoc.Node)
}

// readKeys reads a mapping that has no other keys than these; nil after a problem that
// leaves nothing to read.
func readKeys[T any](s *source, n yamldoc.Node, keys []key[T], into *T) *yamldoc.Mapping {
	m := n.Mapping(keyNames(keys)...)
	if m != nil {
		takeKeys(s, m, keys, into)
	}
	return m
}

// takeKeys reads those keys of a mapping that it has.
func takeKeys[T any](s *source, m *yamldoc.Mapping, keys []key[T], into *T) {
	for _, k := range keys {
		if m.Has(k.name) {
			k.read(s, into, m.At(k.name))
		}
	}
}

func keyNames[T any](keys []key[T]) []string {
	names := make([]string, len(keys))
	for i, k := range keys {
		names[i] = k.name
	}
	return names
}

// oneWord returns how a key that is one word is read.
func oneWord[T any](field func(*T) *word) func(*source, *T, yamldoc.Node) {
	return func(s *source, into *T, value yamldoc.Node) { *field(into), _ = s.wordOf(value) }
}

// manyWords returns how a key that is a list of words is read.
func manyWords[T any](field func(*T) *[]word) func(*source, *T, yamldoc.Node) {
	return func(s *source, into *T, value yamldoc.Node) { *field(into) = s.wordsOf(value) }
}

// oneText returns how a key that is a text in one or both languages is read.
func oneText[T any](field func(*T) *text) func(*source, *T, yamldoc.Node) {
	return func(s *source, into *T, value yamldoc.Node) { *field(into) = s.text(value) }
}

// oneSpan returns how a key that is a period or a run of them is read.
func oneSpan[T any](field func(*T) *span) func(*source, *T, yamldoc.Node) {
	return func(s *source, into *T, value yamldoc.Node) {
		if w, ok := s.wordOf(value); ok {
			*field(into) = s.span(w)
		}
	}
}
