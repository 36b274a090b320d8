// Package browsertest opens pages in a headless Chromium, for tests.
//
// A file goes in; what the browser saw comes out: errors, requests, what it drew, a
// picture. It drives the browser over the DevTools protocol by a pipe, in a few
// hundred lines, rather than by a library of several hundred thousand.
//
//	b := browsertest.Start(t)
//	p := b.Open(file, browsertest.View{Width: 390, Height: 844})
//	p.Check()          // no error, no request, all charts drawn, no overflow
//	p.Shot("page-390") // kept in $PAYSTATS_SHOTS, else a temporary folder
package browsertest

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// Browser is one running Chromium. It ends with the test.
type Browser struct {
	t    testing.TB
	pipe *pipe
	dir  string // where pictures go
}

// View is how a page is looked at.
type View struct {
	Width, Height int // CSS pixels
	Dark          bool
	Language      string // that the browser prefers; "" leaves Chromium's own
	Address       string // what follows the file's: "?lang=zh#share"
}

// Page is one open page.
type Page struct {
	t       testing.TB
	b       *Browser
	session string
	address string

	mu       sync.Mutex
	problems []string
	requests []string
	loaded   chan struct{}
}

// Start runs Chromium. The test fails where there is none: a page that nobody has
// seen in a browser is not tested.
func Start(t testing.TB) *Browser {
	t.Helper()
	var binary string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			binary = path
			break
		}
	}
	if binary == "" {
		t.Fatal("no chromium on this machine\nhint: make test-deps")
	}
	p, err := startPipe(binary)
	if err != nil {
		t.Fatalf("start %s: %v", binary, err)
	}
	t.Cleanup(p.close)
	dir := os.Getenv("PAYSTATS_SHOTS")
	if dir == "" {
		dir = t.TempDir()
	} else if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return &Browser{t: t, pipe: p, dir: dir}
}

// Open loads a file from file:// and waits until it has loaded and drawn.
func (b *Browser) Open(file string, v View) *Page {
	b.t.Helper()
	path, err := filepath.Abs(file)
	if err != nil {
		b.t.Fatal(err)
	}
	p := &Page{t: b.t, b: b, address: (&url.URL{Scheme: "file", Path: path}).String(), loaded: make(chan struct{}, 1)}
	var target struct{ TargetID string }
	b.must("", "Target.createTarget", map[string]any{"url": "about:blank"}, &target)
	var attached struct{ SessionID string }
	b.must("", "Target.attachToTarget", map[string]any{"targetId": target.TargetID, "flatten": true}, &attached)
	p.session = attached.SessionID
	b.pipe.listen(p.session, p.hear)
	for _, domain := range []string{"Page", "Runtime", "Log", "Network"} {
		b.must(p.session, domain+".enable", struct{}{}, nil)
	}
	scheme := "light"
	if v.Dark {
		scheme = "dark"
	}
	p.must("Emulation.setDeviceMetricsOverride", map[string]any{"width": v.Width, "height": v.Height, "deviceScaleFactor": 1, "mobile": v.Width < 600}, nil)
	p.must("Emulation.setEmulatedMedia", map[string]any{"features": []map[string]string{{"name": "prefers-color-scheme", "value": scheme}}}, nil)
	if v.Language != "" {
		p.must("Emulation.setUserAgentOverride", map[string]any{"userAgent": "test", "acceptLanguage": v.Language}, nil)
	}
	var nav struct{ ErrorText string }
	p.must("Page.navigate", map[string]any{"url": p.address + v.Address}, &nav)
	if nav.ErrorText != "" {
		b.t.Fatalf("open %s: %s", p.address, nav.ErrorText)
	}
	select {
	case <-p.loaded:
	case <-time.After(answerTime):
		b.t.Fatalf("%s did not load within %v", p.address, answerTime)
	}
	return p
}

func (b *Browser) must(session, method string, params, result any) {
	b.t.Helper()
	if err := b.pipe.call(session, method, params, result); err != nil {
		b.t.Fatalf("browser: %v", err)
	}
}

func (p *Page) must(method string, params, result any) {
	p.t.Helper()
	p.b.must(p.session, method, params, result)
}

// hear notes what goes wrong. It runs on the reading goroutine.
func (p *Page) hear(method string, raw json.RawMessage) {
	var e struct {
		Type string
		Args []struct {
			Value       any
			Description string
		}
		Entry            struct{ Level, Text, URL string }
		ExceptionDetails struct {
			Text      string
			Exception struct{ Description string }
		}
		Request struct{ URL string }
	}
	if json.Unmarshal(raw, &e) != nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	switch method {
	case "Page.loadEventFired":
		select {
		case p.loaded <- struct{}{}:
		default:
		}
	case "Runtime.consoleAPICalled":
		if e.Type == "error" || e.Type == "warning" || e.Type == "assert" {
			p.problems = append(p.problems, fmt.Sprintf("console.%s: %v", e.Type, e.Args))
		}
	case "Runtime.exceptionThrown":
		p.problems = append(p.problems, "exception: "+e.ExceptionDetails.Text+" "+e.ExceptionDetails.Exception.Description)
	case "Log.entryAdded":
		if e.Entry.Level == "error" || e.Entry.Level == "warning" {
			p.problems = append(p.problems, "log: "+e.Entry.Text)
		}
	case "Page.javascriptDialogOpening":
		p.problems = append(p.problems, "a dialog opened")
	case "Network.requestWillBeSent":
		if u, _, _ := strings.Cut(e.Request.URL, "?"); u != p.address && !strings.HasPrefix(u, "data:") {
			p.requests = append(p.requests, u)
		}
	}
}

// Problems returns the errors and warnings so far: console, exceptions, violations
// of the page's policy.
func (p *Page) Problems() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.problems...)
}

// Requests returns the addresses the page asked for, itself excepted.
func (p *Page) Requests() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.requests...)
}

// Eval runs JavaScript in the page and decodes its value (JSON) into out.
func (p *Page) Eval(js string, out any) {
	p.t.Helper()
	var r struct {
		Result struct {
			Value json.RawMessage
		}
		ExceptionDetails *struct {
			Text      string
			Exception struct{ Description string }
		}
	}
	p.must("Runtime.evaluate", map[string]any{"expression": js, "returnByValue": true, "awaitPromise": true}, &r)
	if r.ExceptionDetails != nil {
		p.t.Fatalf("eval %s: %s %s", js, r.ExceptionDetails.Text, r.ExceptionDetails.Exception.Description)
	}
	if out == nil || len(r.Result.Value) == 0 {
		return
	}
	if err := json.Unmarshal(r.Result.Value, out); err != nil {
		p.t.Fatalf("eval %s: %v", js, err)
	}
}

// Click clicks what a CSS selector finds first.
func (p *Page) Click(selector string) {
	p.t.Helper()
	p.Eval(fmt.Sprintf("document.querySelector(%q).click()", selector), nil)
}

// Key presses a key: "/", "ArrowDown", "Tab". Letters are not written into fields.
func (p *Page) Key(key string) {
	p.t.Helper()
	code := map[string]int{"Tab": 9, "Enter": 13, "Escape": 27}[key]
	for _, kind := range []string{"rawKeyDown", "keyUp"} {
		p.must("Input.dispatchKeyEvent", map[string]any{"type": kind, "key": key, "windowsVirtualKeyCode": code}, nil)
	}
}

// Frames returns the addresses of the page's frames once they have settled.
func (p *Page) Frames() []string {
	p.t.Helper()
	type tree struct {
		Frame struct{ URL string }
	}
	var last []string
	for range 50 {
		var r struct {
			FrameTree struct{ ChildFrames []tree }
		}
		p.must("Page.getFrameTree", struct{}{}, &r)
		var now []string
		for _, f := range r.FrameTree.ChildFrames {
			now = append(now, f.Frame.URL)
		}
		if len(now) > 0 && slices.Equal(now, last) {
			return now
		}
		last = now
		time.Sleep(100 * time.Millisecond)
	}
	return last
}

// HoverChart moves the mouse to the middle of the n-th chart that is shown and over it, so that its
// tooltip opens, and again until it has, or for half a second: charts are drawn when they are seen.
func (p *Page) HoverChart(n int) {
	p.t.Helper()
	p.charts()
	for range 10 {
		var at struct{ X, Y float64 }
		p.Eval(fmt.Sprintf(`(function () {
	var box = paystatsHovered = Array.from(document.querySelectorAll('figure.chart .canvas')).filter(function (c) { return !c.closest('[hidden]'); })[%d];
	box.scrollIntoView({block: 'center', behavior: 'instant'});
	return new Promise(function (done) {
		requestAnimationFrame(function () { requestAnimationFrame(function () {
			var r = box.getBoundingClientRect(), ring = box.closest('.kind-donut');
			done({x: r.left + r.width * (ring ? 0.85 : 0.55), y: r.top + r.height * 0.5});
		}); });
	});
})()`, n), &at)
		for _, d := range []float64{-3, 0, 2} {
			p.must("Input.dispatchMouseEvent", map[string]any{"type": "mouseMoved", "x": at.X + d, "y": at.Y + d}, nil)
		}
		var open bool
		p.Eval(`new Promise(function (done) { setTimeout(function () { var tip = paystatsHovered.querySelector('.tip'); done(!!tip && tip.innerText !== ''); }, 50); })`, &open)
		if open {
			return
		}
	}
}

// Shot keeps a picture of the whole page, <name>.png, and returns its path.
func (p *Page) Shot(name string) string {
	p.t.Helper()
	var size struct {
		CSSContentSize struct{ Width, Height float64 }
	}
	p.must("Page.getLayoutMetrics", struct{}{}, &size)
	clip := map[string]any{"x": 0, "y": 0, "width": size.CSSContentSize.Width, "height": size.CSSContentSize.Height, "scale": 1}
	return p.keep(name+".png", "Page.captureScreenshot", map[string]any{"format": "png", "captureBeyondViewport": true, "clip": clip})
}

// PDF keeps the page as it prints, <name>.pdf, and returns its path.
func (p *Page) PDF(name string) string {
	p.t.Helper()
	return p.keep(name+".pdf", "Page.printToPDF", map[string]any{"preferCSSPageSize": true, "printBackground": true})
}

func (p *Page) keep(name, method string, params any) string {
	p.t.Helper()
	var r struct{ Data string }
	p.must(method, params, &r)
	b, err := base64.StdEncoding.DecodeString(r.Data)
	if err != nil {
		p.t.Fatal(err)
	}
	path := filepath.Join(p.b.dir, name)
	if err := os.WriteFile(path, b, 0o644); err != nil {
		p.t.Fatal(err)
	}
	return path
}

// Close closes the page; a browser with dozens of open pages grows large.
func (p *Page) Close() {
	p.t.Helper()
	p.must("Page.close", struct{}{}, nil)
}
