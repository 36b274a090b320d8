package theme

import (
	"regexp"
	"strings"

	"paystats/data/diag"
	"paystats/data/yamldoc"
	"paystats/reports/themes"
)

// fileName is where a workspace has its theme; places name it.
const fileName = "reports/themes/" + themes.Default

// What passes these forms may be written into a style sheet as it is.
var (
	hexColor = regexp.MustCompile(`^#[0-9a-f]{6}$`)
	fontName = regexp.MustCompile(`^[\pL\pN -]+$`)
)

// Parse reads a theme. Unknown keys, colours that are not #rrggbb, an absent colour of
// the page and an empty palette are problems; the error is a *diag.List with all of them.
func Parse(text []byte) (*Theme, error) {
	problems, t := new(diag.List), new(Theme)
	doc := yamldoc.Parse(yamldoc.Source{File: fileName, Text: string(text), First: 1, Name: "the theme", EmptyIsAbsent: true}, problems)
	if doc != nil {
		if m := doc.Root().Mapping("name", "fonts", "page", "palette", "ramp", "colors"); m != nil {
			t.read(m)
		}
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return t, nil
}

// read takes over what a mapping says.
func (t *Theme) read(m *yamldoc.Mapping) {
	t.Name = m.Text("name")
	for _, n := range fonts(m) {
		if name, ok := n.Text(); ok && !fontName.MatchString(name) {
			n.WrongType("a font name")
		} else if ok {
			t.Fonts = append(t.Fonts, name)
		}
	}
	t.readPage(m)
	if len(m.List("palette")) == 0 {
		m.Missing("palette", "write a list of pairs [light, dark]")
	}
	for _, n := range m.List("palette") {
		t.palette = append(t.palette, pair(n))
	}
	for _, n := range m.List("ramp") {
		t.ramp = append(t.ramp, pair(n))
	}
	if !m.Has("ramp") { // a theme from before there was one
		if house, err := Default(); err == nil {
			t.ramp = house.ramp
		}
	}
	t.colors = map[string]Pair{}
	if colors := m.Mapping("colors"); colors != nil {
		for _, e := range colors.Entries {
			t.colors[e.Key] = pair(e.Value)
		}
	}
}

// fonts returns the names of the fonts of texts.
func fonts(m *yamldoc.Mapping) []yamldoc.Node {
	names := m.Mapping("fonts", "text").List("text")
	if len(names) == 0 {
		m.Missing("fonts.text", "write fonts: {text: [serif]}")
	}
	return names
}

// readPage reads the colours of the page, each of which must be there.
func (t *Theme) readPage(m *yamldoc.Mapping) {
	if !m.Has("page") {
		m.Missing("page", "")
		return
	}
	p := &t.Page
	colors := []struct {
		key string
		to  *Pair
	}{
		{"background", &p.Background}, {"panel", &p.Panel}, {"text", &p.Text}, {"muted", &p.Muted},
		{"rule", &p.Rule}, {"axis", &p.Axis}, {"accent", &p.Accent},
	}
	var keys []string
	for _, c := range colors {
		keys = append(keys, c.key)
	}
	page := m.Mapping("page", keys...)
	if page == nil {
		return
	}
	for _, c := range colors {
		if !page.Has(c.key) {
			page.Missing(c.key, "write "+c.key+": [light, dark]")
			continue
		}
		*c.to = pair(page.At(c.key))
	}
}

// pair reads ["#rrggbb", "#rrggbb"].
func pair(n yamldoc.Node) Pair {
	list := n.List()
	if !n.IsList() || len(list) != 2 {
		n.WrongType("a pair of colours").Hint = `write ["#rrggbb", "#rrggbb"]: on a light page, on a dark one`
		return Pair{}
	}
	var colors [2]string
	for i, one := range list {
		text, ok := one.Text()
		if colors[i] = strings.ToLower(text); ok && !hexColor.MatchString(colors[i]) {
			one.WrongType("a colour #rrggbb")
		}
	}
	return Pair{Light: colors[0], Dark: colors[1]}
}
