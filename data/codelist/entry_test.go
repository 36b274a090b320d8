package codelist_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"paystats/data/codelist"
	"paystats/data/diag"
)

func TestID(t *testing.T) {
	tests := []struct{ in, want string }{
		{"YES BANK", "yes-bank"},
		{"YES BANK LTD.", "yes-bank-ltd"},
		{"ABHYUDAYA CO-OP. BANK LTD", "abhyudaya-co-op-bank-ltd"},
		{"People's Bank of China", "peoples-bank-of-china"},
		{"Crédit Agricole", "credit-agricole"},
		{"J.P. Morgan & Co.", "jp-morgan-co"},
		{"支付宝", "zhifubao"},
		{"支付寶", "zhifubao"},
		{"支(zhi)付(fu)寶", "zhifubao"},
		{"中国银行", "zhongguoyinhang"},
		{"QQ钱包", "qq-qianbao"},
		{"京东支付 (网银在线)", "jingdongzhifu-wangyinzaixian"},
		{"Сбер", "x0441x0431x0435x0440"},
		{"—", ""},
	}
	for _, tt := range tests {
		if got := codelist.ID(tt.in); got != tt.want {
			t.Errorf("ID(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestPropose(t *testing.T) {
	set := mustRead(t, workspace(nil))
	tests := []struct {
		name, list, dimension string
		in, want              []string
	}{
		{"member", "member", "provider", []string{"YES BANK"}, []string{"provider,yes-bank,YES BANK,,,,,"}},
		{"comma", "member", "provider", []string{"Elm, Inc"}, []string{`provider,elm-inc,"Elm, Inc",,,,,`}},
		{"Chinese", "member", "provider", []string{"桦树"}, []string{"provider,huashu,桦树,桦树,,,,"}},
		{"traditional", "member", "provider", []string{"樺(hua)樹"}, []string{"provider,huashu,桦树,桦树,樺樹,,,"}},
		{"traditional elsewhere", "publisher", "", []string{"樺樹"}, []string{"huashu,桦树,桦树,樺樹,,"}},
		{"mark", "member", "provider", []string{"Elm*"}, []string{"provider,elm,Elm,,,,,"}},
		{"known", "member", "provider", []string{"ACME pay", "acme wallet *"}, nil},
		{"equal names", "member", "provider", []string{"Elm", "ELM", "Ｅｌｍ"}, []string{"provider,elm,Elm,,,,,"}},
		{"equal ids", "member", "provider", []string{"Elm Bank", "Elm-Bank"}, []string{"provider,elm-bank,Elm Bank,,,,,", "provider,elm-bank-2,Elm-Bank,,,,,"}},
		{"taken id", "member", "provider", []string{"Birch!"}, []string{"provider,birch-2,Birch!,,,,,"}},
		{"censored", "member", "provider", []string{"银行*"}, nil},
		{"no letters", "member", "provider", []string{"--"}, nil},
		{"needs more than a name", "measure", "", []string{"Refunds"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, e := range set.Propose(tt.list, tt.dimension, tt.in...) {
				got = append(got, e.Line())
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("Propose(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

// What is proposed, appended to a user's file and read again, is known; what stood in the
// file is still there, byte for byte.
func TestAppend(t *testing.T) {
	set := mustRead(t, workspace(nil))
	entries := set.Propose("member", "provider", "Elm, Inc", "樺樹")
	tests := []struct{ name, in, want string }{
		{"no file", "", "dimension,id,name_en,name_zh,name_zh_hant,parent,aliases,note\nprovider,elm-inc,\"Elm, Inc\",,,,,\nprovider,huashu,桦树,桦树,樺樹,,,\n"},
		{"own order, CRLF, no end of line", "\ufeffid,dimension,name_en,name_zh_hant,name_zh\r\noak,provider,Oak,,",
			"\ufeffid,dimension,name_en,name_zh_hant,name_zh\r\noak,provider,Oak,,\r\nelm-inc,provider,\"Elm, Inc\",,\r\nhuashu,provider,桦树,樺樹,桦树\r\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := codelist.Append([]byte(tt.in), entries...)
			if err != nil || string(got) != tt.want || !strings.HasPrefix(string(got), tt.in) {
				t.Fatalf("Append() = %q, %v, want %q", got, err, tt.want)
			}
			user := fstest.MapFS{entries[0].File(): {Data: got}}
			again := mustRead(t, workspace(nil), user)
			for _, name := range []string{"elm, inc", "桦树", "樺樹"} {
				if _, ok := again.Resolve("member", "provider", name); !ok {
					t.Errorf("%q is still unknown", name)
				}
			}
			if left := again.Propose("member", "provider", "Elm, Inc", "樺樹"); left != nil {
				t.Errorf("still proposed: %v", left)
			}
		})
	}
}

func TestAppendRefuses(t *testing.T) {
	set := mustRead(t, workspace(nil))
	entries := set.Propose("member", "provider", "樺樹")
	_, err := codelist.Append([]byte("dimension,id,name_en\nprovider,oak,Oak\n"), entries...)
	p, ok := errors.AsType[*diag.Problem](err)
	if !ok || p.Code != "column-missing" {
		t.Errorf("Append() = %v, want column-missing", err)
	}
	if got, err := codelist.Append([]byte("x")); err != nil || string(got) != "x" {
		t.Errorf("Append() of nothing = %q, %v", got, err)
	}
}

func TestVolume(t *testing.T) {
	for _, text := range []string{"Volume", "VOLUMES", "vol.", "Volume (in Mn)", "Volume\n(Actual)", "交易量", "交易量（亿笔）", "Volume*"} {
		if !codelist.IsVolume(text) {
			t.Errorf("IsVolume(%q) is false", text)
		}
	}
	for _, text := range []string{"Value", "volume of acme", "交易笔数", ""} {
		if codelist.IsVolume(text) {
			t.Errorf("IsVolume(%q) is true", text)
		}
	}
	set := mustRead(t, workspace(map[string]string{"publisher": "id,name_en,volume_means\nbureau,Bureau,users\nother,Other,\n"}))
	if set.VolumeMeans("bureau") != "users" || set.VolumeMeans("other") != "" || set.VolumeMeans("nobody") != "" {
		t.Error("VolumeMeans is wrong")
	}
	if m, ok := set.Measure("金额（亿元）"); !ok || m.ID != "tx_value" {
		t.Errorf("Measure() = %+v, %v", m, ok)
	}
}
