package theme

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"path"

	"paystats/data/yamldoc"
)

// Logo is the company's sign as data: addresses; all "" for none. Dark is Light where the
// theme has one for both.
type Logo struct {
	Light, Dark string
	Alt         string // what it says, for those who do not see it
}

// Font is a file that holds a font, as a data: address.
type Font struct {
	Family string
	Weight int // 100 to 900
	Data   string
}

// Sizes that a theme may add to every page, in bytes.
const (
	maxLogo = 200 << 10
	maxFont = 2 << 20
)

// readLogo reads "logo: FILE" or "logo: {light: FILE, dark: FILE, alt: TEXT}".
func readLogo(n yamldoc.Node, folder fs.FS) Logo {
	if !n.IsMapping() {
		data := image(n, folder)
		return Logo{Light: data, Dark: data}
	}
	m := n.Mapping("light", "dark", "alt")
	m.Need("light")
	logo := Logo{Alt: m.Text("alt")}
	if m.Has("light") {
		logo.Light = image(m.At("light"), folder)
		logo.Dark = logo.Light
	}
	if m.Has("dark") {
		logo.Dark = image(m.At("dark"), folder)
	}
	return logo
}

// image returns a picture as a data: address. What is in the file counts, not its name;
// a page shows an SVG as a picture, which runs nothing and loads nothing.
func image(n yamldoc.Node, folder fs.FS) string {
	content := content(n, folder, maxLogo)
	switch {
	case content == nil:
		return ""
	case bytes.HasPrefix(content, []byte("\x89PNG\r\n\x1a\n")):
		return address("image/png", content)
	case bytes.Contains(content, []byte("<svg")):
		return address("image/svg+xml", content)
	}
	n.WrongType("an SVG or PNG file")
	return ""
}

// readFont reads {family: NAME, file: FILE, weight: NUMBER}.
func readFont(m *yamldoc.Mapping, folder fs.FS) Font {
	f := Font{Family: m.Need("family"), Weight: m.Int("weight", 100, 900, 400)}
	if f.Family != "" && !fontName.MatchString(f.Family) {
		m.At("family").WrongType("a font name")
	}
	if m.Need("file") == "" {
		return f
	}
	n := m.At("file")
	content := content(n, folder, maxFont)
	if content != nil && !bytes.HasPrefix(content, []byte("wOF2")) {
		n.WrongType("a WOFF2 font").Hint = "convert it, and keep the glyphs that are needed: every page carries it along"
	}
	f.Data = address("font/woff2", content)
	return f
}

// content reads the file that a value names; nil, with a problem, if it cannot be had.
func content(n yamldoc.Node, folder fs.FS, most int) []byte {
	name, ok := n.Text()
	if !ok {
		return nil
	}
	b, err := fs.ReadFile(folder, path.Clean(name))
	switch {
	case errors.Is(err, fs.ErrInvalid), errors.Is(err, fs.ErrNotExist):
		n.Report("file-missing", fmt.Sprintf("there is no file %s/%s", Folder, name), "files lie beside the theme")
	case err != nil:
		n.Report("file-missing", fmt.Sprintf("%s cannot be read: %v", name, err), "")
	case len(b) > most:
		n.Report("file-size", fmt.Sprintf("%s has %d KB, more than %d", name, len(b)>>10, most>>10), "make it smaller: every page carries it along")
	default:
		return b
	}
	return nil
}

func address(kind string, content []byte) string {
	return "data:" + kind + ";base64," + base64.StdEncoding.EncodeToString(content)
}
