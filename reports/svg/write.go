package svg

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"paystats/reports/font"
	"paystats/reports/picture"
)

// families are the fonts that a reader's program looks for: the one that was measured,
// then what is likely to be there.
const families = "'" + font.Family + "', 'Source Han Sans SC', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', 'Segoe UI', 'Helvetica Neue', Arial, sans-serif"

// Write prints a picture as SVG. With embed, the letters of the font that it needs are in it;
// else the reader's program takes the font, or one like it, from the machine.
func Write(out io.Writer, p *picture.Picture, embed bool) error {
	w := writer{id: p.ID}
	w.tag("svg", "xmlns", "http://www.w3.org/2000/svg", "width", number(p.Width), "height", number(p.Height),
		"viewBox", "0 0 "+number(p.Width)+" "+number(p.Height), "xml:lang", cmp.Or(map[string]string{"zh": "zh-Hans"}[p.Lang], p.Lang),
		"role", "img", "font-family", families)
	w.leaf("title", p.Title)
	w.leaf("desc", p.Desc)
	if embed {
		style, err := fontStyles(p)
		if err != nil {
			return err
		}
		w.leaf("style", style)
	}
	if p.Background != nil {
		w.shape(&picture.Shape{Path: picture.Rect(0, 0, p.Width, p.Height), Fill: *p.Background})
	}
	if err := w.write(p.Items); err != nil {
		return err
	}
	w.end("svg")
	_, err := out.Write(w.out.Bytes())
	return err
}

// writer prints elements, one a line. Only it writes markup, and every text and every
// attribute passes through escape.
type writer struct {
	out  bytes.Buffer
	id   string
	last int // number of the last definition
}

var escapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#39;")

// escape makes a text one that is only text.
func escape(text string) string { return escapes.Replace(printable(text)) }

// printable leaves out the characters that XML forbids.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\t' && r != '\n' || r == 0xfffe || r == 0xffff || r == '\ufffd' {
			return -1
		}
		return r
	}, text)
}

// open prints the start of an element up to its attributes' end; empty ones are left out.
func (w *writer) open(name string, attrs []string) {
	w.out.WriteString("<" + name)
	for i := 0; i < len(attrs); i += 2 {
		if attrs[i+1] != "" {
			w.out.WriteString(" " + attrs[i] + `="` + escape(attrs[i+1]) + `"`)
		}
	}
}

func (w *writer) tag(name string, attrs ...string) {
	w.open(name, attrs)
	w.out.WriteString(">\n")
}

func (w *writer) end(name string) { w.out.WriteString("</" + name + ">\n") }

func (w *writer) empty(name string, attrs ...string) {
	w.open(name, attrs)
	w.out.WriteString("/>\n")
}

// leaf prints an element that holds text; none for no text.
func (w *writer) leaf(name, text string, attrs ...string) {
	if text == "" {
		return
	}
	w.open(name, attrs)
	w.out.WriteString(">" + escape(text) + "</" + name + ">\n")
}

// number prints a length to a hundredth.
func number(v float64) string {
	v = math.Round(v*100) / 100
	if v == 0 {
		v = 0 // not -0
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

// define returns the id of a new definition: of the chart and a number, so that several
// pictures may stand in one page.
func (w *writer) define() string {
	w.last++
	return w.id + "-" + strconv.Itoa(w.last)
}

func (w *writer) write(items []picture.Item) error {
	for _, it := range items {
		switch it := it.(type) {
		case *picture.Group:
			attrs := []string{"transform", matrix(it.Matrix)}
			if it.Clip != nil {
				id := w.define()
				w.tag("clipPath", "id", id)
				w.empty("path", "d", data(it.Clip.Path), "transform", matrix(it.Clip.Matrix))
				w.end("clipPath")
				attrs = append(attrs, "clip-path", "url(#"+id+")")
			}
			w.tag("g", attrs...)
			if err := w.write(it.Items); err != nil {
				return err
			}
			w.end("g")
		case *picture.Shape:
			w.shape(it)
		case *picture.Text:
			w.text(it)
		default:
			return fmt.Errorf("a %T cannot be printed", it)
		}
	}
	return nil
}

func (w *writer) shape(s *picture.Shape) {
	fill, part := "none", ""
	switch paint := s.Fill.(type) {
	case picture.Color:
		fill, part = paint.Hex(), alpha(paint.A)
	case *picture.Gradient:
		id := w.define()
		w.tag("linearGradient", "id", id, "x1", number(paint.X1), "y1", number(paint.Y1), "x2", number(paint.X2), "y2", number(paint.Y2))
		for _, s := range paint.Stops {
			w.empty("stop", "offset", strconv.FormatFloat(math.Round(s.At*1e4)/1e4, 'f', -1, 64), "stop-color", s.Color.Hex(), "stop-opacity", alpha(s.Color.A))
		}
		w.end("linearGradient")
		fill = "url(#" + id + ")"
	case *picture.Pattern:
		id := w.define()
		w.tag("pattern", "id", id, "width", number(paint.Width), "height", number(paint.Height), "patternUnits", "userSpaceOnUse", "patternTransform", matrix(paint.Matrix))
		for _, it := range paint.Items {
			if tile, ok := it.(*picture.Shape); ok {
				w.shape(tile)
			}
		}
		w.end("pattern")
		fill, part = "url(#"+id+")", alpha(paint.Alpha)
	}
	attrs := []string{"d", data(s.Path), "transform", matrix(s.Matrix), "fill", fill, "fill-opacity", part}
	w.empty("path", append(attrs, line(s.Stroke)...)...)
}

// line prints a stroke; what is SVG's own default is left out.
func line(s *picture.Stroke) []string {
	if s == nil {
		return nil
	}
	dash := make([]string, len(s.Dash))
	for i, d := range s.Dash {
		dash[i] = number(d)
	}
	attrs := []string{"stroke", s.Color.Hex(), "stroke-opacity", alpha(s.Color.A), "stroke-width", number(s.Width), "stroke-dasharray", strings.Join(dash, " ")}
	if s.Cap != picture.Butt {
		attrs = append(attrs, "stroke-linecap", string(s.Cap))
	}
	if s.Join != picture.MiterJoin {
		attrs = append(attrs, "stroke-linejoin", string(s.Join))
	} else if s.Miter != 4 {
		attrs = append(attrs, "stroke-miterlimit", number(s.Miter))
	}
	return attrs
}

// text prints a text; its halo as a text of its own below, since many programs do not
// know the order of painting.
func (w *writer) text(t *picture.Text) {
	attrs := []string{"x", number(t.X), "y", number(t.Y), "transform", matrix(t.Matrix), "font-size", number(t.Size)}
	if t.Bold {
		attrs = append(attrs, "font-weight", "700")
	}
	if t.Anchor != picture.Start {
		attrs = append(attrs, "text-anchor", string(t.Anchor))
	}
	if t.Halo != nil {
		w.leaf("text", t.String, append(append(attrs[:len(attrs):len(attrs)], "aria-hidden", "true", "fill", "none"), line(t.Halo)...)...)
	}
	w.leaf("text", t.String, append(attrs, "fill", t.Fill.Hex(), "fill-opacity", alpha(t.Fill.A))...)
}

// alpha prints a part of cover, "" for the whole.
func alpha(a float64) string {
	if a >= 1 {
		return ""
	}
	return strconv.FormatFloat(math.Round(a*1e4)/1e4, 'f', -1, 64)
}

// matrix prints a transform, "" for none.
func matrix(m picture.Matrix) string {
	m = m.Whole()
	if m.IsIdentity() {
		return ""
	}
	if m.A == 1 && m.B == 0 && m.C == 0 && m.D == 1 {
		return "translate(" + number(m.E) + " " + number(m.F) + ")"
	}
	var out []string
	for _, v := range []float64{m.A, m.B, m.C, m.D} {
		out = append(out, strconv.FormatFloat(math.Round(v*1e6)/1e6, 'f', -1, 64))
	}
	return "matrix(" + strings.Join(append(out, number(m.E), number(m.F)), " ") + ")"
}

// data prints a path.
func data(p picture.Path) string {
	var b strings.Builder
	for _, s := range p {
		b.WriteByte(s.Verb)
		for i, q := range s.Points() {
			if i > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(number(q.X) + " " + number(q.Y))
		}
	}
	return b.String()
}
