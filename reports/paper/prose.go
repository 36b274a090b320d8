package paper

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"paystats/reports/document"
	"paystats/reports/picture"
)

// narrative sets narrative text: what Markdown makes.
type narrative struct {
	*setter
	at  int // place of the block in the document
	out []piece
}

// prose sets narrative. Pictures in it are their text alternatives; raw HTML never comes
// this far.
func (s *setter) prose(at int, p document.Prose) ([]piece, error) {
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(p.HTML), body)
	if err != nil {
		return nil, fmt.Errorf("read narrative: %w", err)
	}
	for _, n := range nodes {
		body.AppendChild(n)
	}
	t := narrative{setter: s, at: at}
	t.blocks(body, 0)
	if len(t.out) > 0 {
		t.out[0].before = max(t.out[0].before, 18)
	}
	return t.out, nil
}

// isInline reports whether a node is part of a paragraph.
func isInline(n *html.Node) bool {
	switch n.DataAtom {
	case atom.P, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Ul, atom.Ol, atom.Li, atom.Table, atom.Pre, atom.Blockquote, atom.Hr, atom.Div:
		return false
	}
	return true
}

// body is the look of narrative.
func (t *narrative) body(indent float64) form {
	return form{size: 14, line: t.leading(14, 1.55), color: t.ink.text, indent: indent, before: 8}
}

// blocks sets the children of a node: paragraphs, and inline text that stands without one.
func (t *narrative) blocks(parent *html.Node, indent float64) {
	var loose []run
	flush := func() {
		if strings.TrimSpace(plain(loose)) != "" {
			t.out = append(t.out, t.paragraph(loose, t.body(indent))...)
		}
		loose = nil
	}
	for n := parent.FirstChild; n != nil; n = n.NextSibling {
		if n.Type == html.TextNode || isInline(n) {
			loose = append(loose, inline(n, run{})...)
			continue
		}
		flush()
		t.block(n, indent)
	}
	flush()
}

func (t *narrative) block(n *html.Node, indent float64) {
	switch n.DataAtom {
	case atom.H1, atom.H2:
		t.heading(n, 0, form{size: 20, line: t.leading(20, 1.3), bold: true, color: t.ink.text, before: 30})
	case atom.H3, atom.H4, atom.H5, atom.H6:
		t.heading(n, 1, form{size: 15, line: t.leading(15, 1.35), bold: true, color: t.ink.text, before: 18})
	case atom.Ul, atom.Ol:
		t.list(n, indent)
	case atom.Table:
		g := tableOf(n)
		t.out = append(t.out, t.grid(g, 10)...)
	case atom.Pre:
		t.code(n, indent)
	case atom.Blockquote:
		from := len(t.out)
		t.blocks(n, indent+18)
		for i := range t.out[from:] {
			p := &t.out[from+i]
			p.items = append(p.items, rule(indent, -p.before, 3, p.height+p.before, t.ink.rule))
		}
	case atom.Hr:
		t.out = append(t.out, piece{before: 14, height: 1, items: []picture.Item{rule(0, 0, width, 1, t.ink.rule)}})
	default:
		t.blocks(n, indent)
	}
}

// heading sets a heading, which stays on the page of what it heads.
func (t *narrative) heading(n *html.Node, level int, f form) {
	runs := inline(n, run{})
	lines := t.paragraph(runs, f)
	for i := range lines {
		lines[i].stays = true
	}
	if len(lines) > 0 {
		lines[0].mark = &mark{level, strings.TrimSpace(plain(runs))}
		lines[0].id = fmt.Sprintf("part.%d.%d", t.at+1, len(t.out)+1)
	}
	t.out = append(t.out, lines...)
}

// list sets the items of a list, each behind its bullet or number.
func (t *narrative) list(n *html.Node, indent float64) {
	const step = 20
	begin, number := len(t.out), 1
	if start, err := strconv.Atoi(attr(n, "start")); err == nil {
		number = start
	}
	for item := n.FirstChild; item != nil; item = item.NextSibling {
		if item.DataAtom != atom.Li {
			continue
		}
		from := len(t.out)
		t.blocks(item, indent+step)
		if from == len(t.out) {
			continue
		}
		bullet, f := "•", t.body(0)
		if n.DataAtom == atom.Ol {
			bullet = strconv.Itoa(number) + "."
			number++
		}
		first := &t.out[from]
		first.before = min(first.before, 5)
		first.items = append(first.items, t.line([]run{{text: bullet}}, form{size: f.size, line: first.height, color: t.ink.muted, indent: indent + 2}).items...)
	}
	if n := len(t.out); n > begin+1 { // no item alone
		t.out[begin].stays, t.out[n-2].stays = true, true
	}
}

// code sets text as it is written, on a panel.
func (t *narrative) code(n *html.Node, indent float64) {
	lines := strings.Split(strings.TrimRight(written(n), "\n"), "\n")
	f := form{size: 11, line: 16, color: t.ink.text, indent: indent + 10, width: width - 10}
	for i, text := range lines {
		text = strings.ReplaceAll(strings.ReplaceAll(text, "\t", "    "), " ", "\u00a0")
		for k, p := range t.paragraph([]run{{text: text}}, f) {
			p.items = append([]picture.Item{rule(indent, 0, width-indent, p.height, t.ink.panel)}, p.items...)
			if i == 0 && k == 0 {
				p.before = 10
			}
			t.out = append(t.out, p)
		}
	}
}

// inline returns the runs of a node. Line ends of the source are blanks.
func inline(n *html.Node, look run) []run {
	if n.Type == html.TextNode {
		look.text = strings.ReplaceAll(n.Data, "\n", " ")
		return []run{look}
	}
	switch n.DataAtom {
	case atom.Br:
		look.text = "\n"
		return []run{look}
	case atom.Img:
		look.text = attr(n, "alt")
		return []run{look}
	case atom.Strong, atom.B, atom.Em, atom.I: // there is no slanted font, and Chinese knows none
		look.bold = true
	case atom.Del:
		look.gone = true
	case atom.Mark:
		look.mark = true
	case atom.A:
		look.href = linkTo(attr(n, "href"))
	}
	var out []run
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		out = append(out, inline(c, look)...)
	}
	return out
}

// written is the text of a node with its line ends.
func written(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	text := ""
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		text += written(c)
	}
	return text
}

// linkTo returns an address that a file that was sent on can follow: of the web, of a mail,
// or within the document; else "".
func linkTo(href string) string {
	u, err := url.Parse(href)
	switch {
	case err != nil:
		return ""
	case (u.Scheme == "http" || u.Scheme == "https") && u.Host != "", u.Scheme == "mailto", len(href) > 1 && href[0] == '#':
		return href
	}
	return ""
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// plain is the text of runs.
func plain(runs []run) string {
	var b strings.Builder
	for _, r := range runs {
		b.WriteString(r.text)
	}
	return b.String()
}
