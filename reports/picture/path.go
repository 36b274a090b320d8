package picture

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Path is a line of segments, all in absolute coordinates.
type Path []Segment

// Segment is one part of a path: Verb 'M' and 'L' have one point, 'C' three, 'Z' none.
type Segment struct {
	Verb byte
	P    [3]Point
}

// Rect returns the path of a rectangle.
func Rect(x, y, w, h float64) Path {
	return Path{{'M', [3]Point{{x, y}}}, {'L', [3]Point{{x + w, y}}}, {'L', [3]Point{{x + w, y + h}}}, {'L', [3]Point{{x, y + h}}}, {Verb: 'Z'}}
}

// Line returns the path of a straight line.
func Line(x1, y1, x2, y2 float64) Path {
	return Path{{'M', [3]Point{{x1, y1}}}, {'L', [3]Point{{x2, y2}}}}
}

// RoundRect returns the path of a rectangle with round corners.
func RoundRect(x, y, w, h, r float64) Path {
	k := r * 0.4477 // from the corner to the control points of a quarter circle
	return Path{
		{'M', [3]Point{{x + r, y}}}, {'L', [3]Point{{x + w - r, y}}}, {'C', [3]Point{{x + w - k, y}, {x + w, y + k}, {x + w, y + r}}},
		{'L', [3]Point{{x + w, y + h - r}}}, {'C', [3]Point{{x + w, y + h - k}, {x + w - k, y + h}, {x + w - r, y + h}}},
		{'L', [3]Point{{x + r, y + h}}}, {'C', [3]Point{{x + k, y + h}, {x, y + h - k}, {x, y + h - r}}},
		{'L', [3]Point{{x, y + r}}}, {'C', [3]Point{{x, y + k}, {x + k, y}, {x + r, y}}}, {Verb: 'Z'},
	}
}

// Map returns the path with every point mapped by m.
func (p Path) Map(m Matrix) Path {
	out := make(Path, len(p))
	for i, s := range p {
		for k := range s.P {
			s.P[k] = m.Apply(s.P[k])
		}
		out[i] = s
	}
	return out
}

// count is the number of points of a segment.
func (s Segment) count() int {
	switch s.Verb {
	case 'Z':
		return 0
	case 'C':
		return 3
	}
	return 1
}

// Points returns the points of a segment.
func (s Segment) Points() []Point { return s.P[:s.count()] }

// Bounds returns the box around a path's points, control points included; an empty
// path has none.
func (p Path) Bounds() (min, max Point) {
	min, max = Point{math.Inf(1), math.Inf(1)}, Point{math.Inf(-1), math.Inf(-1)}
	for _, s := range p {
		for _, q := range s.Points() {
			min = Point{math.Min(min.X, q.X), math.Min(min.Y, q.Y)}
			max = Point{math.Max(max.X, q.X), math.Max(max.Y, q.Y)}
		}
	}
	if min.X > max.X {
		return Point{}, Point{}
	}
	return min, max
}

// ParsePath reads the d attribute of SVG.
func ParsePath(d string) (Path, error) {
	r := pathReader{text: d}
	for {
		r.skip()
		if r.at == len(r.text) {
			return r.out, nil
		}
		if err := r.command(); err != nil {
			return nil, fmt.Errorf("path %q: %w", d, err)
		}
	}
}

// pathReader reads one path.
type pathReader struct {
	text  string
	at    int
	verb  byte
	here  Point // end of the last segment
	start Point // of the figure
	out   Path
}

func (r *pathReader) skip() {
	for r.at < len(r.text) && strings.IndexByte(" ,\t\n\r", r.text[r.at]) >= 0 {
		r.at++
	}
}

// numbers reads n numbers.
func (r *pathReader) numbers(n int) ([]float64, error) {
	out := make([]float64, n)
	for i := range out {
		r.skip()
		end := r.at
		for end < len(r.text) && isNumber(r.text, end, r.at) {
			end++
		}
		v, err := strconv.ParseFloat(r.text[r.at:end], 64)
		if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
			return nil, fmt.Errorf("no number at byte %d", r.at)
		}
		out[i], r.at = v, end
	}
	return out, nil
}

// isNumber reports whether the byte at i goes on a number that began at from.
func isNumber(s string, i, from int) bool {
	switch c := s[i]; {
	case c >= '0' && c <= '9', c == 'e', c == 'E':
		return true
	case c == '-' || c == '+':
		return i == from || s[i-1] == 'e' || s[i-1] == 'E'
	case c == '.':
		return !strings.ContainsAny(s[from:i], ".e")
	}
	return false
}

// command reads one command with its numbers; numbers alone repeat the last one.
func (r *pathReader) command() error {
	c := r.text[r.at]
	if strings.IndexByte("MmLlHhVvCcQqAaZz", c) >= 0 {
		r.verb = c
		r.at++
	} else if r.verb == 0 || r.verb|32 == 'z' {
		return fmt.Errorf("command %q is not known", c)
	}
	relative := r.verb >= 'a'
	abs := func(x, y float64) Point {
		if relative {
			return Point{r.here.X + x, r.here.Y + y}
		}
		return Point{x, y}
	}
	v, err := r.numbers(map[byte]int{'m': 2, 'l': 2, 'h': 1, 'v': 1, 'c': 6, 'q': 4, 'a': 7, 'z': 0}[r.verb|32])
	if err != nil {
		return err
	}
	switch r.verb | 32 {
	case 'm':
		r.here = abs(v[0], v[1])
		r.start = r.here
		r.out = append(r.out, Segment{'M', [3]Point{r.here}})
		r.verb-- // further pairs are lines: l comes before m
	case 'l':
		r.line(abs(v[0], v[1]))
	case 'h':
		r.line(Point{abs(v[0], 0).X, r.here.Y})
	case 'v':
		r.line(Point{r.here.X, abs(0, v[0]).Y})
	case 'c':
		r.curve(abs(v[0], v[1]), abs(v[2], v[3]), abs(v[4], v[5]))
	case 'q':
		q, end := abs(v[0], v[1]), abs(v[2], v[3])
		r.curve(between(r.here, q, 2.0/3), between(end, q, 2.0/3), end)
	case 'a':
		r.arc(v[0], v[1], v[2], v[3] != 0, v[4] != 0, abs(v[5], v[6]))
	case 'z':
		r.here = r.start
		r.out = append(r.out, Segment{Verb: 'Z'})
	}
	return nil
}

func between(a, b Point, t float64) Point { return Point{a.X + (b.X-a.X)*t, a.Y + (b.Y-a.Y)*t} }

func (r *pathReader) line(to Point) {
	r.here = to
	r.out = append(r.out, Segment{'L', [3]Point{to}})
}

func (r *pathReader) curve(a, b, to Point) {
	r.here = to
	r.out = append(r.out, Segment{'C', [3]Point{a, b, to}})
}

// arc adds curves along an elliptic arc (SVG 1.1, appendix F.6.5).
func (r *pathReader) arc(rx, ry, degrees float64, large, sweep bool, to Point) {
	from := r.here
	rx, ry = math.Abs(rx), math.Abs(ry)
	if rx == 0 || ry == 0 || from == to {
		r.line(to)
		return
	}
	turn := Rotate(degrees * math.Pi / 180)
	half := turn.Inverse().Apply(Point{(from.X - to.X) / 2, (from.Y - to.Y) / 2})
	if grow := half.X*half.X/(rx*rx) + half.Y*half.Y/(ry*ry); grow > 1 { // too small to reach
		rx, ry = rx*math.Sqrt(grow), ry*math.Sqrt(grow)
	}
	num := rx*rx*ry*ry - rx*rx*half.Y*half.Y - ry*ry*half.X*half.X
	k := math.Sqrt(math.Max(0, num) / (rx*rx*half.Y*half.Y + ry*ry*half.X*half.X))
	if large == sweep {
		k = -k
	}
	c := Point{k * rx * half.Y / ry, -k * ry * half.X / rx}
	first := math.Atan2((half.Y-c.Y)/ry, (half.X-c.X)/rx)
	angle := math.Atan2((-half.Y-c.Y)/ry, (-half.X-c.X)/rx) - first
	if sweep && angle < 0 {
		angle += 2 * math.Pi
	} else if !sweep && angle > 0 {
		angle -= 2 * math.Pi
	}
	center := turn.Apply(c)
	place := Move(center.X+(from.X+to.X)/2, center.Y+(from.Y+to.Y)/2).Mul(turn).Mul(Scale(rx, ry))
	for _, s := range circle(first, angle) {
		s = Path{s}.Map(place)[0]
		r.curve(s.P[0], s.P[1], s.P[2])
	}
	r.here = to
	r.out[len(r.out)-1].P[2] = to
}

// circle returns the curves of an arc of the unit circle, at most a quarter each.
func circle(first, angle float64) Path {
	n := int(math.Ceil(math.Abs(angle)/(math.Pi/2) - 1e-9))
	step := angle / float64(n)
	k := 4.0 / 3 * math.Tan(step/4)
	var out Path
	for i := range n {
		s1, c1 := math.Sincos(first + float64(i)*step)
		s2, c2 := math.Sincos(first + float64(i+1)*step)
		out = append(out, Segment{'C', [3]Point{{c1 - k*s1, s1 + k*c1}, {c2 + k*s2, s2 - k*c2}, {c2, s2}}})
	}
	return out
}

// Circle returns the path of a circle.
func Circle(x, y, r float64) Path {
	out := Path{{'M', [3]Point{{1, 0}}}}
	out = append(out, circle(0, 2*math.Pi)...)
	return append(out, Segment{Verb: 'Z'}).Map(Move(x, y).Mul(Scale(r, r)))
}

// IsRect reports whether a path is an upright rectangle.
func (p Path) IsRect() bool {
	if len(p) != 5 || p[4].Verb != 'Z' {
		return false
	}
	for i := range 4 {
		a, b := p[i].P[0], p[(i+1)%4].P[0]
		if p[i].Verb == 'C' || (a.X != b.X) == (a.Y != b.Y) {
			return false
		}
	}
	return true
}
