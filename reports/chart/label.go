package chart

import (
	"math"
	"strings"
)

// Numbers of direct labels that still can be read on one chart.
const (
	maxBarLabels   = 16
	maxStackLabels = 12
	minSlice       = 0.06 // share of the whole below which a segment has no room for a label
)

// label decides which points carry their value.
func (b builder) label(series []Series) {
	for i := range series {
		points := series[i].Points
		if b.Kind == Band {
			b.labelBand(points)
			continue
		}
		last := -1
		for j := range points {
			if points[j].Value == nil {
				continue
			}
			last = j
			if len(b.grid.panels) == 0 && b.labelled(len(series), len(points), *points[j].Value) {
				points[j].Label = b.short(points[j])
			}
		}
		if b.Kind == Slope && points[0].Value != nil {
			points[0].Label = b.short(points[0])
		}
		if (b.isLine() || b.Kind == Bar && (len(series) == 1 || len(b.grid.panels) > 0)) && last >= 0 {
			points[last].Label = b.short(points[last])
		}
	}
}

func (b builder) labelled(series, categories int, v float64) bool {
	switch b.Kind {
	case Donut, Ranking:
		return true
	case Bar, Range, Grouped:
		return series*categories <= maxBarLabels
	case Stacked100:
		return categories <= maxStackLabels && math.Abs(v) >= minSlice
	}
	return false
}

// short prints a direct label: the currency stands in the subtitle.
func (b builder) short(p Point) string {
	name, _, _ := strings.Cut(b.Format, ":")
	switch Base(name) {
	case "pp", "pp-gap": // the Chinese unit is long, and stands there too
		return strings.TrimSuffix(p.Text, "个百分点")
	case "money":
	default:
		return p.Text
	}
	format := "count" + strings.TrimPrefix(name, "money")
	if p.High != nil {
		return strings.ReplaceAll(IntervalText(format, *p.Value, *p.High), "crore", "cr")
	}
	text := Format(format, *p.Value)
	if b.Signed && *p.Value > 0 {
		text = "+" + text
	}
	return strings.Replace(text, "crore", "cr", 1)
}
