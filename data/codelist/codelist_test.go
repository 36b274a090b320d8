package codelist_test

import (
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"paystats/data/codelist"
	"paystats/data/diag"
)

// lists is a small workspace of synthetic providers.
var lists = map[string]string{
	"area":      "id,name_en,name_zh,parent,aliases\nAA,Alland,甲国,,\nAA-N,North,北,AA,north-province;The North\n",
	"segment":   "id,name_en,name_zh,parent,note\nretail,Retail payments,零售支付,,\n",
	"measure":   "id,name_en,name_zh,kind,additive,unit_kind,note\ntx_value,Value,金额,flow,yes,money,\nusers,Users,用户,stock,no,persons,\n",
	"dimension": "id,name_en,many_en,name_zh\ntotal,Total,,\nprovider,Provider,providers,机构\nchannel,Channel,channels,渠道\n",
	"member":    "dimension,id,name_en,name_zh,name_zh_hant,parent,aliases,note\ntotal,total,Total,合计,合計,,ALL,\nprovider,acme,Acme Pay,阿克米,阿剋米,,Acme;ACME Wallet,\nprovider,birch,Birch,桦木,樺木,acme,,\nchannel,others,Others,其他,,,,\nprovider,others,Others,其他,,,,\n",
	"publisher": "id,name_en,name_zh,aliases,note\nbureau,The Bureau,统计局,,\n",
	"scope":     "id,name_en,name_zh,note\nunspecified,Not stated,未说明,\n",
	"market":    "id,name_en,name_zh,area,segment,measures,dimension,sum_over,scope,total,unit,publishers,note\naa-retail,Retail,零售,AA,retail,tx_value;users,provider,,unspecified,published,AAD,bureau,\n",
	"event":     "id,date,name_en,name_zh,members,source,note\nlaunch,2015-09,Launch,上线,acme;birch,,\n",
}

// workspace returns a layer with some lists replaced.
func workspace(replace map[string]string) fstest.MapFS {
	layer := fstest.MapFS{}
	for name, text := range lists {
		layer["data/codelists/"+name+".csv"] = &fstest.MapFile{Data: []byte(text)}
	}
	for name, text := range replace {
		layer["data/codelists/"+name+".csv"] = &fstest.MapFile{Data: []byte(text)}
	}
	return layer
}

func mustRead(t *testing.T, layers ...fs.FS) *codelist.Set {
	t.Helper()
	set, err := codelist.Read(layers...)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func TestResolve(t *testing.T) {
	set := mustRead(t, workspace(nil))
	tests := []struct {
		name, list, dimension, in string
		want                      string // "" for unknown
	}{
		{"id", "member", "provider", "acme", "acme"},
		{"English name", "member", "provider", "Acme Pay", "acme"},
		{"case and blanks", "member", "provider", " ACME  pay ", "acme"},
		{"full-width", "member", "provider", "Ａｃｍｅ", "acme"},
		{"Chinese name", "member", "provider", "阿克米", "acme"},
		{"traditional name", "member", "provider", "阿剋米", "acme"},
		{"alias", "member", "provider", "acme wallet", "acme"},
		{"same name in another dimension", "member", "channel", "其他", "others"},
		{"other dimension", "member", "channel", "acme", ""},
		{"area by alias", "area", "", "north-province", "AA-N"},
		{"area by code", "area", "", "aa-n", "AA-N"},
		{"publisher", "publisher", "", "the bureau", "bureau"},
		{"typo", "member", "provider", "acmee", ""},
		{"empty", "member", "provider", "", ""},
		{"unknown list", "nothing", "", "acme", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := set.Resolve(tt.list, tt.dimension, tt.in)
			if got != tt.want || ok != (tt.want != "") {
				t.Errorf("Resolve(%q, %q, %q) = %q, %v, want %q", tt.list, tt.dimension, tt.in, got, ok, tt.want)
			}
		})
	}
}

func TestSetLooksUp(t *testing.T) {
	set := mustRead(t, workspace(nil))
	if got := set.Get("measure", "users", "unit_kind"); got != "persons" {
		t.Errorf("Get(measure, users, unit_kind) = %q", got)
	}
	if got := set.Get("member", "provider/birch", "parent"); got != "acme" {
		t.Errorf("Get(member, provider/birch, parent) = %q", got)
	}
	if got := set.Get("measure", "nothing", "unit_kind") + set.Get("measure", "users", "nothing"); got != "" {
		t.Errorf("Get of an unknown row or column = %q", got)
	}
	if !set.Has("market", "aa-retail") || set.Has("market", "acme") {
		t.Error("Has is wrong")
	}
	if got := set.Suggest("member", "provider", "acne pay"); !slices.Equal(got, []string{"acme"}) {
		t.Errorf("Suggest(acne pay) = %q", got)
	}
	if got := set.Dimensions(); !slices.Equal(got, []string{"total", "provider", "channel"}) {
		t.Errorf("Dimensions() = %q", got)
	}
	if l := set.List("member"); len(l.Rows) != 5 || l.Rows[1].Pos.String() != "data/codelists/member.csv:3:1" {
		t.Errorf("List(member) has %d rows", len(l.Rows))
	}
	if set.List("nothing") != nil {
		t.Error("List(nothing) is a list")
	}
}

// A user's row replaces the embedded one with the same key; others are added behind.
func TestLayersMergeByRow(t *testing.T) {
	user := fstest.MapFS{"data/codelists/member.csv": {Data: []byte("\ufeffid,dimension,name_en,aliases\nacme,provider,Acme Payments,ap\ncedar,provider,Cedar,\n")}}
	set := mustRead(t, workspace(nil), user)
	var ids []string
	for _, row := range set.List("member").Rows {
		ids = append(ids, row.Cells[0]+"/"+row.Cells[1])
	}
	want := []string{"total/total", "provider/acme", "provider/birch", "channel/others", "provider/others", "provider/cedar"}
	if !slices.Equal(ids, want) {
		t.Errorf("rows are %q, want %q", ids, want)
	}
	if got := set.Get("member", "provider/acme", "name_en"); got != "Acme Payments" {
		t.Errorf("name of acme = %q", got)
	}
	if id, _ := set.Resolve("member", "provider", "AP"); id != "acme" {
		t.Errorf("the new alias leads to %q", id)
	}
	if id, ok := set.Resolve("member", "provider", "ACME Wallet"); ok {
		t.Errorf("the replaced row's alias still leads to %q", id)
	}
}

// Every mistake, with its place; all are of one run each, so a list of several shows
// that reading goes on.
func TestReadProblems(t *testing.T) {
	const member = "dimension,id,name_en,name_zh,name_zh_hant,parent,aliases,note\n"
	const market = "id,name_en,name_zh,area,segment,measures,dimension,sum_over,scope,total,unit,publishers,note\n"
	tests := []struct {
		name    string
		replace map[string]string
		want    []string
	}{
		{"no header", map[string]string{"member": "provider,acme,Acme,,,,,\n"}, []string{`data/codelists/member.csv:1:1: member has no header [column-missing]`}},
		{"missing column", map[string]string{"scope": "id,name_zh,note\nunspecified,未说明,\n"},
			[]string{`data/codelists/scope.csv:1:1: scope has no column "name_en" [column-missing]`}},
		{"unknown column", map[string]string{"scope": "id,name_en,nmae_zh,note\nunspecified,Not stated,未说明,\n"},
			[]string{`data/codelists/scope.csv:1:12: scope has no use for a column "nmae_zh" [column-unknown]`}},
		{"duplicate key", map[string]string{"scope": "id,name_en,name_zh,note\nunspecified,Not stated,,\nunspecified,Again,,\n"},
			[]string{`data/codelists/scope.csv:3:1: scope "unspecified" is already in line 2 [key-duplicate]`}},
		{"alias of two rows", map[string]string{"member": member + "provider,acme,Acme,,,,Pay,\nprovider,birch,Birch,,,,Wood; pay,\n"},
			[]string{`data/codelists/member.csv:3:25: "pay" stands for both acme (data/codelists/member.csv:2:1) and birch [alias-ambiguous]`}},
		{"unknown parent", map[string]string{"area": "id,name_en,parent\nAA,Alland,\nAA-N,North,BB\n"},
			[]string{`data/codelists/area.csv:3:12: area names an unknown parent area "BB" [parent-unknown]`}},
		{"unknown parent of a member", map[string]string{"member": member + "provider,acme,Acme,,,,,\nprovider,birch,Birch,,,others,,\nchannel,others,Others,,,,,\n"},
			[]string{`data/codelists/member.csv:3:24: member names an unknown parent member "others" [parent-unknown]`}},
		{"market of money without a currency", map[string]string{"market": market + "m,M,,AA,retail,users;tx_value,provider,,unspecified,published,,bureau,\n"},
			[]string{`data/codelists/market.csv:2:63: market "m" counts tx_value but names no unit [unit-missing]`}},
		{"market with no number of members", map[string]string{"market": "id,name_en,area,segment,measures,scope,n_members,publishers\n" +
			"m,M,AA,retail,users,unspecified,36,bureau\nn,N,AA,retail,users,unspecified,0,bureau\no,O,AA,retail,users,unspecified,about 9,bureau\n"},
			[]string{`data/codelists/market.csv:3:33: n_members "0" is no whole number above 0 [value-unknown]`,
				`data/codelists/market.csv:4:33: n_members "about 9" is no whole number above 0 [value-unknown]`}},
		{"market of unknown things", map[string]string{"market": market + "m,M,,BB,wholesale,tx_value;tx,brand,,all,published,AAD,bureau;office,\n"},
			[]string{`data/codelists/market.csv:2:6: market names an unknown area "BB" [code-unknown]`,
				`data/codelists/market.csv:2:9: market names an unknown segment "wholesale" [code-unknown]`,
				`data/codelists/market.csv:2:19: market names an unknown measure "tx" [code-unknown]`,
				`data/codelists/market.csv:2:31: market names an unknown dimension "brand" [code-unknown]`,
				`data/codelists/market.csv:2:38: market names an unknown scope "all" [code-unknown]`,
				`data/codelists/market.csv:2:56: market names an unknown publisher "office" [code-unknown]`}},
		{"words of measures", map[string]string{"measure": "id,name_en,name_zh,kind,additive,unit_kind,note\ntx_value,Value,,flux,maybe,cash,\nusers,Users,,stock,,persons,\n"},
			[]string{`data/codelists/measure.csv:2:17: kind "flux" is unknown [value-unknown]`,
				`data/codelists/measure.csv:2:22: additive "maybe" is unknown [value-unknown]`,
				`data/codelists/measure.csv:2:28: unit_kind "cash" is unknown [value-unknown]`,
				`data/codelists/measure.csv:3:20: measure has an empty additive [value-missing]`}},
		{"member of an unknown dimension", map[string]string{"member": lists["member"] + "wallet,a,A,,,,,\nwallet,b,B,,,,,\nprovidre,c,C,,,,,\n"},
			[]string{`data/codelists/member.csv:7:1: member names an unknown dimension "wallet" [code-unknown]`,
				`data/codelists/member.csv:9:1: member names an unknown dimension "providre" [code-unknown]`}},
		{"event", map[string]string{"event": "id,date,name_en,name_zh,members,source,note\nlaunch,Sept 2015,Launch,,acme;ashe,,\n"},
			[]string{`data/codelists/event.csv:2:8: "Sept 2015" is no date [date-syntax]`,
				`data/codelists/event.csv:2:26: event names an unknown member "ashe" [code-unknown]`}},
		{"promotion", map[string]string{"event": "id,date,name_en,until,kind,areas\nsale,2024-06-16,Sale,2024-06-15,promotoin,AA;BB\nfair,2024-06,Fair,2024-05-31,promotion,\nday,2024-06-18,Day,2024,promotion,AA\ndusk,2024,Dusk,June,,\n"},
			[]string{`data/codelists/event.csv:2:22: event "sale" ends on 2024-06-15, before it begins on 2024-06-16 [date-order]`,
				`data/codelists/event.csv:2:33: kind "promotoin" is unknown [value-unknown]`,
				`data/codelists/event.csv:2:43: event names an unknown area "BB" [code-unknown]`,
				`data/codelists/event.csv:3:19: event "fair" ends on 2024-05-31, before it begins on 2024-06 [date-order]`,
				`data/codelists/event.csv:5:16: "June" is no date [date-syntax]`}},
		{"break", map[string]string{"break": "id,date,kind,publisher,source,market,old_scope,overlap\nb,2016-13,scop,bureau,doc,,unspecified,\nc,2016,scope,bureau,doc,m,,2016Q1\n"},
			[]string{`data/codelists/break.csv:2:3: "2016-13" is no date [date-syntax]`,
				`data/codelists/break.csv:2:11: kind "scop" is unknown [value-unknown]`,
				`data/codelists/break.csv:2:27: break "b" names no market and no segment [break-selection]`,
				`data/codelists/break.csv:2:40: break "b" has an old scope and no overlap [value-missing]`,
				`data/codelists/break.csv:3:25: break names an unknown market "m" [code-unknown]`,
				`data/codelists/break.csv:3:28: "2016Q1" is no period [date-syntax]`}},
		{"change of a member", map[string]string{"member_change": "dimension,member,successor,date,kind,source,weight\nprovider,acme,ashe,2016,split,doc,2\nprovider,acme,birch,2016,merge,doc,0.5\nprovider,birch,acme,2017,merge,doc,\n"},
			[]string{`data/codelists/member_change.csv:2:15: member_change names an unknown successor member "ashe" [code-unknown]`,
				`data/codelists/member_change.csv:2:35: weight "2" is no fraction of 1 [weight-syntax]`,
				`data/codelists/member_change.csv:3:15: acme becomes birch, and in the end itself again [change-cycle]`,
				`data/codelists/member_change.csv:3:36: only a split has weights [weight-syntax]`,
				`data/codelists/member_change.csv:4:16: birch becomes acme, and in the end itself again [change-cycle]`}},
		{"acceptance", map[string]string{"acceptance": "id,platform,method,claim,source,confidence,since,until,stated,hedge,causes\n" +
			"a,acme,birch,taken,doc,sure,2015,,soon,maybe,\nb,ashe,others,accepted,doc,low,,2020,,,why\nc,acme,birch,ended,doc,low,2020-05,2020-04-30,,,\nd,acme,birch,ended,doc,low,2020-05,2020,,,\n"},
			[]string{`data/codelists/acceptance.csv:2:14: claim "taken" is unknown [value-unknown]`,
				`data/codelists/acceptance.csv:2:24: confidence "sure" is unknown [value-unknown]`,
				`data/codelists/acceptance.csv:2:35: "soon" is no date [date-syntax]`,
				`data/codelists/acceptance.csv:2:40: hedge "maybe" is unknown [value-unknown]`,
				`data/codelists/acceptance.csv:3:3: acceptance names an unknown platform member "ashe" [code-unknown]`,
				`data/codelists/acceptance.csv:3:33: "b" says when it ended and claims accepted [acceptance-end]`,
				`data/codelists/acceptance.csv:3:40: acceptance names an unknown causes reason "why" [code-unknown]`,
				`data/codelists/acceptance.csv:4:36: acceptance "c" ends on 2020-04-30, before it begins on 2020-05 [date-order]`}},
		{"names that differ in script only", map[string]string{"member": lists["member"] + "provider,oak,Oak,網路付,,,,\nprovider,elm,Elm,网络付,,,,\n"},
			[]string{`data/codelists/member.csv:8:18: "网络付" stands for both oak (data/codelists/member.csv:7:1) and elm [alias-ambiguous]`}},
		{"rule for volume", map[string]string{"publisher": "id,name_en,volume_means\nbureau,B,tx_cuont\n"},
			[]string{`data/codelists/publisher.csv:2:10: publisher names an unknown volume_means measure "tx_cuont" [code-unknown]`}},
		{"id", map[string]string{"publisher": "id,name_en\nbureau,B\nthe bureau,T\n"},
			[]string{`data/codelists/publisher.csv:3:1: id "the bureau" is no id [id-syntax]`}},
		{"ragged row", map[string]string{"publisher": "id,name_en\nbureau,B\nx,y,z\n"},
			[]string{`data/codelists/publisher.csv:3:1: the row has 3 cells, the header 2 [row-ragged]`}},
		{"open quote", map[string]string{"publisher": "id,name_en\nbureau,B\nx,\"y\n"},
			[]string{`data/codelists/publisher.csv:3:6: extraneous or missing " in quoted-field [csv-syntax]`}},
		{"not UTF-8", map[string]string{"publisher": "id,name_en\nbureau,\xd2\xf8\n"},
			[]string{`data/codelists/publisher.csv:2:8: the text is not UTF-8 [text-encoding]`}},
		{"empty file", map[string]string{"event": ""},
			[]string{`data/codelists/event.csv: the file is empty [csv-syntax]`}},
		{"column twice", map[string]string{"publisher": "id,name_en,name_en\nbureau,B,C\n"},
			[]string{`data/codelists/publisher.csv:1:12: column "name_en" occurs twice [column-duplicate]`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			set, err := codelist.Read(workspace(tt.replace))
			list, ok := errors.AsType[*diag.List](err)
			if !ok || set != nil {
				t.Fatalf("Read() = %v, %v, want a *diag.List", set, err)
			}
			got := strings.Split(list.Error(), "\n")
			if !slices.Equal(got, tt.want) {
				t.Errorf("problems:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(tt.want, "\n"))
			}
			for _, p := range list.Sorted() {
				if p.Pos.Line > 0 && p.Line == "" {
					t.Errorf("%v does not show its line", p)
				}
			}
		})
	}
}

func TestHints(t *testing.T) {
	tests := []struct{ name, list, text, want string }{
		{"near", "market", strings.Replace(lists["market"], "retail,tx", "retial,tx", 1), "did you mean retail?"},
		{"near dimension", "member", lists["member"] + "provders,c,C,,,,,\n", "did you mean provider?"},
		{"new dimension", "member", lists["member"] + "wallet,a,A,,,,,\n", "add a row for it to data/codelists/dimension.csv"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := codelist.Read(workspace(map[string]string{tt.list: tt.text}))
			list, ok := errors.AsType[*diag.List](err)
			if !ok || list.Sorted()[0].Hint != tt.want {
				t.Errorf("Read() = %v, want the hint %q", err, tt.want)
			}
		})
	}
}

// A user's dimension: a row in dimension.csv, members, a market.
func TestOwnDimension(t *testing.T) {
	user := fstest.MapFS{
		"data/codelists/dimension.csv": {Data: []byte("id,name_en\nwallet,Wallet\n")},
		"data/codelists/member.csv":    {Data: []byte("dimension,id,name_en\nwallet,blue,Blue\n")},
		"data/codelists/market.csv":    {Data: []byte("id,name_en,area,segment,measures,dimension,scope,publishers\nw,W,AA,retail,users,wallet,unspecified,bureau\n")},
	}
	set := mustRead(t, workspace(nil), user)
	if got := set.Get("dimension", "wallet", "name_en"); got != "Wallet" {
		t.Errorf("name of the dimension = %q", got)
	}
	if id, _ := set.Resolve("member", "wallet", "Blue"); id != "blue" {
		t.Errorf("Resolve(member, wallet, Blue) = %q", id)
	}
}

func TestSplit(t *testing.T) {
	if got := codelist.Split(" a; b ;;c"); !slices.Equal(got, []string{"a", "b", "c"}) {
		t.Errorf("Split() = %q", got)
	}
}

// The embedded lists are right, and the real spellings of real files lead where they should.
func TestBundledLists(t *testing.T) {
	set, err := codelist.Read(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ list, dimension, in, want string }{
		{"member", "provider", "支付寶", "alipay"},
		{"member", "provider", "Tenpay", "tenpay"},
		{"member", "total", "ALL", "total"},
		{"area", "", "andaman-&-nicobar-islands", "IN-AN"},
		{"publisher", "", "SooToo Institute", "sootoo"},
		{"reason", "", "server_overload", "server-overload"},
		{"reason", "", "merchant_not_applied_wechat_pay", "merchant-not-applied"},
		{"reason", "", "發卡銀行風控攔截", "issuer-risk-control"},
	} {
		if got, _ := set.Resolve(tt.list, tt.dimension, tt.in); got != tt.want {
			t.Errorf("Resolve(%q, %q, %q) = %q, want %q", tt.list, tt.dimension, tt.in, got, tt.want)
		}
	}
	for _, name := range codelist.Names() {
		if len(set.List(name).Rows) == 0 {
			t.Errorf("list %s is empty", name)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	for b.Loop() {
		if _, err := codelist.Read(os.DirFS("../..")); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkResolve(b *testing.B) {
	set, err := codelist.Read(os.DirFS("../.."))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, ok := set.Resolve("member", "provider", "支付宝"); !ok {
			b.Fatal("unknown")
		}
	}
}
