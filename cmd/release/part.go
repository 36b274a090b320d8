package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
)

// part is a work that the binary holds.
type part struct {
	name, version string
	purl          string // package URL, names it for scanners
	origin        string // "" for a Go module, whose place is its name
	licence       string // SPDX expression
	texts         []string
}

// bundled are the works that are no Go modules: files of this repository, and the engine,
// which is linked in from the module go-duckdb. Their licences lie beside them, but for the engine's.
var bundled = []struct {
	part
	files []string
}{
	{part{name: "duckdb", version: "1.1.2", purl: "pkg:github/duckdb/duckdb@v1.1.2", origin: "https://duckdb.org", licence: "MIT", texts: []string{duckDB}}, nil},
	{part{name: "echarts", version: "5.6.0", purl: "pkg:npm/echarts@5.6.0", origin: "https://echarts.apache.org", licence: "Apache-2.0 AND BSD-3-Clause"},
		[]string{"reports/assets/echarts/NOTICE", "reports/assets/echarts/LICENSE", "reports/assets/echarts/LICENSE-d3"}},
	{part{name: "Noto Sans SC", version: "subset", purl: "pkg:npm/%40expo-google-fonts/noto-sans-sc@0.4.3", origin: "https://fonts.google.com/noto", licence: "OFL-1.1"},
		[]string{"reports/assets/fonts/OFL.txt"}},
	{part{name: "go-pinyin, tables", version: "as in data/codelist/tables", purl: "pkg:github/mozillazg/go-pinyin", origin: "https://github.com/mozillazg/go-pinyin", licence: "MIT"},
		[]string{"data/codelist/tables/LICENSE-go-pinyin"}},
}

// duckDB is the engine's licence, which its library does not bring along.
const duckDB = `Copyright 2018-2024 Stichting DuckDB Foundation

` + mit

// partsOf lists what a binary is made of, sorted by name: its modules, as it says itself,
// and what is bundled.
func partsOf(info *debug.BuildInfo) ([]part, error) {
	var parts []part
	for _, b := range bundled {
		for _, name := range b.files {
			text, err := os.ReadFile(name)
			if err != nil {
				return nil, err
			}
			b.texts = append(b.texts, string(text))
		}
		parts = append(parts, b.part)
	}
	folders, err := foldersOf(info.Deps)
	if err != nil {
		return nil, err
	}
	for _, m := range info.Deps {
		p := part{name: m.Path, version: m.Version, purl: "pkg:golang/" + m.Path + "@" + m.Version}
		if p.licence, p.texts, err = licencesIn(folders[m.Path]); err != nil {
			return nil, fmt.Errorf("licence of %s: %w", m.Path, err)
		}
		parts = append(parts, p)
	}
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return nil, fmt.Errorf("go env GOROOT: %w", err)
	}
	std := part{name: "std", version: strings.TrimPrefix(info.GoVersion, "go"), purl: "pkg:golang/std@" + strings.TrimPrefix(info.GoVersion, "go"), origin: "https://go.dev"}
	if std.licence, std.texts, err = licencesIn(strings.TrimSpace(string(goroot))); err != nil {
		return nil, fmt.Errorf("licence of Go: %w", err)
	}
	parts = append(parts, std)
	slices.SortFunc(parts, func(a, b part) int { return strings.Compare(a.name, b.name) })
	return parts, nil
}

// foldersOf finds the modules' folders on this machine.
func foldersOf(modules []*debug.Module) (map[string]string, error) {
	args := []string{"list", "-m", "-json"}
	for _, m := range modules {
		args = append(args, m.Path)
	}
	text, err := exec.Command("go", args...).Output()
	if err != nil {
		return nil, fmt.Errorf("go list -m: %w", err)
	}
	folders := map[string]string{}
	for in := json.NewDecoder(bytes.NewReader(text)); ; {
		var m struct{ Path, Dir string }
		switch err := in.Decode(&m); err {
		case nil:
			folders[m.Path] = m.Dir
		case io.EOF:
			return folders, nil
		default:
			return nil, err
		}
	}
}

// licencesIn reads the licence texts in the root of a module, or else its README, and says
// what they are.
func licencesIn(folder string) (expression string, texts []string, err error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return "", nil, err
	}
	for _, prefixes := range [][]string{{"LICEN", "COPYING", "NOTICE", "PATENTS"}, {"README"}} {
		var found []string
		for _, e := range entries {
			isOne := func(prefix string) bool { return strings.HasPrefix(strings.ToUpper(e.Name()), prefix) }
			if e.IsDir() || !slices.ContainsFunc(prefixes, isOne) {
				continue
			}
			text, err := os.ReadFile(filepath.Join(folder, e.Name()))
			if err != nil {
				return "", nil, err
			}
			texts = append(texts, string(text))
			for _, id := range classify(string(text)) {
				if !slices.Contains(found, id) {
					found = append(found, id)
				}
			}
		}
		if len(found) > 0 {
			slices.Sort(found)
			return strings.Join(found, " AND "), texts, nil
		}
		texts = nil
	}
	return "", nil, fmt.Errorf("%s holds no licence that is known here", folder)
}
