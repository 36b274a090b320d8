package svg

import (
	"bytes"
	"cmp"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync"
	"testing"

	"paystats/reports/chart"
	"paystats/reports/picture"
	"paystats/reports/raster"
)

// drawer draws for tests that are not about engines; TestDrawerForgets holds it against new ones.
var drawer Drawer

func TestMain(m *testing.M) {
	debug.SetGCPercent(400) // as paystats draws
	os.Exit(m.Run())
}

func mustDraw(t testing.TB, s chart.Spec, opt Options) *picture.Picture {
	t.Helper()
	p, err := drawer.Draw(context.Background(), s, opt)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func mustWrite(t testing.TB, p *picture.Picture, embed bool) string {
	t.Helper()
	var out bytes.Buffer
	if err := Write(&out, p, embed); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// allowed are the only elements and attributes of an output.
var allowed = map[string]string{
	"svg": "xmlns width height viewBox lang role font-family", "title": "", "desc": "", "style": "", "g": "transform clip-path",
	"path":     "d transform fill fill-opacity stroke stroke-opacity stroke-width stroke-dasharray stroke-linecap stroke-linejoin stroke-miterlimit",
	"text":     "x y transform font-size font-weight text-anchor fill fill-opacity aria-hidden stroke stroke-opacity stroke-width stroke-linecap stroke-linejoin stroke-miterlimit",
	"clipPath": "id", "linearGradient": "id x1 y1 x2 y2", "stop": "offset stop-color stop-opacity", "pattern": "id width height patternUnits patternTransform",
}

// checkSVG holds an output against what is allowed, and returns its texts.
func checkSVG(t *testing.T, text string) string {
	t.Helper()
	var texts strings.Builder
	for d := xml.NewDecoder(strings.NewReader(text)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return texts.String()
		}
		if err != nil {
			t.Fatalf("output is no XML: %v", err)
		}
		switch token := token.(type) {
		case xml.CharData:
			texts.Write(token)
		case xml.StartElement:
			known, ok := allowed[token.Name.Local]
			if !ok {
				t.Errorf("output holds <%s>", token.Name.Local)
			}
			for _, a := range token.Attr {
				if !strings.Contains(" "+known+" ", " "+a.Name.Local+" ") {
					t.Errorf("output holds <%s %s=%q>", token.Name.Local, a.Name.Local, a.Value)
				}
				if strings.Contains(a.Value, "url(") && !strings.HasPrefix(a.Value, "url(#") {
					t.Errorf("output refers to %q", a.Value)
				}
			}
		}
	}
}

func TestDrawFinishesPicture(t *testing.T) {
	eachExample(t, func(t *testing.T, s chart.Spec, lang string) {
		texts := strings.ReplaceAll(checkSVG(t, mustWrite(t, mustDraw(t, s, Options{Lang: lang}), false)), "\n", "")
		for _, want := range append([]string{s.Subtitle, s.Source, s.Coverage, s.Alt, s.Title}, s.Notes...) {
			if !strings.Contains(texts, want) {
				t.Errorf("the picture does not say %q", want)
			}
		}
	})
}

func TestDrawIsEqualInEachProcess(t *testing.T) {
	write := func() []byte {
		var all bytes.Buffer
		for _, kind := range []chart.Kind{chart.Funnel, chart.Timeline, chart.Donut} {
			p := mustDraw(t, example(kind, "zh"), Options{Lang: "zh", Dark: true})
			all.WriteString(mustWrite(t, p, true))
			if err := raster.PNG(&all, p, 1); err != nil {
				t.Fatal(err)
			}
		}
		return all.Bytes()
	}
	const file = "PAYSTATS_TEST_PICTURES"
	if path := os.Getenv(file); path != "" { // the other process
		if err := os.WriteFile(path, write(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	path := t.TempDir() + "/pictures"
	other := exec.Command(os.Args[0], "-test.run=^TestDrawIsEqualInEachProcess$")
	other.Env = append(os.Environ(), file+"="+path)
	if out, err := other.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	theirs, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	first := write()
	if !bytes.Equal(first, write()) {
		t.Error("two runs in one process differ")
	}
	if !bytes.Equal(first, theirs) {
		t.Error("another process draws other pictures")
	}
}

// A drawer that has drawn other charts, in whatever order, draws what a new one does.
func TestDrawerForgets(t *testing.T) {
	var specs []chart.Spec
	for _, kind := range kinds {
		specs = append(specs, example(kind, "en"), example(kind, "zh"))
	}
	want := make([]string, len(specs))
	for i, s := range specs {
		p, err := Draw(context.Background(), s, Options{Lang: "en"})
		if err != nil {
			t.Fatal(err)
		}
		want[i] = mustWrite(t, p, false)
	}
	d := new(Drawer)
	for _, order := range []func(i int) int{func(i int) int { return len(specs) - 1 - i }, func(i int) int { return i * 7 % len(specs) }} {
		for n := range specs {
			i := order(n)
			p, err := d.Draw(context.Background(), specs[i], Options{Lang: "en"})
			if err != nil {
				t.Fatal(err)
			}
			if mustWrite(t, p, false) != want[i] {
				t.Errorf("%s is drawn otherwise by a drawer that has drawn before", specs[i].ID)
			}
		}
	}
	if len(d.idle) != 1 {
		t.Errorf("a drawer that draws one chart at a time has %d engines", len(d.idle))
	}
}

func TestDrawSeveralAtATime(t *testing.T) {
	s := example(chart.Line, "en")
	want := mustWrite(t, mustDraw(t, s, Options{Lang: "en"}), false)
	got := make([]bytes.Buffer, 4)
	errs := make([]error, len(got))
	var group sync.WaitGroup
	for i := range got {
		group.Go(func() {
			p, err := Draw(context.Background(), s, Options{Lang: "en"})
			if err == nil {
				err = Write(&got[i], p, false)
			}
			errs[i] = err
		})
	}
	group.Wait()
	for i := range got {
		if errs[i] != nil || got[i].String() != want {
			t.Errorf("worker %d draws something else: %v", i, errs[i])
		}
	}
}

func TestDrawRunsNothing(t *testing.T) {
	hostile := `red"/><script>alert(1)</script><![CDATA[ ' onload="alert(1) &amp; {{x}} ${y} javascript:alert(1)` + "\x00\x1b"
	for _, kind := range kinds {
		s := example(kind, "en")
		s.Title, s.Subtitle, s.Source, s.Coverage, s.Alt = hostile, hostile, hostile, hostile, hostile
		s.Notes = []string{hostile}
		s.Marks = nil
		for i := range s.Category.Labels {
			s.Category.Labels[i] = hostile
		}
		for i := range s.Series {
			s.Series[i].Name, s.Series[i].ID = hostile, hostile
			for k := range s.Series[i].Points {
				s.Series[i].Points[k].Label, s.Series[i].Points[k].Text = hostile, hostile
			}
		}
		for i := range s.Spans {
			s.Spans[i].Label = hostile
		}
		for i := range s.Classes {
			s.Classes[i].Name, s.Classes[i].Sign = hostile, hostile
		}
		checkSVG(t, mustWrite(t, mustDraw(t, s, Options{Lang: "en"}), true))
	}
	for _, change := range []func(*chart.Spec){
		func(s *chart.Spec) { s.Series[0].Color = `red"/><script>` },
		func(s *chart.Spec) { s.Series[0].Points[0].Color = "url(http://example.org/x.svg#a)" },
		func(s *chart.Spec) { s.Classes = []chart.Class{{Name: "x", Color: "javascript:alert(1)"}} },
	} {
		s := example(chart.Bar, "en")
		change(&s)
		if _, err := Draw(context.Background(), s, Options{}); err == nil || !strings.Contains(err.Error(), "is not #rrggbb") {
			t.Errorf("a colour that is none gives %v", err)
		}
	}
}

func TestReadNamesWhatItDoesNotKnow(t *testing.T) {
	tests := []struct{ name, svg, want string }{
		{"element", `<foreignObject/>`, "<foreignObject> cannot be drawn"},
		{"image", `<image href="http://example.org/x.png"/>`, "<image> cannot be drawn"},
		{"attribute", `<path d="M0 0" onclick="x" fill="#fff"/>`, `<path onclick="x"> cannot be drawn`},
		{"link", `<path d="M0 0" fill="url(http://example.org#a)"/>`, "names no <pattern>"},
		{"colour", `<path d="M0 0" fill="hsl(0,1,1)"/>`, `colour "hsl(0,1,1)" is not known`},
		{"path", `<path d="M0 0 X" fill="#fff"/>`, "no number at byte 5"},
		{"transform", `<g transform="skewX(3)"/>`, `transform "skewX(3)" is not known`},
		{"text", `<text style="font-size:12px;font-family:x;letter-spacing:3px">a</text>`, "cannot be drawn"},
		{"filter", `<g filter="url(#f)"/>`, `<g filter="url(#f)"> cannot be drawn`},
		{"markup", `<path d="M0 0`, "read drawing"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := read(`<svg xmlns="http://www.w3.org/2000/svg">` + tt.svg + `</svg>`)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("read(%s) = %v, want %q", tt.svg, err, tt.want)
			}
		})
	}
}

// What nobody accounts for is hatched in the picture as on the page: slice and key.
func TestDrawHatchesNotCovered(t *testing.T) {
	s := chart.Spec{ID: "share", Kind: chart.Donut, Title: "Share", Value: chart.Axis{Format: "percent"}, Category: chart.Axis{Periods: true, Labels: []string{"2015"}}, Series: []chart.Series{
		series("alipay", "Alipay", "#1272d3", 0.6), series("others", "Others", "#858c93", 0.3), series(chart.NotCoveredID, "Not covered", "#8e959b", 0.1),
	}}
	if got := strings.Count(mustWrite(t, mustDraw(t, s, Options{Lang: "en"}), false), "<pattern"); got != 2 {
		t.Errorf("%d patterns, want those of a slice and of its key", got)
	}
}

func TestDrawKeepsItsSize(t *testing.T) {
	for _, size := range [][2]float64{{960, 540}, {640, 480}, {360, 640}} {
		for _, kind := range []chart.Kind{chart.Bar, chart.Line, chart.Stacked, chart.Marimekko, chart.Ranking} {
			p := mustDraw(t, example(kind, "en"), Options{Lang: "en", Width: size[0], Height: size[1]})
			if p.Width != size[0] || p.Height != size[1] {
				t.Errorf("%s in %v is drawn %g by %g", kind, size, p.Width, p.Height)
			}
		}
	}
	var tooSmall *SizeError
	if _, err := Draw(context.Background(), example(chart.Ranking, "en"), Options{Width: 600, Height: 240}); !errors.As(err, &tooSmall) {
		t.Errorf("a ranking in 240 pixels gives %v", err)
	}
}

func TestDrawEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Draw(ctx, example(chart.Bar, "en"), Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("a drawing that is called off gives %v", err)
	}
}

func TestDrawOddCharts(t *testing.T) {
	many := example(chart.Bar, "en")
	many.Marks, many.Category.Labels, many.Series = nil, nil, []chart.Series{{ID: "a", Name: "a", Color: "#1272d3"}}
	for i := range 2000 {
		v := float64(i)
		many.Category.Labels = append(many.Category.Labels, "c")
		many.Series[0].Points = append(many.Series[0].Points, chart.Point{Value: &v, Text: "x"})
	}
	many.Category.Periods = true
	holes := example(chart.Line, "en")
	for i := range holes.Series {
		for k := range holes.Series[i].Points {
			holes.Series[i].Points[k] = chart.Point{Text: "–", Why: "no figure published"}
		}
	}
	one := example(chart.Line, "en")
	one.Category.Labels = one.Category.Labels[:1]
	for i := range one.Series {
		one.Series[i].Points = one.Series[i].Points[:1]
	}
	long := example(chart.Donut, "zh")
	long.Series[0].Name = strings.Repeat("支付机构名称很长", 8)
	negative := example(chart.Stacked, "en")
	minus := -0.3
	negative.Series[1].Points[2].Value = &minus
	name := example(chart.Ranking, "zh")
	name.Category.Labels[0] = strings.Repeat("支付机构名称很长很长", 6)
	ring := example(chart.Donut, "zh")
	ring.Series[1].Points[0].Value = &minus
	rows := example(chart.Ranking, "en")
	rows.Category.Labels, rows.Series[0].Points = nil, nil
	for i := range 200 {
		v := float64(i) / 200
		rows.Category.Labels = append(rows.Category.Labels, fmt.Sprint("Name ", i))
		rows.Series[0].Points = append(rows.Series[0].Points, chart.Point{Value: &v, Text: "x", Label: "x"})
	}
	for name, s := range map[string]chart.Spec{
		"2000-bars": many, "no-values": holes, "one-point": one, "long-slice": long, "negative": negative, "long-name": name, "negative-slice": ring, "200-rows": rows,
	} {
		t.Run(name, func(t *testing.T) {
			p := mustDraw(t, s, Options{Lang: "en"})
			text := mustWrite(t, p, false)
			if texts := checkSVG(t, text); name == "no-values" && !strings.Contains(texts, "no figure published") {
				t.Error("a chart of no values does not say why")
			}
			file := filepath.Join(cmp.Or(os.Getenv("PAYSTATS_SHOTS"), t.TempDir()), "odd-"+name+".svg")
			if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
			if _, err := raster.Image(p, 1); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestDrawNothing(t *testing.T) {
	empty := example(chart.Stacked, "en")
	empty.Series, empty.Category.Labels = nil, nil
	if _, err := Draw(context.Background(), empty, Options{}); err == nil || !strings.Contains(err.Error(), `chart "example-stacked" has no series`) {
		t.Errorf("a chart of nothing gives %v", err)
	}
}

// Other programs open what we write: every kind in both languages, with its letters or without.
func TestOthersOpenPictures(t *testing.T) {
	programs := map[string]func(file string) []string{
		"xmllint":      func(file string) []string { return []string{"--noout", file} },
		"rsvg-convert": func(file string) []string { return []string{"-o", file + ".png", file} },
	}
	eachExample(t, func(t *testing.T, s chart.Spec, lang string) {
		p := mustDraw(t, s, Options{Lang: lang})
		file := filepath.Join(t.TempDir(), "chart.svg")
		if err := os.WriteFile(file, []byte(mustWrite(t, p, lang == "zh")), 0o644); err != nil {
			t.Fatal(err)
		}
		for program, arguments := range programs {
			path, err := exec.LookPath(program)
			if err != nil {
				t.Fatalf("no %s: `make test-deps` installs it", program)
			}
			if out, err := exec.Command(path, arguments(file)...).CombinedOutput(); err != nil || len(out) > 0 {
				t.Errorf("%s: %v: %s", program, err, out)
			}
		}
	})
}

func TestMissingLettersAreNamed(t *testing.T) {
	s := example(chart.Bar, "en")
	s.Title = "Emoji 🙂 and 支付宝"
	if got := Missing(mustDraw(t, s, Options{Lang: "en"})); got != "🙂" {
		t.Errorf("Missing = %q, want the emoji", got)
	}
}
