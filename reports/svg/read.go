package svg

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"paystats/reports/font"
	"paystats/reports/picture"
)

// reader turns the SVG that ECharts wrote into a picture's items. What it does not know is
// an error: nothing is dropped, and nothing gets past it.
type reader struct {
	ids   map[string]*node
	depth int
}

// read returns what is drawn by SVG of ECharts.
func read(text string) ([]picture.Item, error) {
	root, ids, err := parse(text)
	if err != nil {
		return nil, err
	}
	r := reader{ids: ids}
	return r.items(root.children)
}

func (r *reader) items(nodes []*node) ([]picture.Item, error) {
	r.depth++
	defer func() { r.depth-- }()
	if r.depth > 50 {
		return nil, fmt.Errorf("groups lie more than 50 deep")
	}
	var out []picture.Item
	for _, n := range nodes {
		it, err := r.item(n)
		if err != nil {
			return nil, err
		}
		if it != nil {
			out = append(out, it)
		}
	}
	return out, nil
}

// item returns what an element draws; nil for one that draws nothing.
func (r *reader) item(n *node) (picture.Item, error) {
	switch n.name {
	case "defs": // read where they are used
		return nil, nil
	case "style": // how things look under a pointer
		return nil, nil
	case "g":
		return r.group(n)
	case "text":
		return r.text(n)
	}
	return r.shape(n)
}

func (r *reader) group(n *node) (picture.Item, error) {
	g := &picture.Group{}
	var err error
	if g.Matrix, err = parseTransform(n.take("transform", "")); err != nil {
		return nil, err
	}
	if ref := n.take("clip-path", ""); ref != "" {
		if g.Clip, err = r.clip(ref); err != nil {
			return nil, err
		}
	}
	if err := n.done(); err != nil {
		return nil, err
	}
	if g.Items, err = r.items(n.children); err != nil || len(g.Items) == 0 {
		return nil, err
	}
	return g, nil
}

// refer returns the element that url(#id) names.
func (r *reader) refer(ref, name string) (*node, error) {
	id, ok := strings.CutPrefix(ref, "url(#")
	id, closed := strings.CutSuffix(id, ")")
	n := r.ids[id]
	if !ok || !closed || n == nil || n.name != name {
		return nil, fmt.Errorf("%q names no <%s>", ref, name)
	}
	return n, nil
}

func (r *reader) clip(ref string) (*picture.Clip, error) {
	n, err := r.refer(ref, "clipPath")
	if err != nil {
		return nil, err
	}
	if len(n.children) != 1 {
		return nil, fmt.Errorf("a clip of %d shapes cannot be drawn", len(n.children))
	}
	one := n.children[0].copy()
	path, err := outline(one)
	if err != nil {
		return nil, err
	}
	m, err := parseTransform(one.take("transform", ""))
	return &picture.Clip{Matrix: m, Path: path}, err
}

// copy returns an element that may be read again.
func (n *node) copy() *node {
	out := &node{name: n.name, attrs: map[string]string{}, children: n.children, text: n.text}
	for k, v := range n.attrs {
		out.attrs[k] = v
	}
	return out
}

// outline returns the path of a shape.
func outline(n *node) (picture.Path, error) {
	numbers := func(names ...string) ([]float64, error) {
		out := make([]float64, len(names))
		for i, name := range names {
			v, err := n.number(name, 0)
			if err != nil {
				return nil, err
			}
			out[i] = v
		}
		return out, nil
	}
	switch n.name {
	case "path":
		return picture.ParsePath(n.take("d", ""))
	case "rect":
		v, err := numbers("x", "y", "width", "height")
		if err != nil {
			return nil, err
		}
		return picture.Rect(v[0], v[1], v[2], v[3]), nil
	case "circle":
		v, err := numbers("cx", "cy", "r")
		if err != nil {
			return nil, err
		}
		return picture.Circle(v[0], v[1], v[2]), nil
	case "line":
		v, err := numbers("x1", "y1", "x2", "y2")
		if err != nil {
			return nil, err
		}
		return picture.Line(v[0], v[1], v[2], v[3]), nil
	case "polyline", "polygon":
		points := strings.Fields(strings.ReplaceAll(n.take("points", ""), ",", " "))
		d := "M" + strings.Join(points, " ")
		if len(points) == 0 {
			d = ""
		} else if n.name == "polygon" {
			d += "Z"
		}
		return picture.ParsePath(d)
	}
	return nil, fmt.Errorf("<%s> cannot be drawn", n.name)
}

func (r *reader) shape(n *node) (picture.Item, error) {
	s := &picture.Shape{}
	var err error
	if s.Path, err = outline(n); err != nil {
		return nil, err
	}
	if s.Matrix, err = parseTransform(n.take("transform", "")); err != nil {
		return nil, err
	}
	opacity, err := n.number("opacity", 1)
	if err != nil {
		return nil, err
	}
	if s.Fill, err = r.fill(n, opacity); err != nil {
		return nil, err
	}
	if s.Stroke, err = stroke(n, opacity); err != nil {
		return nil, err
	}
	if err := n.done(); err != nil {
		return nil, err
	}
	if s.Fill == nil && s.Stroke == nil {
		return nil, nil
	}
	return s, nil
}

// fontStyle and shortStyle are the two ways in which ECharts writes a font.
var (
	fontStyle  = regexp.MustCompile(`^font-size:(\d+(?:\.\d+)?)px;font-family:[^;]*;(?:font-weight:(bold|normal|\d{3});)?$`)
	shortStyle = regexp.MustCompile(`^font: ?(?:(bold|normal|\d{3}) )?(\d+(?:\.\d+)?)px [^;]*;?$`)
)

// readFont reads the style of a text.
func readFont(style string) (size float64, bold bool, err error) {
	number, weight := "", ""
	if m := fontStyle.FindStringSubmatch(style); m != nil {
		number, weight = m[1], m[2]
	} else if m := shortStyle.FindStringSubmatch(style); m != nil {
		number, weight = m[2], m[1]
	} else {
		return 0, false, fmt.Errorf("text in the style %q cannot be drawn", style)
	}
	size, err = strconv.ParseFloat(number, 64)
	return size, weight == "bold" || (len(weight) == 3 && weight >= "600"), err
}

// text reads one line of text and puts it on its baseline.
func (r *reader) text(n *node) (picture.Item, error) {
	t := &picture.Text{String: n.text, Anchor: picture.Anchor(n.take("text-anchor", string(picture.Start)))}
	var err error
	if t.Size, t.Bold, err = readFont(n.take("style", "")); err != nil {
		return nil, err
	}
	if t.X, err = n.number("x", 0); err != nil {
		return nil, err
	}
	if t.Y, err = n.number("y", 0); err != nil {
		return nil, err
	}
	switch base := n.take("dominant-baseline", "alphabetic"); base {
	case "central":
		t.Y += font.Middle * t.Size
	case "alphabetic":
	default:
		return nil, fmt.Errorf("text on the baseline %q cannot be drawn", base)
	}
	if t.Anchor != picture.Start && t.Anchor != picture.Middle && t.Anchor != picture.End {
		return nil, fmt.Errorf("text anchored at %q cannot be drawn", t.Anchor)
	}
	if t.Matrix, err = parseTransform(n.take("transform", "")); err != nil {
		return nil, err
	}
	opacity, err := n.number("opacity", 1)
	if err != nil {
		return nil, err
	}
	fill, err := r.fill(n, opacity)
	if err != nil {
		return nil, err
	}
	if t.Halo, err = stroke(n, opacity); err != nil {
		return nil, err
	}
	if order := n.take("paint-order", "stroke"); order != "stroke" {
		return nil, fmt.Errorf("text painted in the order %q cannot be drawn", order)
	}
	if err := n.done(); err != nil || fill == nil || strings.TrimSpace(t.String) == "" {
		return nil, err
	}
	color, ok := fill.(picture.Color)
	if !ok {
		return nil, fmt.Errorf("text filled with %T cannot be drawn", fill)
	}
	t.Fill = color
	return t, nil
}
