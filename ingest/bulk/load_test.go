package bulk_test

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"paystats/data"
	"paystats/data/codelist"
	"paystats/data/sample"
	"paystats/data/warehouse"
	"paystats/data/workspace"
	"paystats/ingest"
	"paystats/ingest/bulk"
	"paystats/ingest/pseudonym"
)

func TestTry(t *testing.T) {
	dir := os.Getenv("TRY")
	if dir == "" {
		t.Skip()
	}
	_ = sample.Parquet
	ctx := t.Context()
	w, err := workspace.Open(workspace.Join(map[string]fs.FS{"data": data.Files}), dir, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	places, err := w.Datasets()
	if err != nil {
		t.Fatal(err)
	}
	var set *bulk.Set
	for _, p := range places {
		d, err := ingest.Open(p.FS, p.Path)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range d.Bulk() {
			set = s
		}
	}
	codes, err := codelist.Read(w.Layers()...)
	if err != nil {
		t.Fatal(err)
	}
	state := filepath.Join(dir, ".paystats")
	os.MkdirAll(state, 0o755)
	db, err := warehouse.OpenTransactions(ctx, state, warehouse.Limits{Memory: "2GB", Threads: 2, Temp: filepath.Join(state, "tmp")})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	start := time.Now()
	r, err := bulk.Load(ctx, db, set, bulk.Options{Codes: codes, Key: func() (pseudonym.Key, error) {
		return pseudonym.Read(func(k string) string {
			if k == pseudonym.Variable {
				return "0123456789012345678901234567890123456789"
			}
			return ""
		})
	},
		Reduce: func(_ context.Context, e bulk.Engine, c bulk.Change) error { return nil }})
	fmt.Printf("%+v %v %v\n", r, err, time.Since(start))
}
