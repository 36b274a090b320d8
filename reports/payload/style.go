package payload

import (
	"strings"

	"paystats/reports/theme"
)

// Style is the part of a theme that the scripts need for one mode of a page.
type Style struct {
	Font       string            `json:"font,omitempty"` // CSS list of families
	Text       string            `json:"text"`
	Muted      string            `json:"muted"`
	Rule       string            `json:"rule"`
	Axis       string            `json:"axis"`
	Background string            `json:"background"`
	Colors     map[string]string `json:"colors"` // light page's colour to this mode's
}

// Styles returns the styles of a theme's light and dark page.
func Styles(t *theme.Theme) (light, dark Style) {
	p := t.Page
	dark = Style{Text: p.Text.Dark, Muted: p.Muted.Dark, Rule: p.Rule.Dark, Axis: p.Axis.Dark, Background: p.Background.Dark,
		Colors: map[string]string{seam: p.Background.Dark}}
	for _, c := range t.Pairs() {
		if _, ok := dark.Colors[c.Light]; !ok {
			dark.Colors[c.Light] = c.Dark
		}
	}
	light = Style{Text: p.Text.Light, Muted: p.Muted.Light, Rule: p.Rule.Light, Axis: p.Axis.Light, Background: p.Background.Light,
		Colors: map[string]string{seam: p.Background.Light}}
	return light, dark
}

// FontList returns families as CSS.
func FontList(families []string) string {
	names := make([]string, len(families))
	for i, f := range families {
		names[i] = f
		if strings.Contains(f, " ") {
			names[i] = "'" + f + "'"
		}
	}
	return strings.Join(names, ", ")
}
