package theme_test

import (
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

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
	if own := th.Color("yunshanfutong"); own != "#0f8f7e" || got[1] == own {
		t.Errorf("Colors gives yunshanfutong %s beside %s, its own is %s", got[1], got[0], own)
	}
}

// A colour of a light page stands for one colour of a dark page, whoever has it.
func TestOneDarkColourForALightOne(t *testing.T) {
	th := mustDefault(t)
	for _, p := range th.Pairs() {
		if got := th.Dark(p.Light); got != p.Dark && p.Light != th.Page.Background.Light {
			t.Errorf("Dark(%s) = %s, but something of this colour is %s on a dark page", p.Light, got, p.Dark)
		}
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

// vision simulates what readers see (Machado, Oliveira and Fernandes 2009, severity 1), on
// linear RGB.
var vision = map[string][3][3]float64{
	"normal":       {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
	"protanopia":   {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
	"deuteranopia": {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
}

// apart is the least distance, in hundredths of OKLab's unit, at which two colours of one
// chart are told from each other; about 2 is just noticeable side by side.
const apart = 7.5

// Colours that stand in one chart stay apart for readers who are colour-blind.
func TestColorsForTheColourBlind(t *testing.T) {
	th := mustDefault(t)
	groups := map[string][]theme.Pair{"palette": th.Pairs()[7:17]}
	for name, ids := range map[string]string{
		"channels": "mobile internet offline-acquiring prepaid-card", "providers": "alipay tenpay unionpay 99bill others",
		"publishers": "iresearch analysys sootoo pboc cnnic", "categories": "merchant p2p recharge-bills financial-services others",
		"growth": "total increase decrease", "classes": "status-yes status-ended status-no status-doubt",
		"makers": "xiaomi samsung vivo oppo realme apple", "instruments": "third-party-mobile third-party-internet online-banking mobile-banking pos",
	} {
		for id := range strings.SplitSeq(ids, " ") {
			c := th.Color(id)
			groups[name] = append(groups[name], theme.Pair{Light: c, Dark: th.Dark(c)})
		}
	}
	for name, group := range groups {
		for i, a := range group {
			for _, b := range group[:i] {
				for kind, matrix := range vision {
					for _, c := range [][2]string{{a.Light, b.Light}, {a.Dark, b.Dark}} {
						if got := seenDistance(t, matrix, c[0], c[1]); got < apart {
							t.Errorf("%s: %s and %s are %.1f apart for %s, want %.1f or more", name, c[0], c[1], got, kind, apart)
						}
					}
				}
			}
		}
	}
}

// seenDistance is the distance of two colours in OKLab, in hundredths.
func seenDistance(t *testing.T, matrix [3][3]float64, a, b string) float64 {
	t.Helper()
	x, y := oklab(matrix, linear(t, a)), oklab(matrix, linear(t, b))
	return 100 * math.Sqrt((x[0]-y[0])*(x[0]-y[0])+(x[1]-y[1])*(x[1]-y[1])+(x[2]-y[2])*(x[2]-y[2]))
}

// oklab turns linear RGB, as it is seen, into OKLab (Ottosson 2020).
func oklab(matrix [3][3]float64, rgb [3]float64) [3]float64 {
	seen := times(matrix, rgb)
	for i := range seen {
		seen[i] = min(1, max(0, seen[i]))
	}
	lms := times([3][3]float64{{0.4122214708, 0.5363325363, 0.0514459929}, {0.2119034982, 0.6806995451, 0.1073969566}, {0.0883024619, 0.2817188376, 0.6299787005}}, seen)
	for i := range lms {
		lms[i] = math.Cbrt(lms[i])
	}
	return times([3][3]float64{{0.2104542553, 0.7936177850, -0.0040720468}, {1.9779984951, -2.4285922050, 0.4505937099}, {0.0259040371, 0.7827717662, -0.8086757660}}, lms)
}

func times(m [3][3]float64, v [3]float64) (out [3]float64) {
	for i := range out {
		out[i] = m[i][0]*v[0] + m[i][1]*v[1] + m[i][2]*v[2]
	}
	return out
}

// linear returns a colour's linear RGB, 0 to 1.
func linear(t *testing.T, hex string) (out [3]float64) {
	t.Helper()
	n, err := strconv.ParseUint(hex[1:], 16, 32)
	if err != nil {
		t.Fatal(err)
	}
	for i := range out {
		c := float64(n>>(16-8*i)&255) / 255
		if c <= 0.04045 {
			out[i] = c / 12.92
		} else {
			out[i] = math.Pow((c+0.055)/1.055, 2.4)
		}
	}
	return out
}

// Names that are written in the colour of a thing can be read in both modes.
func TestInkIsReadable(t *testing.T) {
	th := mustDefault(t)
	for _, p := range th.Pairs()[7:] {
		for _, c := range [][2]string{{th.Ink(p.Light), th.Page.Background.Light}, {th.InkDark(p.Dark), th.Page.Background.Dark}} {
			if got := contrast(t, c[0], c[1]); got < 4.5 {
				t.Errorf("ink %s of %v on %s has a contrast of %.2f, want 4.5 or more", c[0], p, c[1], got)
			}
		}
	}
	if got, want := th.Ink("#1f6fb2"), "#1f6fb2"; got != want {
		t.Errorf("Ink(%s) = %s, want a readable colour left alone", want, got)
	}
}

// A company's theme says only what is its own.
func TestParseOverHouse(t *testing.T) {
	folder := fstest.MapFS{
		"acme.svg": {Data: []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`)}, "dark.png": {Data: []byte("\x89PNG\r\n\x1a\n")},
		"acme.woff2": {Data: []byte("wOF2")},
	}
	th, err := theme.Parse("reports/themes/acme.yaml", []byte(`name: Acme
logo: {light: acme.svg, dark: dark.png, alt: Acme Research}
fonts: {text: [Acme Sans, sans-serif], files: [{family: Acme Sans, file: acme.woff2, weight: 700}]}
page: {accent: ["#7a0019", "#ff9aa8"]}
colors: {alipay: ["#123456", "#abcdef"]}
`), folder)
	if err != nil {
		t.Fatal(err)
	}
	house := mustDefault(t)
	if th.Page.Text != house.Page.Text || th.Color("tenpay") != house.Color("tenpay") || !slices.Equal(th.Chinese, house.Chinese) {
		t.Error("what the theme leaves out is not the house's")
	}
	if th.Page.Accent.Light != "#7a0019" || th.Color("alipay") != "#123456" || th.Fonts[0] != "Acme Sans" {
		t.Errorf("theme = %+v", th)
	}
	if !strings.HasPrefix(th.Logo.Light, "data:image/svg+xml;base64,") || !strings.HasPrefix(th.Logo.Dark, "data:image/png;base64,") || th.Logo.Alt != "Acme Research" {
		t.Errorf("logo = %+v", th.Logo)
	}
	if want := (theme.Font{Family: "Acme Sans", Weight: 700, Data: "data:font/woff2;base64,d09GMg=="}); len(th.Files) != 1 || th.Files[0] != want {
		t.Errorf("fonts = %+v, want %+v", th.Files, want)
	}
}

func TestParseErrors(t *testing.T) {
	folder := fstest.MapFS{"page.html": {Data: []byte("<html>")}, "large.svg": {Data: []byte("<svg>" + strings.Repeat(" ", 300<<10))}}
	tests := []struct{ name, in, want string }{
		{"broken YAML", "name: [", "acme.yaml:1:7: sequence end token ']' not found [yaml-syntax]"},
		{"unknown key", "nam: x\n", `acme.yaml:1:1: the theme has no key "nam" [key-unknown]`},
		{"a colour's name", "palette: [[red, \"#ff0000\"]]\n", `acme.yaml:1:12: palette[0][0] is "red", not a colour #rrggbb [key-type]`},
		{"one colour", "palette: [[\"#ff0000\"]]\n", "acme.yaml:1:11: palette[0] is a list, not a pair of colours [key-type]"},
		{"style sheet in a font", "fonts: {text: [\"x;} body{display:none\"]}\n",
			`acme.yaml:1:16: fonts.text[0] is "x;} body{display:none", not a font name [key-type]`},
		{"style sheet in a family", "fonts:\n  files:\n  - {family: \"x'}\", file: page.html}\n", `acme.yaml:3:14: fonts.files[0].family is "x'}", not a font name [key-type]`},
		{"no font", "fonts:\n  files:\n  - {family: X, file: page.html}\n", `acme.yaml:3:23: fonts.files[0].file is "page.html", not a WOFF2 font [key-type]`},
		{"no image", "logo: page.html\n", `acme.yaml:1:7: logo is "page.html", not an SVG or PNG file [key-type]`},
		{"no file", "logo: {light: acme.svg}\n", `acme.yaml:1:15: there is no file reports/themes/acme.svg [file-missing]`},
		{"a file elsewhere", "logo: ../../secret.svg\n", `acme.yaml:1:7: there is no file reports/themes/../../secret.svg [file-missing]`},
		{"a large file", "logo: large.svg\n", `acme.yaml:1:7: large.svg has 300 KB, more than 200 [file-size]`},
		{"pale text", "page: {muted: [\"#bbbbbb\", \"#bbbbbb\"]}\n", `acme.yaml:1:15: muted #bbbbbb on a light page #ffffff has a contrast of 1.9 [contrast]`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := theme.Parse("reports/themes/acme.yaml", []byte(tt.in), folder)
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
	c := linear(t, hex)
	return 0.2126*c[0] + 0.7152*c[1] + 0.0722*c[2]
}
