package yamldoc_test

import (
	"strings"
	"testing"

	"paystats/data/yamldoc"
)

// Whatever a document holds, reading it ends, every place lies inside the file, and a
// plain key stands at its place.
func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"text: 演示\nmap: {a: [1, x], b: ~}\n", "- - a\n  - b: c\n", "a: |\n  x\nb: >-\n  y\n", "a: &x [1]\nb: *x\n<<: {c: 1}\n",
		"? {a: b}\n: c\n", "%YAML 1.2\n---\na: !!int 1\n...\n---\nb: 2\n", "a: \"x\n  y\"\nb: 'p''q'\n", "a: 1\rb: 2\r\n", "{a, b: }", "\ufeffa: b",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 4<<10 {
			return
		}
		const first = 3
		doc, problems := parseAt(first, text)
		if doc == nil && problems.Err() == nil {
			t.Fatal("no document and no problem")
		}
		if doc != nil {
			walk(t, doc.Root(), lines(text), first)
		}
		for _, p := range problems.Sorted() {
			i := p.Pos.Line - first
			if all := lines(text); p.Code == "" || p.Msg == "" || i < 0 || i >= len(all) || p.Pos.Col < 1 || p.Pos.Col > len(all[i])+1 {
				t.Errorf("problem %+v", p)
			}
		}
	})
}

func lines(text string) []string { return strings.Split(strings.TrimPrefix(text, "\ufeff"), "\n") }

// walk reads a value as all that it may be.
func walk(t *testing.T, n yamldoc.Node, lines []string, first int) {
	t.Helper()
	n.Int(0, 9)
	n.Bool()
	n.OneOf("a", "b")
	if n.IsList() {
		for _, one := range n.List() {
			walk(t, one, lines, first)
		}
	}
	m := n.Mapping()
	if m == nil {
		return
	}
	for _, e := range m.Entries {
		line := lines[e.KeyPos.Line-first]
		if plain := strings.Trim(e.Key, "abcdefghijklmnopqrstuvwxyz") == "" && e.Key != ""; plain {
			at := line[min(e.KeyPos.Col-1, len(line)):]
			if !strings.HasPrefix(strings.TrimLeft(at, `"'`), e.Key) {
				t.Errorf("key %q is not at %v of %q", e.Key, e.KeyPos, lines)
			}
		}
		walk(t, e.Value, lines, first)
	}
}
