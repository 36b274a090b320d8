package theme

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// contrast is WCAG 2.2's contrast ratio of two colours, 1 to 21.
func contrast(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// channels returns red, green and blue of a colour #rrggbb, each 0 to 255.
func channels(color string) [3]int {
	n, _ := strconv.ParseUint(strings.TrimPrefix(color, "#"), 16, 32) // colours were checked when the theme was read
	return [3]int{int(n >> 16 & 0xff), int(n >> 8 & 0xff), int(n & 0xff)}
}

// luminance is the relative luminance of a colour, 0 to 1.
func luminance(color string) float64 {
	c, sum := channels(color), 0.0
	for i, weight := range [3]float64{0.2126, 0.7152, 0.0722} {
		x := float64(c[i]) / 255
		if x <= 0.04045 {
			x /= 12.92
		} else {
			x = math.Pow((x+0.055)/1.055, 2.4)
		}
		sum += weight * x
	}
	return sum
}

// Ink returns the colour in which a name of something of this colour is written on a light
// page: the colour itself, or one nearer to that of texts, so that it can be read.
func (t *Theme) Ink(light string) string {
	return ink(light, t.Page.Text.Light, t.Page.Background.Light)
}

// InkDark is Ink on a dark page, of the colour as it is there.
func (t *Theme) InkDark(dark string) string {
	return ink(dark, t.Page.Text.Dark, t.Page.Background.Dark)
}

func ink(color, text, page string) string {
	for part := 0.0; part < 1; part += 0.05 {
		if c := mix(color, text, part); contrast(c, page) >= readable {
			return c
		}
	}
	return text
}

// mix returns a colour with a part (0 to 1) of another in it.
func mix(a, b string, part float64) string {
	x, y := channels(a), channels(b)
	for i := range x {
		x[i] += int(math.Round(part * float64(y[i]-x[i])))
	}
	return fmt.Sprintf("#%02x%02x%02x", x[0], x[1], x[2])
}
