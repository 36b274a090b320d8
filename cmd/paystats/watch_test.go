package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"paystats/data/warehouse"
	"paystats/reports/html/browsertest"
)

// deadline is how long a test waits for what a watch does in a fraction of a second:
// machines are busy.
const deadline = 30 * time.Second

// watched is a watch under way on a workspace of its own, started from the starter.
type watched struct {
	t       *testing.T
	dir     string
	stop    context.CancelCauseFunc
	done    chan int
	printed *shared
}

// shared is a buffer that one side writes while another reads.
type shared struct {
	mu   sync.Mutex
	text strings.Builder
}

func (s *shared) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

func (s *shared) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

func startWatch(t *testing.T, args ...string) *watched {
	t.Helper()
	w := &watched{t: t, dir: filepath.Join(t.TempDir(), "cards"), done: make(chan int, 1), printed: new(shared)}
	if code, stderr := mustRun(t, context.Background(), t.TempDir(), "init", w.dir, "--example"); code != exitOK {
		t.Fatal(stderr)
	}
	var ctx context.Context
	ctx, w.stop = context.WithCancelCause(context.Background())
	go func() {
		w.done <- run(ctx, environment{
			args: append([]string{"-C", w.dir, "report", "--watch"}, args...), dir: t.TempDir(), stdin: strings.NewReader(""), stdout: w.printed, stderr: w.printed,
			getenv: func(string) string { return "" },
		})
	}()
	w.sees("watching")
	t.Cleanup(func() { w.stop(stopped{os.Interrupt}) })
	return w
}

// waits fails unless something comes true.
func (w *watched) waits(what string, holds func() bool) {
	w.t.Helper()
	for end := time.Now().Add(deadline); !holds(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			w.t.Fatalf("after %s still not: %s\nprinted:\n%s", deadline, what, w.printed)
		}
	}
}

// sees waits for a text that the watch prints.
func (w *watched) sees(text string) {
	w.t.Helper()
	w.waits("prints "+text, func() bool { return strings.Contains(w.printed.String(), text) })
}

// shows waits for a text in a page.
func (w *watched) shows(page, text string) {
	w.t.Helper()
	w.waits(page+" shows "+text, func() bool { return strings.Contains(w.read(page), text) })
}

func (w *watched) read(page string) string {
	content, err := os.ReadFile(filepath.Join(w.dir, "paystats-out", page, "index.html"))
	if err != nil && !os.IsNotExist(err) {
		w.t.Fatal(err)
	}
	return string(content)
}

// write writes a file of the workspace.
func (w *watched) write(name, text string) {
	w.t.Helper()
	path := filepath.Join(w.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		w.t.Fatal(err)
	}
}

// ends stops the watch as Ctrl-C does.
func (w *watched) ends() {
	w.t.Helper()
	w.stop(stopped{os.Interrupt})
	select {
	case code := <-w.done:
		if code != 130 {
			w.t.Errorf("exit code %d, want 130\n%s", code, w.printed)
		}
	case <-time.After(deadline):
		w.t.Fatalf("the watch does not end\n%s", w.printed)
	}
}

const onePage = "---\ntitle: Watched\n---\nBefore.\n\n{{ include parts/method.md }}\n"

// A watch makes anew what changes and nothing else; mistakes are printed and leave the
// page; what remains at the end is what a plain report writes.
func TestWatch(t *testing.T) {
	w := startWatch(t)
	w.write("reports/pages/parts/method.md", "The first method.\n")
	w.write("reports/pages/own.md", onePage)
	w.shows("own", "The first method.")
	w.write("reports/pages/own.md", strings.Replace(onePage, "Before", "After", 1))
	w.shows("own", "After.")
	w.sees("own of 2 pages")

	w.write("reports/pages/parts/method.md", "It was {{ value shrae market=us-cards }}.\n")
	w.sees("reports/pages/parts/method.md:1:17: unknown metric")
	if !strings.Contains(w.read("own"), "The first method.") {
		t.Error("a mistake took the old page away")
	}
	w.write("reports/pages/parts/method.md", "The second method.\n")
	w.shows("own", "The second method.")

	cards, err := os.ReadFile(filepath.Join(w.dir, "data/sets/us-cards/cards.csv"))
	if err != nil {
		t.Fatal(err)
	}
	w.write("data/sets/us-cards/cards.csv", strings.Replace(string(cards), "335.8", "435.8", 1))
	w.shows("us-cards", "USD&nbsp;624&nbsp;bn")

	if !strings.Contains(w.read("own"), "watch.js") {
		t.Error("the page of a watch does not reload itself")
	}
	w.ends()
	if strings.Contains(w.read("own"), "watch.js") {
		t.Error("the page still reloads itself after the watch")
	}
	if _, err := os.Stat(filepath.Join(w.dir, "paystats-out/own/watch.js")); !os.IsNotExist(err) {
		t.Error("watch.js is left behind")
	}
	after := w.read("us-cards")
	out := mustReport(t, "-C", w.dir)
	plain, err := os.ReadFile(filepath.Join(out, "us-cards/index.html"))
	if err != nil || string(plain) != after {
		t.Errorf("after a watch the page is not that of a plain report (%v)", err)
	}
}

// A watch neither writes beside another run nor keeps one from its work, and says so; what runs
// tell of is what changed since the last one, whatever a watch has put in place meanwhile.
func TestWatchBesideRuns(t *testing.T) {
	w := startWatch(t)
	w.write("paystats.yaml", "title: Cards\nkeep: {reports: 2}\n")
	w.waits("the title is Cards", func() bool { return strings.Contains(w.read(""), "Cards</title>") })
	report := func(args ...string) (code int, stderr string) {
		t.Helper()
		return mustRun(t, t.Context(), "", append([]string{"-C", w.dir, "report"}, args...)...)
	}
	if code, stderr := report("--on-change", "cat", "--wait", "10s"); code != exitOK || !strings.Contains(stderr, "first report") {
		t.Fatalf("a report beside a watch: exit code %d: %s; want 0, and that of the first report", code, stderr)
	}
	if strings.Contains(w.read("us-cards"), "watch.js") {
		t.Error("a report takes the pages of a watch for its own")
	}
	w.write("reports/pages/own.md", onePage)
	w.write("reports/pages/parts/method.md", "The first method.\n")
	w.shows("own", "The first method.")

	other, err := warehouse.Hold(t.Context(), filepath.Join(w.dir, ".paystats"), 0, "pid 4711, report")
	if err != nil {
		t.Fatal(err)
	}
	w.write("reports/pages/parts/method.md", "The second method.\n")
	w.sees("the pages wait: another process holds the workspace: pid 4711, report")
	if !strings.Contains(w.read("own"), "The first method.") {
		t.Error("a watch writes while another run is at work")
	}
	if err := other.Release(); err != nil {
		t.Fatal(err)
	}
	w.shows("own", "The second method.")
	if n := strings.Count(w.printed.String(), "the pages wait"); n != 1 {
		t.Errorf("that the pages wait was said %d times, want once", n)
	}

	// The watch's own pages are no change to anybody, those that were added in it are.
	code, stderr := report("--on-change", "cat", "--wait", "10s")
	if want := "Cards: no figure changed\n\nPages\n- own: new\n"; code != exitOK || !strings.Contains(stderr, want) {
		t.Errorf("exit code %d: %s; want %q", code, stderr, want)
	}
	plain := w.read("own")
	w.ends()
	if w.read("own") != plain {
		t.Error("a watch that ends puts its own pages over those of a later run")
	}
	for name, want := range map[string]bool{"paystats-out.1": true, "paystats-out.2": false} {
		if _, err := os.Stat(filepath.Join(w.dir, name, "index.html")); (err == nil) != want {
			t.Errorf("%s: %v; what a watch made on its way is no report to keep, the one that it replaced is", name, err)
		}
	}
	if code, stderr := report("--on-change", "cat"); code != exitOK || stderr != "" {
		t.Errorf("a report after all: exit code %d: %s; want that nothing changed", code, stderr)
	}
	if records, err := os.ReadDir(filepath.Join(w.dir, ".paystats", "runs")); err != nil || len(records) != 3 {
		t.Errorf("%d run records, %v; want those of the three reports", len(records), err)
	}
}

// What is open in the browser reloads itself, from a file and without a server.
func TestWatchReloadsThePage(t *testing.T) {
	w := startWatch(t, "us-cards")
	page := browsertest.Start(t).Open(filepath.Join(w.dir, "paystats-out/us-cards/index.html"), desktop)
	defer page.Close()
	text, err := os.ReadFile(filepath.Join(w.dir, "reports/pages/us-cards.md"))
	if err != nil {
		t.Fatal(err)
	}
	w.write("reports/pages/us-cards.md", strings.Replace(string(text), "Cards carried", "Plastic carried", 1))
	w.shows("us-cards", "Plastic carried")
	time.Sleep(500 * time.Millisecond) // asking a page that is being reloaded fails
	w.waits("the browser shows the new text", func() bool {
		var shown bool
		page.Eval("Boolean(document.body && document.body.innerText.includes('Plastic carried'))", &shown)
		return shown
	})
	w.ends()
}

func TestWatchOfTheBuiltIn(t *testing.T) {
	code, stderr := mustRun(t, context.Background(), t.TempDir(), "report", "--watch")
	if code != exitUsage || !strings.Contains(stderr, "never changes") || !strings.Contains(stderr, "paystats init") {
		t.Errorf("exit code %d, %q; want 2 and a hint", code, stderr)
	}
}

// The browser of the environment gets the page that was asked for.
func TestOpen(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "cards")
	if code, stderr := mustRun(t, context.Background(), t.TempDir(), "init", dir, "--example"); code != exitOK {
		t.Fatal(stderr)
	}
	browser, opened := filepath.Join(t.TempDir(), "browser"), filepath.Join(t.TempDir(), "opened")
	if err := os.WriteFile(browser, []byte("#!/bin/sh\nprintf %s \"$1\" > "+opened+".part && mv "+opened+".part "+opened+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{}, {"us-cards"}, {"us-cards"}} { // the last finds nothing to do
		os.Remove(opened)
		var out shared
		code := run(context.Background(), environment{
			args: append([]string{"-C", dir, "report", "--open"}, args...), dir: t.TempDir(), stdin: strings.NewReader(""), stdout: &out, stderr: &out,
			getenv: func(name string) string { return map[string]string{"BROWSER": browser}[name] },
		})
		if code != exitOK {
			t.Fatal(out.String())
		}
		want := filepath.Join(append(append([]string{dir, "paystats-out"}, args...), "index.html")...)
		var got []byte
		for end := time.Now().Add(deadline); len(got) == 0 && time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
			got, _ = os.ReadFile(opened) // absent until the browser has started
		}
		if string(got) != want {
			t.Errorf("report --open %v opens %q, want %q", args, got, want)
		}
	}
}
