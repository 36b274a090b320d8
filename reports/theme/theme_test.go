package theme_test

import (
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"paystats/data/diag"
	"paystats/reports/theme"
)

func mustDefault(t *testing.T) *theme.Theme {
	t.Helper()
	th, err := theme.Default()
	if err != nil {
		t.Fatal(err)
	}
	return th
}

func TestDefaultContrast(t *testing.T) {
	th := mustDefault(t)
	text := []theme.Pair{th.Page.Text, th.Page.Muted, th.Page.Accent}
	ramp := th.Ramp()
	for i, light := range ramp {
		on := [2]string{th.Page.Text.Light, th.Page.Text.Dark}
		if i >= len(ramp)/2 {
			on = [2]string{th.Page.Background.Light, th.Page.Background.Dark}
		}
		for k, c := range []string{light, th.Dark(light)} {
			if got := contrast(t, on[k], c); got < 4.5 {
				t.Errorf("contrast of text %s on %s of the ramp = %.2f, want 4.5 or more", on[k], c, got)
			}
		}
	}
	for _, p := range th.Pairs()[5:] { // after background, panel, text, muted, rule
		if slices.Contains(ramp, p.Light) {
			continue
		}
		for _, c := range [][2]string{{p.Light, th.Page.Background.Light}, {p.Dark, th.Page.Background.Dark}} {
			if got := contrast(t, c[0], c[1]); got < 3 {
				t.Errorf("contrast of %s on %s = %.2f, want 3 or more", c[0], c[1], got)
			}
		}
	}
	for _, p := range text {
		for _, c := range [][2]string{
			{p.Light, th.Page.Background.Light}, {p.Dark, th.Page.Background.Dark},
			{p.Light, th.Page.Panel.Light}, {p.Dark, th.Page.Panel.Dark},
		} {
			if got := contrast(t, c[0], c[1]); got < 4.5 {
				t.Errorf("contrast of text %s on %s = %.2f, want 4.5 or more", c[0], c[1], got)
			}
		}
	}
}

func TestColorsMovesUnknownApart(t *testing.T) {
	th := mustDefault(t)
	ids := []string{"alipay", "zeta", "eta", "theta", "iota", "kappa", "lambda"}
	got := th.Colors(ids)
	if u := slices.Compact(slices.Sorted(slices.Values(got))); len(u) != len(ids) {
		t.Errorf("Colors(%v) = %v, want %d different colours", ids, got, len(ids))
	}
	back := slices.Clone(ids)
	slices.Reverse(back)
	again := th.Colors(back)
	slices.Reverse(again)
	if !slices.Equal(got, again) {
		t.Errorf("Colors depends on the order of ids: %v, then %v", got, again)
	}
	if got[0] != th.Color("alipay") {
		t.Errorf("Colors moved alipay to %s, want %s", got[0], th.Color("alipay"))
	}
}

// yunshanfutong's own place in the palette is a teal that nobody tells from Tenpay's green.
func TestColorsKeepsFromNearOnes(t *testing.T) {
	th := mustDefault(t)
	got := th.Colors([]string{"tenpay", "yunshanfutong"})
	if own := th.Color("yunshanfutong"); own != "#0b8a6a" || got[1] == own {
		t.Errorf("Colors gives yunshanfutong %s beside %s, its own is %s", got[1], got[0], own)
	}
}

func TestColorOfUnknownID(t *testing.T) {
	th := mustDefault(t)
	if a, b := th.Color("no-such-provider"), th.Color("no-such-provider"); a != b {
		t.Errorf("Color = %s, then %s", a, b)
	}
	if got := th.Dark(th.Color("alipay")); got == th.Color("alipay") {
		t.Errorf("Dark(alipay) = %s, want another colour than on a light page", got)
	}
}

func TestParseErrors(t *testing.T) {
	const page = `page: {background: ["#ffffff","#000000"], panel: ["#ffffff","#000000"], text: ["#000000","#ffffff"], muted: ["#000000","#ffffff"],
  rule: ["#000000","#ffffff"], axis: ["#000000","#ffffff"], accent: ["#000000","#ffffff"]}
`
	tests := []struct{ name, in, want string }{
		{"broken YAML", "name: [", "default.yaml:1:7: sequence end token ']' not found [yaml-syntax]"},
		{"unknown key", "nam: x\n", `default.yaml:1:1: the theme has no key "nam" [key-unknown]`},
		{"nothing", "", "default.yaml:1:1: the theme has no page [key-missing]"},
		{"no palette", "fonts: {text: [serif]}\n" + page, "default.yaml:1:1: the theme has no palette [key-missing]"},
		{"no fonts", "palette: []\nfonts: {text: }\n", "default.yaml:1:1: the theme has no fonts.text [key-missing]"},
		{"a page without a colour", "page: {panel: [\"#ffffff\",\"#000000\"]}\n", "default.yaml:1:7: page has no background [key-missing]"},
		{"a colour's name", "fonts: {text: [serif]}\npalette: [[red, \"#ff0000\"]]\n" + page,
			`default.yaml:2:12: palette[0][0] is "red", not a colour #rrggbb [key-type]`},
		{"one colour", "palette: [[\"#ff0000\"]]\n", "default.yaml:1:11: palette[0] is a list, not a pair of colours [key-type]"},
		{"style sheet in a font", "fonts: {text: [\"x;} body{display:none\"]}\npalette: [[\"#ff0000\", \"#ff0000\"]]\n" + page,
			`default.yaml:1:16: fonts.text[0] is "x;} body{display:none", not a font name [key-type]`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := theme.Parse([]byte(tt.in))
			list, ok := errors.AsType[*diag.List](err)
			if !ok || !strings.Contains(list.Error(), "reports/themes/"+tt.want) {
				t.Errorf("Parse(%q) error =\n%v\nwant %q", tt.in, err, tt.want)
			}
		})
	}
}

// contrast is WCAG 2.2's contrast ratio of two colours, 1 to 21.
func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	n, err := strconv.ParseUint(hex[1:], 16, 32)
	if err != nil {
		t.Fatal(err)
	}
	l := 0.0
	for i, w := range []float64{0.0722, 0.7152, 0.2126} {
		c := float64(n>>(8*i)&255) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		l += w * c
	}
	return l
}
