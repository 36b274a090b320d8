package picture

import "math"

// Point is a place.
type Point struct{ X, Y float64 }

// Matrix maps (x, y) to (ax+cy+e, bx+dy+f), in the order of SVG: a b c d e f. The zero
// Matrix leaves points where they are.
type Matrix struct{ A, B, C, D, E, F float64 }

// identity leaves points where they are.
var identity = Matrix{A: 1, D: 1}

// Move returns the matrix that moves by x and y.
func Move(x, y float64) Matrix { return Matrix{1, 0, 0, 1, x, y} }

// Scale returns the matrix that scales by x and y.
func Scale(x, y float64) Matrix { return Matrix{A: x, D: y} }

// Rotate returns the matrix that turns by an angle.
func Rotate(angle float64) Matrix {
	sin, cos := math.Sincos(angle)
	return Matrix{A: cos, B: sin, C: -sin, D: cos}
}

// Whole returns the matrix with the zero one as the identity that it stands for.
func (m Matrix) Whole() Matrix {
	if m == (Matrix{}) {
		return identity
	}
	return m
}

// IsIdentity reports whether m leaves points where they are.
func (m Matrix) IsIdentity() bool { return m.Whole() == identity }

// Mul returns the matrix that does n first, then m.
func (m Matrix) Mul(n Matrix) Matrix {
	m, n = m.Whole(), n.Whole()
	return Matrix{
		m.A*n.A + m.C*n.B, m.B*n.A + m.D*n.B,
		m.A*n.C + m.C*n.D, m.B*n.C + m.D*n.D,
		m.A*n.E + m.C*n.F + m.E, m.B*n.E + m.D*n.F + m.F,
	}
}

// Apply maps a point.
func (m Matrix) Apply(p Point) Point {
	m = m.Whole()
	return Point{m.A*p.X + m.C*p.Y + m.E, m.B*p.X + m.D*p.Y + m.F}
}

// Inverse returns the matrix that undoes m; the identity if m flattens everything.
func (m Matrix) Inverse() Matrix {
	m = m.Whole()
	det := m.A*m.D - m.B*m.C
	if det == 0 {
		return identity
	}
	return Matrix{
		m.D / det, -m.B / det, -m.C / det, m.A / det,
		(m.C*m.F - m.D*m.E) / det, (m.B*m.E - m.A*m.F) / det,
	}
}

// Zoom returns how much m enlarges lengths: exact for moves, turns and even scales.
func (m Matrix) Zoom() float64 {
	m = m.Whole()
	return math.Sqrt(math.Abs(m.A*m.D - m.B*m.C))
}
