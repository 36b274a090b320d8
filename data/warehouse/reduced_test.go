package warehouse

import (
	"regexp"
	"slices"
	"testing"
)

// Every roll-up of rollup.sql is taken over and dropped with its rows.
func TestReducedTablesAreAllRollups(t *testing.T) {
	var want []string
	for _, m := range regexp.MustCompile(`CREATE TABLE IF NOT EXISTS (rollup_\w+)`).FindAllStringSubmatch(rollupSchema, -1) {
		want = append(want, m[1])
	}
	got := slices.Sorted(slices.Values(reducedTables))
	if slices.Sort(want); len(want) < 8 || !slices.Equal(got, want) {
		t.Errorf("the roll-ups are %q, those that are taken over %q", want, got)
	}
}
