package yamldoc_test

import (
	"fmt"
	"math"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"paystats/data/diag"
	"paystats/data/yamldoc"
)

// parse parses a document that starts in line 10 of a file.
func parse(text string) (*yamldoc.Doc, *diag.List) { return parseAt(10, text) }

func parseAt(first int, text string) (*yamldoc.Doc, *diag.List) {
	problems := new(diag.List)
	return yamldoc.Parse(yamldoc.Source{File: "f", Text: text, First: first, Name: "the demo"}, problems), problems
}

// read asks a document for a value of every form.
func read(m *yamldoc.Mapping) string {
	var out []string
	add := func(key string, value any) {
		if m.Has(key) {
			out = append(out, fmt.Sprintf("%s=%v", key, value))
		}
	}
	add("text", m.Text("text"))
	add("texts", m.Texts("texts"))
	add("int", m.Int("int", 0, 9, -1))
	add("count", m.Int("count", 1, math.MaxInt, -1))
	add("bool", m.Bool("bool"))
	add("word", m.OneOf("word", "-", "up", "down"))
	if sub := m.Mapping("map", "a", "b"); sub != nil {
		add("map", sub.Text("a")+sub.Need("b"))
	}
	return strings.Join(out, " ")
}

var keys = []string{"text", "texts", "int", "count", "bool", "word", "map"}

func TestRead(t *testing.T) {
	tests := []struct{ name, in, want, problems string }{
		{name: "block", in: "text: 演示\ntexts:\n- a\n- 1.50\nint: 3\ncount: 70\nbool: true\nword: up\nmap:\n  a: x\n  b: y\n",
			want: "text=演示 texts=[a 1.50] int=3 count=70 bool=true word=up map=xy"},
		{name: "flow, quotes, byte order mark, CRLF", in: "\ufefftext: 'a: b'\r\ntexts: a\r\nmap: {\"b\": y}\r\n", want: "text=a: b texts=[a] map=y"},
		{name: "literal and folded", in: "text: |\n  a\n  b\nword: >-\n  do\\\n", want: "text=a\nb\n word=-",
			problems: `f:13:7: word "do\\" is unknown [value-unknown]`},
		{name: "empty", in: "", want: ""},
		{name: "comment only", in: "# x\n", want: ""},
		{name: "no mapping", in: "- x\n", problems: "f:10:1: the demo is a list, not a mapping [key-type]"},
		{name: "wrong types", in: "text: [a]\ntexts: [a, {b: c}]\nint: 10\ncount: 0\nbool: 1\nword: left\nmap: x\n",
			want: "text= texts=[a] int=-1 count=-1 bool=false word=-",
			problems: `f:10:7: text is a list, not a text [key-type]
f:11:12: texts[1] is a mapping, not a text [key-type]
f:12:6: int is "10", not a whole number from 0 to 9 [key-type]
f:13:8: count is "0", not a whole number of at least 1 [key-type]
f:14:7: bool is "1", not true or false [key-type]
f:15:7: word "left" is unknown [value-unknown]
f:16:6: map is "x", not a mapping [key-type]`},
		{name: "byte columns", in: "{text: 演示, int: x, 演: 1}\n", want: "text=演示 int=-1",
			problems: `f:10:21: int is "x", not a whole number from 0 to 9 [key-type]
f:10:24: the demo has no key "演" [key-unknown]`},
		{name: "missing, empty, blank", in: "text:\nmap: {a: x}\n", want: "text= map=x",
			problems: "f:10:6: text is empty, not a text [key-type]\nf:11:6: map has no b [key-missing]"},
		{name: "blank", in: "map: {b: ' '}\n", want: "map= ", problems: "f:10:10: map.b is empty [key-missing]"},
		{name: "keys twice", in: "int: 1\nmap: {b: x, b: y}\nint: 2\n", want: "int=1 map=x",
			problems: "f:11:13: key \"b\" is already in line 11 [key-duplicate]\nf:12:1: key \"int\" is already in line 10 [key-duplicate]"},
		{name: "more than one meaning", in: "text: &x a\nword: *x\nint: !!int 3\n<<: {bool: true}\n", want: "text= int=-1 word=-",
			problems: `f:10:7: an anchor is not allowed in the demo [yaml-syntax]
f:11:7: an alias is not allowed in the demo [yaml-syntax]
f:12:6: a tag is not allowed in the demo [yaml-syntax]
f:13:1: a merge key is not allowed in the demo [yaml-syntax]`},
		{name: "no text as a key", in: "~: x\nint: 1\n", want: "int=1", problems: "f:10:1: the key is no plain text [key-type]"},
		{name: "directive and second document", in: "%YAML 1.2\n---\nint: 1\n---\nint: 2\n", want: "int=1",
			problems: "f:10:1: a directive is not allowed in the demo [yaml-syntax]\nf:14:1: a second document starts here [yaml-syntax]"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc, problems := parse(tt.in)
			got := ""
			if doc != nil {
				if m := doc.Root().Mapping(keys...); m != nil {
					got = read(m)
				}
			}
			if got != tt.want || problems.Error() != tt.problems {
				t.Errorf("%q reads\n%s\n%s\nwant\n%s\n%s", tt.in, got, problems.Error(), tt.want, tt.problems)
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"broken brackets", "a: 1\nb: [{name: x\n", "f:11:5: could not find flow mapping end token '}' [yaml-syntax]"},
		{"tab", "a:\n\t- x\n", "f:11:1: found character '\t' that cannot start any token [yaml-syntax]"},
		{"not UTF-8", "a: 演\nb: 演\xff\n", "f:11:7: the demo is not UTF-8 [text-encoding]"},
		{"lone carriage return", "a: 1\r\nb: 2\rc: 3\r\n", "f:11:5: a carriage return without a line feed [yaml-syntax]"},
		{"too deep in brackets", "a:\n" + strings.Repeat("[", 101), "f:11:1: nested more than 100 deep [yaml-syntax]"},
		{"too deep in lists", strings.Repeat("- ", 200), "f:10:1: nested more than 100 deep [yaml-syntax]"},
		{"too long", "a: " + strings.Repeat("x", 128<<10), "f:10:1: the demo has more than 131072 bytes [yaml-syntax]"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if doc, problems := parse(tt.in); doc != nil || problems.Error() != tt.want {
				t.Errorf("Parse() = %v, %v, want %s", doc, problems, tt.want)
			}
		})
	}
}

func TestHints(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"near", "txet: x\n", "did you mean text"},
		{"far, few keys", "penetration: x\n", "the keys are " + strings.Join(keys, ", ")},
		{"syntax", "text: a: b\n", "quote texts that hold"},
		{"word", "word: sideways\n", "write up, down"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc, problems := parse(tt.in)
			if doc != nil {
				read(doc.Root().Mapping(keys...))
			}
			if p := problems.Sorted(); len(p) != 1 || !strings.Contains(p[0].Hint, tt.want) || p[0].Line != strings.TrimSpace(tt.in) {
				t.Errorf("%q: %+v, want one problem with the hint %q", tt.in, p, tt.want)
			}
		})
	}
}

func TestEmptyIsAbsent(t *testing.T) {
	problems := new(diag.List)
	doc := yamldoc.Parse(yamldoc.Source{File: "f", Text: "text:\nint: ~\nword: up\n", First: 1, Name: "x", EmptyIsAbsent: true}, problems)
	if got := read(doc.Root().Mapping(keys...)); got != "word=up" || problems.Len() > 0 {
		t.Errorf("got %q, %v", got, problems)
	}
}

func TestTextPos(t *testing.T) {
	doc, _ := parse("text: |\n  a\nword: up\n")
	m := doc.Root().Mapping(keys...)
	for key, want := range map[string]string{"text": "f:11:1", "word": "f:12:7", "absent": "f:10:1"} {
		if got := m.At(key).TextPos().String(); got != want {
			t.Errorf("TextPos of %s = %s, want %s", key, got, want)
		}
	}
}

// data/README.md lists the codes, in alphabetical order.
func TestReadmeListsCodes(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, m := range regexp.MustCompile("(?m)^\\| `([a-z-]+)` \\|").FindAllStringSubmatch(string(readme), -1) {
		got = append(got, m[1])
	}
	want := []string{yamldoc.CodeKeyDuplicate, yamldoc.CodeKeyMissing, yamldoc.CodeKeyType, yamldoc.CodeKeyUnknown,
		yamldoc.CodeEncoding, yamldoc.CodeValueUnknown, yamldoc.CodeSyntax}
	if !slices.Equal(got, want) {
		t.Errorf("data/README.md lists %q, want %q", got, want)
	}
}
