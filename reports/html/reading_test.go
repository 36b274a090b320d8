package html_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"paystats/reports/document"
	"paystats/reports/html"
	"paystats/reports/html/browsertest"
)

// No page breaks a rule of axe-core of weight serious or critical, light or dark, with
// everything that can be opened open.
func TestAccessibility(t *testing.T) {
	b := browsertest.Start(t)
	files := map[string]string{"page": mustWrite(t, traced(t)), "index": mustWriteIndex(t, fullIndex())}
	for name, file := range files {
		for _, v := range []browsertest.View{{Width: 1280, Height: 900}, {Width: 390, Height: 844, Dark: true}} {
			p := b.Open(file, v)
			p.Eval(`document.querySelectorAll('details').forEach(function (d) { d.open = true; })`, nil)
			p.Audit()
			p.Shot(name + "-open-" + map[bool]string{false: "1280", true: "390-dark"}[v.Dark])
			p.Close()
		}
	}
}

// traced is the example with all that can be known of how its charts were made.
func traced(t *testing.T) document.Document {
	t.Helper()
	doc := example(t)
	doc.Models = []document.Model{{Name: "metric_share", Question: "which part is whose?", Formula: "share = v / V", File: "transform/models/metric_share.sql", SQL: "SELECT 1 < 2 AS share"}}
	for i, b := range doc.Blocks {
		c, ok := b.(document.Chart)
		if !ok {
			continue
		}
		for _, s := range c.Spec.Series {
			for k := range s.Points {
				s.Points[k].Publisher, s.Points[k].Vintage = "SooToo", "2015-11-03"
			}
		}
		c.Making = document.Making{
			Models: doc.Models, SQL: "SELECT share FROM metric_share -- <all>", Observations: 12, Sources: doc.Sets[0].Sources, More: 3,
			Conflicts: []document.Conflict{{What: "Alipay, 2015 Q3", Kind: "publishers differ", Values: []string{"61.9 % (SooToo)", "71.5 % (Analysys)"}}}, Hidden: 2,
			Rejects: []document.Rejects{{Set: "cn-third-party", Total: 1, Rows: []document.Reject{{Place: "a.csv:2:3", Printed: "1<2", Reason: "no period"}}}},
		}
		doc.Blocks[i] = c
	}
	return doc
}

func fullIndex() document.Index {
	index := exampleIndex()
	index.Pages[0].Passages = []document.Passage{
		{Text: "Third-party payment nearly tripled in ten quarters."},
		{ID: "share", Title: "Alipay handled 61.9 %", Text: "Share of transaction value · Alipay 支付宝 · Tenpay 财付通"},
		{ID: "hostile", Title: "<img src=x onerror=window.hacked=1>", Text: "</script><script>window.hacked=1</script> sharecropper"},
		{ID: "part.3", Title: "How people pay", Text: strings.Repeat("Card acquiring lost share in every quarter. ", 9) + "At the end phones took over."},
	}
	index.Pages[1].Passages = []document.Passage{{ID: "zh", Title: "支付宝在移动支付中的份额", Text: "交易金额份额，2015年第三季度；香港的增值儲值"}}
	index.State = document.State{
		Sets: []document.SetState{{Name: "cn", Title: "China payments", Values: 630, Rejected: 2, Newest: "2015-11-03", Last: "2015 Q3", Publishers: []document.PublisherState{
			{Name: "SooToo", Values: 72, Documents: 1, Last: "2015 Q3"},
		}}},
		Checks: 613,
		Findings: []document.Audit{{Question: "Do publishers disagree?", Fails: true, Found: 1, LookedAt: 1200, Cells: []string{"a.csv:2:3: 1.5 times <that>"}},
			{Question: "Which value stands?", Rule: "core_pay: never(n > 1)", Found: 2, LookedAt: 30, Cells: []string{"n=2"}}},
		Revisions: []document.Revision{
			{What: "Value, 2015 Q3", Kind: "revised", Publisher: "SooToo", Earlier: "8 tn", Later: "9 tn", Before: "2015-10", Vintage: "2015-11", Places: []document.Place{{Page: "china-2015q3", Chart: "scale", Title: "Value"}}},
			{What: "Value, 2014 Q3", Kind: "removed", Publisher: "SooToo", Earlier: "6 tn"},
		},
		Earlier: 7,
		Rejects: []document.Rejects{{Set: "cn", Total: 2, Rows: []document.Reject{{Place: "a.csv:4:1", Printed: "<b>", Reason: "no period"}}}},
	}
	return index
}

func mustWriteIndex(t *testing.T, index document.Index) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "index.html")
	if err := os.WriteFile(file, []byte(mustRenderIndex(t, index)), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

// want fails the test unless an expression gives a text.
func want(t *testing.T, p *browsertest.Page, js, text string) {
	t.Helper()
	var got string
	p.Eval(js, &got)
	if got != text {
		t.Errorf("%s = %q, want %q", js, got, text)
	}
}

// The find works from a file, by words in any case, by the start of a word before its
// middle, by Chinese characters in either script, and shows what looks like HTML as it is written.
func TestFind(t *testing.T) {
	b := browsertest.Start(t)
	p := b.Open(mustWriteIndex(t, fullIndex()), browsertest.View{Width: 1000, Height: 800})
	tests := []struct{ query, want string }{
		{"SHARE", "china-2015q3/index.html#share china-2015q3/index.html#hostile china-2015q3/index.html#part.3"},
		{"tripled", "china-2015q3/index.html"},
		{"alipay  value", "china-2015q3/index.html#share"},
		{"支付宝", "china-2015q3-zh/index.html#zh china-2015q3/index.html#share"},
		{"支付宝份额", "china-2015q3-zh/index.html#zh"}, // three of its four pairs
		{"移动支付中", "china-2015q3-zh/index.html#zh"},
		{"支付寶", "china-2015q3-zh/index.html#zh china-2015q3/index.html#share"}, // traditional, and simplified
		{"移動支付", "china-2015q3-zh/index.html#zh"},
		{"储值", "china-2015q3-zh/index.html#zh"},
		{"儲值", "china-2015q3-zh/index.html#zh"},
		{"宝额份付", ""},
		{"ｐｈｏｎｅｓ", "china-2015q3/index.html#part.3"},
		{"img src", "china-2015q3/index.html#hostile"},
		{"nothing like it", ""},
	}
	for _, tt := range tests {
		p.Eval(fmt.Sprintf(`(function (i) { i.value = %q; i.dispatchEvent(new Event('input')); })(document.querySelector('#find'))`, tt.query), nil)
		want(t, p, `Array.from(document.querySelectorAll('.results a')).map(function (a) { return a.getAttribute('href'); }).join(' ')`, tt.want)
	}
	want(t, p, `document.querySelector('.count').textContent`, "Nothing found")
	p.Eval(`(function (i) { i.value = '支付寶'; i.dispatchEvent(new Event('input')); })(document.querySelector('#find'))`, nil)
	want(t, p, `document.querySelector('.results mark').textContent`, "支付宝")
	p.Eval(`(function (i) { i.value = 'took'; i.dispatchEvent(new Event('input')); })(document.querySelector('#find'))`, nil)
	want(t, p, `document.querySelector('.results mark').textContent + ' ' + /^… .*phones took over[.]$/.test(document.querySelector('.results p').textContent)`, "took true")

	// A slash leads to the field, arrows into the results and back, Escape empties it.
	p.Key("/")
	want(t, p, `document.activeElement.id`, "find")
	p.Key("ArrowDown")
	want(t, p, `document.activeElement.getAttribute('href')`, "china-2015q3/index.html#part.3")
	p.Key("ArrowUp")
	p.Key("Escape")
	want(t, p, `document.querySelector('#find').value + document.querySelector('.results').innerText`, "")
	p.Check()
	want(t, p, `String('hacked' in window)`, "false")
}

// below is the script's way to what stands under a chart.
const below = `document.querySelector('#scale .below')`

// The numbers of a chart go out as the CSV that the page holds; its address and the code
// of its frame as texts.
func TestTakeAlong(t *testing.T) {
	b := browsertest.Start(t)
	p := b.Open(mustWrite(t, traced(t)), browsertest.View{Width: 1000, Height: 800})
	want(t, p, `(function () {
	var blob, name, make = URL.createObjectURL, click = HTMLAnchorElement.prototype.click;
	URL.createObjectURL = function (b) { blob = b; return make.call(URL, b); };
	HTMLAnchorElement.prototype.click = function () { name = this.download; };
	`+below+`.querySelector('button.csv').click();
	URL.createObjectURL = make;
	HTMLAnchorElement.prototype.click = click;
	return blob.text().then(function (t) { return name + '\n' + t.split('\n').slice(0, 2).join('\n'); });
})()`, "scale.csv\nseries,series_name,value,unit,status,publisher,vintage\ntotal,Third-party payments,3300000000000,CNY,,SooToo,2015-11-03")
	want(t, p, below+`.querySelector('a.link').href.replace(/^.*[/]/, '')`, "example.html#scale")
	want(t, p, below+`.querySelector('textarea').value.replace(/file:[^"]*[/]/, '…/')`,
		`<iframe src="…/example.html?embed=scale" title="Value nearly tripled in ten quarters" width="100%" height="420" style="border:0" loading="lazy"></iframe>`)
	p.Check()
}

// Arrow keys walk through the points of a chart; each is shown and read out with who
// printed it and when.
func TestWalkByKeyboard(t *testing.T) {
	b := browsertest.Start(t)
	p := b.Open(mustWrite(t, traced(t)), browsertest.View{Width: 1000, Height: 800})
	const spoken = `document.querySelector('#%s .spoken').textContent`
	tests := []struct {
		chart string
		keys  []string
		want  string
	}{
		{"scale", []string{"ArrowRight", "ArrowRight"}, "Q2 2013, Third-party payments, CNY 3.9 tn, SooToo · 2015-11-03"},
		{"scale", []string{"Home"}, "Q1 2013, Third-party payments, CNY 3.3 tn, SooToo · 2015-11-03"},
		{"share", []string{"End", "ArrowLeft"}, "ChinaPnR 汇付天下, 1.2 %, SooToo · 2015-11-03"},
		{"marimekko", []string{"ArrowDown"}, "alipay · Mobile, 57.1 % (CNY 60), SooToo · 2015-11-03"},
	}
	for _, tt := range tests {
		p.Eval(`document.querySelector('#`+tt.chart+` .canvas').focus()`, nil)
		for _, k := range tt.keys {
			p.Key(k)
		}
		want(t, p, fmt.Sprintf(spoken, tt.chart), tt.want)
	}
	p.Check()
}

// In a frame a chart stands alone and fits: nothing else is there, nothing scrolls, and the
// source is to be read.
func TestEmbedded(t *testing.T) {
	b := browsertest.Start(t)
	file := mustWriteAll(t, []document.Document{traced(t), traced(t)}, html.Options{})
	for _, id := range []string{"scale", "share", "lines", "states"} {
		for _, v := range []browsertest.View{{Width: 800, Height: 600}, {Width: 420, Height: 300}} {
			v.Address = "?mode=dark&embed=" + id
			p := b.Open(file, v)
			p.Check()
			if n := p.Charts(); n != 1 {
				t.Errorf("%s: %d charts, want 1", id, n)
			}
			want(t, p, `['header', 'footer', '.prose', '.skip'].filter(function (s) { return document.querySelector(s); }).join(' ')`, "")
			want(t, p, `document.documentElement.getAttribute('data-theme')`, "dark")
			var over, source float64
			p.Eval(`document.documentElement.scrollHeight - window.innerHeight`, &over)
			p.Eval(`window.innerHeight - document.querySelector('.foot p').getBoundingClientRect().bottom`, &source)
			if over > 0 || source < 0 {
				t.Errorf("%s in %d × %d: %v px too high, source %v px above the lower edge", id, v.Width, v.Height, over, source)
			}
			p.Shot(fmt.Sprintf("embed-%s-%d", id, v.Width))
			p.Close()
		}
	}
}
