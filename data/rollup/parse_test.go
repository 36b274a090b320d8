package rollup_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"paystats/data/diag"
	"paystats/data/rollup"
)

const sound = `payment:
  additive: true
  periods: [month]
  each: {provider: provider}
  together: {currency: currency}
  measures:
    attempts: {kind: count}
    value: {kind: sum, of: amount}
`

// Every mistake is named where it stands.
func TestParseNamesMistakes(t *testing.T) {
	tests := []struct{ name, old, new, want string }{
		{"sound", "", "", ""},
		{"column", "provider: provider", "provider: provder", `f:4:20: table transaction has no column "provder" [rollup-column]`},
		{"time as dimension", "currency: currency", "at: occurred_at", `f:5:18: column occurred_at holds a time, not text [rollup-column]`},
		{"sum of text", "of: amount", "of: currency", `f:8:28: column currency holds text, not money [rollup-column]`},
		{"sum of nothing", ", of: amount", "", `f:8:12: payment.measures.value.of is empty, not a text [key-type]`},
		{"kind", "kind: count", "kind: average", `f:7:22: payment.measures.attempts.kind "average" is unknown [value-unknown]`},
		{"no kind", "{kind: count}", "{}", `no kind [key-missing]`},
		{"distinct added up", "{kind: count}", "{kind: distinct, of: user_key}", `f:7:15: attempts: distinct does not add up over files [rollup-additive]`},
		{"not additive, not re-read", "  additive: true\n", "", `has no additive [key-missing]`},
		{"additive and re-read", "additive: true", "additive: true\n  rereads: anything", `f:3:12: what adds up over files re-reads nothing [rollup-additive]`},
		{"re-read for nothing", "additive: true", "rereads: anything", `f:7:15: attempts: count adds up over files [rollup-additive]`},
		{"count of a column", "kind: count", "kind: count, of: id", `f:7:33: count takes no column [rollup-measure]`},
		{"count with outcomes", "kind: count", "kind: count, first: [failed]", `first, then and within are of kinds cases and case_sum, not of count [rollup-measure]`},
		{"outcome", "  measures", "  where: {outcome: [aproved]}\n  measures", `"aproved" is unknown [value-unknown]`},
		{"filter", "  measures", "  where: {amount: known}\n  measures", `table transaction has no column of text "amount" [rollup-column]`},
		{"window", "  measures", "  window: 3 days\n  measures", `"3 days" is no time [rollup-time]`},
		{"name", "attempts:", "a-b:", `"a-b" is no name of a column or table [rollup-name]`},
		{"period", "month", "week", `"week" is unknown [value-unknown]`},
		{"periods", "[month]", "[month, quarter]", `count has no such periods [rollup-measure]`},
		{"no periods", "  periods: [month]\n", "", `has no periods [key-missing]`},
		{"no measures", sound[strings.Index(sound, "  measures"):], "", `has no measures [key-missing]`},
		{"key", "together", "togehter", `has no key "togehter" [key-unknown]`},
		{"text", sound, "payment: [", `[yaml-syntax]`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := rollup.Parse("f", strings.Replace(sound, tt.old, tt.new, 1))
			if tt.want == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			if list, ok := errors.AsType[*diag.List](err); !ok || !strings.Contains(list.Error(), tt.want) {
				t.Errorf("Parse = %v\nwant %s", err, tt.want)
			}
		})
	}
}

// Measures of two stages need what brings rows together, and for how long.
func TestParseNamesMistakesOfCases(t *testing.T) {
	const sound = `intent:
  rereads: touched
  periods: [month]
  per: intent
  window: 24h
  together: {provider: provider}
  measures:
    intents: {kind: cases}
    approved: {kind: cases, then: [approved], within: 1h}
`
	tests := []struct{ name, old, new, want string }{
		{"sound", "", "", ""},
		{"per", "  per: intent\n", "", "intents: per goes with kinds cases, case_sum and active [rollup-measure]"},
		{"no window", "  window: 24h\n", "", "has no window [key-missing]"},
		{"within", "within: 1h", "within: 25h", "approved: within is longer than the window [rollup-time]"},
		{"then alone", ", within: 1h", "", "then and within go together [rollup-measure]"},
		{"kinds", "    approved:", "    users: {kind: active}\n    intents:", "a roll-up has one measure of kind distinct or active"},
		{"all cases", "    intents: {kind: cases}\n", "", "no measure counts all cases [rollup-measure]"},
		{"active", "{kind: cases}\n    approved: {kind: cases, then: [approved], within: 1h}", "{kind: active}", "the first period of a user can be any [rollup-additive]"},
		{"dimensions", "together", "each", "cases goes by other dimensions [rollup-measure]"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := rollup.Parse("f", strings.Replace(sound, tt.old, tt.new, 1))
			if got := fmt.Sprint(err); !strings.Contains(got, tt.want) || tt.want == "" && err != nil {
				t.Errorf("Parse = %v\nwant %s", got, tt.want)
			}
		})
	}
}

// The warehouse has a table for every definition, with its columns in their order.
func TestTablesHaveTheColumnsOfTheDefinitions(t *testing.T) {
	db := mustMemory(t)
	for _, d := range mustDefinitions(t) {
		f, err := db.Query(context.Background(), "SELECT column_name FROM information_schema.columns WHERE table_name = ? ORDER BY ordinal_position", d.Table())
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for row := range f.Rows() {
			got = append(got, f.Text("column_name", row))
		}
		if want := append([]string{"dataset"}, d.Columns()...); !slices.Equal(got, want) {
			t.Errorf("%s has columns %v, its definition %v", d.Table(), got, want)
		}
	}
}

func TestReadmeListsCodes(t *testing.T) {
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range []string{rollup.CodeAdditive, rollup.CodeColumn, rollup.CodeMeasure, rollup.CodeName, rollup.CodeTime} {
		if !strings.Contains(string(text), "| `"+code+"` |") {
			t.Errorf("README.md does not list %s", code)
		}
	}
}
