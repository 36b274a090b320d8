package ingest_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// totals is a `paystats` block with a count and an amount, totals and checks.
const totals = `
publisher: bureau
rows:
  skip: {bank: '^\d+$'}
  total: {bank: '(?i)^(sub)?total$'}
  check: {bank: '(?i)^total (in|\()'}
  end: {bank: '(?i)^note'}
observation:
  period: 2016-09
  area: AA
  segment: retail
  dimension: provider
  member: {column: bank}
  value:
    - {column: volume, measure: tx_count, unit: count}
    - {column: amount, measure: tx_value, unit: INR mn}
`

// verdicts are what was said of totals: notes of total observations, warnings, and how many
// were verified and checked.
func verdicts(t *testing.T, paystats, data string) []string {
	t.Helper()
	out := read(t, dataset(describe("path: f.csv", paystats+"max_rejects: 9\n"), map[string]string{"f.csv": "bank,volume,amount\n" + data}))
	if out.err != nil {
		t.Fatal(out.err)
	}
	var lines []string
	for _, o := range out.rows {
		if o.Member == "total" {
			if o.Dimension != "total" {
				t.Errorf("the total's dimension is %s", o.Dimension)
			}
			lines = append(lines, fmt.Sprintf("%s %s: %s", o.Place.At, o.Value, o.Note))
		}
	}
	for _, w := range out.summary.Warnings {
		lines = append(lines, strings.ReplaceAll(w.Error(), dir+"/", ""))
		if !w.Warning || w.Line == "" {
			t.Errorf("%+v is no warning with its line", w)
		}
	}
	return append(lines, fmt.Sprintf("%d verified, %d checked", out.summary.Verified, out.summary.Checked))
}

func TestTotals(t *testing.T) {
	for _, tt := range []struct {
		name, data string
		want       []string
	}{
		{"totals_rows", "1,2,3\nAcme,10,1.25\nBirch,20,2.5\nTOTAL,30,3.75\n\"Total (No. of transactions in mn, amount in bn)\",0.00,0.00\nNote,x,y\n",
			[]string{"5:2 30: equals the sum of 2 rows", "5:3 3750000: equals the sum of 2 rows", "4 verified, 2 checked"}},
		{"count differs by one", "Acme,10,1\nBirch,20,2\nTotal,31,3\n",
			[]string{"4:2 31: differs from the sum of the rows above by 1 count", "4:3 3000000: equals the sum of 2 rows",
				`f.csv:4:7: the total "31 count" differs from the sum of 2 rows above, 30 count, by 1 count [total-differs]`, "1 verified, 0 checked"}},
		{"rounding is no difference", "Acme,10,1.24\nBirch,20,2.5\nTotal,30,3.8\n",
			[]string{"4:2 30: equals the sum of 2 rows", "4:3 3800000: equals the sum of 2 rows", "2 verified, 0 checked"}},
		{"more than rounding", "Acme,10,1.24\nBirch,20,2.51\nTotal,30,3.9\n",
			[]string{"4:2 30: equals the sum of 2 rows", "4:3 3900000: differs from the sum of the rows above by 150000 INR",
				`f.csv:4:10: the total "3.9 INR mn" differs from the sum of 2 rows above, 3750000 INR, by 150000 INR [total-differs]`, "1 verified, 0 checked"}},
		{"subtotals", "Acme,1,1\nBirch,2,2\nSubtotal,3,3\nCedar,4,4\nSubtotal,4,4\nTotal,7,7\n",
			[]string{"4:2 3: equals the sum of 2 rows", "4:3 3000000: equals the sum of 2 rows", "6:2 4: equals the sum of 1 row", "6:3 4000000: equals the sum of 1 row",
				"7:2 7: equals the sum of 3 rows", "7:3 7000000: equals the sum of 3 rows", "6 verified, 0 checked"}},
		{"a refused value above", "Acme,1,1\nBirch,x,2\nTotal,3,3\n",
			[]string{"4:2 3: not held against a sum: a value above was refused, or is not exact", "4:3 3000000: equals the sum of 2 rows", "1 verified, 0 checked"}},
		{"a hedged value above", "Acme,1,>1\nBirch,2,2\nTotal,3,3\n",
			[]string{"4:2 3: equals the sum of 2 rows", "4:3 3000000: not held against a sum: a value above was refused, or is not exact", "1 verified, 0 checked"}},
		{"an empty value adds nothing", "Acme,1,\nBirch,2,2\nTotal,3,2\n",
			[]string{"4:2 3: equals the sum of 2 rows", "4:3 2000000: equals the sum of 1 row", "2 verified, 0 checked"}},
		{"all values above refused", "Acme,x,1\nTotal,3,1\n",
			[]string{"3:2 3: not held against a sum: a value above was refused, or is not exact", "3:3 1000000: equals the sum of 1 row", "1 verified, 0 checked"}},
		{"a total that no rule names is no member", "Acme,1,1\nBirch,2,2\n合计,3,3\nTotal,3,3\n",
			[]string{"4:2 3: ", "4:3 3000000: ", "5:2 3: equals the sum of 2 rows", "5:3 3000000: equals the sum of 2 rows", "2 verified, 0 checked"}},
		{"nothing above", "Total,3,2\n", []string{"2:2 3: not held against a sum: no rows stand above", "2:3 2000000: not held against a sum: no rows stand above", "0 verified, 0 checked"}},
		{"checks in millions and billions", "Acme,120000000,12345600\nBirch,150000,654\nTotal in Million & Billion,120.15,12346.25\n", []string{"2 verified, 2 checked"}},
		{"a check whose cells name their multiplier", "Acme,120000000,12345600\nTotal in figures,12 crore,12345.6 bn\n", []string{"2 verified, 2 checked"}},
		{"a check without multiplier is in the declared one", "Acme,12,7\nTotal in all,12,7\n", []string{"2 verified, 2 checked"}},
		{"a check with more decimals than are kept", "Acme,120147454,9880165.11142926\nTotal (in mn and bn),120.147454,9880.16511142926\n", []string{"2 verified, 2 checked"}},
		{"a check that is no number", "Acme,1,1\nTotal in mn,n/a,many\n",
			[]string{`f.csv:3:13: a total cannot be held against its sum: "n/a" is not a number [number-syntax]`,
				`f.csv:3:17: a total cannot be held against its sum: "many" is not a number [number-syntax]`, "0 verified, 2 checked"}},
		{"a check that differs", "Acme,120000000,1\nTotal in mn,121,\n",
			[]string{`f.csv:3:13: the total "121" differs from the sum of 1 row above, 120000000 count, by 1000000 count [total-differs]`, "0 verified, 2 checked"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := verdicts(t, totals, tt.data); !slices.Equal(got, tt.want) {
				t.Errorf("verdicts:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(tt.want, "\n"))
			}
		})
	}
}

// Growth and measures that do not add up have no sum.
func TestTotalsOfWhatDoesNotAddUp(t *testing.T) {
	data := "Acme,1,1\nTotal,5,5\n"
	for _, paystats := range []string{
		strings.ReplaceAll(totals, "unit: count}", "unit: \"%\", transformation: yoy}"),
		strings.ReplaceAll(totals, "measure: tx_count, unit: count", "measure: users, unit: persons"),
	} {
		if got := verdicts(t, paystats, data); !strings.HasSuffix(got[0], ": ") || len(got) != 4 {
			t.Errorf("verdicts %q", got)
		}
	}
}

// Permuting the member rows between two totals changes no verdict.
func TestTotalsDoNotDependOnOrder(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 50 {
		var first, second []string
		volume, amount := 0, 0.0
		for i := range 2 + random.IntN(2000) {
			v, a := random.IntN(1_000_000), float64(random.IntN(1_000_000))/100
			volume, amount = volume+v, amount+a
			row := fmt.Sprintf("%s,%d,%.2f\n", []string{"Acme", "Birch", "Cedar"}[i%3], v, a)
			if i%2 == 0 {
				first = append(first, row)
			} else {
				second = append(second, row)
			}
		}
		table := func() string {
			text := strings.Join(first, "") + "Subtotal,17,17\n" + strings.Join(second, "")
			return text + fmt.Sprintf("Total,%d,%.1f\n", volume, amount)
		}
		shuffle := func(rows []string) {
			random.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
		}
		want := verdicts(t, totals, table())
		if !strings.HasPrefix(want[len(want)-1], "2 verified") {
			t.Fatalf("verdicts %q", want)
		}
		shuffle(first)
		shuffle(second)
		if got := verdicts(t, totals, table()); !slices.Equal(got, want) {
			t.Fatalf("verdicts %q\nwant     %q", got, want)
		}
	}
}

// Where the periods stand below each other, totals at the end are those of their periods.
func TestTotalsOfPeriods(t *testing.T) {
	periods := strings.NewReplacer("period: 2016-09", "period: {column: volume}", "    - {column: volume, measure: tx_count, unit: count}\n", "").Replace(totals)
	data := "Acme,2016Q1,1\nAcme,2016Q2,2\nBirch,2016Q1,10\nBirch,2016Q2,20\nTotal,2016Q1,11\nTotal,2016Q2,25\nTotal,2016S1,33\n"
	want := []string{"6:3 11000000: equals the sum of 2 rows", "7:3 25000000: differs from the sum of the rows above by 3000000 INR", "8:3 33000000: equals the sum of 4 rows",
		`f.csv:7:14: the total "25 INR mn" differs from the sum of 2 rows above, 22000000 INR, by 3000000 INR [total-differs]`, "2 verified, 0 checked"}
	if got := verdicts(t, periods, data); !slices.Equal(got, want) {
		t.Errorf("verdicts:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// A total row repeats what stands above only where the descriptor says so: it may be a total of
// all that is above.
func TestFillTotal(t *testing.T) {
	months := strings.NewReplacer("period: 2016-09", "period: {column: volume}", "    - {column: volume, measure: tx_count, unit: count}\n", "", "rows:\n", "rows:\n  fill: [volume]\n").Replace(totals)
	data := "Acme,Sep-16,1\nBirch,,2\nTotal,,3\nAcme,Oct-16,10\nBirch,,20\nTotal,,30\n"
	out := read(t, dataset(describe("path: f.csv", months+"max_rejects: 2\n"), map[string]string{"f.csv": "bank,volume,amount\n" + data}))
	if len(out.summary.Rejects) != 2 || !strings.Contains(out.summary.Rejects[0].Hint, "fill_total") {
		t.Errorf("totals without a period: %+v, %v", out.summary.Rejects, out.err)
	}
	filled := strings.Replace(months, "fill: [volume]\n", "fill: [volume]\n  fill_total: [volume]\n", 1)
	want := []string{"4:3 3000000: equals the sum of 2 rows", "7:3 30000000: equals the sum of 2 rows", "2 verified, 0 checked"}
	if got := verdicts(t, filled, data); !slices.Equal(got, want) {
		t.Errorf("verdicts %q, want %q", got, want)
	}
}

// Every file begins a table of its own: its sums begin at nothing.
func TestTotalsOfFiles(t *testing.T) {
	text := describe("path: \"*.csv\"", totals)
	out := read(t, dataset(text, map[string]string{"a.csv": "bank,volume,amount\nAcme,1,1\n", "b.csv": "bank,volume,amount\nAcme,2,2\nTotal,2,2\n"}))
	if out.err != nil || out.summary.Verified != 2 || out.summary.RowsIn != 6 {
		t.Errorf("%+v, %v", out.summary, out.err)
	}
}
