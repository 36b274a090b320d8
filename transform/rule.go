package transform

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"

	"paystats/data/diag"
	"paystats/data/yamldoc"
)

// rulesFile is where a layer of a workspace says how strict the data checks are.
const rulesFile = "transform/checks.yaml"

// off is the severity of a check that does not run.
const off Severity = "off"

// Rule is what checks.yaml says of one data check.
type Rule struct {
	Severity   Severity
	Thresholds map[string]string // numbers, by the name that the SQL has behind "$"
	Accepted   []Accepted

	pos    diag.Pos
	places map[string]diag.Pos // of the thresholds
}

// Accepted is a place whose findings are known and right, with the reason.
type Accepted struct {
	At     string // a place as findings print it, or the front of one that ends before / : or #
	Reason string
}

// ruleReader reads the rules of all layers; a later layer overrides severities and
// thresholds one by one and adds to what is accepted.
type ruleReader struct {
	rules    map[string]*Rule
	problems *diag.List
}

// applyRules gives each data check its rule, puts the thresholds into its SQL, and leaves
// out the checks that are off.
func applyRules(models []*Model, layers []fs.FS, problems *diag.List) []*Model {
	r := ruleReader{rules: map[string]*Rule{}, problems: problems}
	for _, layer := range layers {
		r.readLayer(layer)
	}
	var names []string
	for _, m := range models {
		if m.Layer == Audit {
			names = append(names, m.Name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(r.rules)) {
		if rule := r.rules[name]; !slices.Contains(names, name) {
			problems.Add(&diag.Problem{Pos: rule.pos, Code: "check-unknown", Msg: "there is no check \"" + name + "\"", Hint: diag.DidYouMean(name, names, "")})
		}
	}
	return slices.DeleteFunc(models, func(m *Model) bool {
		if m.Layer != Audit {
			return false
		}
		m.apply(r.rules[m.Name], problems)
		return m.rule != nil && m.rule.Severity == off
	})
}

// readLayer reads checks.yaml of one layer, if it has one.
func (r *ruleReader) readLayer(layer fs.FS) {
	text, err := fs.ReadFile(layer, rulesFile)
	if errors.Is(err, fs.ErrNotExist) {
		return
	}
	if err != nil {
		r.problems.Add(&diag.Problem{Pos: diag.Pos{File: rulesFile}, Code: "model-unreadable", Msg: diag.Cause(err).Error(), Err: err})
		return
	}
	doc := yamldoc.Parse(yamldoc.Source{File: rulesFile, Text: string(text), First: 1, Name: "checks.yaml", EmptyIsAbsent: true}, r.problems)
	if doc == nil {
		return
	}
	root := doc.Root().Mapping("checks", "accepted")
	if checks := root.Mapping("checks"); checks != nil {
		for _, e := range checks.Entries {
			r.readRule(e)
		}
	}
	for _, n := range root.List("accepted") {
		if m := n.Mapping("check", "at", "reason"); m != nil {
			at := m.Need("at")
			reason := m.Need("reason")
			if rule := r.rules[m.Need("check")]; rule != nil {
				rule.Accepted = append(rule.Accepted, Accepted{At: at, Reason: reason})
			} else if m.Has("check") {
				m.At("check").Report(yamldoc.CodeValueUnknown, "there is no check \""+m.Text("check")+"\"", diag.DidYouMean(m.Text("check"), slices.Sorted(maps.Keys(r.rules)), ""))
			}
		}
	}
}

// thresholdForm is how a threshold is written; the text stands in the SQL as it is.
var thresholdForm = regexp.MustCompile(`^[0-9]+(\.[0-9]+)?(e-?[0-9]+)?$`)

func (r *ruleReader) readRule(e yamldoc.Entry) {
	rule := r.rules[e.Key]
	if rule == nil {
		rule = &Rule{Severity: Warn, Thresholds: map[string]string{}, pos: e.KeyPos, places: map[string]diag.Pos{}}
		r.rules[e.Key] = rule
	}
	m := e.Value.Mapping("severity", "thresholds")
	if m == nil {
		return
	}
	rule.Severity = Severity(m.OneOf("severity", string(rule.Severity), string(Fail), string(Warn), string(off)))
	thresholds := m.Mapping("thresholds")
	if thresholds == nil {
		return
	}
	for _, t := range thresholds.Entries {
		text, ok := t.Value.Text()
		if ok && !thresholdForm.MatchString(text) {
			t.Value.WrongType("a number of at least 0")
			continue
		}
		rule.Thresholds[t.Key], rule.places[t.Key] = text, t.KeyPos
	}
}

// parameter is a threshold's place in the SQL of a check.
var parameter = regexp.MustCompile(`\$[a-z_]+`)

// cellColumns are what every check gives: a row for each value that looks wrong, and one
// row without an observation that says how much was looked at.
var cellColumns = []string{"observation", "problem", "expected", "looked_at"}

// apply puts a check's thresholds into its SQL. They are numbers, so they can stand in
// the text of a statement; CREATE TABLE takes no bound values.
func (m *Model) apply(rule *Rule, problems *diag.List) {
	if rule == nil {
		problems.Add(&diag.Problem{Pos: m.at(1, 1), Code: "check-undeclared", Msg: rulesFile + " does not name the check \"" + m.Name + "\"", Hint: "add it with its severity"})
		return
	}
	m.rule = rule
	for _, name := range cellColumns {
		if m.column(name) == nil {
			problems.Add(&diag.Problem{Pos: m.at(1, 1), Code: "column-absent", Msg: "the check declares no column \"" + name + "\"", Hint: "a check gives " + strings.Join(cellColumns, ", ")})
		}
	}
	used := map[string]bool{}
	for i, line := range strings.Split(m.SQL, "\n") {
		for _, at := range parameter.FindAllStringIndex(line, -1) {
			name := line[at[0]+1 : at[1]]
			if used[name] = true; rule.Thresholds[name] == "" {
				problems.Add(&diag.Problem{
					Pos: m.at(m.BodyLine+i, at[0]+1), Code: "threshold-unknown", Msg: rulesFile + " gives " + m.Name + " no threshold \"" + name + "\"",
					Hint: diag.DidYouMean(name, slices.Sorted(maps.Keys(rule.Thresholds)), ""),
				})
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(rule.Thresholds)) {
		if !used[name] {
			problems.Add(&diag.Problem{
				Pos: rule.places[name], Code: "threshold-unknown", Msg: m.Name + " has no threshold \"" + name + "\"", Hint: diag.DidYouMean(name, slices.Sorted(maps.Keys(used)), ""),
			})
		}
	}
	m.SQL = parameter.ReplaceAllStringFunc(m.SQL, func(p string) string { return rule.Thresholds[p[1:]] })
	hash := sha256.Sum256([]byte(fmt.Sprintf("%s %s %q", m.Hash, rule.Severity, rule.Accepted) + m.SQL))
	m.Hash = hex.EncodeToString(hash[:])
}
