package codelist

import (
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestFold(t *testing.T) {
	tests := []struct{ in, want string }{
		{" YES\n BANK ", "yes bank"},
		{"ＹＥＳ　ＢＡＮＫ", "yes bank"},
		{"Straße", "strasse"},
		{"Co\u2011op \u2013 Bank\u2019s", "co-op - bank's"},
		{"Pay\u200bPal", "paypal"},
		{"係統", "系统"},
		{"網路支付", "网络支付"},
		{"網際網路", "互联网"},
		{"行動支付帳戶", "移动支付账户"},
		{"筆數", "笔数"},
		{"支(zhi)付(fu)", "支付"},
		{"支 （zhī） 付（fù）", "支付"},
		{"绿(lǜ)女(nü)", "绿女"},
		{"用(yong)(yong)戶", "用户"},
		{"支付(Ltd)", "支付(ltd)"},
		{"pay(fu)", "pay(fu)"},
		{"支 付 宝 wallet", "支付宝 wallet"},
	}
	for _, tt := range tests {
		if got := fold(tt.in); got != tt.want {
			t.Errorf("fold(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

// Folding what is folded changes nothing.
func FuzzFold(f *testing.F) {
	for _, s := range []string{"", "Alipay", "支付寶", "支(zhi)付(fu)", "支(ZHI)付", "网际网路路", "网网路路", "用(y(yong)ong)户", "ﬁ", "İ", "ẞ", "支 (fu) 付", "Å", "行動電話"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := fold(s)
		if twice := fold(once); twice != once && utf8.ValidString(s) {
			t.Errorf("fold(%q) = %q, folded again %q", s, once, twice)
		}
	})
}

// Texts made of what folding looks at are folded once and for all.
func TestFoldIsIdempotent(t *testing.T) {
	parts := []string{"网", "路", "际", "網", "帳", "户", "(", ")", "zhi", "Fu", " ", "\u3000", "支", "付", "A", "Ｂ", "*", "①", "\u200d", "ü", "\u0308", "u", "行", "動", "支付", "数", "位"}
	random := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		var text strings.Builder
		for range 1 + random.IntN(10) {
			text.WriteString(parts[random.IntN(len(parts))])
		}
		once := fold(text.String())
		if twice := fold(once); twice != once {
			t.Fatalf("fold(%q) = %q, folded again %q", text.String(), once, twice)
		}
	}
}

// Every id, name and alias of the bundled lists finds its own row, also in traditional
// characters, in full width and in capitals.
func TestEveryNameFindsItsRow(t *testing.T) {
	set, err := Read(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	traditional := map[rune]rune{}
	for from, to := range simplified() {
		if other, ok := traditional[to]; !ok || from < other {
			traditional[to] = from
		}
	}
	spellings := []func(string) string{
		func(s string) string { return s },
		strings.ToUpper,
		func(s string) string {
			return strings.Map(func(r rune) rune {
				if other, ok := traditional[r]; ok {
					return other
				}
				return r
			}, s)
		},
		func(s string) string {
			return strings.Map(func(r rune) rune {
				switch {
				case r == ' ':
					return '\u3000'
				case '!' <= r && r <= '~':
					return r + 0xfee0
				}
				return r
			}, s)
		},
	}
	checked := 0
	for _, sc := range schemas {
		l, dimension := set.List(sc.name), ""
		for _, row := range l.Rows {
			if len(sc.key) > 1 {
				dimension = row.Cells[0]
			}
			id := row.Cells[len(sc.key)-1]
			names := []string{id}
			for _, column := range sc.names {
				names = append(names, Split(l.Cell(row, column))...)
			}
			for _, name := range names {
				for _, spell := range spellings {
					checked++
					if got, _ := set.Resolve(sc.name, dimension, spell(name)); got != id {
						t.Errorf("%s: %q, written %q, leads to %q, want %q", sc.name, name, spell(name), got, id)
					}
				}
			}
		}
	}
	if checked < 2000 {
		t.Errorf("%d names checked", checked)
	}
}
