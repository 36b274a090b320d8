package svg

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"paystats/reports/chart"
	"paystats/reports/font"
	"paystats/reports/picture"
)

// A third of a slide, 300 by 450, has room for every kind, with letters of 8 points at the least.
func TestEveryKindFitsAThirdOfASlide(t *testing.T) {
	third := Options{Width: 300, Height: 450}
	eachExample(t, func(t *testing.T, s chart.Spec, lang string) {
		third.Lang = lang
		p, letters, err := drawer.Fit(context.Background(), s, third)
		if err != nil {
			t.Fatal(err)
		}
		if p.Width != 300 || p.Height != 450 || letters < 0.66 {
			t.Errorf("drawn %g by %g with letters of %g", p.Width, p.Height, letters)
		}
		checkSVG(t, mustWrite(t, p, false))
	})
}

// Ten slices have no room in a third of a slide: the notes give way, then letters become smaller.
func TestFitMakesLettersSmaller(t *testing.T) {
	s := example(chart.Donut, "en")
	for i := range 7 {
		more := s.Series[0]
		more.ID, more.Name = fmt.Sprintf("p%d", i), fmt.Sprintf("Provider %d", i)
		s.Series = append(s.Series, more)
	}
	third := Options{Lang: "en", Width: 300, Height: 450}
	if _, err := drawer.Draw(context.Background(), s, third); !errors.As(err, new(*SizeError)) {
		t.Fatalf("without Fit: %v", err)
	}
	p, letters, err := drawer.Fit(context.Background(), s, third)
	if err != nil {
		t.Fatal(err)
	}
	if letters != 0.9 && letters != 0.8 {
		t.Errorf("letters are drawn at %g", letters)
	}
	if g, ok := p.Items[0].(*picture.Group); !ok || g.Matrix != picture.Scale(letters, letters) {
		t.Errorf("%T is not the drawing, made smaller", p.Items[0])
	}
}

// A name at the end of a line that stops early gives way to a point of another line.
func TestNamesOfEarlyEndsCoverNoPoint(t *testing.T) {
	s := example(chart.Line, "en")
	s.Series = []chart.Series{series("alipay", "Alipay", "#1272d3", 0.5, 0.5, 0.5, -1, -1, -1), series("tenpay", "Tenpay", "#119457", 0.3, 0.3, 0.3, 0.5, 0.5, 0.5)}
	out := mustWrite(t, mustDraw(t, s, Options{Lang: "en", Width: 560}), false)
	m := regexp.MustCompile(`<text [^>]*y="([0-9.]+)"[^>]*>Alipay`).FindStringSubmatch(out)
	if m == nil || m[1] == "14.5" { // there it stands behind its own point, on that of Tenpay
		t.Errorf("Alipay's name stands at %v", m)
	}
}

// A Chinese name breaks where a phrase ends: no line begins with a comma, and a number stays
// with what it counts.
func TestChineseNamesBreakAtPhrases(t *testing.T) {
	s := example(chart.Ranking, "zh")
	s.Category.Labels[0] = "非银行支付机构网络支付，2022年（口径不同）"
	out := mustWrite(t, mustDraw(t, s, Options{Lang: "zh", Width: 700}), false)
	for _, line := range []string{">非银行支付机构网络支付，<", ">2022年（口径不同）<"} {
		if !strings.Contains(out, line) {
			t.Errorf("no line %s", line)
		}
	}
}

// Labels of bars that stand side by side leave room between each other, or are left out.
func TestLabelsOfNeighbouringBarsDoNotTouch(t *testing.T) {
	s := example(chart.Grouped, "en")
	s.Series = s.Series[:2]
	for i := range s.Series {
		for k := range s.Series[i].Points {
			s.Series[i].Points[k].Label = "66.7 %"
		}
	}
	n := 0
	for width := 420.0; width <= 760; width += 20 {
		out := mustWrite(t, mustDraw(t, s, Options{Lang: "en", Width: width}), false)
		at := regexp.MustCompile(`translate\(([0-9.]+) [0-9.]+\)"[^>]*text-anchor="middle"[^>]*fill="#15191e">66.7 %`).FindAllStringSubmatch(out, -1)
		var places []float64
		for _, m := range at {
			x, _ := strconv.ParseFloat(m[1], 64)
			places = append(places, x)
		}
		slices.Sort(places)
		for i, x := range places {
			if need := font.Of(false).Width("66.7 %", 12) + 3; i > 0 && x-places[i-1] < need {
				t.Errorf("%g wide: labels %g apart, %g needed", width, x-places[i-1], need)
			}
		}
		n += len(at)
	}
	if n == 0 {
		t.Error("no label is drawn at any width")
	}
}
