package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"paystats/data/warehouse"
	"paystats/data/workspace"
	"paystats/reports/output"
)

// baseline is the last good report as the next digest compares with it: its warehouse, kept
// beside the one that runs go on with, and what the warehouse does not know.
type baseline struct {
	Warehouse string            `json:"warehouse"` // file in the state folder
	AsOf      string            `json:"as_of"`
	Publisher string            `json:"publisher"`
	Claims    []falseClaim      `json:"claims"` // that the data did not bear out
	Output    string            `json:"output"` // absolute path
	Files     map[string]string `json:"files"`  // path -> SHA-256, hex
}

// falseClaim is a claim that the data do not bear out.
type falseClaim struct {
	Page     string `json:"page"`  // or passage
	What     string `json:"what"`  // is held against the data
	Claim    string `json:"claim"` // as it is printed
	Evidence string `json:"evidence"`
}

func baselinePath(w *workspace.Workspace) string { return filepath.Join(w.State, "baseline.json") }

// readBaseline returns the baseline, ok is false if there is none.
func readBaseline(w *workspace.Workspace) (b baseline, ok bool) {
	text, err := os.ReadFile(baselinePath(w))
	if err != nil || json.Unmarshal(text, &b) != nil || !filepath.IsLocal(b.Warehouse) {
		return baseline{}, false
	}
	return b, true
}

// writeBaseline makes the report that is in place what the next digest compares with.
func (j *reportJob) writeBaseline(claims []falseClaim) error {
	name, err := warehouse.Keep(j.workspace.State)
	if err != nil {
		return err
	}
	m, err := output.Read(j.output)
	if err != nil {
		return fmt.Errorf("write baseline: %w", err)
	}
	text, err := json.MarshalIndent(baseline{name, j.asOf, j.publisher, claims, j.output, m.Files}, "", "  ")
	if err != nil {
		return fmt.Errorf("write baseline: %w", err)
	}
	if err := replaceFile(baselinePath(j.workspace), append(text, '\n')); err != nil {
		return fmt.Errorf("write baseline: %w", err)
	}
	return warehouse.DropKept(j.workspace.State, name)
}

// changes returns what the files of the report in place are beside those of the last good one;
// if that went to another folder, beside those that were replaced.
func (j *reportJob) changes(replaced map[string]string) (map[string]string, error) {
	if last, ok := readBaseline(j.workspace); ok && last.Output == j.output {
		replaced = last.Files
	}
	m, err := output.Read(j.output)
	return output.Changes(replaced, m.Files), err
}

// falseClaims returns the claims of pages that the data do not bear out, in the first language of
// each page. One that a page makes in two languages counts once, and so does one of a passage that
// several pages include.
func falseClaims(pages []builtPage) []falseClaim {
	var claims []falseClaim
	known := map[falseClaim]int{}
	for _, p := range pages {
		for _, doc := range p.docs {
			here := map[falseClaim]int{}
			for _, c := range doc.Untrue {
				claim := falseClaim{c.Place, c.What, c.Text, c.Found.In(doc.Lang)}
				of := claim.subject()
				if here[of]++; here[of] > known[of] {
					known[of]++
					claims = append(claims, claim)
				}
			}
		}
	}
	return claims
}

// subject is what a claim is known by, however it is worded.
func (c falseClaim) subject() falseClaim { return falseClaim{Page: c.Page, What: c.What} }
