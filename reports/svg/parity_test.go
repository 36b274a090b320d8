package svg

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"paystats/reports/assets"
	"paystats/reports/chart"
	"paystats/reports/font"
	"paystats/reports/html/browsertest"
	"paystats/reports/picture"
	"paystats/reports/raster"
)

// worstRegion is the side of the squares, in pixels, in which pictures are compared too.
const worstRegion = 32

// TestPicturesLookAsInBrowser holds our drawing of a chart against Chromium's of the same
// payload with the same font: a mean difference of at most 1 of 255, and of 20 in any region.
func TestPicturesLookAsInBrowser(t *testing.T) {
	browser := browsertest.Start(t)
	eachExample(t, func(t *testing.T, s chart.Spec, lang string) {
		c, err := newComposer(s, Options{Lang: lang})
		if err != nil {
			t.Fatal(err)
		}
		r, err := c.request()
		if err != nil {
			t.Fatal(err)
		}
		d, err := drawer.run(context.Background(), r)
		if err != nil {
			t.Fatal(err)
		}
		items, err := read(d.svg)
		if err != nil {
			t.Fatal(err)
		}
		white := picture.Color{R: 255, G: 255, B: 255, A: 1}
		ours, err := raster.Image(&picture.Picture{Width: d.width, Height: d.height, Background: &white, Items: items}, 1)
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), "chart.html")
		if err := os.WriteFile(file, []byte(browserPage(t, r)), 0o644); err != nil {
			t.Fatal(err)
		}
		page := browser.Open(file, browsertest.View{Width: int(d.width), Height: int(d.height)})
		page.Eval("drawn", nil)
		theirs := mustRead(t, page.Shot("parity-"+strings.ReplaceAll(t.Name(), "/", "-")))
		page.Close()
		mean, worst, at := difference(ours, theirs)
		t.Logf("mean difference %.2f, worst region %.1f at %v", mean, worst, at)
		if mean > 1 || worst > 20 {
			keep := filepath.Join(os.Getenv("PAYSTATS_SHOTS"), "ours-"+strings.ReplaceAll(t.Name(), "/", "-")+".png")
			if f, err := os.Create(keep); err == nil && os.Getenv("PAYSTATS_SHOTS") != "" {
				png.Encode(f, ours)
				f.Close()
			}
			t.Errorf("mean difference %.2f of 255, in the region at %v %.1f; PAYSTATS_SHOTS keeps the pictures", mean, at, worst)
		}
	})
}

// TestBrowserShowsWhatIsWritten holds Chromium's picture of an SVG file against our PNG of the
// same chart: patterns, gradients, clips and letters are those that we drew. In a file of its own
// Chromium puts titles between lines of pixels, so that twice the difference is allowed.
func TestBrowserShowsWhatIsWritten(t *testing.T) {
	browser := browsertest.Start(t)
	for _, kind := range []chart.Kind{chart.Funnel, chart.Timeline, chart.Donut, chart.Bar} {
		p := mustDraw(t, example(kind, "zh"), Options{Lang: "zh"})
		file := filepath.Join(t.TempDir(), "chart.svg")
		if err := os.WriteFile(file, []byte(mustWrite(t, p, true)), 0o644); err != nil {
			t.Fatal(err)
		}
		ours, err := raster.Image(p, 1)
		if err != nil {
			t.Fatal(err)
		}
		page := browser.Open(file, browsertest.View{Width: int(p.Width), Height: int(p.Height)})
		theirs := mustRead(t, page.Shot("written-"+string(kind)))
		page.Close()
		if mean, worst, at := difference(ours, theirs); mean > 2 || worst > 20 {
			t.Errorf("%s: mean difference %.2f of 255, in the region at %v %.1f", kind, mean, at, worst)
		}
	}
}

// browserPage is a page that draws a request as page.js does. Chromium rounds ascent and
// descent to pixels before it takes their middle: the overrides make that ours at 11 and 12
// pixels. It measures Chinese letters a little wider than they are: widths are rounded.
func browserPage(t *testing.T, r request) string {
	var faces strings.Builder
	for _, bold := range []bool{false, true} {
		weight := map[bool]string{false: "400", true: "600 700"}[bold]
		fmt.Fprintf(&faces, "@font-face{font-family:chart;font-weight:%s;ascent-override:83.3%%;descent-override:8.3%%;line-gap-override:0%%;src:url(data:font/ttf;base64,%s)}\n",
			weight, base64.StdEncoding.EncodeToString(font.Of(bold).File()))
	}
	width, err := json.Marshal(r.width)
	if err != nil {
		t.Fatal(err)
	}
	return `<!DOCTYPE html><meta charset="utf-8"><style>` + faces.String() + `html,body{margin:0;background:#fff;overflow:hidden}svg{display:block}</style><div id="box"></div>
<script>` + assets.ECharts + "</script><script>" + strings.Join(assets.Drawing(), "\n") + `</script><script>
var drawn = Promise.all([document.fonts.load('12px chart', 'A支'), document.fonts.load('600 12px chart', 'A支')]).then(function () {
  var payload = ` + r.payload + `, style = ` + r.style + `, width = ` + string(width) + `;
  var canvas = document.createElement('canvas').getContext('2d');
  var rounded = function (text, font) { canvas.font = font; return { width: Math.round(canvas.measureText(text).width * 100) / 100 }; };
  echarts.setPlatformAPI({ measureText: rounded });
  var measure = function (text, size, bold) { return rounded(text, (bold ? '600 ' : '') + size + 'px chart').width; };
  var d = paystatsDraw(payload, { width: width, style: style, measure: measure });
  delete d.option.tooltip;
  if (payload.kind === 'donut') width = d.height;
  var box = document.getElementById('box');
  box.style.width = width + 'px'; box.style.height = d.height + 'px';
  echarts.init(box, null, { renderer: 'svg', width: width, height: d.height }).setOption(d.option);
  return new Promise(function (resolve) { setTimeout(resolve, 50); });
});
</script>`
}

func mustRead(t *testing.T, file string) image.Image {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// difference returns the mean difference of two pictures' colours, 0 to 255, and the
// greatest mean of a region with its place.
func difference(a, b image.Image) (mean, worst float64, at image.Point) {
	box := a.Bounds().Intersect(b.Bounds())
	total := 0.0
	for y := box.Min.Y; y < box.Max.Y; y += worstRegion {
		for x := box.Min.X; x < box.Max.X; x += worstRegion {
			region := image.Rect(x, y, x+worstRegion, y+worstRegion).Intersect(box)
			sum := 0.0
			for v := region.Min.Y; v < region.Max.Y; v++ {
				for u := region.Min.X; u < region.Max.X; u++ {
					r1, g1, b1, _ := a.At(u, v).RGBA()
					r2, g2, b2, _ := b.At(u, v).RGBA()
					for _, d := range [3]int{int(r1) - int(r2), int(g1) - int(g2), int(b1) - int(b2)} {
						sum += float64(max(d, -d)) / 257 / 3
					}
				}
			}
			total += sum
			if part := sum / float64(region.Dx()*region.Dy()); part > worst {
				worst, at = part, region.Min
			}
		}
	}
	return total / float64(box.Dx()*box.Dy()), worst, at
}
