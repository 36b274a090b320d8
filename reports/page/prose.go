package page

import (
	"bytes"
	"context"
	"fmt"
	"html"
	"regexp"
	"strconv"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	renderer "github.com/yuin/goldmark/renderer/html"
	gtext "github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"paystats/data/diag"
	"paystats/reports/document"
)

// plain prints a text of the page in the document's language. Both languages are
// evaluated, so that a mistake in either is found in any build.
func (r *run) plain(ctx context.Context, t text) string {
	for _, lang := range Languages {
		for _, p := range t.own(lang).parts {
			if p.expr != nil {
				r.evaluated(ctx, p.expr)
			}
		}
	}
	shown := t.in(r.language)
	if t.divided && t.own(r.language).empty() && !shown.empty() {
		r.untranslated(shown.pos, "text")
	}
	return strings.TrimSpace(r.words(ctx, shown))
}

// words prints a text of one language.
func (r *run) words(ctx context.Context, t template) string {
	var b strings.Builder
	for _, p := range t.parts {
		b.WriteString(p.literal)
		if p.expr != nil {
			b.WriteString(r.shown(ctx, p.expr).text)
		}
	}
	return b.String()
}

// Placeholders stand for expressions while the Markdown is rendered. They are private
// use characters, which a page may not hold itself.
const (
	placeOpen  = '\ue000'
	placeClose = '\ue001'
)

var placePattern = regexp.MustCompile("\ue000([0-9]+)\ue001")

// markdown renders prose. Raw HTML is never passed on (goldmark's default) and
// addresses that would run something are dropped; both are reported besides. A line that
// ends between Chinese characters leaves no space there.
var markdown = goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough),
	goldmark.WithParserOptions(parser.WithASTTransformers(util.Prioritized(lineBreaks{}, 100), util.Prioritized(tableFocus{}, 100))))

// prose prepares a piece of narrative.
func (r *run) prose(ctx context.Context, b block) func() document.Block {
	var values []string
	text := r.page.fill(b, func(e *expr) string {
		v := r.shown(ctx, e)
		values = append(values, valueHTML(e, v.printed, v.ok))
		return string(placeOpen) + strconv.Itoa(len(values)-1) + string(placeClose)
	})
	var out bytes.Buffer
	if err := markdown.Convert([]byte(text), &out); err != nil {
		r.fail(b.pos, codeExpression, "", "the Markdown cannot be rendered: %v", err)
		return nil
	}
	rendered := placePattern.ReplaceAllStringFunc(out.String(), func(m string) string {
		n, err := strconv.Atoi(placePattern.FindStringSubmatch(m)[1])
		if err != nil || n >= len(values) {
			return ""
		}
		return values[n]
	})
	prose := document.Prose{HTML: rendered}
	if b.lang != r.language {
		prose.Lang = b.lang
	}
	return func() document.Block { return prose }
}

// valueHTML marks up a value: a <data> element (twelve digits, free of float noise), or
// a claim with its evidence.
func valueHTML(e *expr, v printed, ok bool) string {
	text := strings.ReplaceAll(html.EscapeString(v.text), " ", "&nbsp;")
	title := html.EscapeString(v.title)
	switch {
	case !ok:
		return "…"
	case e.verb.text == verbName:
		return html.EscapeString(v.text)
	case v.missing:
		return fmt.Sprintf(`<span class="value missing" title="%s">%s</span>`, title, text)
	case e.verb.text == verbClaim && v.isFalse:
		return fmt.Sprintf(`<mark class="claim-false" title="%s">%s</mark>`, title, html.EscapeString(v.text))
	case e.verb.text == verbClaim:
		return fmt.Sprintf(`<span class="claim" title="%s">%s</span>`, title, html.EscapeString(v.text))
	case e.verb.text == verbLabel || v.words: // as long as a phrase: it may break
		return fmt.Sprintf(`<span class="value" title="%s">%s</span>`, title, html.EscapeString(v.text))
	case e.verb.text == verbLeader:
		return fmt.Sprintf(`<span class="value" title="%s">%s</span>`, title, text)
	}
	return fmt.Sprintf(`<data class="value" value="%s" title="%s">%s</data>`, strconv.FormatFloat(v.value, 'g', 12, 64), title, text)
}

// fill replaces the expressions of prose that stand outside code. The expressions were
// read by Parse; print is called for each in order.
func (p *Page) fill(b block, print func(*expr) string) string {
	var out strings.Builder
	for _, part := range p.proseParts(b) {
		if part.expr != nil {
			out.WriteString(print(part.expr))
			continue
		}
		out.WriteString(strings.Map(func(c rune) rune {
			if c == placeOpen || c == placeClose {
				return '\ufffd'
			}
			return c
		}, part.literal))
	}
	return out.String()
}

// proseParts splits prose at its expressions. Code, fenced or between backticks, is
// left alone, so that a page can show how an expression is written.
func (p *Page) proseParts(b block) []part {
	if parts, ok := p.parts[b.pos.Line]; ok {
		return parts
	}
	var parts []part
	fence := ""
	for n, line := range strings.Split(b.prose, "\n") {
		literal := func(text string) { parts = append(parts, part{literal: text}) }
		if open, _ := openFence(line); open != "" && fence == "" {
			fence = open
			literal(line + "\n")
			continue
		}
		if fence != "" {
			if closesFence(line, fence) {
				fence = ""
			}
			literal(line + "\n")
			continue
		}
		parts = append(parts, p.lineParts(line, b.pos.Line+n)...)
		literal("\n")
	}
	return parts
}

// lineParts splits one line of prose. An expression stands on one line.
func (p *Page) lineParts(line string, number int) []part {
	var parts []part
	done := 0
	for at := 0; at < len(line); {
		switch {
		case line[at] == '`':
			n := len(line[at:]) - len(strings.TrimLeft(line[at:], "`"))
			end := strings.Index(line[at+n:], line[at:at+n])
			if end < 0 {
				at += n
				continue
			}
			at += n + end + n
		case strings.HasPrefix(line[at:], "{{"):
			end := exprEnd(line[at:])
			if end < 0 {
				p.fail(p.at(number, at+1), codeExpression, "close it with }} on the same line", "{{ is never closed")
				return append(parts, part{literal: line[done:]})
			}
			parts = append(parts, part{literal: line[done:at]})
			if e := p.expression(line[at+2:at+end], p.at(number, at+1)); e != nil {
				parts = append(parts, part{expr: e})
			}
			at += end + 2
			done = at
		case parameterAt(line[at:]) > 0:
			end := at + parameterAt(line[at:])
			parts = append(parts, part{literal: line[done:at]}, p.piece(line[at:end], p.at(number, at+1), asMarkdown))
			at, done = end, end
		default:
			at++
		}
	}
	return append(parts, part{literal: line[done:]})
}

// checkProse reads the expressions of a piece of prose and reports raw HTML, images
// from elsewhere and addresses that would run something.
func (p *Page) checkProse(b block) {
	p.parts[b.pos.Line] = p.proseParts(b)
	src := []byte(b.prose)
	// Positions come from the text as written; expressions hold no HTML of their own,
	// so a "<" inside one (max<0.65) is blanked first, byte for byte.
	for _, m := range exprSpan.FindAllIndex(src, -1) {
		for i := m[0]; i < m[1]; i++ {
			if src[i] == '<' {
				src[i] = ' '
			}
		}
	}
	doc := markdown.Parser().Parse(gtext.NewReader(src))
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			p.checkNode(b, n, src)
		}
		return ast.WalkContinue, nil
	})
}

var exprSpan = regexp.MustCompile(`\{\{[^\n]*?\}\}`)

func (p *Page) checkNode(b block, n ast.Node, src []byte) {
	switch x := n.(type) {
	case *ast.HTMLBlock:
		if x.Lines().Len() > 0 {
			p.fail(p.offset(b, src, x.Lines().At(0).Start), codeRawHTML, "write it in Markdown", "raw HTML is not passed on")
		}
	case *ast.RawHTML:
		if x.Segments.Len() > 0 {
			p.fail(p.offset(b, src, x.Segments.At(0).Start), codeRawHTML, "write it in Markdown", "raw HTML is not passed on")
		}
	case *ast.Image:
		address := string(x.Destination)
		if !strings.HasPrefix(address, "data:image/") || renderer.IsDangerousURL(x.Destination) {
			p.fail(p.find(b.pos, address, strings.Count(b.prose, "\n")), codeRemoteContent,
				"pages load nothing: use a data: address of a PNG, JPEG, GIF or WebP, or a link", "image from %.60q", address)
		}
	case *ast.Link:
		p.checkLink(b, string(x.Destination))
	}
}

// checkLink allows http, https, mailto, relative addresses and fragments.
func (p *Page) checkLink(b block, address string) {
	pos := p.find(b.pos, "]("+address, strings.Count(b.prose, "\n"))
	pos = p.find(pos, address, strings.Count(b.prose, "\n")) // behind "](", or where a reference is defined
	address = p.bound(word{address, pos}).text
	scheme, _, ok := strings.Cut(address, ":")
	if !ok || strings.ContainsAny(scheme, "/?#") || has([]string{"http", "https", "mailto"}, strings.ToLower(scheme)) {
		p.links = append(p.links, word{address, pos})
		return
	}
	p.fail(pos, codeRemoteContent, "links lead to http, https, mailto or a place in the report", "link to %q", address)
}

// offset turns an offset in prose into a place of the page.
func (p *Page) offset(b block, src []byte, at int) diag.Pos {
	at = min(at, len(src))
	line := bytes.Count(src[:at], []byte("\n"))
	col := at - (bytes.LastIndexByte(src[:at], '\n') + 1)
	return p.at(b.pos.Line+line, col+1)
}
