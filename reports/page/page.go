// Package page reads the pages of a report and builds them from data.
//
// A page is Markdown with a YAML head and fenced chart, table and kpi blocks; its text
// holds {{ values }} and {{ claims }}. Parse turns the file into a Page; Build asks the
// warehouse for what the page names and returns a document.Document.
//
//	page.md ─► Parse ─► blocks ─► query ─► frame ─► chart.Build ─► document.Document
//
// Invariants:
//  1. Every mistake is a diag.Problem with its place and a code of README.md, and a
//     page is read to its end: all its mistakes are reported at once.
//  2. Names are bound or taken from the warehouse's own lists; no text of a page is
//     ever put into SQL, but for the query of an sql block, which runs as a subquery.
//  3. No raw HTML, no script and no address that loads something leaves a page.
//  4. Equal pages and data give equal documents.
package page

import (
	"strings"

	"paystats/data/diag"
	"paystats/data/yamldoc"
)

// Page is a parsed page. It may hold mistakes: Build reports them along with its own.
type Page struct {
	Name string // public name: the file's name without .md

	*source
	title   text
	lead    text
	period  span
	numbers map[string]string // number system of each language
	blocks  []block
	parts   map[int][]part // of prose, by the line it starts on
}

// Parse reads a page. The Page is never nil; err is a *diag.List with every mistake
// that can be seen without data. Build repeats them, so that a caller who wants all
// mistakes at once may ignore err here.
func Parse(file string, src []byte) (*Page, error) {
	text := strings.ReplaceAll(strings.TrimPrefix(string(src), "\ufeff"), "\r\n", "\n")
	text = strings.ToValidUTF8(text, "\ufffd")
	p := &Page{Name: pageName(file), source: &source{file: file, lines: strings.Split(text, "\n")}, parts: map[int][]part{}}
	body := p.head()
	p.body(body)
	for _, b := range p.blocks {
		if b.kind == blockProse {
			p.checkProse(b)
		}
		for _, v := range b.versions {
			p.checkProse(v)
		}
	}
	p.duplicates()
	return p, p.problems.Err()
}

// pageName returns the file's name without folders and extension.
func pageName(file string) string {
	name := file[strings.LastIndexAny(file, `/\`)+1:]
	return strings.TrimSuffix(name, ".md")
}

// head reads the head and returns the first line behind it.
func (p *Page) head() (next int) {
	if p.line(1) != "---" {
		p.fail(p.at(1, 1), codeHead, "start the page with ---, title: …, ---", "the page has no head")
		return 1
	}
	end := 2
	for end <= len(p.lines) && p.line(end) != "---" {
		end++
	}
	if end > len(p.lines) {
		p.fail(p.at(1, 1), codeHead, "end the head with a line ---", "the head is never closed")
		return end
	}
	doc := p.yaml(2, "the head", strings.Join(p.lines[1:end-1], "\n")+"\n")
	if doc == nil {
		return end + 1
	}
	if m := doc.Root().Mapping("title", "lead", "period", "numbers"); m != nil {
		p.readHead(m)
	}
	if p.title.empty() {
		p.fail(p.at(1, 1), codeTitleMissing, "add title: to the head", "the page has no title")
	}
	return end + 1
}

func (p *Page) readHead(m *yamldoc.Mapping) {
	for _, e := range m.Entries {
		switch e.Key {
		case "title":
			p.title = p.text(e.Value)
		case "lead":
			p.lead = p.text(e.Value)
		case "numbers":
			p.numbers = e.Value.OneOfEach(Languages, numbersWestern, numbersIndian, numbersChinese)
		default:
			if w, ok := wordOf(e.Value); ok {
				p.period = p.span(w)
			}
		}
	}
}

// body splits the rest of the page into prose and blocks.
func (p *Page) body(first int) {
	var prose []string
	var within div
	start := first
	flush := func(next int) {
		if strings.TrimSpace(strings.Join(prose, "")) != "" {
			p.addProse(within.lang, block{kind: blockProse, pos: p.at(start, 1), prose: strings.Join(prose, "\n")})
		}
		prose, start = nil, next
	}
	for n := first; n <= len(p.lines); n++ {
		if next, ok := p.divider(within, n); ok {
			flush(n + 1)
			within = next
			continue
		}
		fence, info := openFence(p.line(n))
		if fence == "" {
			prose = append(prose, p.line(n))
			continue
		}
		end := n + 1
		for end <= len(p.lines) && !closesFence(p.line(end), fence) {
			end++
		}
		if end > len(p.lines) {
			p.fail(p.at(n, 1), codeFence, "close it with a line "+fence, "the block is never closed")
		}
		kind, id, _ := strings.Cut(info, " ")
		if kind != blockChart && kind != blockTable && kind != blockKPI {
			prose = append(prose, p.lines[n-1:min(end, len(p.lines))]...)
			n = end
			continue
		}
		flush(n)
		if within.lang != "" {
			p.fail(p.at(n, 1), codeDiv, "close the passage before it: a chart is the same in every language", "a %s inside ::: %s", kind, within.lang)
		}
		p.blocks = append(p.blocks, p.fenced(kind, strings.TrimSpace(id), p.at(n, 1), strings.Join(p.lines[n:end-1], "\n")+"\n"))
		n, start = end, end+1
	}
	flush(0)
	if within.lang != "" {
		p.fail(within.pos, codeDiv, "close it with a line :::", "the passage is never closed")
	}
}

// openFence returns the fence that a line opens and the words behind it.
func openFence(line string) (fence, info string) {
	text := strings.TrimLeft(line, " ")
	if len(line)-len(text) > 3 {
		return "", ""
	}
	for _, mark := range []string{"`", "~"} {
		rest := strings.TrimLeft(text, mark)
		if n := len(text) - len(rest); n >= 3 && !(mark == "`" && strings.Contains(rest, "`")) {
			return text[:n], strings.TrimSpace(rest)
		}
	}
	return "", ""
}

// closesFence reports whether a line closes a fence: the same mark, as long or longer.
func closesFence(line, fence string) bool {
	text := strings.TrimSpace(line)
	return len(text) >= len(fence) && strings.Trim(text, fence[:1]) == ""
}

// duplicates records ids that are used twice.
func (p *Page) duplicates() {
	first := map[string]diag.Pos{}
	for _, b := range p.blocks {
		if b.id.text == "" {
			continue
		}
		if at, ok := first[b.id.text]; ok {
			p.fail(b.id.pos, codeIDDuplicate, "ids are public addresses: choose another", "id %q is used before, in line %d", b.id.text, at.Line)
			continue
		}
		first[b.id.text] = b.id.pos
	}
}
