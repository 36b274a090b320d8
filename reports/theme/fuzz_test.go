package theme_test

import (
	"errors"
	"regexp"
	"testing"
	"testing/fstest"

	"paystats/data/diag"
	"paystats/reports/theme"
)

var (
	plainColor = regexp.MustCompile(`^#[0-9a-f]{6}$`)
	plainFont  = regexp.MustCompile(`^[\pL\pN -]+$`)
)

// Whatever a theme holds, it is refused with places, or what it says can be nothing but
// colours and names of fonts in a style sheet.
func FuzzParse(f *testing.F) {
	f.Add("name: acme\nlogo: logo.svg\nfonts: {text: [Inter, sans-serif]}\npage: {ink: [\"#111111\", \"#eeeeee\"]}\npalette: [[\"#1272d3\", \"#63a5f2\"]]\ncolors: {acme: \"#123456\"}\n")
	f.Add("fonts: {text: [\"x; } body { background: url(//example.org)\"]}\ncolors: {\"</style>\": \"#000000\"}\n")
	f.Add("logo: {light: ../../etc/passwd, dark: logo.svg, alt: \"\\\"><script>\"}\n")
	folder := fstest.MapFS{"logo.svg": {Data: []byte("<svg xmlns='http://www.w3.org/2000/svg'/>")}}
	f.Fuzz(func(t *testing.T, text string) {
		th, err := theme.Parse("f.yaml", []byte(text), folder)
		if err != nil {
			if _, ok := errors.AsType[*diag.List](err); !ok {
				t.Errorf("error %v is no list", err)
			}
			return
		}
		for _, name := range append(th.Fonts, th.Chinese...) {
			if !plainFont.MatchString(name) {
				t.Errorf("%q gives font %q", text, name)
			}
		}
		for _, id := range []string{"acme", "alipay", "</style>"} {
			if c := th.Color(id); !plainColor.MatchString(c) {
				t.Errorf("%q gives %q the colour %q", text, id, c)
			}
		}
	})
}
