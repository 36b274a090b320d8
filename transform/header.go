package transform

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"paystats/data/diag"
)

// headerKeys are the sections of a header, all required but optionalKeys.
var headerKeys = []string{"model", "question", "question@zh", "grain", "needs", "formula", "formula@zh", "arithmetic", "universe", "columns", "checks"}

// optionalKeys are the sections that a header may lack. What stands behind @ is the language of
// a text, as in a Data Package; without it, it is English.
var optionalKeys = []string{"question@zh", "formula@zh", "arithmetic"}

// stepKey is the section that names a Go step; most models have none.
const stepKey = "step"

// keptKey is the section that says "table" of a model that is stored although its SELECT
// says nothing of an order: sorting millions of rows would cost more than making them.
const keptKey = "kept"

// headerKey is a line that opens a section; text that continues one is indented more.
var headerKey = regexp.MustCompile(`^--\s?([A-Za-z_@]+):(.*)$`)

// section is one part of a header, line by line.
type section struct {
	pos   diag.Pos
	lines []headerLine
}

// headerLine is text of a section with its place.
type headerLine struct {
	text string
	pos  diag.Pos
}

// text joins the lines with blanks.
func (s section) text() string {
	parts := make([]string, len(s.lines))
	for i, l := range s.lines {
		parts[i] = l.text
	}
	return strings.Join(parts, " ")
}

// names splits the text at commas.
func (s section) names() []string {
	var names []string
	for name := range strings.SplitSeq(s.text(), ",") {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// parseModel reads one file; what is wrong goes to problems, and the model holds what
// could be read.
func parseModel(file, source string, problems *diag.List) *Model {
	lines := strings.Split(strings.ReplaceAll(source, "\r\n", "\n"), "\n")
	hash := sha256.Sum256([]byte(source))
	p := &headerParser{model: &Model{File: file, Hash: hex.EncodeToString(hash[:])}, problems: problems, sections: map[string]*section{}}
	body := p.readSections(lines)
	p.fill()
	p.model.BodyLine = body + 1
	p.model.SQL = strings.TrimRight(strings.Join(lines[body:], "\n"), " \t\n")
	switch {
	case strings.TrimSpace(p.model.SQL) == "":
		p.add(p.model.at(len(lines), 1), "model-empty", "there is no SELECT after the header", "write one SELECT statement")
	case strings.HasSuffix(p.model.SQL, ";"):
		end := body + strings.Count(p.model.SQL, "\n") + 1
		p.add(p.model.at(end, len(strings.TrimRight(lines[end-1], " \t"))), "model-semicolon", "the SELECT ends with a semicolon", "remove it")
	}
	return p.model
}

type headerParser struct {
	model    *Model
	problems *diag.List
	sections map[string]*section
}

func (p *headerParser) add(pos diag.Pos, code, msg, hint string) {
	p.problems.Add(&diag.Problem{Pos: pos, Code: code, Msg: msg, Hint: hint})
}

// readSections takes the header apart and returns the index of the first line after it.
func (p *headerParser) readSections(lines []string) int {
	var current *section
	for i, line := range lines {
		if !strings.HasPrefix(line, "--") {
			return i
		}
		if m := headerKey.FindStringSubmatchIndex(line); m != nil {
			current = p.open(line[m[2]:m[3]], p.model.at(i+1, m[2]+1))
			p.addLine(current, line, m[4], i+1)
			continue
		}
		if text := strings.TrimSpace(line[2:]); text == "" {
			continue
		}
		if current == nil {
			p.add(p.model.at(i+1, 1), "header-text", "text before the first section of the header", `start the header with "-- model: name"`)
			continue
		}
		p.addLine(current, line, 2, i+1)
	}
	return len(lines)
}

// open starts a section.
func (p *headerParser) open(key string, pos diag.Pos) *section {
	s := &section{pos: pos}
	keys := append([]string{stepKey, keptKey}, headerKeys...)
	switch {
	case !slices.Contains(keys, key):
		p.add(pos, "header-key", "unknown section \""+key+"\"", diag.DidYouMean(key, keys, ""))
	case p.sections[key] != nil:
		p.add(pos, "header-key", "section \""+key+"\" stands twice", "keep one")
	default:
		p.sections[key] = s
	}
	return s
}

// addLine appends what follows byte offset start of a line to a section.
func (p *headerParser) addLine(s *section, line string, start, number int) {
	text := strings.TrimSpace(line[start:])
	if text == "" {
		return
	}
	col := start + strings.Index(line[start:], text) + 1
	s.lines = append(s.lines, headerLine{text: text, pos: p.model.at(number, col)})
}

// fill moves the sections into the model.
func (p *headerParser) fill() {
	m := p.model
	for _, key := range headerKeys {
		s := p.sections[key]
		if s == nil && slices.Contains(optionalKeys, key) {
			continue
		}
		if s == nil {
			p.add(m.at(1, 1), "header-missing", "the header has no section \""+key+"\"", "add \"-- "+key+": …\"")
			s = &section{pos: m.at(1, 1)}
			p.sections[key] = s
		} else if len(s.lines) == 0 {
			p.add(s.pos, "header-empty", "section \""+key+"\" is empty", "fill it in")
		}
	}
	m.Name = p.sections["model"].text()
	m.Question, m.QuestionZh = p.sections["question"].text(), p.optional("question@zh")
	m.Formula, m.FormulaZh = p.sections["formula"].text(), p.optional("formula@zh")
	m.Universe = p.sections["universe"].text()
	m.Grain = p.sections["grain"].names()
	m.Needs = p.sections["needs"].names()
	m.needsPos = p.sections["needs"].pos
	m.Layer = layerOf(m.Name)
	p.addArithmetic()
	p.checkName()
	p.checkStep()
	p.checkKept()
	for _, line := range p.sections["columns"].lines {
		p.addColumn(line)
	}
	for _, line := range p.sections["checks"].lines {
		p.addCheck(line)
	}
	p.checkGrain()
}

// optional returns the text of a section that may be absent.
func (p *headerParser) optional(key string) string {
	if s := p.sections[key]; s != nil {
		return s.text()
	}
	return ""
}

func (p *headerParser) checkName() {
	m, pos := p.model, p.sections["model"].pos
	file := strings.TrimSuffix(path.Base(m.File), ".sql")
	switch {
	case m.Name == "":
	case m.Name != file:
		p.add(pos, "model-name", "model \""+m.Name+"\" lies in a file called "+path.Base(m.File), "name both alike")
	case !tableName.MatchString(m.Name) || m.Layer == Source:
		p.add(pos, "model-layer", "\""+m.Name+"\" names no layer", "start the name with stg_, core_ or metric_ and write it in lower case")
	}
}

// checkKept reads how a model is kept.
func (p *headerParser) checkKept() {
	s := p.sections[keptKey]
	if s == nil {
		return
	}
	if p.model.stored = s.text() == "table"; !p.model.stored {
		p.add(s.pos, "kept-unknown", "a model is kept as a table, not as \""+s.text()+"\"", "write table, or take the section out: a SELECT without ORDER BY is a view")
	}
}

// checkStep reads the name of the Go step.
func (p *headerParser) checkStep() {
	s := p.sections[stepKey]
	if s == nil {
		return
	}
	p.model.Step = s.text()
	switch {
	case p.model.Layer == Staging:
		p.add(s.pos, "step-unknown", "a staging model has no rows of its own for a step to fill", "make it a core or metric model")
	case steps[p.model.Step] == nil:
		p.add(s.pos, "step-unknown", "there is no step \""+p.model.Step+"\"", diag.DidYouMean(p.model.Step, slices.Sorted(maps.Keys(steps)), "take the section out; a SELECT needs none"))
	}
}

// tableName is how tables and columns are written.
var tableName = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// columnLine is: name type unit range description.
var columnLine = regexp.MustCompile(`^(\S+)\s+(\S+)\s+(\S+)\s+(-|[<>]=?\s*\S+|\S+\.\.\S+)\s+(\S.*)$`)

func (p *headerParser) addColumn(line headerLine) {
	f := columnLine.FindStringSubmatch(line.text)
	if f == nil {
		p.add(line.pos, "column-syntax", "column line \""+line.text+"\" is not: name type unit range description", `write "-" for no unit and for no range`)
		return
	}
	rng, err := parseRange(f[4])
	switch {
	case !tableName.MatchString(f[1]):
		p.add(line.pos, "column-name", "column name \""+f[1]+"\" is not lower snake case", "")
	case p.model.column(f[1]) != nil:
		p.add(line.pos, "column-name", "column \""+f[1]+"\" is declared twice", "keep one")
	case columnTypes[f[2]] == nil:
		p.add(line.pos, "column-type", "column type \""+f[2]+"\" is not known", "types are text, int, decimal, double, bool, date, list")
	case err != nil:
		p.add(line.pos, "column-range", err.Error(), `ranges are "0..1", ">= 0", "> 0" or "-"`)
	default:
		c := Column{Name: f[1], Type: f[2], Unit: f[3], Range: rng, Description: f[5], Pos: line.pos}
		if c.Unit == "-" {
			c.Unit = ""
		}
		p.model.Columns = append(p.model.Columns, c)
	}
}

func (p *headerParser) checkGrain() {
	names := make([]string, len(p.model.Columns))
	for i, c := range p.model.Columns {
		names[i] = c.Name
	}
	for _, g := range p.model.Grain {
		if p.isUndeclared(g) {
			p.add(p.sections["grain"].pos, "column-unknown", "grain column \""+g+"\" is not declared", diag.DidYouMean(g, names, ""))
		}
	}
}

// isUndeclared reports whether no column line names a column. Where a column line could
// not be read, nothing is: its own problem says enough.
func (p *headerParser) isUndeclared(name string) bool {
	return len(p.model.Columns) == len(p.sections["columns"].lines) && p.model.column(name) == nil
}
