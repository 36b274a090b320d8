// Package picture holds a finished drawing as typed values: what may stand in one, and
// nothing else.
//
// Package svg makes a Picture of a chart; svg prints it, raster and pdf draw it through
// Walk. A script, a link or a style has no type here, so that none can be in any output.
//
// Lengths are CSS pixels from the top left corner, y downwards; angles are radians.
//
// Invariants: a Picture is complete: texts stand at their baseline, colours are numbers,
// what a gradient or pattern holds is inside of it. Equal drawings are equal values.
package picture

// Picture is one drawing.
type Picture struct {
	Width, Height float64
	ID            string // of the chart: public, unique on a page
	Lang          string // "en" or "zh"
	Title         string // for those who do not see it
	Desc          string
	Background    *Color // nil: transparent
	Items         []Item // the first at the bottom
}

// Item is one part of a drawing: *Group, *Shape or *Text.
type Item interface{ item() }

// Group moves and clips what is in it.
type Group struct {
	Matrix Matrix
	Clip   *Clip // in the coordinates of the group; nil for none
	Items  []Item
}

// Clip is the area outside of which nothing is drawn.
type Clip struct {
	Matrix Matrix // of the path within the group
	Path   Path
}

// Shape is a path that is filled, stroked or both; the fill first.
type Shape struct {
	Matrix Matrix
	Path   Path
	Fill   Paint // nil for none
	Stroke *Stroke
}

// Stroke is a line along a path.
type Stroke struct {
	Color Color
	Width float64
	Dash  []float64 // lengths of lines and gaps; nil for a solid line
	Cap   Cap
	Join  Join
	Miter float64 // limit of miter joins
}

// Cap is the form of a line's ends.
type Cap string

// Join is the form of a line's corners.
type Join string

// The forms, in the words of SVG.
const (
	Butt      Cap  = "butt"
	RoundCap  Cap  = "round"
	Square    Cap  = "square"
	MiterJoin Join = "miter"
	RoundJoin Join = "round"
	Bevel     Join = "bevel"
)

// Text is one line of text in the embedded font.
type Text struct {
	Matrix Matrix
	X, Y   float64 // start, middle or end of the baseline
	Anchor Anchor
	Size   float64
	Bold   bool
	String string
	Fill   Color
	Halo   *Stroke // around the letters, below them; nil for none
}

// Anchor says what of a text stands at its X, in the words of SVG.
type Anchor string

// The anchors.
const (
	Start  Anchor = "start"
	Middle Anchor = "middle"
	End    Anchor = "end"
)

// Paint fills a shape: Color, *Gradient or *Pattern.
type Paint interface{ paint() }

// Color is a colour with its part of cover, 0 to 1.
type Color struct {
	R, G, B uint8
	A       float64
}

// Gradient runs along a line in the unit square of a shape's box.
type Gradient struct {
	X1, Y1, X2, Y2 float64
	Stops          []Stop
}

// Stop is one colour of a gradient.
type Stop struct {
	At    float64 // 0 to 1
	Color Color
}

// Pattern repeats a tile.
type Pattern struct {
	Matrix        Matrix // of the tiles within the shape
	Width, Height float64
	Alpha         float64 // part of cover of the whole, 0 to 1
	Items         []Item
}

func (*Group) item() {}
func (*Shape) item() {}
func (*Text) item()  {}

func (Color) paint()     {}
func (*Gradient) paint() {}
func (*Pattern) paint()  {}
