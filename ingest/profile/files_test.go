package profile_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"paystats/data/obs"
	"paystats/ingest/profile"
)

// TestFiles proposes descriptors for invented files as analysts are handed, one in each
// archive, and holds every observation that they then give, and the lines that are marked
// unsure, against the archive. A number that is wrong there has to be under a mark.
// PAYSTATS_UPDATE=1 rewrites the archives; review them with git diff.
func TestFiles(t *testing.T) {
	archives, err := filepath.Glob("testdata/files/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatalf("no archives: %v", err)
	}
	for _, name := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			a, files := txtar.Parse(text), map[string]string{}
			var want string
			var kept []txtar.File
			for _, f := range a.Files {
				if f.Name == wanted {
					want = string(f.Data)
					continue
				}
				files[f.Name] = string(f.Data)
				kept = append(kept, f)
			}
			got := told(t, files)
			if os.Getenv("PAYSTATS_UPDATE") == "1" && os.Getenv("CI") == "" {
				a.Files = append(kept, txtar.File{Name: wanted, Data: []byte(got)})
				if err := os.WriteFile(name, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got != want {
				t.Errorf("%s differs; want\n%s\ngot\n%s\nreview it, then: PAYSTATS_UPDATE=1 go test -run TestFiles .", name, want, got)
			}
		})
	}
}

// wanted is the file of an archive that holds what its other files come to.
const wanted = "want.txt"

// told returns what is unsure, and the observations that a proposal gives.
func told(t *testing.T, files map[string]string) string {
	t.Helper()
	p := profile.Propose(mustLook(t, files), mustLists(t), profile.Options{Name: "d", Title: "d"})
	var out strings.Builder
	for _, text := range p.Skipped {
		fmt.Fprintf(&out, "skipped: %s\n", text)
	}
	for _, text := range p.Unsure() {
		fmt.Fprintf(&out, "unsure: %s\n", text)
	}
	if len(p.Resources) == 0 {
		return out.String()
	}
	for _, o := range opened(t, p, files) {
		measure := o.Measure
		if o.Transformation != obs.Level {
			measure += " " + string(o.Transformation)
		}
		value := o.Value.String()
		if o.Status == "M" {
			value = "missing"
		}
		fmt.Fprintf(&out, "%s %s %s %s %s/%s = %s %s\n", o.Period, o.Area, o.Segment, measure, o.Dimension, o.Member, value, o.Unit)
	}
	return out.String()
}
