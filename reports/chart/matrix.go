package chart

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"paystats/data/frame"
)

// class is one of the classes that a cell or a span may have.
type class struct {
	name  Text
	sign  string
	color string // id of its colour; "" leaves a cell empty
}

// classes are the classes of status. Each has a word and a sign: none is told by colour alone.
var classes = map[string]class{
	"accepted": {Text{"accepted", "受理"}, "✓", "status-yes"},
	"ended":    {Text{"ended", "已终止"}, "×", "status-ended"},
	"refused":  {Text{"refused", "不受理"}, "!", "status-no"},
	"doubtful": {Text{"doubtful", "存疑"}, "?", "status-doubt"},
	"unknown":  {Text{"unknown", "不详"}, "·", ""},
}

// classOrder is the order of classes in a legend.
var classOrder = []string{"accepted", "ended", "refused", "doubtful", "unknown"}

// Classes lists the ids of the classes of status.
func Classes() []string { return slices.Clone(classOrder) }

// notObserved is the reason of a cell that the frame does not hold.
const notObserved = "not_observed"

// buildMatrix makes a matrix of the columns series (a row), category (a column) and value
// or class. The order of rows is kept. A value has the colour of its step, see steps.
func buildMatrix(f *frame.Frame, r Request) Spec {
	b := builder{Request: r, grid: readGrid(f, notObserved)}
	s := b.head()
	rows := map[[2]string]int{}
	names := map[string]string{}
	for i := range f.Rows() {
		series, category := f.Text("series", i), f.Text("category", i)
		rows[[2]string{series, category}] = i
		names["r"+series], names["c"+category] = b.rowName(f, "series", i), b.rowName(f, "category", i)
	}
	isClass := f.Column("class") != nil
	var scale []step
	if isClass {
		s.Classes = b.classList(f)
	} else {
		scale = b.steps(f)
		for _, st := range scale {
			s.Classes = append(s.Classes, st.Class)
		}
	}
	for _, c := range b.grid.categories {
		s.Category.IDs, s.Category.Labels = append(s.Category.IDs, c), append(s.Category.Labels, names["c"+c])
	}
	for _, id := range b.grid.series {
		one := Series{ID: id, Name: names["r"+id], Color: b.color("total")}
		for _, c := range b.grid.categories {
			row, ok := rows[[2]string{id, c}]
			switch {
			case !ok:
				one.Points = append(one.Points, Point{Text: "–", Why: Reason(notObserved, b.Lang)})
			case isClass:
				one.Points = append(one.Points, b.classPoint(f.Text("class", row), f.Text("note", row)))
			default:
				one.Points = append(one.Points, b.valuePoint(b.grid.at(id, c), scale))
			}
		}
		s.Series = append(s.Series, one)
	}
	s.Notes = append(s.Notes, b.blanks(s)...)
	s.Table = b.matrixTable(s)
	s.Alt = b.altOf(s, b.matrixParts(s))
	return s
}

func (b builder) classPoint(id, note string) Point {
	c := classes[id]
	p := Point{Text: c.name.In(b.Lang), Label: c.name.In(b.Lang), Sign: c.sign, Why: note, Strong: c.color != ""}
	if c.color != "" {
		p.Color = b.color(c.color)
	}
	return p
}

// classList lists the classes that a frame has.
func (b builder) classList(f *frame.Frame) []Class {
	seen := map[string]bool{}
	for i := range f.Rows() {
		seen[f.Text("class", i)] = true
	}
	var out []Class
	for _, id := range classOrder {
		if !seen[id] {
			continue
		}
		c := Class{Name: classes[id].name.In(b.Lang), Sign: classes[id].sign, Strong: classes[id].color != ""}
		if c.Strong {
			c.Color = b.color(classes[id].color)
		}
		out = append(out, c)
	}
	return out
}

func (b builder) valuePoint(c cell, scale []step) Point {
	p := b.point(c)
	if c.value == nil {
		return p
	}
	p.Label = b.short(p)
	for _, st := range scale {
		if *c.value < st.to || st.to == scale[len(scale)-1].to {
			p.Color, p.Strong = st.Color, st.Strong
			break
		}
	}
	return p
}

// step is a range of values with one colour: from the end of the one before up to, but
// not including, to.
type step struct {
	Class
	to float64
}

// steps divides the values of a frame into ranges of one width, a round number, as many
// as the ramp has colours or fewer.
func (b builder) steps(f *frame.Frame) []step {
	low, high := math.Inf(1), math.Inf(-1)
	for i := range f.Rows() {
		if v := number(f, "value", i); v != nil {
			low, high = min(low, *v), max(high, *v)
		}
	}
	if low >= 0 && low < high/3 {
		low = 0
	}
	if !(high > low) {
		high = low + 1
	}
	width := roundUp((high - low) / float64(len(b.Ramp)))
	for math.Ceil(high/width-1e-9)-math.Floor(low/width+1e-9) > float64(len(b.Ramp)) {
		width = roundUp(width * 1.001)
	}
	first, last := math.Floor(low/width+1e-9), math.Ceil(high/width-1e-9)
	n := int(last - first)
	var out []step
	for i := range n {
		at := 0
		if n > 1 {
			at = i * (len(b.Ramp) - 1) / (n - 1)
		}
		from, to := (first+float64(i))*width, (first+float64(i+1))*width
		out = append(out, step{Class{Name: b.rangeText(from, to, width), Color: b.Ramp[at], Strong: at >= len(b.Ramp)/2}, to})
	}
	return out
}

// rangeText prints the range of a step, whole percents without decimals.
func (b builder) rangeText(from, to, width float64) string {
	text := IntervalText(b.Format, from, to)
	if hundred := width * 100; Base(b.Format) == "percent" && math.Abs(hundred-math.Round(hundred)) < 1e-9 {
		text = strings.ReplaceAll(text, ".0", "")
	}
	return text
}

// roundUp returns the least 1, 2, 2.5 or 5 times a power of ten that is not below x > 0.
func roundUp(x float64) float64 {
	power := math.Pow10(int(math.Floor(math.Log10(x))))
	for _, m := range []float64{1, 2, 2.5, 5} {
		if m*power >= x*(1-1e-9) {
			return m * power
		}
	}
	return 10 * power
}

// blanks says why cells are empty: how many by each reason.
func (b builder) blanks(s Spec) []string {
	count := map[string]int{}
	var order []string
	for _, one := range s.Series {
		for _, p := range one.Points {
			if p.Value == nil && p.Sign == "" {
				if count[p.Why] == 0 {
					order = append(order, p.Why)
				}
				count[p.Why]++
			}
		}
	}
	var parts []string
	for _, why := range order {
		parts = append(parts, pick(b.Lang, fmt.Sprintf("%d (%s)", count[why], why), fmt.Sprintf("%d格（%s）", count[why], why)))
	}
	if len(parts) == 0 {
		return nil
	}
	return []string{pick(b.Lang, "Empty cells: ", "空白：") + JoinNames(parts, b.Lang) + pick(b.Lang, ".", "。")}
}

func (b builder) matrixTable(s Spec) Table {
	t := Table{Columns: []Column{{Name: b.ColumnName}}}
	for _, label := range s.Category.Labels {
		t.Columns = append(t.Columns, Column{Name: label, Numeric: s.Value.Format != ""})
	}
	for _, one := range s.Series {
		row := []Cell{{Text: one.Name}}
		for _, p := range one.Points {
			row = append(row, Cell{Text: p.Text, Title: p.Why})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// matrixParts reads out the last cell of each row that holds something.
func (b builder) matrixParts(s Spec) []string {
	var out []string
	for n, one := range s.Series {
		if n == maxAlt {
			return append(out, b.more(len(s.Series)-n))
		}
		for i := len(one.Points) - 1; i >= 0; i-- {
			if p := one.Points[i]; p.Value != nil || p.Sign != "" {
				out = append(out, one.Name+" "+s.Category.Labels[i]+" "+p.Text)
				break
			}
		}
	}
	return out
}
