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
	"fmt"
	"io/fs"
	"strings"

	"paystats/data/diag"
)

// Page is a parsed page. It may hold mistakes: Build reports them along with its own.
type Page struct {
	Name     string // public name: the file's name without .md; of a page for a member with -MEMBER behind it
	Template string // name of the page that this one was made from for a member; "" for any other

	*source
	src     []byte // the file
	title   text
	lead    text
	period  span
	numbers map[string]string // number system of each language
	each    *each             // not nil: one page for each member
	blocks  []block
	parts   map[int][]part // of prose, by the line it starts on
	links   []word         // that its narrative holds
}

// Reader reads pages of a workspace.
type Reader struct {
	Layers   []fs.FS   // file trees that included passages lie in; a later one replaces what an earlier one holds
	Settings []Setting // values that replace those of the pages' parameters
}

// Parse reads a page that includes nothing.
func Parse(file string, src []byte) (*Page, error) { return Reader{}.Parse(file, src) }

// Parse reads a page. The Page is never nil; err is a *diag.List with every mistake
// that can be seen without data. Build repeats them, so that a caller who wants all
// mistakes at once may ignore err here.
func (in Reader) Parse(file string, src []byte) (*Page, error) {
	p := in.parse(file, src, "")
	return p, p.located(&p.problems).Err()
}

// parse reads a page, for a member if there is one.
func (in Reader) parse(file string, src []byte, member string) *Page {
	p := &Page{Name: pageName(file), source: &source{reader: in, file: file, lines: textLines(src)}, src: src, parts: map[int][]part{}}
	if member != "" {
		p.Template, p.Name = p.Name, p.Name+"-"+pageNameOf(member)
	}
	p.member = member
	body := p.head()
	p.include(body)
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
	return p
}

// Stamp returns all that the page was read from, as text: equal stamps mean equal pages.
func (p *Page) Stamp() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%q", p.Name)
	for _, one := range p.parameters {
		fmt.Fprintf(&b, " %q=%q", one.name.text, one.value)
	}
	return b.String() + "\n" + strings.Join(p.lines, "\n")
}

// textLines returns the lines of a file, whatever system and editor wrote it.
func textLines(src []byte) []string {
	text := strings.ReplaceAll(strings.TrimPrefix(string(src), "\ufeff"), "\r\n", "\n")
	return strings.Split(strings.ToValidUTF8(text, "\ufffd"), "\n")
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
	if m := doc.Root().Mapping(append(keyNames(headKeys), keyNames(declarationKeys)...)...); m != nil {
		takeKeys(p.source, m, declarationKeys, p)
		takeKeys(p.source, m, headKeys, p)
	}
	if p.title.empty() {
		p.fail(p.at(1, 1), codeTitleMissing, "add title: to the head", "the page has no title")
	}
	return end + 1
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
		if !has(fencedBlocks, kind) {
			p.checkFence(word{kind, p.find(p.at(n, 1+len(fence)), kind, 0)})
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
			p.fail(b.id.pos, codeIDDuplicate, "ids are public addresses: choose another", "id %q is used before, in line %d", b.id.text, p.origin(at).Line)
			continue
		}
		first[b.id.text] = b.id.pos
	}
}
