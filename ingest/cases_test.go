package ingest_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// shown names a test that shows what is done with a kind of mess: a function in a folder of
// the repository, and a name that its table has; or a file of tests.
type shown struct{ folder, test, name string }

// In which table the examples of a case stand, by the case's own name.
func inCells(id string) shown  { return shown{"data/obs", "TestCase", id} }
func inNames(id string) shown  { return shown{"data/codelist", "TestCase", id} }
func inTables(id string) shown { return shown{"ingest", "TestShapes", id} }

// cases are the kinds of mess that real files hold. Each has the tests that show what is done
// with it, or the reason why nothing is.
var cases = []struct {
	id     string
	shown  []shown
	reason string // why ingest cannot know
}{
	// Numbers.
	{id: "footnote_glued", shown: []shown{inCells("footnote_glued"), {"ingest", "TestCorrectionFootnoteGlued", ""}}},
	{id: "footnote_in_word", shown: []shown{inCells("footnote_in_word")}},
	{id: "footnote_after_pct", shown: []shown{inCells("footnote_after_pct")}},
	{id: "figure_ref", shown: []shown{inCells("figure_ref")}},
	{id: "thousands_western", shown: []shown{inCells("thousands_western")}},
	{id: "thousands_indian", shown: []shown{inCells("thousands_indian")}},
	{id: "thousands_space", shown: []shown{inCells("thousands_space")}},
	{id: "space_inside", shown: []shown{inCells("space_inside")}},
	{id: "decimal_comma", shown: []shown{inCells("decimal_comma"), inTables("separator")}},
	{id: "decimal_cjk_stop", shown: []shown{inCells("decimal_cjk_stop")}},
	{id: "sci_notation", shown: []shown{inCells("sci_notation")}},
	{id: "split_by_page", shown: []shown{inCells("split_by_page")}},
	{id: "split_by_translation", shown: []shown{inCells("split_by_translation")}},
	{id: "ocr_garbage", shown: []shown{inCells("ocr_garbage"), {"ingest", "TestCorrectionFootnoteGlued", ""}}},
	{id: "glued_series", shown: []shown{inCells("glued_series")}},
	{id: "hedge", shown: []shown{inCells("hedge")}},
	{id: "chinese_numeral", shown: []shown{inCells("chinese_numeral")}},
	{id: "direction_word", shown: []shown{inCells("direction_word")}},
	{id: "pairing", shown: []shown{inCells("pairing")}},
	{id: "not_a_number", shown: []shown{inCells("not_a_number")}},
	// Missing values.
	{id: "empty_vs_nan", shown: []shown{inCells("empty_vs_nan"), {"ingest", "TestSDMXStatus", ""}}},
	{id: "cut_text", shown: []shown{inCells("cut_text")}},
	{id: "censored", shown: []shown{inNames("censored")}},
	// Units.
	{id: "cn_scale", shown: []shown{inCells("cn_scale")}},
	{id: "count_units", shown: []shown{inCells("count_units")}},
	{id: "unit_typo", shown: []shown{inCells("unit_typo"), {"ingest", "TestCorrectionUnitTypo", ""}}},
	{id: "en_scale", shown: []shown{inCells("en_scale")}},
	{id: "two_currencies", shown: []shown{inCells("two_currencies")}},
	{id: "two_units_same_fact", shown: []shown{inCells("two_units_same_fact")}},
	{id: "indian_scale", shown: []shown{inCells("indian_scale")}},
	{id: "unit_in_header_and_cell", shown: []shown{inCells("unit_in_header_and_cell"), inTables("unit_in_header_and_cell")}},
	{id: "unit_mult_column", shown: []shown{inTables("unit_mult_column"), {"ingest", "TestSDMXUnitMultColumn", ""}}},
	{id: "pct_forms", shown: []shown{inCells("pct_forms")}},
	// Periods.
	{id: "cn_quarter", shown: []shown{inCells("cn_quarter")}},
	{id: "en_quarter", shown: []shown{inCells("en_quarter")}},
	{id: "forecast_suffix", shown: []shown{inCells("forecast_suffix")}},
	{id: "range_and_ytd", shown: []shown{inCells("range_and_ytd"), inTables("range_and_ytd")}},
	{id: "point_in_time", shown: []shown{inCells("point_in_time"), inTables("point_in_time: a stock")}},
	{id: "fiscal_year", shown: []shown{inCells("fiscal_year"), inTables("fiscal_year")}},
	{id: "month_forms", shown: []shown{inCells("month_forms"), inTables("month_forms")}},
	{id: "epoch", shown: []shown{inCells("epoch"), inTables("epoch")}},
	{id: "path_only", shown: []shown{inTables("path_only")}},
	{id: "period_error", shown: []shown{inCells("period_error")}},
	{id: "quarter_end_date", shown: []shown{inCells("quarter_end_date"), inTables("quarter_end_date")}},
	{id: "ampm_date", shown: []shown{inCells("ampm_date")}},
	// Names.
	{id: "alias", shown: []shown{inNames("alias")}},
	{id: "script", shown: []shown{inNames("script")}},
	{id: "pinyin_noise", shown: []shown{inNames("pinyin_noise")}},
	{id: "typo", shown: []shown{inNames("typo")}},
	{id: "marker", shown: []shown{inNames("marker")}},
	{id: "mt_entity", shown: []shown{inNames("mt_entity")}},
	// Tables.
	{id: "merged_header", shown: []shown{inTables("merged_header"), {"ingest", "TestReadWorkbook", ""}}},
	{id: "header_newline", shown: []shown{inTables("header_newline")}},
	{id: "index_column", shown: []shown{inTables("index_column")}},
	{id: "totals_rows", shown: []shown{{"ingest", "TestTotals", "totals_rows"}}},
	{id: "notes_rows", shown: []shown{inTables("notes_rows")}},
	{id: "bom_quotes", shown: []shown{inTables("bom_quotes")}},
	{id: "separator", shown: []shown{inTables("separator")}},
	{id: "wide_years", shown: []shown{inTables("wide_years"), {"ingest", "TestSDMXWide", ""}}},
	{id: "code_label_pairs", shown: []shown{{"ingest", "TestSDMXCodeLabelPairs", ""}}},
	{id: "js_embedded", shown: []shown{{"ingest", "TestRefusedTables", "js_embedded"}}, reason: "a script is a program: its data are copied into a JSON file, as the refusal says"},
	{id: "axis_mismatch", shown: []shown{{"ingest", "TestRefusedTables", "axis_mismatch"}}},
	{id: "copied_title", reason: "what is measured stands in the descriptor; the title over a table is prose, and no code"},
	// Quality: transform says it, from observations that ingest keeps apart.
	{id: "sum_not_100", shown: []shown{{folder: "transform/testdata/core_coverage", name: "over_one.txtar"}, {folder: "transform/testdata/core_coverage", name: "rounding.txtar"}}},
	{id: "sum_not_total", shown: []shown{{"ingest", "TestTotals", "count differs by one"}}},
	{id: "in_page_conflict", shown: []shown{{"ingest", "TestDuplicatesAreKept", ""}, {folder: "transform/testdata/core_observation", name: "choice.txtar"}}},
	{id: "restatement", shown: []shown{{folder: "cmd/paystats/testdata/script", name: "rejects.txtar"}, {folder: "transform/testdata/core_observation", name: "order.txtar"}}},
	{id: "scope", shown: []shown{{folder: "transform/testdata/core_observation", name: "scopes.txtar"}}},
	{id: "comparable_growth", shown: []shown{{folder: "transform/testdata", name: "core_growth_gap"}}},
	{id: "publisher_gap", shown: []shown{{folder: "transform/testdata/core_market_share", name: "selection.txtar"}}},
	{id: "contradiction", reason: "two statements of running prose; how far a figure is trusted is its confidence"},
}

// The list names every case once, and every test that it names is there.
func TestCasesAreShown(t *testing.T) {
	const kinds = 71
	seen := map[string]bool{}
	sources := map[string]*testSource{}
	for _, c := range cases {
		if seen[c.id] || len(c.shown) == 0 && c.reason == "" {
			t.Errorf("%s stands twice, or has neither test nor reason", c.id)
		}
		seen[c.id] = true
		for _, s := range c.shown {
			if s.test == "" {
				if _, err := os.Stat(path.Join("..", s.folder, s.name)); err != nil {
					t.Errorf("%s: %v", c.id, err)
				}
				continue
			}
			if sources[s.folder] == nil {
				sources[s.folder] = readTests(t, path.Join("..", s.folder))
			}
			if !sources[s.folder].tests[s.test] || s.name != "" && !sources[s.folder].texts[s.name] {
				t.Errorf("%s: %s has no %s %s", c.id, s.folder, s.test, s.name)
			}
		}
	}
	if len(seen) != kinds {
		t.Errorf("%d kinds of mess, want %d", len(seen), kinds)
	}
}

// testSource is what the test files of a folder hold: the names of tests, and string literals.
type testSource struct{ tests, texts map[string]bool }

func readTests(t *testing.T, folder string) *testSource {
	t.Helper()
	out := &testSource{map[string]bool{}, map[string]bool{}}
	files, err := filepath.Glob(path.Join(folder, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if filepath.Base(file) == "cases_test.go" {
			continue // what is claimed here proves nothing
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				if n.Recv == nil && strings.HasPrefix(n.Name.Name, "Test") {
					out.tests[n.Name.Name] = true
				}
			case *ast.BasicLit:
				if text, err := strconv.Unquote(n.Value); err == nil && n.Kind == token.STRING {
					out.texts[text] = true
				}
			}
			return true
		})
	}
	return out
}
