package ingest_test

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"paystats/data/codelist"
	"paystats/data/diag"
	"paystats/data/obs"
)

// readNamed reads a long table with a name in every row, by code lists in which bureau has
// a rule for "volume" and office has none.
func readNamed(t *testing.T, paystats, table string) ([]obs.Observation, []*diag.Problem) {
	t.Helper()
	layer := fstest.MapFS{}
	own := maps.Clone(lists)
	own["publisher"] = "id,name_en,volume_means\nbureau,The Bureau,tx_count\noffice,The Office,\n"
	own["measure"] += "fx_rate,Exchange rate,stock,no,rate\n"
	for name, text := range own {
		layer["data/codelists/"+name+".csv"] = &fstest.MapFile{Data: []byte(text)}
	}
	set, err := codelist.Read(layer)
	if err != nil {
		t.Fatal(err)
	}
	d := mustOpen(t, dataset(describe("path: f.csv", paystats), map[string]string{"f.csv": table}))
	var rows []obs.Observation
	summary, err := d.Read(context.Background(), set, func(o obs.Observation) error {
		rows = append(rows, o)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var refused []*diag.Problem
	for _, r := range summary.Rejects {
		refused = append(refused, r.Problem())
	}
	return rows, refused
}

const named = `
publisher: {column: publisher}
observation:
  period: 2024-Q1
  area: AA
  segment: retail
  measure: {column: measure}
  dimension: provider
  member: {column: name}
  value: {column: value, unit: {column: unit}}
max_rejects: 9
`

// Footnote marks of names are cut, and kept in the note.
func TestMarkIsKept(t *testing.T) {
	rows, refused := readNamed(t, named, "publisher,measure,name,value,unit\n"+
		"bureau,tx_count,Acme Pay*,1,count\nbureau,Transactions[2],阿克米①,2,count\nbureau,tx_count,acme,3,count\nbureau,tx_count,ALL (注1),4,count\n")
	var got []string
	for _, o := range rows {
		got = append(got, o.Measure+" "+o.Member+": "+o.Note)
	}
	want := []string{
		"tx_count acme: the member bears the mark *",
		"tx_count acme: the measure bears the mark [2]; the member bears the mark ①",
		"tx_count acme: ",
		"tx_count total: the member bears the mark (注1)",
	}
	if !slices.Equal(got, want) || len(refused) > 0 {
		t.Errorf("read %q, refused %v, want %q", got, refused, want)
	}
}

// A bare volume is what the publisher's rule says; without a rule it is refused.
func TestVolumeIsAmbiguous(t *testing.T) {
	rows, refused := readNamed(t, named, "publisher,measure,name,value,unit\n"+
		"bureau,Volume,acme,1,count\nbureau,Volume (in Mn),acme,2,Mn\nbureau,交易量,acme,3,\nbureau,Volume,acme,4,EUR\noffice,Volume,acme,5,count\noffice,vol.,acme,6,EUR\noffice,Value,acme,7,EUR\n")
	var got []string
	for _, o := range rows {
		got = append(got, o.Measure+" "+o.Value.String()+" "+o.Note)
	}
	for _, p := range refused {
		got = append(got, strings.ReplaceAll(p.Error(), dir+"/", ""))
	}
	want := []string{
		`tx_count 1 "Volume" is tx_count to bureau`,
		`tx_count 2000000 "Volume (in Mn)" is tx_count to bureau`,
		`tx_count 3 "交易量" is tx_count to bureau`,
		`tx_value 7 `,
		`f.csv:5:22: "4 EUR" counts money, but tx_count is things [unit-kind]`,
		`f.csv:6:8: measure "Volume" is the count to some publishers, the amount to others [measure-ambiguous]`,
		`f.csv:7:8: measure "vol." is the count to some publishers, the amount to others [measure-ambiguous]`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("read\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// A descriptor that says volume is checked before its files are read, by the rule of its
// publisher.
func TestVolumeOfDescriptor(t *testing.T) {
	for publisher, want := range map[string]bool{"office": true, "The Office": true, "{column: publisher}": false} {
		text := strings.Replace(strings.Replace(named, "{column: measure}", "Volume", 1), "{column: publisher}", publisher, 1)
		d := mustOpen(t, dataset(describe("path: f.csv", text), map[string]string{"f.csv": "x\n"}))
		err := d.Check(mustLists(t))
		if got := err != nil && strings.Contains(err.Error(), "[measure-ambiguous]"); got != want {
			t.Errorf("publisher %s: %v, want measure-ambiguous %v", publisher, err, want)
		}
	}
}

// The hint of an unknown name has the nearest ones, and the line that accepts it.
func TestHintOfUnknownName(t *testing.T) {
	tests := []struct{ name, want string }{
		{"Brich", "did you mean birch? to accept the name, add to data/codelists/member.csv: provider,brich,Brich,,,,,"},
		{"YES BANK*", "to accept the name, add to data/codelists/member.csv: provider,yes-bank,YES BANK,,,,,"},
		{"杨木", "did you mean birch? to accept the name, add to data/codelists/member.csv: provider,yangmu,杨木,杨木,,,,"},
		{"雪*", "did you mean cedar? names and aliases are in data/codelists/member.csv"},
	}
	for _, tt := range tests {
		_, refused := readNamed(t, named, "publisher,measure,name,value,unit\nbureau,tx_count,"+tt.name+",1,count\n")
		if len(refused) != 1 || refused[0].Code != "code-unknown" || refused[0].Hint != tt.want {
			t.Errorf("%q: %v, want the hint %q", tt.name, refused, tt.want)
		}
	}
}

// A rate is in one currency per another, and nothing else is.
func TestRateOfExchange(t *testing.T) {
	rows, refused := readNamed(t, named, "publisher,measure,name,value,unit\n"+
		"bureau,fx_rate,ALL,7.1,CNY per USD\nbureau,fx_rate,ALL,7.1,CNY/USD\nbureau,fx_rate,ALL,7.3 CNY/USD,\nbureau,fx_rate,ALL,4.8,人民币/100日元\nbureau,fx_rate,ALL,7.1,CNY\nbureau,fx_rate,ALL,7.1,\nbureau,tx_value,ALL,7.1,CNY per USD\n")
	var got []string
	for _, o := range rows {
		got = append(got, o.Value.String()+" "+string(o.Unit)+" "+o.Note)
	}
	for _, p := range refused {
		got = append(got, p.Msg+" | "+p.Hint)
	}
	want := []string{
		`7.1 CNY/USD `,
		`7.1 CNY/USD "CNY/USD" is read as CNY per USD`,
		`7.3 CNY/USD "7.3 CNY/USD" is read as CNY per USD`,
		`0.048 CNY/JPY "人民币/100日元" is read as CNY per JPY`,
		`"7.1 CNY" counts money, but fx_rate is a rate of exchange | correct the unit, or the measure`,
		`"7.1" names no unit, but fx_rate is a rate of exchange | name both currencies: unit: CNY per USD`,
		`"7.1 CNY per USD" counts a rate of exchange, but tx_value is money | correct the unit, or the measure`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("read\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
