package pptx

import (
	"math"

	"paystats/reports/chart"
	"paystats/reports/native"
	x "paystats/reports/ooxml"
)

// maxPanels is how many small multiples a slide holds.
const maxPanels = 12

// panelSlides are small multiples: a native chart a panel, to one scale unless each has
// its own.
func (d *deck) panelSlides(s chart.Spec) ([]slide, error) {
	if len(s.Panels) > maxPanels {
		return d.otherSlides(s)
	}
	out := d.plainSlide(plain, s.Title, s.Subtitle, d.sourceLine(s.Source, s.Coverage, s.Notes))
	out.address = d.address(s.ID)
	var beside []float64
	if !s.OwnScale {
		for _, in := range s.Series {
			for _, p := range in.Points {
				if p.Value != nil {
					beside = append(beside, *p.Value)
				}
			}
		}
	}
	const gap, head = 14.0, 18.0
	n := len(s.Panels)
	columns := int(math.Ceil(math.Sqrt(float64(n) * 1.2)))
	rows := (n + columns - 1) / columns
	w := (d.body.w - gap*float64(columns-1)) / float64(columns)
	h := (d.body.h - gap*float64(rows-1)) / float64(rows)
	for i, one := range s.Split() {
		at := frame{d.body.x + float64(i%columns)*(w+gap), d.body.y + float64(i/columns)*(h+gap), w, h}
		c, ok, err := native.New(one, d.doc.Lang, native.Frame{Width: w, Height: h - head, Beside: beside})
		if err != nil {
			return nil, err
		}
		if !ok {
			return d.otherSlides(s)
		}
		name := d.address(s.ID) + "/" + s.Panels[i].ID
		shape, err := d.chartShape(c, name, one.Title+". "+s.Alt, frame{at.x, at.y + head, at.w, at.h - head}, x.Node{})
		if err != nil {
			return nil, err
		}
		out.shapes = append(out.shapes, d.textBox(name+" title", frame{at.x, at.y, at.w, head}, func() []x.Node {
			return d.paragraphs(one.Title, runLook{size: 12, color: "tx1", bold: true})
		}), shape)
	}
	out.notes = d.chartNotes(s)
	return []slide{out}, nil
}
