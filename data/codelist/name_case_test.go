package codelist_test

import (
	"os"
	"testing"

	"paystats/data/codelist"
)

// nameExample is a printed name and what it leads to in the bundled lists.
type nameExample struct {
	list, dimension, in string
	want, mark          string
	suggest             string // the first suggestion, for names that lead nowhere
}

// nameCases are the kinds of mess in names that real files hold, under the names that the
// list of them gives.
var nameCases = []struct {
	id       string
	examples []nameExample
}{
	{"alias", []nameExample{
		{list: "member", dimension: "provider", in: "腾讯金融", want: "tenpay"},
		{list: "member", dimension: "provider", in: "微信支付+QQ钱包", want: "tenpay"},
		{list: "member", dimension: "provider", in: "TenPay", want: "tenpay"},
		{list: "member", dimension: "provider", in: "银商", want: "unionpay-merchant-services"},
		{list: "member", dimension: "provider", in: "腾讯", want: "tencent"}, // the parent, not the provider
		{list: "member", dimension: "provider", in: "蚂蚁金服"},                // a parent that is no member
		{list: "publisher", in: "People’s Bank of China", want: "pboc"},
		{list: "publisher", in: "Reserve Bank of India", want: "rbi"},
		{list: "measure", in: "交易规模", want: "tx_value"},
		{list: "measure", in: "No. of Transactions", want: "tx_count"},
		{list: "segment", in: "ECS (CREDIT)", want: "ecs-credit"},
	}},
	{"script", []nameExample{
		{list: "member", dimension: "provider", in: "支付寶", want: "alipay"},
		{list: "member", dimension: "provider", in: "環迅支付", want: "ips"},
		{list: "member", dimension: "instrument", in: "網上銀行", want: "online-banking"},
		{list: "member", dimension: "channel", in: "行動支付", want: "mobile"},
		{list: "segment", in: "非銀行支付機構網路支付", want: "nonbank-online"},
		{list: "measure", in: "交易筆數", want: "tx_count"},
		{list: "publisher", in: "中國網際網路絡資訊中心", want: "cnnic"},
		{list: "area", in: "ＣＮ", want: "CN"},
		{list: "area", in: "中國", want: "CN"},
		{list: "member", dimension: "provider", in: "支 付 宝", want: "alipay"},
	}},
	{"pinyin_noise", []nameExample{
		{list: "member", dimension: "provider", in: "支(zhi)付(fu)寶(bǎo)", want: "alipay"},
		{list: "measure", in: "用(yong)(yong)戶數", want: "users"},
		{list: "measure", in: "註（zhù）冊(cè)用戶", want: "users_registered"},
		{list: "member", dimension: "provider", in: "支付宝(app)"}, // no syllable
	}},
	{"typo", []nameExample{
		{list: "publisher", in: "Analasys", suggest: "analysys"},
		{list: "member", dimension: "provider", in: "Alipya", suggest: "alipay"},
	}},
	{"marker", []nameExample{
		{list: "segment", in: "UPI @", want: "upi", mark: "@"},
		{list: "segment", in: "APBS $", want: "apbs", mark: "$"},
		{list: "member", dimension: "provider", in: "PhonePe*", want: "phonepe", mark: "*"},
		{list: "member", dimension: "provider", in: "*PhonePe", want: "phonepe", mark: "*"},
		{list: "member", dimension: "provider", in: "支付寶*", want: "alipay", mark: "*"},
		{list: "member", dimension: "provider", in: "支付宝①", want: "alipay", mark: "①"},
		{list: "member", dimension: "provider", in: "支付宝¹", want: "alipay", mark: "¹"},
		{list: "member", dimension: "provider", in: "支付宝[2](注1)", want: "alipay", mark: "[2](注1)"},
		{list: "member", dimension: "provider", in: "支付宝（注）", want: "alipay", mark: "（注）"},
		{list: "member", dimension: "provider", in: "Alipay^3", want: "alipay", mark: "^3"},
		{list: "member", dimension: "provider", in: "微信支付加财付通 †", want: "tenpay", mark: "†"},
	}},
	{"mt_entity", []nameExample{
		{list: "publisher", in: "Iris Consulting", want: "iresearch"},
		{list: "member", dimension: "provider", in: "贝宝", want: "paypal"},
		{list: "scope", in: "concierge transaction", want: "acquiring-side"},
	}},
	{"censored", []nameExample{
		{list: "member", dimension: "provider", in: "银联*", suggest: "unionpay"},
		{list: "member", dimension: "provider", in: "微*支付", suggest: "wechat-pay"},
		{list: "member", dimension: "provider", in: "*付寶", suggest: "alipay"},
		{list: "member", dimension: "provider", in: "支*", suggest: "alipay"},
	}},
}

func TestCase(t *testing.T) {
	set := mustRead(t, os.DirFS("../.."))
	for _, tt := range nameCases {
		t.Run(tt.id, func(t *testing.T) {
			for _, ex := range tt.examples {
				got, ok := set.Lookup(ex.list, ex.dimension, ex.in)
				if want := (codelist.Match{ID: ex.want, Mark: ex.mark}); got != want || ok != (ex.want != "") {
					t.Errorf("Lookup(%q, %q, %q) = %+v, %v, want %+v", ex.list, ex.dimension, ex.in, got, ok, want)
				}
				if near := set.Suggest(ex.list, ex.dimension, ex.in); ex.suggest != "" && (len(near) == 0 || near[0] != ex.suggest) {
					t.Errorf("Suggest(%q, %q, %q) = %q, want %q first", ex.list, ex.dimension, ex.in, near, ex.suggest)
				}
			}
		})
	}
}

// Marks are cut from the ends only, and never what may be a part of the name.
func TestCutMarks(t *testing.T) {
	tests := []struct{ in, name, mark string }{
		{"WhatsApp*", "WhatsApp", "*"},
		{"WhatsApp **", "WhatsApp", "**"},
		{"* Mumbai", "Mumbai", "*"},
		{"银行*", "银行*", ""},
		{"银行**", "银行**", ""},
		{"*行", "*行", ""},
		{"银行 *", "银行", "*"},
		{"招*银行①", "招*银行", "①"},
		{"Pay (2)", "Pay", "(2)"},
		{"Pay (2015)", "Pay (2015)", ""},
		{"Pay(注1)[3]", "Pay", "(注1)[3]"},
		{"A*B", "A*B", ""},
		{"*", "*", ""},
		{"", "", ""},
	}
	for _, tt := range tests {
		if name, mark := codelist.CutMarks(tt.in); name != tt.name || mark != tt.mark {
			t.Errorf("CutMarks(%q) = %q, %q, want %q, %q", tt.in, name, mark, tt.name, tt.mark)
		}
	}
}
