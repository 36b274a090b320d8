package svg

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"paystats/reports/picture"
)

var transform = regexp.MustCompile(`^\s*(translate|rotate|scale|matrix)\(([-+0-9.eE ,]*)\)`)

// parseTransform reads a transform attribute.
func parseTransform(text string) (picture.Matrix, error) {
	var m picture.Matrix
	for rest := text; strings.TrimSpace(rest) != ""; {
		found := transform.FindStringSubmatch(rest)
		if found == nil {
			return m, fmt.Errorf("transform %q is not known", text)
		}
		rest = rest[len(found[0]):]
		var v []float64
		for _, field := range strings.FieldsFunc(found[2], func(r rune) bool { return r == ',' || r == ' ' }) {
			x, err := strconv.ParseFloat(field, 64)
			if err != nil {
				return m, fmt.Errorf("transform %q is not known", text)
			}
			v = append(v, x)
		}
		switch {
		case found[1] == "translate" && len(v) == 2:
			m = m.Mul(picture.Move(v[0], v[1]))
		case found[1] == "translate" && len(v) == 1:
			m = m.Mul(picture.Move(v[0], 0))
		case found[1] == "scale" && len(v) == 2:
			m = m.Mul(picture.Scale(v[0], v[1]))
		case found[1] == "scale" && len(v) == 1:
			m = m.Mul(picture.Scale(v[0], v[0]))
		case found[1] == "rotate" && len(v) == 1:
			m = m.Mul(picture.Rotate(v[0] * math.Pi / 180))
		case found[1] == "matrix" && len(v) == 6:
			m = m.Mul(picture.Matrix{A: v[0], B: v[1], C: v[2], D: v[3], E: v[4], F: v[5]})
		default:
			return m, fmt.Errorf("transform %q is not known", text)
		}
	}
	return m, nil
}
