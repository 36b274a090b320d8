// Package pdf draws pictures as PDF: vectors, with text that can be selected and searched.
//
// A Book goes in, a file comes out with a page of its size for each picture, with links and
// bookmarks. The letters that it needs are in it. What a picture holds and this device does
// not know is an error that names it.
//
// Invariants: equal books give equal bytes; the file holds no clock, no script, and no link
// but those of the book.
package pdf

import (
	"fmt"
	"io"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"paystats/reports/font"
	"paystats/reports/picture"
)

// Point is a CSS pixel in points, the unit of PDF.
const Point = 0.75

// Book is a file of several pages.
type Book struct {
	Title, Subject string // plain text
	Lang           string // "en" or "zh"
	Pages          []Page
	Bookmarks      []Bookmark // in the order of their places
}

// Page is one page: a picture of its size, and what may be clicked on it.
type Page struct {
	Picture *picture.Picture
	Links   []Link
}

// Place is a place in a book: a page, counted from 0, and pixels from its top.
type Place struct {
	Page int
	Y    float64
}

// Link is a box of a page, in pixels, that leads to an address, or to a place if there is one.
type Link struct {
	X, Y, Width, Height float64
	Href                string
	To                  *Place
}

// Bookmark is one line of a book's outline. Level 0 is the highest; one is at most a level
// below the one before it.
type Bookmark struct {
	Title string
	Level int
	At    Place
}

// Write prints one picture on a page of its size.
func Write(out io.Writer, p *picture.Picture) error {
	return WriteBook(out, Book{Title: p.Title, Subject: p.Desc, Lang: p.Lang, Pages: []Page{{Picture: p}}})
}

// WriteBook prints a book.
func WriteBook(out io.Writer, b Book) error {
	doc := newFile(b)
	for i, p := range b.Pages {
		doc.AddPageFormat("P", fpdf.SizeType{Wd: p.Picture.Width * Point, Ht: p.Picture.Height * Point})
		d := device{doc, p.Picture.Height * Point, picture.Color{R: 255, G: 255, B: 255, A: 1}}
		if p.Picture.Background != nil {
			d.paper = *p.Picture.Background
		}
		if err := picture.Walk(p.Picture, picture.Scale(Point, Point), d); err != nil {
			return err
		}
		d.face(false, 1) // bookmarks are in the encoding of the font that is selected
		for _, m := range b.Bookmarks {
			if m.At.Page == i {
				doc.Bookmark(m.Title, m.Level, m.At.Y*Point)
			}
		}
		for _, l := range p.Links {
			if l.To == nil {
				doc.LinkString(l.X*Point, l.Y*Point, l.Width*Point, l.Height*Point, l.Href)
				continue
			}
			id := doc.AddLink()
			doc.SetLink(id, l.To.Y*Point, l.To.Page+1)
			doc.Link(l.X*Point, l.Y*Point, l.Width*Point, l.Height*Point, id)
		}
	}
	if err := doc.Output(out); err != nil {
		return fmt.Errorf("write PDF: %w", err)
	}
	return nil
}

// family is the name of the embedded font in a file.
const family = "notosanssc"

// newFile starts a file.
func newFile(b Book) *fpdf.Fpdf {
	doc := fpdf.NewCustom(&fpdf.InitType{UnitStr: "pt"})
	doc.SetCatalogSort(true)
	doc.SetCreationDate(time.Unix(0, 0).UTC()) // the data have dates; the file has none
	doc.SetModificationDate(time.Unix(0, 0).UTC())
	doc.SetProducer("paystats", true)
	doc.SetTitle(b.Title, true)
	doc.SetSubject(b.Subject, true)
	doc.SetLang(map[string]string{"zh": "zh-Hans"}[b.Lang] + map[string]string{"en": "en"}[b.Lang])
	doc.SetMargins(0, 0, 0)
	doc.SetAutoPageBreak(false, 0)
	doc.AddUTF8FontFromBytes(family, "", font.Of(false).File())
	doc.AddUTF8FontFromBytes(family, "B", font.Of(true).File())
	return doc
}
