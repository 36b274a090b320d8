package transform

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"paystats/data/diag"
)

// goodHeader is a header without fault, for a SELECT that gives a and b.
const goodHeader = `-- model:    stg_x
-- question: what is asked?
-- grain:    a
-- needs:    observation
-- formula:  none
-- universe: all
-- columns:
--   a  text    -      -     first
--   b  double  ratio  0..1  second
-- checks:
--   unique(a)
`

// folder makes the files of a layer: name without .sql, content.
func folder(files map[string]string) fstest.MapFS {
	layer := fstest.MapFS{}
	for name, text := range files {
		layer["transform/models/"+name+".sql"] = &fstest.MapFile{Data: []byte(text)}
	}
	return layer
}

// problems returns the problems of an error, one "line:col code" each; nil is none.
func problems(t *testing.T, err error) string {
	t.Helper()
	if err == nil {
		return ""
	}
	var list *diag.List
	if !errors.As(err, &list) {
		t.Fatalf("error %v is no list of problems", err)
	}
	var lines []string
	for _, p := range list.Sorted() {
		lines = append(lines, strings.TrimPrefix(p.Pos.String(), "transform/models/")+" "+p.Code)
	}
	return strings.Join(lines, "\n")
}

func TestReadModelsRefuses(t *testing.T) {
	replace := func(old, new string) string { return strings.Replace(goodHeader, old, new, 1) + "SELECT 1" }
	tests := []struct {
		name, source string
		want         string
	}{
		{"nothing wrong", goodHeader + "SELECT 1", ""},
		{"no header", "SELECT 1", "stg_x.sql:1:1 header-missing\n" + strings.TrimSuffix(strings.Repeat("stg_x.sql:1:1 header-missing\n", 7), "\n")},
		{"text before a section", "-- hello\n" + goodHeader + "SELECT 1", "stg_x.sql:1:1 header-text"},
		{"misspelt section", replace("formula:", "formular:"), "stg_x.sql:1:1 header-missing\nstg_x.sql:5:4 header-key"},
		{"section twice", replace("-- formula:  none", "-- grain:    a"), "stg_x.sql:1:1 header-missing\nstg_x.sql:5:4 header-key"},
		{"unknown step", replace("-- columns:", "-- step:     slt\n-- columns:"), "stg_x.sql:7:4 step-unknown"},
		{"step of a view", replace("-- columns:", "-- step:     stl\n-- columns:"), "stg_x.sql:7:4 step-unknown"},
		{"kept otherwise", replace("-- columns:", "-- kept:     file\n-- columns:"), "stg_x.sql:7:4 kept-unknown"},
		{"empty section", replace("question: what is asked?", "question:"), "stg_x.sql:2:4 header-empty"},
		{"other file name", replace("stg_x", "stg_y"), "stg_x.sql:1:4 model-name"},
		{"column syntax", replace("--   a  text    -      -     first", "--   a  text"), "stg_x.sql:8:6 column-syntax"},
		{"column type", replace("b  double", "b  float "), "stg_x.sql:9:6 column-type"},
		{"column twice", replace("b  double", "a  double"), "stg_x.sql:9:6 column-name"},
		{"column name", replace("b  double", "B  double"), "stg_x.sql:9:6 column-name"},
		{"range", replace("0..1", "0..x"), "stg_x.sql:9:6 column-range"},
		{"grain undeclared", replace("grain:    a", "grain:    a, c"), "stg_x.sql:3:4 column-unknown"},
		{"check syntax", replace("unique(a)", "unique a"), "stg_x.sql:11:6 check-syntax"},
		{"check of unknown column", replace("unique(a)", "unique(a, c)"), "stg_x.sql:11:6 column-unknown"},
		{"check against unknown column", replace("unique(a)", "sum(b) by (a) = growth +- 1e-9"), "stg_x.sql:11:6 column-unknown"},
		{"need syntax", replace("needs:    observation", "needs:    a.csv"), "stg_x.sql:4:4 needs-syntax"},
		{"need twice", replace("needs:    observation", "needs:    load, load"), "stg_x.sql:4:4 needs-twice"},
		{"need unknown", replace("needs:    observation", "needs:    stg_z"), "stg_x.sql:4:4 needs-unknown"},
		{"no SELECT", goodHeader, "stg_x.sql:12:1 model-empty"},
		{"semicolon", goodHeader + "SELECT\n  1;\n", "stg_x.sql:13:4 model-semicolon"},
		{"all at once", replace("b  double", "b  float ") + ";", "stg_x.sql:9:6 column-type\nstg_x.sql:12:9 model-semicolon"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := ReadModels(folder(map[string]string{"stg_x": tt.source}))
			if got := problems(t, err); got != tt.want {
				t.Errorf("ReadModels problems\n%s\nwant\n%s\n%v", got, tt.want, err)
			}
		})
	}
}

// named returns a sound model of a name that needs tables.
func named(name, needs string) string {
	return strings.NewReplacer("stg_x", name, "observation", needs).Replace(goodHeader) + "SELECT 1"
}

func TestReadModelsGraph(t *testing.T) {
	tests := []struct {
		name  string
		files map[string]string
		want  string // problems, or the order
	}{
		{"order", map[string]string{
			"stg_x": named("stg_x", "observation"), "core_b": named("core_b", "core_c, stg_x"), "core_c": named("core_c", "stg_x"),
			"metric_a": named("metric_a", "core_b"),
		}, "stg_x core_c core_b metric_a"},
		{"cycle", map[string]string{
			"stg_a": named("stg_a", "stg_b"), "stg_b": named("stg_b", "stg_c"), "stg_c": named("stg_c", "stg_a"), "stg_d": named("stg_d", "observation"),
		}, "stg_a.sql:4:4 model-cycle"},
		{"itself", map[string]string{"stg_a": named("stg_a", "stg_a")}, "stg_a.sql:4:4 model-cycle"},
		{"a later layer", map[string]string{"stg_a": named("stg_a", "core_b"), "core_b": named("core_b", "stg_c"), "stg_c": named("stg_c", "load")},
			"stg_a.sql:4:4 needs-layer"},
		{"a layer left out", map[string]string{"metric_a": named("metric_a", "stg_c"), "stg_c": named("stg_c", "load")}, "metric_a.sql:4:4 needs-layer"},
		{"base table in core", map[string]string{"core_a": named("core_a", "load")}, "core_a.sql:4:4 needs-layer"},
		{"no layer", map[string]string{"share": named("share", "load")}, "share.sql:1:4 model-layer"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			models, err := ReadModels(folder(tt.files))
			got := problems(t, err)
			if err == nil {
				var names []string
				for _, m := range models {
					names = append(names, m.Name)
				}
				got = strings.Join(names, " ")
			}
			if got != tt.want {
				t.Errorf("ReadModels = %s, want %s\n%v", got, tt.want, err)
			}
		})
	}
}

func TestReadModelsNamesCycle(t *testing.T) {
	_, err := ReadModels(folder(map[string]string{"stg_a": named("stg_a", "stg_b"), "stg_b": named("stg_b", "stg_a")}))
	if err == nil || !strings.Contains(err.Error(), "stg_a -> stg_b -> stg_a") {
		t.Errorf("error %v does not name the circle", err)
	}
}

func TestReadModelsOverlay(t *testing.T) {
	models, err := ReadModels(folder(map[string]string{"stg_x": goodHeader + "SELECT 1"}), folder(map[string]string{"stg_x": goodHeader + "SELECT 2"}))
	if err != nil || len(models) != 1 || models[0].SQL != "SELECT 2" || models[0].BodyLine != 12 {
		t.Errorf("a later layer does not replace the model: %v, %+v", err, models)
	}
}

// FuzzParseModel: whatever the text, parsing ends, and every problem has a place in the file.
func FuzzParseModel(f *testing.F) {
	f.Add(goodHeader + "SELECT 1")
	f.Add("-- model:\n--\n-- columns:\n--  a text - >=x b\n-- checks:\n-- warn: sum(a) by () <= 1\n;")
	f.Fuzz(func(t *testing.T, source string) {
		var list diag.List
		m := parseModel("stg_x.sql", source, &list)
		lines := strings.Count(source, "\n") + 1
		for _, p := range list.Sorted() {
			if p.Pos.Line < 1 || p.Pos.Line > lines || p.Pos.Col < 0 || p.Code == "" {
				t.Errorf("problem %v lies outside the %d lines of the file", p, lines)
			}
		}
		if list.Len() == 0 && (m.Name != "stg_x" || m.SQL == "") {
			t.Errorf("model %+v without problems is not whole", m)
		}
	})
}
