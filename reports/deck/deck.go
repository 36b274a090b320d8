// Package deck ties the shapes of a deck that somebody has finished to charts, tables and
// texts of pages, and brings them up to date.
//
//	deck.pptx ─► slides ─► shapes with an address ─┬─► chart part: caches, series, points ─┐
//	                                               ├─► its workbook: cells                ├─► deck.pptx
//	document.Document, texts, pictures ◄─ Source ──┼─► table: rows, columns, cells         │
//	                                               └─► text, picture                      ─┘
//
// A shape is bound by its name, or by a line of its alternative text, that begins with
// "paystats:"; see ParseBinding for what follows.
//
// Invariants: what is not bound stays as it is, byte for byte; of what is bound, numbers,
// names and texts change and looks do not; a series keeps its looks with its name, a point
// with its category; a chart and its workbook agree; what cannot be brought up to date as a
// whole is left as it was, and named. Equal decks and data give equal bytes, and what was
// refreshed once does not change again.
package deck

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"github.com/beevik/etree"

	"paystats/reports/ooxml"
)

// ErrNoDeck is wrapped by errors on a file that is no deck of PowerPoint's.
var ErrNoDeck = errors.New("no PowerPoint deck (.pptx, .pptm)")

// Deck is a deck of the user's.
type Deck struct {
	file   *ooxml.File
	slides []*slide
	raw    []byte
}

// slide is one slide, in the order in which they are shown.
type slide struct {
	*part
	number int // from 1
	shapes []*Shape
}

// Open reads the slides of a deck.
func Open(content []byte) (*Deck, error) {
	file, err := ooxml.Open(content)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoDeck, err)
	}
	d := &Deck{file: file, raw: content}
	if err := d.readSlides(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoDeck, err)
	}
	return d, nil
}

// open reads an XML part.
func open(file *ooxml.File, name string) (*part, error) {
	content, err := file.Part(name)
	if err != nil {
		return nil, err
	}
	return parsePart(name, content)
}

func (d *Deck) readSlides() error {
	main, err := d.file.Relations("")
	if err != nil {
		return err
	}
	at := slices.IndexFunc(main, func(r ooxml.Relation) bool { return r.Kind == "officeDocument" })
	if at < 0 {
		return errors.New("it says nowhere what it is")
	}
	show, err := open(d.file, main[at].Part)
	if err != nil {
		return err
	}
	if show.root.Tag != "presentation" {
		return fmt.Errorf("%s holds a %s", show.name, show.root.Tag)
	}
	rels, err := d.file.Relations(show.name)
	if err != nil {
		return err
	}
	if list := down(show.root, "sldIdLst"); list != nil {
		for _, id := range list.SelectElements("sldId") {
			i := slices.IndexFunc(rels, func(r ooxml.Relation) bool { return r.ID == relationOf(id, "id") })
			if i < 0 {
				return fmt.Errorf("slide %d leads nowhere", len(d.slides)+1)
			}
			one, err := open(d.file, rels[i].Part)
			if err != nil {
				return fmt.Errorf("slide %d: %w", len(d.slides)+1, err)
			}
			s := &slide{part: one, number: len(d.slides) + 1}
			if tree := down(s.root, "cSld", "spTree"); tree != nil {
				s.collect(tree)
			}
			d.slides = append(d.slides, s)
		}
	}
	return nil
}

// relationOf returns the id of the relationship that an attribute names: it has a prefix,
// where plain ids have none.
func relationOf(e *etree.Element, name string) string {
	if e == nil {
		return ""
	}
	for _, a := range e.Attr {
		if a.Key == name && a.Space != "" {
			return a.Value
		}
	}
	return ""
}

// Shapes returns the shapes of all slides, in their order.
func (d *Deck) Shapes() []*Shape {
	var out []*Shape
	for _, s := range d.slides {
		out = append(out, s.shapes...)
	}
	return out
}

// Slides returns how many slides there are.
func (d *Deck) Slides() int { return len(d.slides) }

// IsSigned reports whether the deck bears a signature, which no change leaves valid.
func (d *Deck) IsSigned() bool {
	return slices.ContainsFunc(d.file.Names(), func(name string) bool { return bytes.HasPrefix([]byte(name), []byte("_xmlsignatures/")) })
}

// Bytes returns the deck as it now stands: the bytes that were read where nothing changed.
func (d *Deck) Bytes() ([]byte, error) {
	for _, s := range d.slides {
		if content, ok := s.changed(); ok {
			if err := d.file.Set(s.name, content); err != nil {
				return nil, err
			}
		}
	}
	if len(d.file.Changed()) == 0 {
		return d.raw, nil
	}
	var out bytes.Buffer
	if err := d.file.Write(&out); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
