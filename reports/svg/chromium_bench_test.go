//go:build unix

package svg

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"paystats/reports/assets"
	"paystats/reports/chart"
	"paystats/reports/font"
	"paystats/reports/html/browsertest"
	"paystats/reports/raster"
)

// The three ways to have twelve charts as SVG and as PNG of two pixels to one, each from nothing:
// by this package, in a process of Chromium a chart, and on one page of one Chromium that draws
// them all. `make bench` runs them.

// deck are the twelve charts.
func deck() []chart.Spec {
	var out []chart.Spec
	for i := range 12 {
		out = append(out, example(kinds[i%len(kinds)], []string{"en", "zh"}[i%2]))
	}
	return out
}

// BenchmarkTwelveCharts draws in a process of its own, with a worker a core.
func BenchmarkTwelveCharts(b *testing.B) {
	const worker = "PAYSTATS_BENCH_DRAW"
	if os.Getenv(worker) != "" {
		b.Skip("the process that draws")
	}
	var usage syscall.Rusage
	var cpu float64
	n := 0
	for b.Loop() {
		c := exec.Command(os.Args[0], "-test.run=^TestDrawTwelveCharts$")
		c.Env = append(os.Environ(), worker+"=1", "GOGC=400") // as paystats draws
		if out, err := c.CombinedOutput(); err != nil {
			b.Fatalf("%v\n%s", err, out)
		}
		usage = *c.ProcessState.SysUsage().(*syscall.Rusage)
		cpu += c.ProcessState.UserTime().Seconds() + c.ProcessState.SystemTime().Seconds()
		n++
	}
	b.ReportMetric(cpu*1000/float64(n), "cpu-ms/op")
	b.ReportMetric(float64(usage.Maxrss)/1024, "MB-peak")
}

// TestDrawTwelveCharts is what BenchmarkTwelveCharts measures: the work of one process.
func TestDrawTwelveCharts(t *testing.T) {
	var d Drawer
	var group sync.WaitGroup
	specs := deck()
	errs := make([]error, len(specs))
	room := make(chan bool, 2)
	for i, s := range specs {
		group.Go(func() {
			room <- true
			defer func() { <-room }()
			p, err := d.Draw(context.Background(), s, Options{})
			if err != nil {
				errs[i] = err
				return
			}
			var out bytes.Buffer
			if err := Write(&out, p, false); err != nil {
				errs[i] = err
				return
			}
			errs[i] = raster.PNG(&out, p, 2)
		})
	}
	group.Wait()
	for i, err := range errs {
		if err != nil {
			t.Errorf("%s: %v", specs[i].ID, err)
		}
	}
}

// requestOf is what a chart is drawn from.
func requestOf(b *testing.B, s chart.Spec) request {
	b.Helper()
	c, err := newComposer(s, Options{})
	if err != nil {
		b.Fatal(err)
	}
	r, err := c.request()
	if err != nil {
		b.Fatal(err)
	}
	return r
}

// BenchmarkChromiumProcesses takes a picture of each chart by a process of its own.
func BenchmarkChromiumProcesses(b *testing.B) {
	browser, err := exec.LookPath("chromium")
	if err != nil {
		b.Skip("no chromium: `make test-deps` installs it")
	}
	dir := b.TempDir()
	specs := deck()
	for i, s := range specs {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprint(i, ".html")), []byte(chromiumPage([]request{requestOf(b, s)})), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		for i := range specs {
			c := exec.Command(browser, "--headless", "--no-sandbox", "--disable-gpu", "--force-device-scale-factor=2", "--window-size=800,500", "--virtual-time-budget=2000",
				"--user-data-dir="+filepath.Join(dir, "profile"), "--screenshot="+filepath.Join(dir, fmt.Sprint(i, ".png")), "file://"+filepath.Join(dir, fmt.Sprint(i, ".html")))
			if out, err := c.CombinedOutput(); err != nil {
				b.Fatalf("%v\n%s", err, out)
			}
		}
	}
}

// BenchmarkChromiumOnePage starts one browser, whose page draws all charts one after the other,
// each to SVG text and to a canvas, and waits until ECharts says that each is finished.
func BenchmarkChromiumOnePage(b *testing.B) {
	var all []request
	for _, s := range deck() {
		all = append(all, requestOf(b, s))
	}
	file := filepath.Join(b.TempDir(), "page.html")
	if err := os.WriteFile(file, []byte(chromiumPage(all)), 0o644); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		browser := browsertest.Start(b)
		page := browser.Open(file, browsertest.View{Width: 800, Height: 600})
		var sizes []int
		page.Eval("drawn", &sizes)
		if len(sizes) != len(all) {
			b.Fatalf("%d of %d charts are drawn", len(sizes), len(all))
		}
		page.Close()
	}
}

// chromiumPage is a page that draws requests, as SVG text and as PNG.
func chromiumPage(all []request) string {
	var list strings.Builder
	for _, r := range all {
		fmt.Fprintf(&list, "{payload: %s, style: %s, width: %g},\n", r.payload, r.style, r.width)
	}
	face := base64.StdEncoding.EncodeToString(font.Of(false).File())
	return `<!DOCTYPE html><meta charset="utf-8"><style>@font-face{font-family:chart;src:url(data:font/ttf;base64,` + face + `)}body{margin:0}</style>
<script>` + assets.ECharts + "</script><script>" + strings.Join(assets.Drawing(), "\n") + `</script><script>
var drawn = document.fonts.load('12px chart', 'A支').then(async function () {
  var measure = function (text, size, bold) { return echarts.format.getTextRect(text, (bold ? '600 ' : '') + size + 'px chart').width; }, sizes = [];
  for (var r of [` + list.String() + `]) {
    var d = paystatsDraw(r.payload, { width: r.width, style: r.style, measure: measure }), width = r.payload.kind === 'donut' ? d.height : r.width;
    delete d.option.tooltip;
    var box = document.createElement('div');
    box.style.width = width + 'px'; box.style.height = d.height + 'px';
    document.body.appendChild(box);
    var text = echarts.init(null, null, { renderer: 'svg', ssr: true, width: width, height: d.height });
    text.setOption(d.option);
    var chart = echarts.init(box, null, { renderer: 'canvas', width: width, height: d.height, devicePixelRatio: 2 });
    await new Promise(function (resolve) { chart.on('finished', resolve); chart.setOption(d.option); });
    sizes.push(text.renderToSVGString().length + chart.getDataURL({ type: 'png', pixelRatio: 2 }).length);
  }
  return sizes;
});
</script>`
}
