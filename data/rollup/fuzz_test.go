package rollup_test

import (
	"errors"
	"testing"

	"paystats/data/diag"
	"paystats/data/rollup"
)

// Whatever a file of definitions holds, it is refused with places, or the names of its
// tables may stand in SQL as they are.
func FuzzParse(f *testing.F) {
	definitions, err := rollup.Definitions()
	if err != nil {
		f.Fatal(err)
	}
	f.Add("attempts:\n  additive: yes\n  periods: [day, month]\n  each: [provider]\n  measures: {tx_count: count}\n")
	f.Add("a: {rereads: touched, where: {outcome: approved}, per: intent, window: 1h, measures: {users: {distinct: user}}}\n")
	f.Add(definitions[0].Name + ": {}\n\"; DROP TABLE x --\": {measures: {a: count}}\n")
	f.Fuzz(func(t *testing.T, text string) {
		definitions, err := rollup.Parse("f.yaml", text)
		if err != nil {
			if list, ok := errors.AsType[*diag.List](err); !ok || len(definitions) > 0 {
				t.Errorf("%d definitions beside %v (%v)", len(definitions), err, list)
			}
			return
		}
		for _, d := range definitions {
			for _, r := range d.Table() {
				if r != '_' && (r < 'a' || r > 'z') && (r < '0' || r > '9') {
					t.Errorf("table %q", d.Table())
				}
			}
		}
	})
}
