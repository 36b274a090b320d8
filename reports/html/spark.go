package html

import (
	"fmt"
	"html/template"
	"math"
	"strings"

	"paystats/reports/chart"
)

// Size of a small line, in pixels; its edge keeps the strokes inside.
const (
	sparkWidth  = 132
	sparkHeight = 26
	sparkEdge   = 3
)

// spark draws a small line as SVG: no script has a part in it. A gap parts the line, a value
// between gaps is a dot, and the newest value has a larger one.
func spark(s *chart.Spark) template.HTML {
	low, high, last := math.Inf(1), math.Inf(-1), -1
	for i, v := range s.Values {
		if v != nil {
			low, high, last = min(low, *v), max(high, *v), i
		}
	}
	if last < 0 {
		return ""
	}
	at := func(i int) (x, y float64) {
		x = sparkEdge + (sparkWidth-2*sparkEdge)*float64(i)/float64(max(len(s.Values)-1, 1))
		y = sparkHeight / 2
		if high > low {
			y = sparkHeight - sparkEdge - (sparkHeight-2*sparkEdge)*(*s.Values[i]-low)/(high-low)
		}
		return x, y
	}
	known := func(i int) bool { return i >= 0 && i < len(s.Values) && s.Values[i] != nil }
	var path, dots strings.Builder
	for i := range s.Values {
		if !known(i) {
			continue
		}
		x, y := at(i)
		switch {
		case known(i - 1):
			fmt.Fprintf(&path, "L%.1f %.1f", x, y)
		case known(i + 1):
			fmt.Fprintf(&path, "M%.1f %.1f", x, y)
		case i != last:
			fmt.Fprintf(&dots, `<circle cx="%.1f" cy="%.1f" r="1.2"/>`, x, y)
		}
	}
	x, y := at(last)
	return template.HTML(fmt.Sprintf(`<svg class="spark" role="img" aria-label="%s" viewBox="0 0 %d %d" width="%[2]d" height="%[3]d"><path d="%s"/>%s<circle cx="%.1f" cy="%.1f" r="2.5"/></svg>`,
		template.HTMLEscapeString(s.Alt), sparkWidth, sparkHeight, path.String(), dots.String(), x, y))
}
