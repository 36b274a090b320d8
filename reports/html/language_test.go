package html_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"paystats/reports/document"
	"paystats/reports/html"
	"paystats/reports/html/browsertest"
)

// bilingual is the example page and a Chinese one with the same charts.
func bilingual(t *testing.T) []document.Document {
	t.Helper()
	en, zh := example(t), example(t)
	zh.Lang, zh.Title, zh.Lead = "zh", "中国第三方支付", "十个季度近三倍。"
	for i, b := range zh.Blocks {
		if c, ok := b.(document.Chart); ok {
			c.Spec.Title = "图：" + c.Spec.ID
			zh.Blocks[i] = c
		}
	}
	zh.Blocks = append(zh.Blocks, document.Prose{HTML: "<p>Only in English</p>", Lang: "en"})
	return []document.Document{en, zh}
}

func mustWriteAll(t *testing.T, docs []document.Document, opt html.Options) string {
	t.Helper()
	var buf bytes.Buffer
	if err := html.Render(&buf, docs, opt); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(path, buf.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// ECharts is there once, however many languages a page has.
func TestLanguagesShareScripts(t *testing.T) {
	docs := bilingual(t)
	one, err := os.ReadFile(mustWriteAll(t, docs[:1], html.Options{}))
	if err != nil {
		t.Fatal(err)
	}
	two, err := os.ReadFile(mustWriteAll(t, docs, html.Options{}))
	if err != nil {
		t.Fatal(err)
	}
	if a, b := bytes.Count(one, []byte("<script>")), bytes.Count(two, []byte("<script>")); a != b {
		t.Errorf("%d scripts in one language, %d in two", a, b)
	}
	if !strings.Contains(string(two), `" lang="en"><p>Only in English`) {
		t.Error("narrative in another language does not say so")
	}
}

// languageState is what a reader sees of the languages of a page.
const languageState = `(function () {
	var ids = Array.from(document.querySelectorAll('[id]'), function (e) { return e.id; });
	return [document.documentElement.lang, document.title, location.search + location.hash,
		Array.from(document.querySelectorAll('.page:not([hidden]) > main'), function (s) { return s.parentNode.dataset.lang; }).join(),
		document.querySelector('#scale h3').textContent.slice(0, 2),
		ids.length === new Set(ids).size ? 'unique' : 'doubled'].join('|');
})()`

const (
	inEnglish = "en|Two payment markets: how China's wallets and India's UPI grew|%|en|Va|unique"
	inChinese = "zh-Hans|中国第三方支付|%|zh|图：|unique"
)

func see(t *testing.T, p *browsertest.Page, after, want, address string) {
	t.Helper()
	var got string
	p.Eval(languageState, &got)
	if want = strings.Replace(want, "%", address, 1); got != want {
		t.Errorf("after %s: %q\nwant %q", after, got, want)
	}
}

func TestLanguageSwitch(t *testing.T) {
	b := browsertest.Start(t)
	docs := bilingual(t)
	p := b.Open(mustWriteAll(t, docs, html.Options{Index: "../index.html"}), browsertest.View{Width: 1000, Height: 800, Language: "zh-CN,zh"})
	p.Check()
	see(t, p, "opening", inEnglish, "")
	p.Click("button.language")
	see(t, p, "the switch", inChinese, "?lang=zh")
	p.Check()
	if got := p.Charts(); got != docs[1].Charts() {
		t.Errorf("%d charts in Chinese, want %d", got, docs[1].Charts())
	}
	var link string
	p.Eval(`document.querySelector('.page:not([hidden]) nav a').getAttribute('href')`, &link)
	if link != "../index.html?lang=zh" {
		t.Errorf("link to the index = %q, want it to keep the language", link)
	}
	p.Click(".page:not([hidden]) button.language")
	see(t, p, "the switch back", inEnglish, "?lang=en")
	p.Check()
}

// What is shown first: the address, then the reader's last choice, then, unless the report
// is for given languages, what the browser prefers.
func TestLanguageShownFirst(t *testing.T) {
	docs := bilingual(t)
	fixed, free := mustWriteAll(t, docs, html.Options{}), mustWriteAll(t, docs, html.Options{Negotiate: true})
	tests := []struct {
		name, file, prefers, address, chosen, want string
	}{
		{"the first", fixed, "zh-CN", "", "", inEnglish},
		{"the browser's", free, "fr,zh-TW,en", "", "", inChinese},
		{"none of the browser's", free, "fr", "", "", inEnglish},
		{"the address", fixed, "en", "?lang=zh#scale", "", inChinese},
		{"an address of no language of the page", fixed, "en", "?lang=xx", "", inEnglish},
		{"the reader's last", free, "en", "", "zh", inChinese},
		{"the address before the reader's", free, "en", "?lang=en", "zh", inEnglish},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := browsertest.Start(t)
			v := browsertest.View{Width: 1000, Height: 800, Language: tt.prefers}
			if tt.chosen != "" {
				p := b.Open(tt.file, v)
				p.Click("button.language[data-to=" + tt.chosen + "]")
				p.Close()
			}
			v.Address = tt.address
			p := b.Open(tt.file, v)
			see(t, p, "opening", tt.want, tt.address)
			p.Check()
		})
	}
}

// An address with a chart's id leads to it in either language, and it stays there while
// the others draw.
func TestAddressOfAChart(t *testing.T) {
	file := mustWriteAll(t, bilingual(t), html.Options{})
	b := browsertest.Start(t)
	for _, address := range []string{"#states", "?lang=zh#states"} {
		p := b.Open(file, browsertest.View{Width: 1000, Height: 800, Address: address})
		p.Check()
		var top float64
		p.Eval(`document.querySelector('#states').getBoundingClientRect().top`, &top)
		if top < -1 || top > 60 {
			t.Errorf("%s: the chart is %v px below the top of the window", address, top)
		}
		p.Close()
	}
}

// Print has every chart of the language that is shown, and nothing of the other.
func TestPrintOfALanguage(t *testing.T) {
	docs := bilingual(t)
	p := browsertest.Start(t).Open(mustWriteAll(t, docs, html.Options{}), browsertest.View{Width: 1000, Height: 800, Address: "?lang=zh"})
	p.Eval("window.dispatchEvent(new Event('beforeprint'))", nil)
	p.Check()
	var widths []string
	p.Eval(`Array.from(document.querySelectorAll('figure.chart:not(.kind-donut) .canvas svg'), function (s) { return s.getAttribute('width'); }).filter(function (w, i, all) { return all.indexOf(w) === i; })`, &widths)
	if len(widths) != 1 || widths[0] != "658" {
		t.Errorf("charts print %v px wide, want all 658, and none of the hidden language drawn", widths)
	}
	p.Eval("window.dispatchEvent(new Event('afterprint'))", nil)
	p.PDF("languages")
	p.Check()
}

// Without scripts the page shows its first language, and a link leads to the other.
func TestLanguagesWithoutScripts(t *testing.T) {
	text, err := os.ReadFile(mustWriteAll(t, bilingual(t), html.Options{}))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`<noscript><a href="#lang.zh" lang="zh-Hans">中文</a></noscript>`, `<div class="page" id="lang.zh" lang="zh-Hans"`,
		`<noscript><style>.page[hidden]:target{display:block}`,
	} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the page lacks %s", want)
		}
	}
}
