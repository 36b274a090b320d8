package page

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// shipped reads the pages of the built-in report.
func shipped(t *testing.T) []*Page {
	t.Helper()
	files, err := filepath.Glob("../pages/*.md")
	if err != nil || len(files) == 0 {
		t.Fatalf("pages = %v, %v", files, err)
	}
	var pages []*Page
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		p, err := Parse(file, text)
		if err != nil {
			t.Fatal(err)
		}
		pages = append(pages, p)
	}
	return pages
}

// reviewed holds lines against a list in testdata that somebody has read. PAYSTATS_UPDATE=1
// writes it anew.
func reviewed(t *testing.T, file string, got []string, gone, added string) {
	t.Helper()
	file = filepath.Join("testdata", file)
	if os.Getenv("PAYSTATS_UPDATE") == "1" && os.Getenv("CI") == "" {
		if err := os.WriteFile(file, []byte(strings.Join(got, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Split(strings.TrimSpace(string(text)), "\n")
	for _, line := range want {
		if !slices.Contains(got, line) {
			t.Errorf("%s: %s", line, gone)
		}
	}
	for _, line := range got {
		if !slices.Contains(want, line) {
			t.Errorf("%s: %s: review it, then PAYSTATS_UPDATE=1 go test ./reports/page -run '^%s$'", line, added, t.Name())
		}
	}
}

// Names of pages and ids of their blocks are public: addresses in decks, frames, links,
// claims and scripts hold them.
func TestPublicIDs(t *testing.T) {
	var got []string
	for _, p := range shipped(t) {
		for _, b := range p.blocks {
			if b.id.text != "" {
				got = append(got, p.Name+"/"+b.id.text+" "+b.kind)
			}
		}
	}
	slices.Sort(got)
	reviewed(t, "public-ids.txt", got, "decks and links bind to it, and would find nothing: keep the id, also where the chart changes", "a new public id")
}

// said returns what a page says in its own words: its texts without expressions, code and
// addresses.
func (p *Page) said() []string {
	var out []string
	parts := func(parts []part) {
		var b strings.Builder
		for _, one := range parts {
			b.WriteString(one.literal)
			if one.expr == nil {
				continue
			}
			b.WriteString("…")
			for _, word := range one.expr.claim {
				out = append(out, word.literal)
			}
		}
		out = append(out, strings.Split(b.String(), "\n")...)
	}
	texts := func(list ...text) {
		for _, t := range list {
			parts(t.En.parts)
			parts(t.Zh.parts)
		}
	}
	texts(p.title, p.lead)
	for _, b := range p.blocks {
		for _, v := range append(b.versions, b) {
			if v.prose != "" {
				parts(p.proseParts(v))
			}
		}
		texts(b.title, b.subtitle, b.note, b.source)
		for _, f := range b.figures {
			texts(f.label, f.value, f.detail)
		}
		for _, c := range b.columns {
			texts(c.title)
		}
	}
	return out
}

var (
	// dated are the parts of a text that say when, name a kind of thing, or lead somewhere.
	dated = regexp.MustCompile("`[^`]*`" + `|\]\([^)]*\)|\b(19|20)\d\d(-\d\d){0,2}\b|(19|20)\d\d|\bQ[1-4]\b|\d{1,2}月(\d{1,2}日)?|^#+ |^\|[-|]+\|$`)
	typed = regexp.MustCompile(`\d[\d,.]*`)
)

// Figures of the narrative come from the data by expressions; those that are typed stand on a
// list that somebody has read: thresholds, names, methods.
func TestNoFigureIsTyped(t *testing.T) {
	var got []string
	for _, p := range shipped(t) {
		for _, line := range p.said() {
			text := dated.ReplaceAllString(line, "~")
			for _, at := range typed.FindAllStringIndex(text, -1) {
				before, behind := []rune(text[:at[0]]), []rune(text[at[1]:])
				around := string(before[max(0, len(before)-20):]) + text[at[0]:at[1]] + string(behind[:min(len(behind), 20)])
				got = add(got, p.Name+": "+strings.TrimSpace(around))
			}
		}
	}
	slices.Sort(got)
	reviewed(t, "typed-figures.txt", got, "no longer there: take it off the list", "a typed figure: write an expression")
}
