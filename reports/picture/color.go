package picture

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

var (
	hexColor = regexp.MustCompile(`^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})$`)
	rgbColor = regexp.MustCompile(`^rgba?\((\d{1,3}), ?(\d{1,3}), ?(\d{1,3})(?:, ?(\d*\.?\d+))?\)$`)
)

// ParseColor reads #rgb, #rrggbb, #rrggbbaa, rgb(), rgba() and "transparent".
func ParseColor(text string) (Color, error) {
	if text == "transparent" {
		return Color{}, nil
	}
	if hexColor.MatchString(text) {
		return parseHex(text[1:])
	}
	m := rgbColor.FindStringSubmatch(text)
	if m == nil {
		return Color{}, fmt.Errorf("colour %q is not known", text)
	}
	c := Color{A: 1}
	for i, to := range []*uint8{&c.R, &c.G, &c.B} {
		v, err := strconv.ParseUint(m[i+1], 10, 8)
		if err != nil {
			return Color{}, fmt.Errorf("colour %q is not known", text)
		}
		*to = uint8(v)
	}
	if m[4] != "" {
		a, err := strconv.ParseFloat(m[4], 64)
		if err != nil || a > 1 {
			return Color{}, fmt.Errorf("colour %q is not known", text)
		}
		c.A = a
	}
	return c, nil
}

func parseHex(digits string) (Color, error) {
	if len(digits) == 3 {
		var b strings.Builder
		for _, d := range digits {
			b.WriteRune(d)
			b.WriteRune(d)
		}
		digits = b.String()
	}
	if len(digits) == 6 {
		digits += "ff"
	}
	v, err := strconv.ParseUint(digits, 16, 32)
	return Color{uint8(v >> 24), uint8(v >> 16), uint8(v >> 8), float64(uint8(v)) / 255}, err
}

// Hex prints a colour as #rrggbb, without its cover.
func (c Color) Hex() string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }
