package page_test

import (
	"errors"
	"strings"
	"testing"

	"paystats/data/diag"
	"paystats/reports/page"
)

// Every link within a report leads to a page, chart, table or file that it has.
func TestCheckLinks(t *testing.T) {
	tests := []struct {
		name, link string
		want       string // line:col, "" for a link that leads somewhere
		hint       string
	}{
		{name: "a chart of the page", link: "#a"},
		{name: "the page itself", link: "index.html"},
		{name: "another page", link: "../other/index.html"},
		{name: "a table there", link: "../other/index.html#b"},
		{name: "the same in Chinese", link: "../other/index.html?lang=zh#b"},
		{name: "the index", link: "../index.html"},
		{name: "the find", link: "../index.html#find"},
		{name: "a chart alone", link: "a.html"},
		{name: "numbers of a table", link: "../other/b.csv"},
		{name: "a picture", link: "a.zh.svg"},
		{name: "a deck", link: "../other/other.pptx"},
		{name: "elsewhere", link: "https://example.org/nothing/here"},
		{name: "a letter", link: "mailto:a@example.org"},
		{name: "no such chart", link: "#aa", want: "5:12", hint: "did you mean #a?"},
		{name: "a chart of another page", link: "#b", want: "5:12"},
		{name: "no such page", link: "../othr/index.html", want: "5:12", hint: "did you mean ../other/index.html?"},
		{name: "its file", link: "other.md", want: "5:12", hint: "did you mean ../other/index.html?"},
		{name: "its folder", link: "../other", want: "5:12", hint: "did you mean ../other/index.html?"},
		{name: "no such table there", link: "../other/index.html#bb", want: "5:12", hint: "did you mean ../other/index.html#b?"},
		{name: "no such file", link: "../other/b.doc", want: "5:12", hint: "#CHART"},
		{name: "a place of the index", link: "../index.html#b", want: "5:12"},
		{name: "a root", link: "/other/index.html", want: "5:12", hint: "../PAGE"},
		{name: "above the report", link: "../../index.html", want: "5:12"},
	}
	other := mustParse(t, "other.md", "---\ntitle: Other\n---\n```table b\ntitle: B\nmetric: tx_value\nmarket: pay\n```\n")
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := mustParse(t, "p.md", "---\ntitle: T\n---\n\n支付 [x]("+tt.link+")\n\n```chart a\ntitle: A\nmetric: tx_value\nmarket: pay\n```\n")
			got, hint := "", ""
			var list *diag.List
			if errors.As(page.CheckLinks([]*page.Page{p, other}), &list) {
				one := list.Sorted()[0]
				got, hint = strings.TrimPrefix(one.Pos.String(), "p.md:"), one.Hint
				if one.Code != "link-dead" || list.Len() != 1 {
					t.Errorf("problems %v, want one link-dead", list)
				}
			}
			if got != tt.want || !strings.Contains(hint, tt.hint) {
				t.Errorf("CheckLinks(%s) = %q with hint %q, want %q with %q", tt.link, got, hint, tt.want, tt.hint)
			}
		})
	}
}

// A reference is marked where it is defined, and each of several links in its own place.
func TestCheckLinksPlaces(t *testing.T) {
	p := mustParse(t, "p.md", "---\ntitle: T\n---\n#gone is [one](#gone), [two][ref]\n\n[ref]: #lost\n")
	err := page.CheckLinks([]*page.Page{p})
	var list *diag.List
	if !errors.As(err, &list) {
		t.Fatalf("CheckLinks = %v, want a list", err)
	}
	var got []string
	for _, one := range list.Sorted() {
		got = append(got, one.Pos.String())
	}
	if want := "p.md:4:16 p.md:6:8"; strings.Join(got, " ") != want {
		t.Errorf("CheckLinks marks %v, want %s", got, want)
	}
}

func mustParse(t *testing.T, file, text string) *page.Page {
	t.Helper()
	p, err := page.Parse(file, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return p
}
