package ingest_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"paystats/data/diag"
)

// Every code that this package, package bulk, the code lists or the YAML reader can raise stands in the README's table,
// and no other.
func TestReadmeListsCodes(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	var listed []string
	for _, m := range regexp.MustCompile("(?m)^\\| `([a-z-]+)` \\|").FindAllStringSubmatch(string(readme), -1) {
		listed = append(listed, m[1])
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{"../data/codelist", "../data/yamldoc", "bulk"} {
		more, err := filepath.Glob(folder + "/*.go")
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, more...)
	}
	// In these packages, a literal of the form "word-word" is a code and nothing else.
	literal := regexp.MustCompile(`"([a-z]+-[a-z-]+)"`)
	var found []string
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range literal.FindAllStringSubmatch(string(src), -1) {
			found = append(found, m[1])
		}
	}
	slices.Sort(found)
	found = slices.Compact(found)
	if sorted := slices.Sorted(slices.Values(listed)); !slices.Equal(sorted, found) {
		for _, code := range found {
			if !slices.Contains(listed, code) {
				t.Errorf("code %s is raised, but not in the README", code)
			}
		}
		for _, code := range listed {
			if !slices.Contains(found, code) {
				t.Errorf("code %s is in the README, but never raised", code)
			}
		}
	}
	if !slices.IsSorted(listed) {
		t.Error("the README's codes are not in alphabetical order")
	}
}

// Every code that a refused row can have says in Chinese what it means.
func TestRefusalsHaveChineseTexts(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	more, err := filepath.Glob("bulk/*.go")
	if err != nil {
		t.Fatal(err)
	}
	raised := regexp.MustCompile(`(?:fault\{|badLine\{line, |code: |f\.code, f\.msg = |correctedDrop = |^	)"([a-z]+-[a-z-]+)"(?:[,}]|$|: +\{")`)
	n := 0
	for _, file := range append(files, more...) {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		for line := range strings.Lines(string(src)) {
			for _, m := range raised.FindAllStringSubmatch(strings.TrimRight(line, "\n"), -1) {
				if n++; diag.RefusalZh(m[1]) == "" {
					t.Errorf("%s: code %s has no Chinese text", file, m[1])
				}
			}
		}
	}
	if n < 50 {
		t.Errorf("only %d codes were found", n)
	}
}
