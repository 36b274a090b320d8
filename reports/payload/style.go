package payload

import "paystats/reports/theme"

// Style is the part of a theme that the scripts need for one mode of a page.
type Style struct {
	Font       string            `json:"font,omitempty"` // CSS list of families
	Text       string            `json:"text"`
	Muted      string            `json:"muted"`
	Rule       string            `json:"rule"`
	Axis       string            `json:"axis"`
	Background string            `json:"background"`
	Colors     map[string]string `json:"colors"` // light page's colour to this mode's
	Inks       map[string]string `json:"inks"`   // this mode's colour of a thing to that of its name, where they differ
}

// Styles returns the styles of a theme's light and dark page.
func Styles(t *theme.Theme) (light, dark Style) {
	p := t.Page
	dark = Style{Text: p.Text.Dark, Muted: p.Muted.Dark, Rule: p.Rule.Dark, Axis: p.Axis.Dark, Background: p.Background.Dark,
		Colors: map[string]string{seam: p.Background.Dark}, Inks: map[string]string{}}
	light = Style{Text: p.Text.Light, Muted: p.Muted.Light, Rule: p.Rule.Light, Axis: p.Axis.Light, Background: p.Background.Light,
		Colors: map[string]string{seam: p.Background.Light}, Inks: map[string]string{}}
	for _, c := range t.Pairs() {
		if _, ok := dark.Colors[c.Light]; !ok {
			dark.Colors[c.Light] = c.Dark
		}
		if ink := t.InkDark(c.Dark); ink != c.Dark {
			dark.Inks[c.Dark] = ink
		}
		if ink := t.Ink(c.Light); ink != c.Light {
			light.Inks[c.Light] = ink
		}
	}
	return light, dark
}
