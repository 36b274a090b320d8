package transform

import (
	"bytes"
	"io/fs"
	"path"
	"slices"
	"strings"

	"paystats/data/diag"
)

// Layer is a model's place in the flow; a model reads its own layer or the one before.
type Layer int

// The layers, by prefix of the model's name. Source is what ingest writes.
const (
	Source  Layer = iota
	Staging       // stg_: types, code lists
	Core          // core_: choice of vintage, publisher, scope
	Metric        // metric_: what is asked for
	Audit         // check_: cells that look wrong
)

// layerPrefixes are the prefixes of the model layers.
var layerPrefixes = []string{Staging: "stg_", Core: "core_", Metric: "metric_", Audit: "check_"}

// String returns "source", "stg", "core", "metric" or "check".
func (l Layer) String() string { return [...]string{"source", "stg", "core", "metric", "check"}[l] }

// layerOf returns the layer that a table's name belongs to.
func layerOf(name string) Layer {
	for layer := Staging; layer <= Audit; layer++ {
		if strings.HasPrefix(name, layerPrefixes[layer]) {
			return layer
		}
	}
	return Source
}

// Model is one SELECT with its header.
type Model struct {
	Name     string
	Layer    Layer
	Question string   // what the table answers
	Grain    []string // columns that make a row unique
	Needs    []string // tables it reads
	Formula  string
	Universe string // which rows there are, and which not
	Columns  []Column
	Checks   []Check
	Step     string // Go step that fills columns which the SELECT leaves NULL; "" for none
	SQL      string // the SELECT, without header
	File     string

	QuestionZh, FormulaZh string // in Chinese; "" when the header does not give them

	BodyLine int    // 1-based line of File on which SQL starts
	Hash     string // SHA-256 of the file's content, header included

	Arithmetic Arithmetic // zero for none

	stored                  bool // a table, whatever its SELECT says
	shipped                 bool // ships with the program, whose tests have held it against the engine's parse
	needsPos, arithmeticPos diag.Pos
	rule                    *Rule // of a data check; nil for other models
}

// Column is a declared column.
type Column struct {
	Name        string
	Type        string // text, int, decimal, double, bool, date, list
	Unit        string // ratio, pp, points, row (named in the row's column unit), …; "" for none
	Range       Range
	Description string
	Pos         diag.Pos
}

// columnTypes are the declarable types and the engine's that fit them.
var columnTypes = map[string][]string{
	"text":    {"VARCHAR"},
	"int":     {"BIGINT", "INTEGER"},
	"decimal": {"DECIMAL(38,9)"},
	"double":  {"DOUBLE"},
	"bool":    {"BOOLEAN"},
	"date":    {"DATE"},
	"list":    {"BIGINT[]"},
}

// column returns the declared column of a name, nil if there is none.
func (m *Model) column(name string) *Column {
	for i := range m.Columns {
		if m.Columns[i].Name == name {
			return &m.Columns[i]
		}
	}
	return nil
}

// at returns a place in the model's file.
func (m *Model) at(line, col int) diag.Pos { return diag.Pos{File: m.File, Line: line, Col: col} }

// modelFolder is where a layer of a workspace keeps its models.
const modelFolder = "transform/models"

// ships reports whether a model is one of the program's own, unchanged.
func ships(file string, source []byte) bool {
	own, err := Files.ReadFile("models/" + path.Base(file))
	return err == nil && bytes.Equal(own, source)
}

// ReadModels reads transform/models/*.sql of each layer; a model of a later layer
// replaces one of the same name. transform/checks.yaml says which data checks run, and how
// strictly. The models come in an order in which each follows
// those it needs. The error is a *diag.List that names every mistake of every header,
// unknown needs, needs across layers, and cycles.
func ReadModels(layers ...fs.FS) ([]*Model, error) {
	var problems diag.List
	byName := map[string]*Model{}
	for _, layer := range layers {
		files, err := fs.Glob(layer, modelFolder+"/*.sql")
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			source, err := fs.ReadFile(layer, file)
			if err != nil {
				problems.Add(&diag.Problem{Pos: diag.Pos{File: file}, Code: "model-unreadable", Msg: err.Error(), Err: err})
				continue
			}
			m := parseModel(file, string(source), &problems)
			m.shipped = ships(file, source)
			byName[strings.TrimSuffix(path.Base(file), ".sql")] = m
		}
	}
	models := make([]*Model, 0, len(byName))
	for _, m := range byName {
		models = append(models, m)
	}
	slices.SortFunc(models, func(a, b *Model) int { return strings.Compare(a.Name, b.Name) })
	models = applyRules(models, layers, &problems)
	checkNeeds(models, &problems)
	checkArithmetic(models, &problems)
	ordered := order(models, &problems)
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return ordered, nil
}
