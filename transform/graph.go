package transform

import (
	"slices"
	"strings"

	"paystats/data/diag"
)

// checkNeeds reports needs that name no model where one must be, that skip a layer, or
// that are repeated. Whether base tables exist is known to the warehouse alone.
func checkNeeds(models []*Model, problems *diag.List) {
	known := map[string]bool{}
	var names []string
	for _, m := range models {
		known[m.Name] = true
		names = append(names, m.Name)
	}
	for _, m := range models {
		for i, need := range m.Needs {
			layer := layerOf(need)
			problem := &diag.Problem{Pos: m.needsPos}
			switch {
			case !tableName.MatchString(need):
				problem.Code, problem.Msg = "needs-syntax", "\""+need+"\" is no table name"
				problem.Hint = "needs are table names, separated by commas"
			case slices.Contains(m.Needs[:i], need):
				problem.Code, problem.Msg, problem.Hint = "needs-twice", "need \""+need+"\" stands twice", "keep one"
			case layer != Source && !known[need]:
				problem.Code, problem.Msg = "needs-unknown", "there is no model \""+need+"\""
				problem.Hint = diag.DidYouMean(need, names, "paystats list models")
			case m.Layer != Source && (layer > m.Layer || layer < m.Layer-1 && (m.Layer != Audit || layer == Source)):
				problem.Code = "needs-layer"
				problem.Msg = m.Layer.String() + " model reads " + layer.String() + " table \"" + need + "\""
				problem.Hint = "a model reads its own layer or the one before; a check any layer of models"
			default:
				continue
			}
			problems.Add(problem)
		}
	}
}

// order sorts models so that each follows those it needs, otherwise by name. Cycles are
// reported with their members.
func order(models []*Model, problems *diag.List) []*Model {
	s := sorter{byName: map[string]*Model{}, state: map[string]int{}, problems: problems}
	for _, m := range models {
		s.byName[m.Name] = m
	}
	for _, m := range models {
		s.visit(m)
	}
	return s.ordered
}

// sorter walks the graph depth first.
type sorter struct {
	byName   map[string]*Model
	state    map[string]int // 1 on the path, 2 done
	path     []string
	ordered  []*Model
	problems *diag.List
}

func (s *sorter) visit(m *Model) {
	switch s.state[m.Name] {
	case 2:
		return
	case 1:
		cycle := append(slices.Clone(s.path[slices.Index(s.path, m.Name):]), m.Name)
		s.problems.Add(&diag.Problem{
			Pos: m.needsPos, Code: "model-cycle",
			Msg: "models need each other in a circle: " + strings.Join(cycle, " -> "), Hint: "take one of these needs away",
		})
		return
	}
	s.state[m.Name] = 1
	s.path = append(s.path, m.Name)
	for _, need := range m.Needs {
		if n := s.byName[need]; n != nil {
			s.visit(n)
		}
	}
	s.path = s.path[:len(s.path)-1]
	s.state[m.Name] = 2
	s.ordered = append(s.ordered, m)
}
