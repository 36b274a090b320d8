package deck

import (
	"bytes"
	"context"
	"fmt"
	"path"
	"strings"

	"github.com/beevik/etree"

	"paystats/reports/chart"
)

// Size of a picture whose place only the layout knows, in points.
const (
	plainWidth  = 640.0
	plainHeight = 360.0
)

// draw puts a drawing of a chart in place of the picture of a shape: as PNG and, where it is
// one of both, as SVG.
func (d *Deck) draw(ctx context.Context, s *Shape, src Source, spec chart.Spec, lang string) ([]Change, error) {
	blip := down(s.node, "blipFill", "blip")
	id := relationOf(blip, "embed")
	if id == "" {
		return nil, refuse("picture-linked", "insert the picture instead of linking to it", "the picture lies outside of the deck")
	}
	width, height := s.size()
	if width == 0 || height == 0 {
		width, height = plainWidth, plainHeight
	}
	homes := append([]*etree.Element{blip}, all(blip, "svgBlip")...)
	formats := []string{"png", "svg"}
	drawn := make([][]byte, len(homes))
	for i := range homes {
		var err error
		if drawn[i], err = src.Draw(ctx, spec, lang, formats[min(i, 1)], width, height); err != nil {
			return nil, err
		}
	}
	var changes []Change
	for i, home := range homes {
		change, err := d.setImage(s, home, formats[min(i, 1)], drawn[i])
		if err != nil {
			return nil, err
		}
		if change.What != "" {
			changes = append(changes, change)
		}
	}
	if crop := down(s.node, "blipFill", "srcRect"); crop != nil && len(changes) > 0 && len(crop.Attr) > 0 {
		crop.Attr = nil // what was cut off was of the old picture
	}
	return changes, nil
}

// setImage gives an element that shows an image another: in the part that it has, unless
// others show that, too, or it is of another format.
func (d *Deck) setImage(s *Shape, home *etree.Element, format string, content []byte) (Change, error) {
	id := relationOf(home, "embed")
	r, ok, err := d.file.Related(s.slide.name, id)
	if err != nil || !ok || r.Part == "" {
		return Change{}, refuse("deck-part", "insert the picture anew", "the picture leads nowhere")
	}
	old, err := d.file.Part(r.Part)
	if err != nil {
		return Change{}, refuse("deck-part", "insert the picture anew", "%v", err)
	}
	if bytes.Equal(old, content) {
		return Change{}, nil
	}
	change := Change{What: Image, Old: fmt.Sprintf("%s, %d bytes", path.Base(r.Part), len(old)), New: fmt.Sprintf("%s, %d bytes", strings.ToUpper(format), len(content))}
	uses, err := d.uses(s, r.Part, id)
	if err != nil {
		return Change{}, err
	}
	if uses == 1 && strings.EqualFold(path.Ext(r.Part), "."+format) {
		return change, d.file.Set(r.Part, content)
	}
	name, err := d.file.Add("ppt/media/paystats", format, map[string]string{"png": "image/png", "svg": "image/svg+xml"}[format], content)
	if err != nil {
		return Change{}, err
	}
	fresh, err := d.file.Relate(s.slide.name, "image", name)
	if err != nil {
		return Change{}, err
	}
	for i, a := range home.Attr {
		if a.Key == "embed" && a.Space != "" {
			home.Attr[i].Value = fresh
		}
	}
	if uses > 1 {
		return change, nil
	}
	if err := d.file.Unrelate(s.slide.name, id); err != nil {
		return Change{}, err
	}
	return change, d.file.Remove(r.Part)
}

// uses counts what shows an image: relationships of all parts, and elements of the slide that
// go by the same one.
func (d *Deck) uses(s *Shape, part, id string) (int, error) {
	n := 0
	for _, name := range d.file.Names() {
		dir, file := path.Split(name)
		if !strings.HasSuffix(dir, "_rels/") || path.Ext(file) != ".rels" {
			continue
		}
		of := strings.TrimSuffix(strings.TrimSuffix(dir, "_rels/")+file, ".rels")
		rels, err := d.file.Relations(of)
		if err != nil {
			return 0, err
		}
		for _, r := range rels {
			if r.Part == part {
				n++
			}
		}
	}
	same := 0
	var walk func(*etree.Element)
	walk = func(e *etree.Element) {
		for _, a := range e.Attr {
			if a.Value == id && a.Space != "" && a.Space != "xmlns" {
				same++
			}
		}
		for _, kid := range e.ChildElements() {
			walk(kid)
		}
	}
	walk(s.slide.root)
	return n + max(0, same-1), nil
}
