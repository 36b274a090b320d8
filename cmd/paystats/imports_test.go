package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// mayImport is the borders of the rooms as data: which of our packages a package may
// import. A package that is not listed imports nothing of ours. ingest, transform and
// reports never import each other; they meet in cmd.
var mayImport = map[string][]string{
	"data/frame":                {"data/obs", "data/diag"},
	"data/codelist":             {"data/diag"},
	"data/yamldoc":              {"data/diag"},
	"data/journal":              {"data/diag"},
	"data/workspace":            {"data/diag", "data/yamldoc"},
	"data/reads":                {"data/frame"},
	"data/warehouse":            {"data/obs", "data/disk", "data/frame", "data/columnar"},
	"data/rollup":               {"data/obs", "data/diag", "data/frame", "data/yamldoc"},
	"data/sample":               {"data/columnar"},
	"ingest":                    {"data/obs", "data/diag", "data/codelist", "data/yamldoc", "data/columnar", "ingest/bulk", "ingest/xls", "ingest/zone"},
	"ingest/bulk":               {"data/diag", "data/codelist", "data/frame", "data/rollup", "data/activation", "ingest/card", "ingest/pseudonym", "ingest/zone"},
	"ingest/profile":            {"data/obs", "data/codelist", "ingest"},
	"transform":                 {"data/yamldoc", "data/diag", "data/frame", "data/reads", "data/warehouse"},
	"reports/theme":             {"data/diag", "data/yamldoc", "reports/themes"},
	"reports/chart":             {"data/obs", "data/frame", "reports/theme"},
	"reports/document":          {"reports/chart"},
	"reports/page":              {"data/obs", "data/diag", "data/frame", "data/reads", "data/yamldoc", "reports/chart", "reports/document", "reports/theme"},
	"reports/download":          {"reports/chart"},
	"reports/native":            {"reports/chart", "reports/ooxml"},
	"reports/xlsx":              {"reports/chart", "reports/document", "reports/native"},
	"reports/pptx":              {"reports/chart", "reports/document", "reports/native", "reports/ooxml", "reports/theme", "reports/xlsx"},
	"reports/deck":              {"data/diag", "data/obs", "reports/chart", "reports/document", "reports/native", "reports/ooxml", "reports/pptx"},
	"reports/output":            {"data/disk"},
	"reports/payload":           {"reports/chart", "reports/theme"},
	"reports/html":              {"reports/download", "reports/assets", "reports/chart", "reports/document", "reports/font", "reports/payload", "reports/theme"},
	"reports/font":              {"reports/assets", "reports/picture"},
	"reports/svg":               {"reports/assets", "reports/chart", "reports/font", "reports/payload", "reports/picture", "reports/theme"},
	"reports/raster":            {"reports/font", "reports/picture"},
	"reports/paper":             {"reports/chart", "reports/document", "reports/font", "reports/pdf", "reports/picture", "reports/theme"},
	"reports/pdf":               {"reports/font", "reports/picture"},
	"reports/native/nativetest": {"data/frame", "reports/chart", "reports/document", "reports/theme"},
	"cmd/sample":                {"data/sample"},
	"cmd/bench":                 {"data/warehouse"},
}

// owner is the only package that may import a library (and what lies under it); so may the
// packages inside of it, which write files for the tests of others. One that reads and one
// that writes are two.
var owner = map[string][]string{
	"github.com/marcboeker/go-duckdb":     {"data/warehouse"},
	"github.com/apache/arrow/go/v17":      {"data/columnar"},
	"github.com/google/flatbuffers":       {"data/columnar"},
	"github.com/go-echarts/go-echarts/v2": {"reports/payload"},
	"github.com/spf13/pflag":              {"cmd"},
	"github.com/spf13/cobra":              {"cmd/paystats"},
	"github.com/gofrs/flock":              {"data/warehouse"},
	"github.com/yuin/goldmark":            {"reports/page"},
	"github.com/beevik/etree":             {"reports/deck"},
	"github.com/goccy/go-yaml":            {"data/yamldoc"},
	"github.com/xuri/excelize/v2":         {"ingest", "reports/xlsx"},
	"golang.org/x/net":                    {"ingest", "reports/paper"},
	"github.com/richardlehane/mscfb":      {"ingest/xls"},
	"github.com/dop251/goja":              {"reports/svg"},
	"golang.org/x/image/font":             {"reports/font"},
	"golang.org/x/image/vector":           {"reports/raster"},
	"github.com/srwiley/rasterx":          {"reports/raster"},
	"codeberg.org/go-pdf/fpdf":            {"reports/pdf"},
}

const (
	root    = "../.."
	module  = "paystats/"
	program = "cmd/paystats"
)

// importsOf returns the imports of every package of the module, test files apart.
func importsOf(t *testing.T, tests bool) map[string][]string {
	t.Helper()
	imports := map[string][]string{}
	err := filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(file) != ".go" || strings.HasSuffix(file, "_test.go") != tests {
			return err
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		folder, err := filepath.Rel(root, filepath.Dir(file))
		if err != nil {
			return err
		}
		for _, spec := range parsed.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			imports[filepath.ToSlash(folder)] = append(imports[filepath.ToSlash(folder)], name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return imports
}

func TestRoomsImportOnlyWhatTheyMay(t *testing.T) {
	for folder, names := range importsOf(t, false) {
		for _, name := range names {
			ours, ok := strings.CutPrefix(name, module)
			if ok && folder != program && !slices.Contains(mayImport[folder], ours) {
				t.Errorf("%s imports %s, which the table of rooms does not allow", folder, ours)
			}
		}
	}
}

func TestLibrariesHaveOneOwner(t *testing.T) {
	for _, tests := range []bool{false, true} {
		for folder, names := range importsOf(t, tests) {
			for _, name := range names {
				for library, homes := range owner {
					isHome := func(home string) bool { return folder == home || strings.HasPrefix(folder, home+"/") }
					if (name == library || strings.HasPrefix(name, library+"/")) && !slices.ContainsFunc(homes, isHome) {
						t.Errorf("%s imports %s, whose owner is %s", folder, name, homes)
					}
				}
			}
		}
	}
}

func TestTopLevelHoldsOnlyTheRooms(t *testing.T) {
	rooms := []string{"ingest", "transform", "reports", "data", "cmd"}
	made := []string{"bin", "paystats-out", "sample-out", "sample-out.partial"} // by make; not committed
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.IsDir() && !strings.HasPrefix(e.Name(), ".") && !slices.Contains(rooms, e.Name()) && !slices.Contains(made, e.Name()) {
			t.Errorf("top-level folder %s is no room", e.Name())
		}
	}
}

func TestOnlyMainExits(t *testing.T) {
	err := filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(file) != ".go" || strings.HasSuffix(file, "_test.go") {
			return err
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		if strings.Contains(string(text), "os.Exit(") && !slices.Contains([]string{root + "/cmd/paystats/main.go", root + "/cmd/sample/main.go", root + "/cmd/bench/main.go", root + "/cmd/release/main.go"}, filepath.ToSlash(file)) {
			t.Errorf("%s calls os.Exit", file)
		}
		if lines := strings.Count(string(text), "\n"); lines > 400 {
			t.Errorf("%s has %d lines, more than 400", file, lines)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
