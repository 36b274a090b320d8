package warehouse_test

import (
	"context"
	"slices"
	"testing"

	"paystats/data/warehouse"
)

// TestNumbers reads columns of numbers as they were kept, and refuses NULL and other types.
func TestNumbers(t *testing.T) {
	ctx := context.Background()
	db, err := warehouse.OpenMemory(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	keys, values := map[string][]int64{}, map[string][]float64{}
	for i := range 250_000 {
		keys["line"] = append(keys["line"], int64(i)<<20)
		values["half"] = append(values["half"], float64(i)/2)
	}
	done, err := db.Keep(ctx, "kept", keys, values)
	if err != nil {
		t.Fatal(err)
	}
	got, err := db.Numbers(ctx, "SELECT line, half FROM kept ORDER BY line")
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got.Int64["line"], keys["line"]) || !slices.Equal(got.Float64["half"], values["half"]) {
		t.Error("numbers are not read as they were kept")
	}
	if err := done(); err != nil {
		t.Fatal(err)
	}
	for _, query := range []string{"SELECT CAST(NULL AS DOUBLE) AS x", "SELECT 'one' AS x", "SELECT x FROM kept"} {
		if _, err := db.Numbers(ctx, query); err == nil {
			t.Errorf("%s: no error", query)
		}
	}
}
