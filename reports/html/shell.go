package html

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"paystats/reports/assets"
	"paystats/reports/payload"
	"paystats/reports/theme"
)

// shell is the file around the sections of a page.
type shell struct {
	First     string // language of the first section: "en", "zh"
	Title     string // of the first section
	Summary   string
	Version   string
	Negotiate bool
	Several   bool          // there is more than one section
	Alone     string        // id of the one figure that the file is of, "" for a page
	Policy    string        // Content-Security-Policy
	Style     template.CSS  // theme and house style
	Theme     template.JS   // the theme's colours, JSON
	Sections  []section     // one a language
	Scripts   []template.JS // inline scripts, each allowed by its hash
}

// section is a page in one language. All but the first are hidden until they are asked for.
type section struct {
	Lang, Title string
	HTML        template.HTML
	Hidden      bool
}

// newSection returns a section. The ids of a hidden one wait under another name, so that
// each is there once: they are public and lead to what is shown. Texts and data hold no
// quotation mark as such, so that only attributes are renamed.
func newSection(lang, title, html string, hidden bool) section {
	if hidden {
		html = strings.ReplaceAll(html, ` id="`, ` data-id="`)
	}
	return section{Lang: lang, Title: title, HTML: template.HTML(html), Hidden: hidden}
}

// others returns the languages but for one.
func others(languages []string, lang string) []string {
	return slices.DeleteFunc(slices.Clone(languages), func(l string) bool { return l == lang })
}

// newShell assembles the page's frame; drawn pages also carry ECharts.
func newShell(sections []section, drawn bool, opt Options) (shell, error) {
	own := []string{assets.Language, assets.Page, assets.Find}
	if drawn {
		own = append(assets.Drawing(), assets.Language, assets.Embed, assets.Page, assets.Reader)
	}
	s := shell{
		First: sections[0].Lang, Title: sections[0].Title, Version: opt.Version, Negotiate: opt.Negotiate, Several: len(sections) > 1,
		Sections: sections, Style: template.CSS(themeCSS(opt.Theme) + styleCSS),
	}
	if drawn {
		s.Scripts = append(s.Scripts, template.JS(assets.ECharts))
	}
	s.Scripts = append(s.Scripts, template.JS(strings.Join(own, "\n")))
	if opt.Reload != "" {
		s.Scripts = append(s.Scripts, reloading(opt.Reload))
	}
	for _, js := range s.Scripts {
		if !mayStandInline(string(js)) {
			return s, fmt.Errorf("a script asset holds text that cannot be inlined")
		}
	}
	s.Policy = policy(s.Scripts, len(opt.Theme.Files) > 0)
	if opt.Reload != "" {
		s.Policy = fromBeside(s.Policy)
	}
	t, err := themeJSON(opt.Theme)
	s.Theme = template.JS(t)
	return s, err
}

// mayStandInline reports whether a script holds nothing at which the HTML parser would end
// or swallow it.
func mayStandInline(js string) bool {
	const end = "script"
	for rest, found := js, true; found; {
		if _, rest, found = strings.Cut(rest, "</"); len(rest) >= len(end) && strings.EqualFold(rest[:len(end)], end) {
			return false
		}
	}
	return !strings.Contains(js, "<!--") && !strings.Contains(js, "\r")
}

// policy allows exactly the given scripts and no request at all. Inline styles are
// allowed because ECharts' tooltips and our colour keys are set that way.
func policy(scripts []template.JS, fonts bool) string {
	var b strings.Builder
	b.WriteString("default-src 'none'; script-src")
	for _, js := range scripts {
		sum := sha256.Sum256([]byte(js))
		b.WriteString(" 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'")
	}
	b.WriteString("; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'")
	if fonts {
		b.WriteString("; font-src data:")
	}
	return b.String()
}

// fontList returns fonts as CSS.
func fontList(fonts []string) string {
	names := make([]string, len(fonts))
	for i, f := range fonts {
		names[i] = f
		if strings.Contains(f, " ") {
			names[i] = "'" + f + "'"
		}
	}
	return strings.Join(names, ", ")
}

// themeCSS defines the page's colours for both modes.
func themeCSS(t *theme.Theme) string {
	p := t.Page
	vars := []struct {
		name string
		pair theme.Pair
	}{
		{"bg", p.Background}, {"panel", p.Panel}, {"text", p.Text}, {"muted", p.Muted},
		{"rule", p.Rule}, {"axis", p.Axis}, {"accent", p.Accent},
	}
	var light, dark strings.Builder
	for _, v := range vars {
		fmt.Fprintf(&light, "--%s:%s;", v.name, v.pair.Light)
		fmt.Fprintf(&dark, "--%s:%s;", v.name, v.pair.Dark)
	}
	light.WriteString("--dark:0;color-scheme:light;")
	dark.WriteString("--dark:1;color-scheme:dark;")
	var faces strings.Builder
	for _, f := range t.Files {
		fmt.Fprintf(&faces, "@font-face{font-family:'%s';font-weight:%d;src:url(%s) format('woff2')}\n", f.Family, f.Weight, f.Data)
	}
	return faces.String() + fmt.Sprintf(`:root{--font:%s;%s}
:lang(zh){--font:%s;font-family:var(--font)}
@media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]){%s}:root:not([data-theme=light]) .key{background:var(--d)}:root:not([data-theme=light]) .logo.dark{display:inline}:root:not([data-theme=light]) .logo.light{display:none}}
@media screen{:root[data-theme=dark]{%s}:root[data-theme=dark] .key{background:var(--d)}:root[data-theme=dark] .logo.dark{display:inline}:root[data-theme=dark] .logo.light{display:none}}
`, fontList(t.Fonts), light.String(), fontList(t.Chinese), dark.String(), dark.String())
}

// themeJSON returns the theme for the scripts. Maps are written in order of key.
func themeJSON(t *theme.Theme) ([]byte, error) {
	light, dark := payload.Styles(t)
	return json.Marshal(map[string]any{"light": light, "dark": dark})
}
