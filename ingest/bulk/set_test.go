package bulk_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"paystats/data/warehouse"
	"paystats/ingest/bulk"
)

// The engine reads the very file, though others fit its name as a pattern.
func TestPattern(t *testing.T) {
	ctx := context.Background()
	db, err := warehouse.OpenMemory(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	folder := filepath.Join(t.TempDir(), "a[b]*")
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	for i, name := range []string{"x1.csv", "x[1].csv", "x*.csv", "x?.csv", "x]1[.csv"} {
		file := bulk.File{Path: filepath.Join(folder, name)}
		if err := os.WriteFile(file.Path, []byte("n\n"+strconv.Itoa(i)+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		f, err := db.Query(ctx, "SELECT n FROM read_csv('"+file.Pattern()+"')")
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(f.Columns[0].Cells, []any{int64(i)}) {
			t.Errorf("%s gives %v, want %d", file.Pattern(), f.Columns[0].Cells, i)
		}
	}
}

func TestCurrencies(t *testing.T) {
	seen := map[string]int{}
	for _, c := range bulk.Currencies() {
		if _, twice := seen[c.Code]; twice || len(c.Code) != 3 || strings.ToUpper(c.Code) != c.Code {
			t.Errorf("currency %q", c.Code)
		}
		seen[c.Code] = c.Decimals
	}
	for code, want := range map[string]int{"CNY": 2, "JPY": 0, "KWD": 3, "INR": 2, "VND": 0, "BHD": 3} {
		if got, ok := seen[code]; !ok || got != want {
			t.Errorf("%s has %d decimals, want %d", code, got, want)
		}
	}
}
