package page

import (
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	gtext "github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// lineBreaks takes out the ends of lines that stand between two Chinese characters, or
// behind Chinese punctuation, since they would be shown as a space. Others stay, also before
// and behind marks.
//
// Note: goldmark's own EastAsianLineBreaks drops every end of line before a mark, so that
// the words on both sides of it run together.
type lineBreaks struct{}

func (lineBreaks) Transform(doc *ast.Document, reader gtext.Reader, _ parser.Context) {
	src := reader.Source()
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if t, ok := n.(*ast.Text); ok && entering && t.SoftLineBreak() {
			last := lastRune(t, src)
			t.SetSoftLineBreak(!strings.ContainsRune("。，；：、！？", last) && (!isWide(last) || !isWide(firstRune(t.NextSibling(), src))))
		}
		return ast.WalkContinue, nil
	})
}

func isWide(c rune) bool { return util.IsEastAsianWideRune(c) }

// lastRune returns the last character of the text up to a node; RuneError where there is none.
func lastRune(n ast.Node, src []byte) rune {
	for n != nil {
		if t, ok := n.(*ast.Text); ok && t.Segment.Len() > 0 {
			c, _ := utf8.DecodeLastRune(t.Value(src))
			return c
		}
		if n.HasChildren() {
			n = n.LastChild()
		} else {
			n = n.PreviousSibling()
		}
	}
	return utf8.RuneError
}

// firstRune returns the first character of the text from a node on; RuneError where there is none.
func firstRune(n ast.Node, src []byte) rune {
	for n != nil {
		if t, ok := n.(*ast.Text); ok && t.Segment.Len() > 0 {
			c, _ := utf8.DecodeRune(t.Value(src))
			return c
		}
		if n.HasChildren() {
			n = n.FirstChild()
		} else {
			n = n.NextSibling()
		}
	}
	return utf8.RuneError
}
