package html_test

import (
	"bytes"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"paystats/reports/html"
	"paystats/reports/html/browsertest"
)

// mustWriteSlides writes a page of slides beside a report's page and returns its path.
func mustWriteSlides(t *testing.T, slides string) string {
	t.Helper()
	dir := t.TempDir()
	files := map[string]string{"page/index.html": mustRender(t, traced(t)), "slides.html": `<!DOCTYPE html><meta name="viewport" content="width=device-width"><title>Slides</title>` + slides}
	for _, id := range []string{"scale", "share"} {
		var door bytes.Buffer
		if err := html.RenderDoor(&door, "en", id, "Title"); err != nil {
			t.Fatal(err)
		}
		files["page/"+id+".html"] = door.String()
	}
	if err := os.Mkdir(filepath.Join(dir, "page"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "slides.html")
}

// The file of a chart leads to its page in frames of another page, as slides and notes
// have them, and passes on what its address asks for.
func TestFrames(t *testing.T) {
	file := mustWriteSlides(t, `<body style="margin:0"><iframe src="page/scale.html?mode=dark" width="640" height="360"></iframe>`+
		`<iframe src="page/share.html" width="320" height="280"></iframe>`)
	p := browsertest.Start(t).Open(file, browsertest.View{Width: 1000, Height: 400})
	p.Shot("slides")
	frames := p.Frames()
	for i, text := range []string{"index.html?embed=scale&mode=dark", "index.html?embed=share"} {
		if len(frames) != 2 || !strings.HasSuffix(frames[i], text) {
			t.Errorf("frames = %v, want one that ends in %s", frames, text)
		}
	}
	if problems := p.Problems(); len(problems) > 0 {
		t.Errorf("problems: %v", problems)
	}
}

// Programs for slides and notes put frames into sandboxes, hide them first, give them their
// address late, scale them. From a folder too, the chart looks as in a plain frame; the one
// exception, a door in a sandbox without allow-same-origin, says so by a link.
func TestFramesOfOtherPrograms(t *testing.T) {
	const width, height = 400, 300
	frame := func(attributes, address string) string {
		return `<iframe style="border:0;display:block" width="400" height="300" ` + attributes + ` src="page/` + address + `"></iframe>`
	}
	shapes := []struct{ name, markup string }{
		{"plain", frame("", "index.html?embed=scale&mode=light")},
		{"door", frame("", "scale.html?mode=light")},
		{"sandbox with scripts only", frame(`sandbox="allow-scripts"`, "index.html?embed=scale&mode=light")},
		{"door in the sandbox that Notion has", frame(`sandbox="allow-scripts allow-popups allow-forms allow-same-origin"`, "scale.html?mode=light")},
		{"reveal.js, whose slides come later", `<div class="reveal"><div class="slides"><section hidden>` +
			strings.Replace(frame("", "scale.html?mode=light"), " src=", " data-src=", 1) + `</section></div></div>`},
		{"Marp, whose slides are SVG", `<svg viewBox="0 0 400 300" width="400" height="300" style="display:block"><foreignObject width="400" height="300"><section style="margin:0">` +
			frame(`loading="lazy"`, "scale.html?mode=light") + `</section></foreignObject></svg>`},
	}
	slides := `<body style="margin:0">`
	for _, s := range shapes {
		slides += s.markup
	}
	slides += frame(`sandbox="allow-scripts"`, "scale.html") + `<script>setTimeout(function () {
	document.querySelectorAll('section[hidden]').forEach(function (s) { s.hidden = false; });
	document.querySelectorAll('iframe[data-src]').forEach(function (f) { f.src = f.getAttribute('data-src'); });
}, 300);</script>`
	p := browsertest.Start(t).Open(mustWriteSlides(t, slides), browsertest.View{Width: width, Height: (len(shapes) + 1) * height})
	defer p.Close()
	at := func(shot *image.NRGBA, n int) []byte {
		part := shot.SubImage(image.Rect(0, n*height, width, (n+1)*height)).(*image.NRGBA)
		var pixels []byte
		for y := part.Rect.Min.Y; y < part.Rect.Max.Y; y++ {
			pixels = append(pixels, part.Pix[part.PixOffset(0, y):part.PixOffset(width, y)]...)
		}
		return pixels
	}
	var differ []string
	for range 40 { // frames are drawn when they have loaded
		time.Sleep(200 * time.Millisecond)
		shot := mustDecode(t, p.Shot("frames"))
		want := at(shot, 0)
		differ = nil
		for i, s := range shapes {
			if isBlank(want) || difference(at(shot, i), want) > 0.01 {
				differ = append(differ, fmt.Sprintf("%s (%.3f)", s.name, difference(at(shot, i), want)))
			}
		}
		if isBlank(at(shot, len(shapes))) {
			differ = append(differ, "a door that leads nowhere is blank")
		}
		if len(differ) == 0 {
			return
		}
	}
	t.Errorf("not as in a plain frame: %s", strings.Join(differ, "; "))
}

// difference is the part of the bytes of two pictures that differ by more than the smoothing
// of letters, which a frame of its own process does otherwise.
func difference(a, b []byte) float64 {
	n := 0
	for i := range a {
		if d := int(a[i]) - int(b[i]); max(d, -d) > 64 {
			n++
		}
	}
	return float64(n) / float64(len(a))
}

func isBlank(pixels []byte) bool { return bytes.Count(pixels, pixels[:1]) == len(pixels) }

func mustDecode(t *testing.T, path string) *image.NRGBA {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	picture, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	out := image.NewNRGBA(picture.Bounds())
	draw.Draw(out, out.Rect, picture, picture.Bounds().Min, draw.Src)
	return out
}
