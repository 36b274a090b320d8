package page_test

import (
	"context"
	"strings"
	"testing"

	"paystats/reports/document"
	"paystats/reports/page"
)

// The end of a line is a space, also before and behind marks, but not between two Chinese
// characters and not behind Chinese punctuation.
func TestLineBreaks(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"one\ntwo", "one\ntwo"},
		{"one\n**two**", "one\n<strong>two</strong>"},
		{"**one**\ntwo", "<strong>one</strong>\ntwo"},
		{"one\n[two](x.html)\n`three`", "one\n<a href=\"x.html\">two</a>\n<code>three</code>"},
		{"支付\n金额", "支付金额"},
		{"支付\n**金额**", "支付<strong>金额</strong>"},
		{"**支付**\n金额", "<strong>支付</strong>金额"},
		{"**支付**\n*金额*", "<strong>支付</strong><em>金额</em>"},
		{"支付。\nPhonePe", "支付。PhonePe"},
		{"支付\nPhonePe", "支付\nPhonePe"},
		{"PhonePe\n*支付*", "PhonePe\n<em>支付</em>"},
		{"支付  \n金额", "支付<br>\n金额"},
	} {
		parsed, err := page.Reader{}.Parse("reports/pages/p.md", []byte("---\ntitle: P\n---\n"+tt.in+"\n"))
		if err != nil {
			t.Fatal(err)
		}
		doc, err := parsed.Build(context.Background(), newFake(t), page.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.TrimSpace(doc.Blocks[0].(document.Prose).HTML); got != "<p>"+tt.want+"</p>" {
			t.Errorf("%q gives %q, want %q", tt.in, got, "<p>"+tt.want+"</p>")
		}
	}
}
