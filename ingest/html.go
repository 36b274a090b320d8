package ingest

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"paystats/data/diag"
)

// Limits on pages.
const (
	maxPage      = 32 << 20 // bytes
	maxPageCells = 5_000_000
	maxSpan      = 1000 // rows or columns that one cell may reach over
)

// htmlReader reads one table of a page. A cell that spans rows or columns stands in each
// of them, but is refused as a value. A raised or lowered text is set off with ^, so that
// a footnote mark does not become a digit.
type htmlReader struct{}

func (htmlReader) rows(src io.Reader, t table, yield func(row) error) error {
	text, err := io.ReadAll(io.LimitReader(src, maxPage+1))
	if err != nil {
		return unreadable(t.file, err)
	}
	problem := func(code, msg, hint string) error {
		return &diag.Problem{Pos: diag.Pos{File: t.file}, Code: code, Msg: msg, Hint: hint}
	}
	switch {
	case len(text) > maxPage:
		return problem("html-limit", fmt.Sprintf("the page is larger than %d MiB", maxPage>>20), "save the table as CSV")
	case !t.decoded && !isUTF8(text):
		return problem("text-encoding", "the file is not UTF-8, or holds a NUL", encodingHint(beyondASCII(text)))
	}
	root, err := html.Parse(bytes.NewReader(text))
	if err != nil {
		return problem("html-limit", fmt.Sprintf("the page cannot be read: %v", err), "save the table as CSV")
	}
	var tables []*html.Node
	for n := range root.Descendants() {
		if n.DataAtom == atom.Table {
			tables = append(tables, n)
		}
	}
	switch number := t.number; {
	case number == 0 && len(tables) == 1:
		t.number = 1
	case number == 0:
		return problem("table-missing", fmt.Sprintf("the page has %d tables, and nothing says which is meant", len(tables)), tablesHint(root, tables))
	case number > len(tables):
		return problem("table-missing", fmt.Sprintf("the page has %d tables, and no table %d", len(tables), number), tablesHint(root, tables))
	}
	p := pageTable{grid: grid{table: t, name: "table" + strconv.Itoa(t.number), page: true}}
	return p.read(tables[t.number-1], yield)
}

// beyondASCII returns the part of a page to sniff: from the first byte that is not ASCII.
func beyondASCII(text []byte) []byte {
	return text[max(0, slices.IndexFunc(text, func(b byte) bool { return b == 0 || b >= 0x80 })):]
}

// scriptData matches an array of data in a script, as charts have it.
var scriptData = regexp.MustCompile(`\b(?:series|data|rows|dataset)["']?\s*[:=]\s*\[`)

// tablesHint says how the first tables begin.
func tablesHint(root *html.Node, tables []*html.Node) string {
	if len(tables) == 0 {
		for n := range root.Descendants() {
			if n.Type == html.TextNode && n.Parent.DataAtom == atom.Script && scriptData.MatchString(n.Data) {
				return "a script of the page holds data: copy the array of records into a .json file beside the descriptor"
			}
		}
		return "the page may draw its table with a script: look for the data that it loads"
	}
	var words []string
	for i, n := range tables[:min(5, len(tables))] {
		words = append(words, fmt.Sprintf("table: %d (%q)", i+1, clip(pageText(n))))
	}
	return "add under paystats: " + strings.Join(words, ", or ")
}

// pageTable is a table that is being read.
type pageTable struct {
	grid
	number int        // of rows
	seen   int        // cells
	down   []spanDown // by column: cells of rows above that reach down
}

type spanDown struct {
	text string
	left int // rows
}

// read goes through the rows of a table, those of tables inside its cells left out.
func (p *pageTable) read(n *html.Node, yield func(row) error) error {
	for group := range n.ChildNodes() {
		switch group.DataAtom {
		case atom.Thead, atom.Tbody, atom.Tfoot:
			p.down = nil // a span ends with its group
			for child := range group.ChildNodes() {
				if child.DataAtom == atom.Tr {
					if err := p.tr(child, yield); err != nil {
						return err
					}
				}
			}
		}
	}
	if p.index == nil {
		return &diag.Problem{Pos: diag.Pos{File: p.file, Pointer: p.name}, Code: "table-missing", Msg: "the table ends before its header",
			Hint: "correct headerRows, or choose another table"}
	}
	return nil
}

// tr reads one row.
func (p *pageTable) tr(n *html.Node, yield func(row) error) error {
	p.number++
	var texts []string
	var spanned []bool
	fromAbove := func() {
		for len(texts) < len(p.down) && p.down[len(texts)].left > 0 {
			p.down[len(texts)].left--
			texts, spanned = append(texts, p.down[len(texts)].text), append(spanned, true)
		}
	}
	for child := range n.ChildNodes() {
		if child.DataAtom != atom.Td && child.DataAtom != atom.Th {
			continue
		}
		fromAbove()
		text, wide, high := pageText(child), span(child, "colspan"), span(child, "rowspan")
		for range wide {
			if at := len(texts); high > 1 {
				p.down = append(p.down, make([]spanDown, max(0, at+1-len(p.down)))...)
				p.down[at] = spanDown{text, high - 1}
			}
			texts, spanned = append(texts, text), append(spanned, wide > 1 || high > 1)
		}
		if p.seen+len(texts) > maxPageCells {
			return &diag.Problem{Pos: diag.Pos{File: p.file, Pointer: fmt.Sprintf("%s/row%d", p.name, p.number)}, Code: "html-limit",
				Msg: fmt.Sprintf("the table has more than %d cells", maxPageCells), Hint: "save the table as CSV"}
		}
	}
	fromAbove()
	p.seen += len(texts)
	return p.row(p.number, texts, spanned, yield)
}

// span returns how many rows or columns a cell reaches over.
func span(n *html.Node, key string) int {
	for _, a := range n.Attr {
		if a.Key == key {
			wide, _ := strconv.Atoi(strings.TrimSpace(a.Val))
			return min(max(wide, 1), maxSpan)
		}
	}
	return 1
}

// pageText returns the text of a cell as it is seen, blanks collapsed.
func pageText(n *html.Node) string {
	var text strings.Builder
	write(&text, n)
	return strings.Join(strings.Fields(text.String()), " ")
}

func write(text *strings.Builder, n *html.Node) {
	for child := range n.ChildNodes() {
		switch child.DataAtom {
		case atom.Script, atom.Style, atom.Template:
			continue
		case atom.Sup, atom.Sub:
			text.WriteString("^")
		case atom.Br, atom.P, atom.Div, atom.Td, atom.Th, atom.Tr, atom.Li:
			text.WriteString(" ")
		}
		if child.Type == html.TextNode {
			text.WriteString(child.Data)
		}
		write(text, child)
	}
}
