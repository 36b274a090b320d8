package transform

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// checkedValue is one printed value of a random series; error kinds change it.
type checkedValue struct {
	measure string
	member  string
	index   int // quarters since 2012-Q1
	value   float64
	wrong   string // kind of the injected error; "" for none
}

// injections are the kinds of errors, with what each does to a value.
var injections = map[string]func(*rand.Rand, *checkedValue, float64){
	"footnote digit in front": func(rng *rand.Rand, v *checkedValue, _ float64) {
		v.value += float64(1+rng.IntN(9)) * math.Pow(10, math.Floor(math.Log10(v.value))+1)
	},
	"亿 for 万亿":               func(_ *rand.Rand, v *checkedValue, _ float64) { v.value /= 1e4 },
	"count for value":        func(_ *rand.Rand, v *checkedValue, count float64) { v.value = count },
	"period off by one year": func(rng *rand.Rand, v *checkedValue, _ float64) { v.index += 4 - 8*rng.IntN(2) },
}

// randomSeries returns values and counts of members over 24 quarters: growth of up to 12 % a
// quarter, a season, noise of 5 %, printed with four digits.
func randomSeries(rng *rand.Rand, members int) []checkedValue {
	var values []checkedValue
	for m := range members {
		level, growth, ticket := math.Pow(10, 9+4*rng.Float64()), 0.12*rng.Float64(), 20+2000*rng.Float64()
		for q := range 24 {
			season := 1 + 0.08*float64(q%4)
			value := level * math.Exp(growth*float64(q)+0.05*rng.NormFloat64()) * season
			count := value / ticket * math.Exp(0.03*rng.NormFloat64())
			name := fmt.Sprintf("p%02d", m)
			values = append(values, checkedValue{"tx_value", name, q, fourDigits(value), ""}, checkedValue{"tx_count", name, q, fourDigits(count), ""})
		}
	}
	return values
}

func fourDigits(x float64) float64 {
	unit := math.Pow(10, math.Floor(math.Log10(x))-3)
	return math.Round(x/unit) * unit
}

// TestInjectedErrors: errors of each kind in clean series, one a series, are found at the
// cell where they stand nine times of ten, and clean values are left alone.
func TestInjectedErrors(t *testing.T) {
	models := shipped(t)
	const members, rounds = 40, 2
	for _, kind := range sortedKeys(injections) {
		found, injected, alarms, clean := 0, 0, 0, 0
		for seed := range uint64(rounds) {
			rng := rand.New(rand.NewPCG(seed, 11))
			values := randomSeries(rng, members)
			for m := range members {
				at := m*48 + 2*rng.IntN(24) // a value; its count follows
				injections[kind](rng, &values[at], values[at+1].value)
				values[at].wrong = kind
			}
			named := namedCells(t, models, values)
			for i, v := range values {
				switch {
				case v.wrong != "":
					injected++
					if named[i+1] {
						found++
					}
				default:
					clean++
					if named[i+1] {
						alarms++
					}
				}
			}
		}
		t.Logf("%s: %d of %d found, %d of %d clean values named", kind, found, injected, alarms, clean)
		if float64(found) < 0.9*float64(injected) {
			t.Errorf("%s: %d of %d found, want nine of ten", kind, found, injected)
		}
		if float64(alarms) > 0.01*float64(clean) {
			t.Errorf("%s: %d of %d clean values named, want less than one of a hundred", kind, alarms, clean)
		}
	}
}

// namedCells runs the models and returns the ids that checks of single values name.
func namedCells(t *testing.T, models []*Model, values []checkedValue) map[int]bool {
	t.Helper()
	lines := make([]string, len(values))
	for i, v := range values {
		unit := "CNY"
		if v.measure == "tx_count" {
			unit = "count"
		}
		quarter := 2012*4 + v.index
		lines[i] = fmt.Sprintf("%d,provider,%s,%s,%s,%d-Q%d,%.0f,d%d", i+1, v.member, v.measure, unit, quarter/4, quarter%4+1, v.value, i)
	}
	db := bundle(t, models, "id,dimension,member,measure,unit,period,value,document", lines)
	numberObservations(t, db)
	if _, err := Run(context.Background(), db, models, Options{Only: []string{"check_jump", "check_period", "check_ticket"}}); err != nil {
		t.Fatal(err)
	}
	f, err := db.Query(context.Background(), `SELECT DISTINCT observation FROM (
		FROM check_jump UNION ALL FROM check_period UNION ALL FROM check_ticket) WHERE observation IS NOT NULL`)
	if err != nil {
		t.Fatal(err)
	}
	named := map[int]bool{}
	for i := range f.Rows() {
		named[int(f.Int("observation", i))] = true
	}
	return named
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, strings.Compare)
	return keys
}
