package page

import (
	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	gtext "github.com/yuin/goldmark/text"
)

// tableFocus lets the keyboard reach tables of the narrative: narrow screens scroll them.
type tableFocus struct{}

func (tableFocus) Transform(doc *ast.Document, _ gtext.Reader, _ parser.Context) {
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		if n.Kind() == extast.KindTable {
			n.SetAttributeString("tabindex", []byte("0"))
		}
	}
}
