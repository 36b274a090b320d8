package main

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"paystats/data/frame"
	"paystats/data/warehouse"
	"paystats/transform"
)

// TestArithmetic takes rows of every metric at random, from the built-in data, and holds
// what explain prints against the value in the table: as computed here, and by the engine
// from the printed text.
func TestArithmetic(t *testing.T) {
	cache := t.TempDir()
	var stdout, stderr bytes.Buffer
	for _, args := range [][]string{{"ingest"}, {"transform"}} {
		code := run(t.Context(), environment{
			args: args, dir: t.TempDir(), stdin: strings.NewReader(""), stdout: &stdout, stderr: &stderr,
			getenv: func(name string) string { return map[string]string{"PAYSTATS_CACHE": cache}[name] },
		})
		if code != exitOK {
			t.Fatal(stderr.String())
		}
	}
	file, err := filepath.Glob(filepath.Join(cache, "*"+warehouse.FileName))
	if more, _ := filepath.Glob(filepath.Join(cache, "*", warehouse.FileName)); err == nil {
		file = append(file, more...)
	}
	if len(file) != 1 {
		t.Fatalf("warehouses %v, %v; want one", file, err)
	}
	db, err := warehouse.OpenReader(t.Context(), file[0], warehouse.Limits{Temp: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	models, err := db.Query(t.Context(), "SELECT name, grain FROM model WHERE arithmetic <> '' ORDER BY name")
	if err != nil {
		t.Fatal(err)
	}
	for i := range models.Rows() {
		holdArithmetic(t, db, models.Text("name", i), strings.Split(models.Text("grain", i), ", "))
	}
}

// sampled is how many rows of each model are taken.
const sampled = 6

// holdArithmetic holds rows of one model, of several markets and reasons.
func holdArithmetic(t *testing.T, db *warehouse.DB, model string, grain []string) {
	t.Helper()
	of := "reason" // a row of each reason, and of each market and frequency where there are some
	for _, key := range []string{"market", "frequency"} {
		if slices.Contains(grain, key) {
			of += ", " + key
		}
	}
	f, err := db.Query(t.Context(), "SELECT * FROM "+model+" QUALIFY row_number() OVER (PARTITION BY "+of+" ORDER BY hash("+strings.Join(grain, ", ")+
		")) <= 2 ORDER BY hash("+strings.Join(grain, ", ")+fmt.Sprintf(") LIMIT %d", sampled))
	if err != nil {
		t.Fatal(err)
	}
	for i := range f.Rows() {
		row := map[string]string{}
		for _, c := range f.Columns {
			for _, key := range grain {
				if c.Name == key && c.Cells[i] != nil && key != "inputs" {
					row[key] = frame.Format(c.Cells[i])
				}
			}
		}
		works, err := transform.Work(t.Context(), db, model, row)
		if err != nil {
			t.Errorf("%s %v: %v", model, row, err)
			continue
		}
		for _, w := range works {
			if !w.Agrees() {
				t.Errorf("%s %v: %s: %s = %v, the table has %v", model, row, w.Formula, w.Exact, number(w.Result), number(w.Value))
			}
			holdPrinted(t, db, w)
		}
	}
}

// holdPrinted computes the printed text by the engine.
func holdPrinted(t *testing.T, db *warehouse.DB, w transform.Worked) {
	t.Helper()
	if w.Result == nil {
		return
	}
	// Without an exponent a literal is a narrow integer or DECIMAL to the engine.
	double := literal.ReplaceAllStringFunc(w.Exact, func(n string) string {
		if strings.ContainsRune(n, 'e') {
			return n
		}
		return n + "e0"
	})
	f, err := db.Query(context.Background(), "SELECT "+double+" AS v")
	if err != nil {
		t.Errorf("the engine cannot compute %s: %v", w.Exact, err)
		return
	}
	if v, ok := f.Float("v", 0); !ok || math.Abs(v-*w.Value) > 1e-9*math.Max(1, math.Abs(v)) {
		t.Errorf("%s is %v by the engine, the table has %v", w.Exact, v, *w.Value)
	}
}

var literal = regexp.MustCompile(`[0-9.]+(e[-+]?[0-9]+)?`)

func number(v *float64) string {
	if v == nil {
		return "none"
	}
	return fmt.Sprint(*v)
}
