// Package theme reads a theme: the colours and fonts of a report.
//
// A YAML file goes in (see reports/themes/default.yaml), a Theme comes out.
//
// Invariants: a Theme never changes after Parse, so it may be shared; a colour
// is a function of the theme and the id alone, so a provider has one colour in
// every chart, page and build.
package theme

import (
	"errors"
	"fmt"
	"hash/fnv"
	"regexp"
	"slices"
	"sort"
	"strings"

	"github.com/goccy/go-yaml"

	"paystats/reports/themes"
)

// Pair is one colour on a light and on a dark page, both #rrggbb in lower case.
type Pair struct {
	Light, Dark string
}

// UnmarshalYAML reads ["#rrggbb", "#rrggbb"].
func (p *Pair) UnmarshalYAML(b []byte) error {
	var l []string
	if err := yaml.Unmarshal(b, &l); err != nil {
		return err
	}
	if len(l) != 2 {
		return fmt.Errorf("a colour is a pair [light, dark], got %d colours", len(l))
	}
	p.Light, p.Dark = strings.ToLower(l[0]), strings.ToLower(l[1])
	return nil
}

// Page holds the colours of the page itself.
type Page struct {
	Background Pair `yaml:"background"`
	Panel      Pair `yaml:"panel"`  // cards and table heads
	Text       Pair `yaml:"text"`   // titles, narrative, numbers
	Muted      Pair `yaml:"muted"`  // subtitles, sources, notes, axis labels
	Rule       Pair `yaml:"rule"`   // borders and grid lines
	Axis       Pair `yaml:"axis"`   // axis and event lines
	Accent     Pair `yaml:"accent"` // links
}

// Theme is one theme.
type Theme struct {
	Name    string
	Fonts   []string // family names in order of preference, the last a generic one
	Page    Page
	palette []Pair
	colors  map[string]Pair
}

// ErrTheme is wrapped by every error of Parse.
var ErrTheme = errors.New("bad theme")

// file is the YAML as written.
type file struct {
	Name  string `yaml:"name"`
	Fonts struct {
		Text []string `yaml:"text"`
	} `yaml:"fonts"`
	Page    Page            `yaml:"page"`
	Palette []Pair          `yaml:"palette"`
	Colors  map[string]Pair `yaml:"colors"`
}

// Default returns the house theme.
func Default() (*Theme, error) {
	b, err := themes.Files.ReadFile(themes.Default)
	if err != nil {
		return nil, err
	}
	return Parse(b)
}

// Parse reads a theme. Unknown keys, colours that are not #rrggbb and an empty
// palette are errors; they wrap ErrTheme and say line and column where the YAML
// reader knows them.
func Parse(b []byte) (*Theme, error) {
	var f file
	if err := yaml.UnmarshalWithOptions(b, &f, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("%w: %s", ErrTheme, yaml.FormatError(err, false, false))
	}
	if err := f.check(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrTheme, err)
	}
	return &Theme{Name: f.Name, Fonts: f.Fonts.Text, Page: f.Page, palette: f.Palette, colors: f.Colors}, nil
}

var (
	hexColor = regexp.MustCompile(`^#[0-9a-f]{6}$`)
	fontName = regexp.MustCompile(`^[\pL\pN -]+$`)
)

// check holds every value against its form: what passes may be written into a
// style sheet as it is.
func (f file) check() error {
	if len(f.Palette) == 0 {
		return errors.New("palette is empty")
	}
	if len(f.Fonts.Text) == 0 {
		return errors.New("fonts.text is empty")
	}
	for _, n := range f.Fonts.Text {
		if !fontName.MatchString(n) {
			return fmt.Errorf("fonts.text: %q is not a font name", n)
		}
	}
	pairs := map[string]Pair{
		"page.background": f.Page.Background, "page.panel": f.Page.Panel, "page.text": f.Page.Text,
		"page.muted": f.Page.Muted, "page.rule": f.Page.Rule, "page.axis": f.Page.Axis, "page.accent": f.Page.Accent,
	}
	for i, p := range f.Palette {
		pairs[fmt.Sprintf("palette[%d]", i)] = p
	}
	for id, p := range f.Colors {
		pairs["colors."+id] = p
	}
	names := make([]string, 0, len(pairs))
	for n := range pairs {
		names = append(names, n)
	}
	sort.Strings(names)
	for _, n := range names {
		for _, c := range []string{pairs[n].Light, pairs[n].Dark} {
			if !hexColor.MatchString(c) {
				return fmt.Errorf("%s: %q is not a colour #rrggbb", n, c)
			}
		}
	}
	return nil
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

// Colors returns a colour for each id, in the order of ids. Ids with a colour of
// their own keep it. Two others that would share a palette colour are moved
// apart while the palette lasts, in order of id, so that the order of ids
// changes no colour.
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
		n := len(t.palette)
		at := slot(id, n)
		for k := range n {
			if c := t.palette[(at+k)%n].Light; !taken[c] {
				at = (at + k) % n
				break
			}
		}
		c := t.palette[at].Light
		chosen[id], taken[c] = c, true
	}
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = chosen[id]
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
