package pptx

import (
	"slices"
	"strconv"
	"strings"

	x "paystats/reports/ooxml"
	"paystats/reports/theme"
)

// themePart writes the report's theme as that of a deck: the colours of the light page,
// the palette as accents, and a font for Latin and one for Chinese text.
func themePart(t *theme.Theme) []byte {
	color := func(name, hex string) x.Node {
		return x.E("a:"+name, x.E("a:srgbClr", x.A("val", strings.ToUpper(strings.TrimPrefix(hex, "#")))))
	}
	p := t.Page
	colors := []x.Node{color("dk1", p.Text.Light), color("lt1", p.Background.Light), color("dk2", p.Muted.Light), color("lt2", p.Panel.Light)}
	palette := t.Palette()
	for i := range 6 {
		colors = append(colors, color("accent"+strconv.Itoa(i+1), palette[i%len(palette)]))
	}
	colors = append(colors, color("hlink", p.Accent.Light), color("folHlink", p.Muted.Light))
	latin, chinese := fontsOf(t.Fonts)
	font := func(name string) x.Node {
		return x.E(name, x.E("a:latin", x.A("typeface", latin)), x.E("a:ea", x.A("typeface", chinese)), x.E("a:cs", x.A("typeface", "")), x.E("a:font", x.A("script", "Hans"), x.A("typeface", chinese)))
	}
	return x.E("a:theme", x.A("xmlns:a", drawingSpace), x.A("name", t.Name),
		x.E("a:themeElements", x.E("a:clrScheme", x.A("name", t.Name), colors),
			x.E("a:fontScheme", x.A("name", t.Name), font("a:majorFont"), font("a:minorFont")), formats())).Bytes()
}

// Fonts that Office has on Windows and on a Mac; a theme's first of them is taken, since a
// deck travels.
var (
	latinFonts   = []string{"Arial", "Calibri", "Cambria", "Georgia", "Tahoma", "Times New Roman", "Trebuchet MS", "Verdana"}
	chineseFonts = []string{"Microsoft YaHei", "SimSun", "SimHei", "DengXian", "PingFang SC", "Noto Sans SC", "Noto Sans CJK SC"}
)

func fontsOf(families []string) (latin, chinese string) {
	latin, chinese = latinFonts[0], chineseFonts[0]
	if i := slices.IndexFunc(families, func(f string) bool { return slices.Contains(latinFonts, f) }); i >= 0 {
		latin = families[i]
	}
	for _, known := range chineseFonts {
		if slices.Contains(families, known) {
			return latin, known
		}
	}
	return latin, chinese
}

// formats are the fills, lines and effects that a theme must have: plain ones.
func formats() x.Node {
	own := func() x.Node { return x.E("a:solidFill", x.E("a:schemeClr", x.A("val", "phClr"))) }
	three := func(n func() x.Node) []x.Node { return []x.Node{n(), n(), n()} }
	return x.E("a:fmtScheme", x.A("name", "Plain"),
		x.E("a:fillStyleLst", three(own)),
		x.E("a:lnStyleLst", three(func() x.Node { return x.E("a:ln", x.A("w", 9525), own()) })),
		x.E("a:effectStyleLst", three(func() x.Node { return x.E("a:effectStyle", x.E("a:effectLst")) })),
		x.E("a:bgFillStyleLst", three(own)))
}
