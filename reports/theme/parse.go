package theme

import (
	"fmt"
	"io/fs"
	"regexp"
	"strings"

	"paystats/data/diag"
	"paystats/data/yamldoc"
)

// Folder is where a workspace has its themes, a file NAME.yaml each.
const Folder = "reports/themes"

// What passes these forms may be written into a style sheet as it is.
var (
	hexColor = regexp.MustCompile(`^#[0-9a-f]{6}$`)
	fontName = regexp.MustCompile(`^[\pL\pN -]+$`)
)

// Parse reads a theme. What it leaves out is the house theme's; its colours are added to
// the house's, id by id. Files that it names lie in folder. Keys that are unknown, colours
// that are not #rrggbb, texts that would be hard to read and files that are not what they
// should be are problems of file; the error is a *diag.List with all of them.
func Parse(file string, text []byte, folder fs.FS) (*Theme, error) {
	house, err := Default()
	if err != nil {
		return nil, err
	}
	return parse(file, text, folder, house)
}

func parse(file string, text []byte, folder fs.FS, t *Theme) (*Theme, error) {
	problems := new(diag.List)
	doc := yamldoc.Parse(yamldoc.Source{File: file, Text: string(text), First: 1, Name: "the theme", EmptyIsAbsent: true}, problems)
	if doc != nil {
		if m := doc.Root().Mapping("name", "logo", "fonts", "page", "palette", "ramp", "colors"); m != nil {
			t.read(m, folder)
		}
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return t, nil
}

// read takes over what a mapping says.
func (t *Theme) read(m *yamldoc.Mapping, folder fs.FS) {
	t.Name = m.Text("name")
	if m.Has("logo") {
		t.Logo = readLogo(m.At("logo"), folder)
	}
	t.readFonts(m.Mapping("fonts", "text", "chinese", "files"), folder)
	t.readPage(m)
	for key, to := range map[string]*[]Pair{"palette": &t.palette, "ramp": &t.ramp} {
		if list := m.List(key); len(list) > 0 {
			*to = nil
			for _, n := range list {
				*to = append(*to, pair(n))
			}
		}
	}
	if colors := m.Mapping("colors"); colors != nil {
		for _, e := range colors.Entries {
			t.colors[e.Key] = pair(e.Value)
		}
	}
}

// readFonts reads the names of fonts and the files that hold some of them.
func (t *Theme) readFonts(m *yamldoc.Mapping, folder fs.FS) {
	for key, to := range map[string]*[]string{"text": &t.Fonts, "chinese": &t.Chinese} {
		var names []string
		for _, n := range m.List(key) {
			if name, ok := n.Text(); ok && !fontName.MatchString(name) {
				n.WrongType("a font name")
			} else if ok {
				names = append(names, name)
			}
		}
		if len(names) > 0 {
			*to = names
		}
	}
	for _, n := range m.List("files") {
		if one := n.Mapping("family", "file", "weight"); one != nil {
			t.Files = append(t.Files, readFont(one, folder))
		}
	}
}

// readPage reads the colours of the page.
func (t *Theme) readPage(m *yamldoc.Mapping) {
	p := &t.Page
	colors := []struct {
		key    string
		to     *Pair
		isText bool
	}{
		{"background", &p.Background, false}, {"panel", &p.Panel, false}, {"text", &p.Text, true}, {"muted", &p.Muted, true},
		{"rule", &p.Rule, false}, {"axis", &p.Axis, false}, {"accent", &p.Accent, true},
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
		if page.Has(c.key) {
			*c.to = pair(page.At(c.key))
		}
	}
	for _, c := range colors {
		if c.isText && (page.Has(c.key) || page.Has("background") || page.Has("panel")) {
			p.checkText(page, c.key, *c.to)
		}
	}
}

// readable is the contrast with the page that texts must have (WCAG 2.2, level AA).
const readable = 4.5

// checkText reports a text colour that does not stand out on the page and its panels.
func (p *Page) checkText(page *yamldoc.Mapping, key string, text Pair) {
	for _, c := range []struct{ text, on, where string }{
		{text.Light, p.Background.Light, "a light page"}, {text.Light, p.Panel.Light, "a light panel"},
		{text.Dark, p.Background.Dark, "a dark page"}, {text.Dark, p.Panel.Dark, "a dark panel"},
	} {
		if c.text == "" || c.on == "" {
			return // it is no colour, which is recorded
		}
		if got := contrast(c.text, c.on); got < readable {
			n := page.At(key)
			n.Report("contrast", fmt.Sprintf("%s %s on %s %s has a contrast of %.1f", key, c.text, c.where, c.on, got),
				fmt.Sprintf("texts need %.1f to 1: choose a darker or a lighter one", readable))
			return
		}
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
		if colors[i] = strings.ToLower(text); !hexColor.MatchString(colors[i]) {
			colors[i] = ""
			if ok {
				one.WrongType("a colour #rrggbb")
			}
		}
	}
	return Pair{Light: colors[0], Dark: colors[1]}
}
