package svg

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"strconv"

	"paystats/reports/chart"
	"paystats/reports/font"
	"paystats/reports/payload"
	"paystats/reports/picture"
	"paystats/reports/theme"
)

// Options are how a chart is to look. Lengths are CSS pixels.
type Options struct {
	Theme       *theme.Theme // nil: the house theme
	Lang        string       // of the fixed words: "en" or "zh"
	Width       float64      // of the picture; 0: DefaultWidth
	Height      float64      // 0: what the chart needs
	Plot        float64      // without Height, how high columns and lines are drawn; 0: what suits the width
	Dark        bool         // the theme's dark colours
	Transparent bool         // no background
	Brief       bool         // the source alone stands below the drawing, without coverage and notes
	Title       float64      // size of the title's letters; 0: what suits the width
	Letters     float64      // how large everything is drawn, of its ordinary size; 0: 1
}

// The sizes that are drawn, in pixels.
const (
	DefaultWidth = 800
	MinSize      = 240
	MaxSize      = 4000
)

// SizeError says that a chart cannot be drawn in the size that was asked for.
type SizeError struct {
	Chart           string
	Height, Minimum float64
}

func (e *SizeError) Error() string {
	return fmt.Sprintf("chart %q needs a height of %.0f pixels at this width, %.0f were asked for", e.Chart, math.Ceil(e.Minimum), e.Height)
}

// margin is left free around everything.
const margin = 20

// composer lays a chart's texts and its drawing out from top to bottom.
type composer struct {
	spec   chart.Spec
	opt    Options
	style  payload.Style
	legend []payload.Key
	width  float64 // between the margins
	y      float64
	items  []picture.Item

	slicePad float64 // above and below the names of a donut's slices
}

// Draw makes the finished picture of a chart: title, subtitle, legend, drawing, source and
// notes. Equal specs and options give equal pictures.
//
// It returns a *SizeError if the chart has no room, and an error that names what ECharts
// drew that pictures do not know.
func (d *Drawer) Draw(ctx context.Context, s chart.Spec, opt Options) (*picture.Picture, error) {
	if scale := cmp.Or(opt.Letters, 1); scale != 1 {
		return d.drawScaled(ctx, s, opt, scale)
	}
	c, err := newComposer(s, opt)
	if err != nil {
		return nil, err
	}
	r, err := c.request()
	if err != nil {
		return nil, err
	}
	made, err := d.run(ctx, r)
	if err != nil {
		return nil, fmt.Errorf("chart %q: %w", s.ID, err)
	}
	inner, err := read(made.svg)
	if err != nil {
		return nil, fmt.Errorf("chart %q: %w", s.ID, err)
	}
	return c.compose(made, inner)
}

// Draw draws one chart, as a Drawer does.
func Draw(ctx context.Context, s chart.Spec, opt Options) (*picture.Picture, error) {
	return new(Drawer).Draw(ctx, s, opt)
}

func newComposer(s chart.Spec, opt Options) (*composer, error) {
	if opt.Theme == nil {
		var err error
		if opt.Theme, err = theme.Default(); err != nil {
			return nil, err
		}
	}
	if opt.Width == 0 {
		opt.Width = DefaultWidth
	}
	c := &composer{spec: s, opt: opt, width: opt.Width - 2*margin, slicePad: 5}
	light, dark := payload.Styles(opt.Theme)
	c.style = light
	if opt.Dark {
		c.style = dark
	}
	c.style.Font = "chart" // the picture's own is written around everything
	var err error
	c.legend, err = payload.Legend(s)
	return c, err
}

// request measures what stands around the drawing and says what is to be drawn.
func (c *composer) request() (request, error) {
	p, err := payload.New(c.spec)
	if err != nil {
		return request{}, err
	}
	data, err := p.JSON()
	if err != nil {
		return request{}, fmt.Errorf("chart %q: %w", c.spec.ID, err)
	}
	style, err := json.Marshal(c.style)
	if err != nil {
		return request{}, fmt.Errorf("chart %q: %w", c.spec.ID, err)
	}
	r := request{payload: string(data), style: string(style), width: c.width, height: c.opt.Height, plot: c.opt.Plot}
	r.rest = c.measure(func(c *composer) { c.head(); c.foot(); c.y += margin })
	r.legend = func(named []bool) float64 {
		return c.measure(func(c *composer) { c.legend = unnamed(c.legend, named); c.keys() })
	}
	r.marks = c.measure((*composer).markList)
	if c.spec.Kind == chart.Donut {
		r.width, r.legend = c.ring(r.rest), func([]bool) float64 { return 0 } // its list is laid out with it
	}
	return r, nil
}

// measure returns the height of what a function lays out.
func (c *composer) measure(layOut func(*composer)) float64 {
	probe := *c
	probe.items, probe.y = nil, 0
	layOut(&probe)
	return probe.y
}

// compose puts everything into its place.
func (c *composer) compose(d drawing, inner []picture.Item) (*picture.Picture, error) {
	c.head()
	plot := &picture.Group{Items: inner}
	if c.spec.Kind == chart.Donut {
		c.beside(plot, d)
	} else {
		if d.legend {
			c.legend = unnamed(c.legend, d.named)
			c.keys()
		}
		plot.Matrix = picture.Move(margin, c.y)
		c.items = append(c.items, plot)
		c.y += d.height
		if d.marks {
			c.markList()
		}
	}
	foot := c.measure((*composer).foot) + margin
	height := math.Ceil(c.y + foot)
	if want := c.opt.Height; want > 0 {
		if height > want+1 {
			return nil, &SizeError{c.spec.ID, want, height}
		}
		height = want
		c.y = want - foot // whatever room is left is above the foot
	}
	c.foot()
	p := &picture.Picture{
		ID: c.spec.ID, Lang: c.opt.Lang, Title: c.spec.Title, Desc: c.spec.Alt, Width: c.opt.Width, Height: height, Items: c.items,
	}
	if !c.opt.Transparent {
		background := c.color(c.style.Background)
		p.Background = &background
	}
	return p, nil
}

// color returns a colour of the theme, which has been checked.
func (c *composer) color(hex string) picture.Color {
	if mapped, ok := c.style.Colors[hex]; ok {
		hex = mapped
	}
	v, _ := strconv.ParseUint(hex[1:], 16, 32)
	return picture.Color{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 1}
}

// text adds a line whose middle stands at y.
func (c *composer) text(x, y float64, text string, size float64, bold bool, color string, anchor picture.Anchor) {
	c.items = append(c.items, &picture.Text{
		X: x, Y: y + font.Middle*size, Anchor: anchor, Size: size, Bold: bold, String: text, Fill: c.color(color),
	})
}

// lines adds a paragraph.
func (c *composer) lines(text string, size, height float64, bold bool, color string) {
	for _, line := range font.Of(bold).Wrap(text, size, c.width) {
		c.text(margin, c.y+height/2, line, size, bold, color, picture.Start)
		c.y += height
	}
}

// titleSize is that of a title over a drawing of a width.
func titleSize(width float64) float64 {
	switch {
	case width < 340:
		return 15
	case width < 500:
		return 17
	}
	return 19
}

// head adds title and subtitle.
func (c *composer) head() {
	c.y += margin - 4
	size := cmp.Or(c.opt.Title, titleSize(c.width))
	c.lines(c.spec.Title, size, math.Round(size*1.37), true, c.style.Text)
	if c.spec.Subtitle != "" {
		c.y += 2
		c.lines(c.spec.Subtitle, 14, 20, false, c.style.Muted)
	}
	c.y += 12
}

// foot adds source, coverage and notes.
func (c *composer) foot() {
	c.y += 8
	coverage, notes := c.spec.Coverage, c.spec.Notes
	if c.opt.Brief {
		coverage, notes = "", nil
	}
	for _, line := range chart.FootLines(c.spec.Source, coverage, notes, c.opt.Lang) {
		c.lines(line, 12, 17, false, c.style.Muted)
	}
}

// markList adds the numbered list of events that had no room on the drawing.
func (c *composer) markList() {
	c.y += 6
	colon := chart.Text{En: ": ", Zh: "："}.In(c.opt.Lang)
	for i, m := range c.spec.Marks {
		c.lines(fmt.Sprintf("%d. %s%s%s", i+1, m.Category, colon, m.Text), 12, 17, false, c.style.Muted)
	}
}
