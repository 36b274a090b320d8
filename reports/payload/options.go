package payload

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"paystats/reports/chart"
)

// hole is ECharts' word for "no value here": drawn as a gap, never as zero.
const hole = "-"

// newOptions returns the ECharts options of a spec: series, data, colours, axes. The
// scripts complete them with what depends on the page's width. Only go-echarts'
// option types are used; its page template loads scripts and runs names.
func newOptions(s chart.Spec) (map[string]any, error) {
	var out map[string]any
	switch s.Kind {
	case chart.Bar, chart.Grouped, chart.Ranking:
		out = barOptions(s, "")
	case chart.Stacked, chart.Stacked100:
		out = barOptions(s, "all")
	case chart.Waterfall:
		out = barOptions(s, "")
	case chart.Line, chart.Area, chart.Bump, chart.Slope, chart.Band:
		out = lineOptions(s)
	case chart.Donut:
		out = donutOptions(s)
	case chart.Range:
		out = rangeOptions(s)
	case chart.Pareto:
		out = paretoOptions(s)
	case chart.Funnel:
		out = barOptions(withRoles(s, chart.Drawn, chart.Open), "all")
	case chart.Matrix, chart.Marimekko:
		out = shapeOptions(s, len(s.Series)*len(s.Category.Labels))
	case chart.Scatter, chart.Bubble, chart.Treemap:
		out = shapeOptions(s, len(s.Series))
	case chart.Sankey:
		out = shapeOptions(s, len(s.Flows)+len(s.Series))
	case chart.Timeline:
		out = shapeOptions(s, len(s.Spans))
	default:
		return nil, fmt.Errorf("kind %q cannot be drawn", s.Kind)
	}
	// Titles, legends and tools are HTML around the chart; colours stand at the series.
	for _, k := range []string{"title", "legend", "toolbox", "color"} {
		delete(out, k)
	}
	return out, nil
}

// global are the options that every kind has.
func global(s chart.Spec, trigger, pointer string) []charts.GlobalOpts {
	tip := opts.Tooltip{Show: opts.Bool(true), Trigger: trigger}
	if pointer != "" {
		tip.AxisPointer = &opts.AxisPointer{Type: pointer}
	}
	return []charts.GlobalOpts{
		charts.WithTooltipOpts(tip),
		charts.WithAriaOpts(&opts.Aria{Enabled: opts.Bool(true), Label: &opts.AriaLabel{Enabled: opts.Bool(true), Description: s.Alt}}),
		charts.WithAnimation(false),
	}
}

func barOptions(s chart.Spec, stack string) map[string]any {
	b := charts.NewBar()
	b.SetGlobalOptions(global(s, "axis", "shadow")...)
	b.SetXAxis(s.Category.Labels)
	for _, in := range s.Series {
		style := opts.ItemStyle{Color: in.Color}
		if stack != "" { // a thin seam parts the segments, also in grey print
			style.BorderColor, style.BorderWidth = seam, 0.75
		}
		b.AddSeries(in.Name, barData(in), charts.WithItemStyleOpts(style), charts.WithBarChartOpts(opts.BarChart{Stack: stack}))
	}
	if s.Kind == chart.Ranking {
		b.XYReversal()
	}
	b.Validate()
	return b.JSON()
}

// withRoles returns the spec with the series of these roles only.
func withRoles(s chart.Spec, roles ...chart.Role) chart.Spec {
	s.Series = slices.DeleteFunc(slices.Clone(s.Series), func(in chart.Series) bool { return !slices.Contains(roles, in.Role) })
	return s
}

// paretoOptions draws bars, and a line against a second axis that the scripts lay out.
func paretoOptions(s chart.Spec) map[string]any {
	out := barOptions(withRoles(s, chart.Drawn), "")
	line := lineOptions(withRoles(s, chart.Cumulated))
	out["series"] = append(out["series"].(charts.MultiSeries), line["series"].(charts.MultiSeries)...)
	return out
}

// shapeOptions is for kinds whose shapes ECharts has no series for: a custom series of so
// many items, which the scripts give their shapes.
func shapeOptions(s chart.Spec, items int) map[string]any {
	c := charts.NewCustom()
	c.SetGlobalOptions(global(s, "item", "")...)
	data := make([]opts.CustomData, items)
	for i := range data {
		data[i].Value = i
	}
	c.AddSeries("", data)
	c.Validate()
	out := c.JSON()
	delete(out, "xAxis")
	delete(out, "yAxis")
	return out
}

// seam is the colour of a light page's background; the scripts turn it into that of
// the page's mode.
const seam = "#ffffff"

func barData(in chart.Series) []opts.BarData {
	data := make([]opts.BarData, len(in.Points))
	for i, p := range in.Points {
		data[i].Value = hole
		if p.Value != nil {
			data[i].Value = *p.Value
		}
	}
	return data
}

func lineOptions(s chart.Spec) map[string]any {
	l := charts.NewLine()
	l.SetGlobalOptions(global(s, "axis", "line")...)
	l.SetXAxis(s.Category.Labels)
	for _, in := range s.Series {
		data := make([]opts.LineData, len(in.Points))
		for i, p := range in.Points {
			data[i].Value = hole
			if p.Value != nil {
				data[i].Value = *p.Value
			}
		}
		stroke := opts.LineStyle{Color: in.Color, Width: 2.25, Type: "solid"}
		l.AddSeries(in.Name, data,
			charts.WithItemStyleOpts(opts.ItemStyle{Color: in.Color}), charts.WithLineStyleOpts(stroke),
			charts.WithLineChartOpts(opts.LineChart{ConnectNulls: opts.Bool(false), Symbol: "circle"}))
	}
	l.Validate()
	return l.JSON()
}

// rangeOptions draws an interval as a bar on top of an invisible one, with its ends
// as given; the difference is geometry, no figure is printed from it.
func rangeOptions(s chart.Spec) map[string]any {
	b := charts.NewBar()
	b.SetGlobalOptions(global(s, "axis", "shadow")...)
	b.SetXAxis(s.Category.Labels)
	for i, in := range s.Series {
		low, span := make([]opts.BarData, len(in.Points)), make([]opts.BarData, len(in.Points))
		for k, p := range in.Points {
			low[k].Value, span[k].Value = hole, hole
			if p.Value != nil && p.High != nil {
				low[k].Value, span[k].Value = *p.Value, *p.High-*p.Value
			}
		}
		stack := charts.WithBarChartOpts(opts.BarChart{Stack: fmt.Sprintf("interval-%d", i)})
		b.AddSeries(in.Name, low, stack, charts.WithItemStyleOpts(opts.ItemStyle{Color: "transparent"}))
		// The border keeps an interval of no width visible, as a line.
		b.AddSeries(in.Name, span, stack, charts.WithItemStyleOpts(opts.ItemStyle{Color: in.Color, BorderColor: in.Color, BorderWidth: 2}))
	}
	b.Validate()
	return b.JSON()
}

// donutOptions draws one slice a series.
func donutOptions(s chart.Spec) map[string]any {
	p := charts.NewPie()
	p.SetGlobalOptions(global(s, "item", "")...)
	data := make([]opts.PieData, len(s.Series))
	for i, in := range s.Series {
		data[i] = opts.PieData{Name: in.Name, Value: hole, ItemStyle: &opts.ItemStyle{Color: cmp.Or(in.Points[0].Color, in.Color)}}
		if v := in.Points[0].Value; v != nil {
			data[i].Value = *v
		}
	}
	p.AddSeries("", data)
	p.Validate()
	return p.JSON()
}
