// Package pdf draws pictures as PDF: vectors, with text that can be selected and searched.
//
// A picture.Picture goes in, a file comes out with one page of its size. The letters that
// it needs are in it. What a picture holds and this device does not know is an error that
// names it.
//
// Invariants: equal pictures give equal bytes; the file holds no clock, no script and no link.
package pdf

import (
	"fmt"
	"io"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"paystats/reports/font"
	"paystats/reports/picture"
)

// family is the name of the embedded font in a file.
const family = "notosanssc"

// point is a CSS pixel in points.
const point = 0.75

// Write prints one picture on a page of its size.
func Write(out io.Writer, p *picture.Picture) error {
	width, height := p.Width*point, p.Height*point
	doc := newFile(width, height, p.Title, p.Lang)
	doc.AddPage()
	d := device{doc, height, picture.Color{R: 255, G: 255, B: 255, A: 1}}
	if p.Background != nil {
		d.paper = *p.Background
	}
	if err := picture.Walk(p, picture.Scale(point, point), d); err != nil {
		return err
	}
	if err := doc.Output(out); err != nil {
		return fmt.Errorf("write PDF: %w", err)
	}
	return nil
}

// newFile starts a file with pages of a size in points.
func newFile(width, height float64, title, lang string) *fpdf.Fpdf {
	doc := fpdf.NewCustom(&fpdf.InitType{UnitStr: "pt", Size: fpdf.SizeType{Wd: width, Ht: height}})
	doc.SetCatalogSort(true)
	doc.SetCreationDate(time.Unix(0, 0).UTC()) // the data have dates; the file has none
	doc.SetModificationDate(time.Unix(0, 0).UTC())
	doc.SetProducer("paystats", true)
	doc.SetTitle(title, true)
	doc.SetLang(map[string]string{"zh": "zh-Hans"}[lang] + map[string]string{"en": "en"}[lang])
	doc.SetMargins(0, 0, 0)
	doc.SetAutoPageBreak(false, 0)
	doc.AddUTF8FontFromBytes(family, "", font.Of(false).File())
	doc.AddUTF8FontFromBytes(family, "B", font.Of(true).File())
	return doc
}
