package html_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"paystats/reports/document"
	"paystats/reports/html"
	"paystats/reports/html/browsertest"
)

func mustWrite(t *testing.T, doc document.Document) string {
	t.Helper()
	var buf bytes.Buffer
	if err := html.Render(&buf, []document.Document{doc}, html.Options{Version: "0.1.0", Index: "../index.html"}); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), doc.Name+".html")
	if err := os.WriteFile(path, buf.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestPageInBrowser(t *testing.T) {
	b := browsertest.Start(t)
	doc := example(t)
	file := mustWrite(t, doc)
	for _, v := range []browsertest.View{
		{Width: 1280, Height: 900}, {Width: 390, Height: 844}, {Width: 1280, Height: 900, Dark: true}, {Width: 390, Height: 844, Dark: true}, {Width: 600, Height: 900}, {Width: 320, Height: 568},
	} {
		p := b.Open(file, v)
		p.Check()
		if got := p.Charts(); got != doc.Charts() {
			t.Errorf("%d px: %d charts on the page, want %d", v.Width, got, doc.Charts())
		}
		var wide string
		p.Eval(`Array.from(document.querySelectorAll('.kpi .value'), function (v) { return v.scrollWidth > v.clientWidth ? v.textContent : ''; }).join('')`, &wide)
		if wide != "" {
			t.Errorf("%d px: the key figure %q is wider than its card", v.Width, wide)
		}
		p.Shot(fmt.Sprintf("example-%d%s", v.Width, map[bool]string{true: "-dark"}[v.Dark]))
		if v.Width == 1280 && !v.Dark {
			p.PDF("example")
		}
		p.Close()
	}
}

// A page whose every text tries to run something, read as a reader would: looked at,
// hovered over, switched to dark, printed.
func TestHostileTextsRunNothing(t *testing.T) {
	b := browsertest.Start(t)
	file := mustWrite(t, hostile(mustTheme(t)))
	for _, width := range []int{1280, 390} {
		p := b.Open(file, browsertest.View{Width: width, Height: 900})
		p.Check()
		for i := range p.Charts() {
			p.HoverChart(i)
		}
		var tips int
		p.Eval(`document.querySelectorAll('.tip').length`, &tips)
		if tips == 0 {
			t.Errorf("%d px: no tooltip opened", width)
		}
		p.Click("button.mode")
		p.PDF(fmt.Sprintf("hostile-%d", width))
		p.Shot(fmt.Sprintf("hostile-%d", width))
		p.Check()
		var ran bool
		p.Eval(`'hacked' in window || document.querySelector('img, svg [onload], main iframe') !== null`, &ran)
		if ran {
			t.Errorf("%d px: a text became markup or program", width)
		}
		p.Close()
	}
}

// The mode button wins over the system's choice; printing is light and inside the sheet.
func TestModeAndPrint(t *testing.T) {
	b := browsertest.Start(t)
	p := b.Open(mustWrite(t, example(t)), browsertest.View{Width: 1280, Height: 900, Dark: true})
	const background = `getComputedStyle(document.body).backgroundColor`
	const fill = `document.querySelector('#scale .canvas svg path[fill^="#1d4f7c"]') !== null`
	tests := []struct{ do, js, want string }{
		{"", background, "rgb(20, 24, 29)"},
		{"document.querySelector('button.mode').click()", background, "rgb(255, 255, 255)"},
		{"", "String(" + fill + ")", "true"},
		{"document.querySelector('button.mode').click()", "String(" + fill + ")", "false"},
		{"window.dispatchEvent(new Event('beforeprint'))", "String(" + fill + ")", "true"},
		{"", `document.querySelector('#scale .canvas svg').getAttribute('width')`, "658"},
		{"window.dispatchEvent(new Event('afterprint'))", "String(" + fill + ")", "false"},
	}
	for _, tt := range tests {
		if tt.do != "" {
			p.Eval(tt.do, nil)
		}
		var got string
		p.Eval(tt.js, &got)
		if got != tt.want {
			t.Errorf("after %q: %s = %s, want %s", tt.do, tt.js, got, tt.want)
		}
	}
	p.Check()
}

// The scripts print numbers as reports/chart does.
func TestFormatsAgree(t *testing.T) {
	table, err := os.ReadFile(filepath.Join("..", "chart", "testdata", "formats.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	b := browsertest.Start(t)
	p := b.Open(mustWrite(t, example(t)), browsertest.View{Width: 800, Height: 600})
	for line := range strings.Lines(string(table)) {
		f := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(f) != 3 || strings.HasPrefix(line, "#") {
			continue
		}
		var got string
		p.Eval(fmt.Sprintf("paystatsFormats.print(%q, %s)", f[0], f[1]), &got)
		if got != f[2] {
			t.Errorf("print(%s, %s) = %q, want %q", f[0], f[1], got, f[2])
		}
	}
}

func TestIndexInBrowser(t *testing.T) {
	b := browsertest.Start(t)
	file := filepath.Join(t.TempDir(), "index.html")
	if err := os.WriteFile(file, []byte(mustRenderIndex(t, exampleIndex())), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, width := range []int{1280, 390} {
		p := b.Open(file, browsertest.View{Width: width, Height: 844})
		p.Check()
		p.Shot(fmt.Sprintf("index-%d", width))
		p.Close()
	}
}

// A tooltip shows the printed texts of its category and why a value is missing.
func TestTooltip(t *testing.T) {
	b := browsertest.Start(t)
	p := b.Open(mustWrite(t, example(t)), browsertest.View{Width: 1000, Height: 800})
	p.HoverChart(1)
	var got string
	p.Eval(`document.querySelector('#growth .tip').innerText.replace(/\s+/g, ' ')`, &got)
	if want := "Q3 2022 On the year – no figure published"; got != want {
		t.Errorf("tooltip = %q, want %q", got, want)
	}
	p.HoverChart(4)
	p.Eval(`document.querySelector('#lines .tip').innerText.replace(/\s+/g, ' ')`, &got)
	if want := "Q2 2018 Alipay 支付宝 53.6 % Tenpay 财付通 – no figure published Others – no figure published Lakala 拉卡拉 – no figure published"; got != want {
		t.Errorf("tooltip = %q, want %q", got, want)
	}
	p.Shot("tooltip")
	p.HoverChart(22)
	p.Eval(`document.querySelector('#marimekko .tip').innerText.replace(/\s+/g, ' ')`, &got)
	if want := "alipay · Internet 47.6 % (CNY 20)"; got != want {
		t.Errorf("tooltip of a cell = %q, want %q", got, want)
	}
	for _, tt := range []struct{ id, want string }{
		{"treemap", "West maharashtra INR 415 (26.8 %)"},
		{"panels", "a-provider-with-a-long-name · 2018 a-provider-with-a-long-name 10.0 %"},
		{"ranking-change", "maharashtra 2024 415 ▼ 17.0 %"},
	} {
		for i := range p.Charts() {
			var id string
			p.Eval(fmt.Sprintf("document.querySelectorAll('figure.chart')[%d].id", i), &id)
			if id == tt.id {
				p.HoverChart(i)
			}
		}
		p.Eval(fmt.Sprintf(`(document.querySelector('#%s .tip') || document.body).innerText.replace(/\s+/g, ' ').slice(0, 200)`, tt.id), &got)
		if !strings.Contains(got, tt.want) {
			t.Errorf("tooltip of %s = %q, want %q in it", tt.id, got, tt.want)
		}
	}
	p.HoverChart(12)
	p.Eval(`document.querySelector('#pareto-count .tip').innerText.replace(/\s+/g, ' ')`, &got)
	if want := "Account Share 902 Cumulative share 75.0 %"; got != want {
		t.Errorf("tooltip = %q, want %q", got, want)
	}
}
