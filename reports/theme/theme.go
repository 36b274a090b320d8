// Package theme reads a theme: the colours and fonts of a report.
//
// A YAML file goes in (see reports/themes/default.yaml), a Theme comes out.
//
// Invariants: a Theme never changes after Parse, so it may be shared; a colour
// is a function of the theme and the id alone, so a provider has one colour in
// every chart, page and build.
package theme

import (
	"hash/fnv"
	"math"
	"slices"
	"strings"

	"paystats/reports/themes"
)

// Pair is one colour on a light and on a dark page, both #rrggbb in lower case.
type Pair struct {
	Light, Dark string
}

// Page holds the colours of the page itself.
type Page struct {
	Background Pair
	Panel      Pair // cards and table heads
	Text       Pair // titles, narrative, numbers
	Muted      Pair // subtitles, sources, notes, axis labels
	Rule       Pair // borders and grid lines
	Axis       Pair // axis and event lines
	Accent     Pair // links
}

// Theme is one theme.
type Theme struct {
	Name    string
	Logo    Logo
	Fonts   []string // family names in order of preference, the last a generic one
	Chinese []string // the same, of Chinese texts
	Files   []Font   // fonts that every page carries along
	Page    Page
	palette []Pair
	ramp    []Pair
	colors  map[string]Pair
}

// Default returns the house theme.
func Default() (*Theme, error) {
	b, err := themes.Files.ReadFile(themes.Default)
	if err != nil {
		return nil, err
	}
	return parse(Folder+"/"+themes.Default, b, themes.Files, &Theme{colors: map[string]Pair{}})
}

// Color returns the colour (light page, #rrggbb) of a member, publisher or other
// id. An id without a colour of its own takes one of the palette by a hash of
// the id: always the same one, but two ids may share it; see Colors.
func (t *Theme) Color(id string) string {
	if p, ok := t.colors[id]; ok {
		return p.Light
	}
	return t.palette[slot(id, len(t.palette))].Light
}

// IsFixed reports whether an id has a colour of its own.
func (t *Theme) IsFixed(id string) bool {
	_, ok := t.colors[id]
	return ok
}

// Colors returns a colour for each id, in the order of ids. Ids with a colour of
// their own keep it. Others that would share a palette colour, or look much like
// a colour that is in use, are moved apart while the palette lasts, in order of
// id, so that the order of ids changes no colour.
func (t *Theme) Colors(ids []string) []string {
	taken := map[string]bool{}
	chosen := map[string]string{}
	var unknown []string
	for _, id := range ids {
		if p, ok := t.colors[id]; ok {
			chosen[id], taken[p.Light] = p.Light, true
		} else {
			unknown = append(unknown, id)
		}
	}
	slices.Sort(unknown)
	for _, id := range slices.Compact(unknown) {
		c := t.free(id, func(c string) bool { return !taken[c] && !isNearAny(c, taken) })
		if c == "" {
			c = t.free(id, func(c string) bool { return !taken[c] })
		}
		if c == "" {
			c = t.Color(id)
		}
		chosen[id], taken[c] = c, true
	}
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = chosen[id]
	}
	return out
}

// free returns the first colour of the palette that will do, beginning with an id's own
// place; "" for none.
func (t *Theme) free(id string, will func(string) bool) string {
	n := len(t.palette)
	for k := range n {
		if c := t.palette[(slot(id, n)+k)%n].Light; will(c) {
			return c
		}
	}
	return ""
}

// nearness is the distance below which two colours are taken for one beside each other: a
// teal for a green.
const nearness = 90

func isNearAny(color string, others map[string]bool) bool {
	for other := range others {
		if distance(color, other) < nearness {
			return true
		}
	}
	return false
}

// distance is how unlike two colours are, weighted as the eye sees red, green and blue.
func distance(a, b string) float64 {
	x, y := channels(a), channels(b)
	sum := 0
	for i, weight := range [3]int{2, 4, 3} {
		sum += weight * (x[i] - y[i]) * (x[i] - y[i])
	}
	return math.Sqrt(float64(sum))
}

// Ramp returns the colours (light page) of values, least first. On the upper half, texts
// take the colour of the page's background, on the lower that of its text; on a dark page
// too, where the ramp runs from dark to light.
func (t *Theme) Ramp() []string {
	out := make([]string, len(t.ramp))
	for i, p := range t.ramp {
		out[i] = p.Light
	}
	return out
}

// Dark returns the colour on a dark page that stands for a light page's colour;
// the same colour when the theme does not know it.
func (t *Theme) Dark(light string) string {
	light = strings.ToLower(light)
	for _, p := range t.Pairs() {
		if p.Light == light {
			return p.Dark
		}
	}
	return light
}

// Pairs returns every colour of the theme, in a fixed order: the page's, the
// palette's, then those of ids. Where light colours repeat, the first counts.
func (t *Theme) Pairs() []Pair {
	p := t.Page
	out := []Pair{p.Background, p.Panel, p.Text, p.Muted, p.Rule, p.Axis, p.Accent}
	out = append(out, t.palette...)
	out = append(out, t.ramp...)
	ids := make([]string, 0, len(t.colors))
	for id := range t.colors {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		out = append(out, t.colors[id])
	}
	return out
}

// slot returns the palette place of an id, 0 <= slot < n.
func slot(id string, n int) int {
	h := fnv.New32a()
	h.Write([]byte(id))
	return int(h.Sum32() % uint32(n))
}

// Palette returns the colours (light page) of ids without one of their own.
func (t *Theme) Palette() []string {
	out := make([]string, len(t.palette))
	for i, p := range t.palette {
		out[i] = p.Light
	}
	return out
}
