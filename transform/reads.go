package transform

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"paystats/data/diag"
	"paystats/data/warehouse"
)

// allowedFunctions are the table functions that read nothing from outside.
var allowedFunctions = map[string]bool{"unnest": true, "generate_series": true, "range": true}

// allowedSources are the kinds of FROM items, in the engine's words, that are looked
// into; any other kind (DESCRIBE, pragmas, what later engines add) is refused.
var allowedSources = map[string]bool{
	"BASE_TABLE": true, "SUBQUERY": true, "JOIN": true, "TABLE_FUNCTION": true, "EXPRESSION_LIST": true, "EMPTY": true, "PIVOT": true,
}

// reads is what a SELECT reads, by the engine's own parse.
type reads struct {
	tables   map[string]int // name to byte offset of its first mention
	refusals []refusal
}

// refusal is something that a model must not do.
type refusal struct {
	offset          int // bytes into the SQL; -1 when not known
	code, msg, hint string
}

func (r *reads) refuse(offset int, code, msg, hint string) {
	r.refusals = append(r.refusals, refusal{offset, code, msg, hint})
}

// readsOf asks the engine to parse sql and collects the tables that it reads.
func readsOf(ctx context.Context, db *warehouse.DB, sql string) (*reads, error) {
	f, err := db.Query(ctx, "SELECT json_serialize_sql(?::VARCHAR) AS parse", sql)
	if err != nil {
		return nil, err
	}
	var parse struct {
		Error      bool             `json:"error"`
		Message    string           `json:"error_message"`
		Position   string           `json:"position"`
		Statements []map[string]any `json:"statements"`
	}
	if err := json.Unmarshal([]byte(f.Text("parse", 0)), &parse); err != nil {
		return nil, err
	}
	r := &reads{tables: map[string]int{}}
	switch {
	case parse.Error:
		offset, err := strconv.Atoi(parse.Position)
		if err != nil {
			offset = -1
		}
		r.refuse(offset, "sql-error", parse.Message, "")
	case len(parse.Statements) != 1:
		r.refuse(-1, "sql-statements", strconv.Itoa(len(parse.Statements))+" statements", "a model is one SELECT")
	default:
		r.walk(parse.Statements[0], nil)
	}
	return r, nil
}

// walk looks through one node of the parse. scope holds the names that WITH defines.
func (r *reads) walk(node any, scope map[string]bool) {
	switch node := node.(type) {
	case []any:
		for _, child := range node {
			r.walk(child, scope)
		}
	case map[string]any:
		scope = r.walkWith(node, scope)
		r.source(node, scope)
		for _, key := range slices.Sorted(maps.Keys(node)) {
			if key != "cte_map" {
				r.walk(node[key], scope)
			}
		}
	}
}

// walkWith walks the WITH clause of a node, each query seeing those before it (and
// itself when recursive), and returns the scope of the rest of the node.
func (r *reads) walkWith(node map[string]any, scope map[string]bool) map[string]bool {
	with, _ := node["cte_map"].(map[string]any)
	entries, _ := with["map"].([]any)
	if len(entries) == 0 {
		return scope
	}
	scope = maps.Clone(scope)
	if scope == nil {
		scope = map[string]bool{}
	}
	for _, e := range entries {
		entry, _ := e.(map[string]any)
		name, _ := entry["key"].(string)
		recursive := isRecursive(entry)
		if recursive {
			scope[name] = true
		}
		r.walk(entry["value"], scope)
		scope = maps.Clone(scope)
		scope[name] = true
	}
	return scope
}

func isRecursive(entry map[string]any) bool {
	value, _ := entry["value"].(map[string]any)
	query, _ := value["query"].(map[string]any)
	node, _ := query["node"].(map[string]any)
	return node["type"] == "RECURSIVE_CTE_NODE"
}

// source records or refuses a FROM item; other nodes pass. FROM items are known by
// having a sample and an alias, which expressions do not have together.
func (r *reads) source(node map[string]any, scope map[string]bool) {
	_, hasSample := node["sample"]
	_, hasAlias := node["alias"]
	kind, _ := node["type"].(string)
	if !hasSample || !hasAlias {
		return
	}
	offset := -1
	if location, ok := node["query_location"].(float64); ok && location < 1<<40 {
		offset = int(location)
	}
	switch {
	case !allowedSources[kind]:
		r.refuse(offset, "reads-outside", "a model may not read from "+strings.ToLower(kind), "read tables that needs declares")
	case kind == "TABLE_FUNCTION":
		function, _ := node["function"].(map[string]any)
		name, _ := function["function_name"].(string)
		if !allowedFunctions[name] {
			r.refuse(offset, "reads-outside", "a model may not read from the function "+name, "load files as datasets; unnest, generate_series and range are allowed")
		}
	case kind == "BASE_TABLE":
		name, _ := node["table_name"].(string)
		schema, _ := node["schema_name"].(string)
		catalog, _ := node["catalog_name"].(string)
		if schema != "" || catalog != "" {
			r.refuse(offset, "reads-outside", "a model may not read from other schemas: "+strings.TrimPrefix(catalog+"."+schema+"."+name, "."), "name the table alone")
			return
		}
		if _, seen := r.tables[name]; !seen && !scope[name] {
			r.tables[name] = offset
		}
	}
}

// checkReads holds what a model reads against what it says it needs. base are the
// tables that ingest wrote.
func (m *Model) checkReads(ctx context.Context, db *warehouse.DB, base []string, problems *diag.List) error {
	r, err := readsOf(ctx, db, m.SQL)
	if err != nil {
		return err
	}
	for _, f := range r.refusals {
		problems.Add(&diag.Problem{Pos: m.offset(f.offset), Code: f.code, Msg: f.msg, Hint: f.hint})
	}
	if len(r.refusals) > 0 {
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(r.tables)) {
		if !slices.Contains(m.Needs, name) {
			problems.Add(&diag.Problem{
				Pos: m.offset(r.tables[name]), Code: "needs-undeclared",
				Msg: "the SELECT reads \"" + name + "\", which needs does not name", Hint: "add it to needs, or read something else",
			})
		}
	}
	for _, need := range m.Needs {
		if _, ok := r.tables[need]; !ok {
			problems.Add(&diag.Problem{Pos: m.needsPos, Code: "needs-unused", Msg: "the SELECT does not read \"" + need + "\"", Hint: "take it out of needs"})
		} else if layerOf(need) == Source && !slices.Contains(base, need) {
			problems.Add(&diag.Problem{Pos: m.needsPos, Code: "needs-unknown", Msg: "there is no table \"" + need + "\"", Hint: diag.DidYouMean(need, base, "")})
		}
	}
	return m.checkPredicates(ctx, db, problems)
}

// checkPredicates refuses a never() whose condition looks beyond the model's own table.
// All are parsed at once; only if that shows a mistake, one by one to find whose it is.
func (m *Model) checkPredicates(ctx context.Context, db *warehouse.DB, problems *diag.List) error {
	var nevers []Check
	for _, c := range m.Checks {
		if c.kind == checkNever {
			nevers = append(nevers, c)
		}
	}
	mistake, err := m.predicateMistake(ctx, db, nevers)
	if err != nil || mistake == "" {
		return err
	}
	for _, c := range nevers {
		mistake, err := m.predicateMistake(ctx, db, []Check{c})
		if err != nil {
			return err
		}
		if mistake != "" {
			problems.Add(&diag.Problem{Pos: c.Pos, Code: "check-sql", Msg: "check \"" + c.Text + "\": " + mistake, Hint: "write a condition on the columns of this model"})
		}
	}
	return nil
}

// predicateMistake parses conditions and says what is wrong with them, "" if nothing is.
func (m *Model) predicateMistake(ctx context.Context, db *warehouse.DB, checks []Check) (string, error) {
	if len(checks) == 0 {
		return "", nil
	}
	conditions := make([]string, len(checks))
	for i, c := range checks {
		conditions[i] = "(" + c.predicate + "\n)"
	}
	r, err := readsOf(ctx, db, "SELECT "+strings.Join(conditions, ", ")+" FROM "+quoted(m.Name))
	if err != nil {
		return "", err
	}
	if len(r.refusals) > 0 {
		return r.refusals[0].msg, nil
	}
	for _, name := range slices.Sorted(maps.Keys(r.tables)) {
		if name != m.Name {
			return "it reads another table, " + name, nil
		}
	}
	return "", nil
}

// offset turns a byte offset into the SQL into a place in the model's file.
func (m *Model) offset(offset int) diag.Pos {
	if offset < 0 || offset > len(m.SQL) {
		return m.at(m.BodyLine, 0)
	}
	before := m.SQL[:offset]
	return m.at(m.BodyLine+strings.Count(before, "\n"), offset-strings.LastIndex(before, "\n"))
}

// sqlProblem places an engine error in the model's file. ahead is the number of lines
// that stood before the model's SQL in the statement.
func (m *Model) sqlProblem(err *warehouse.SQLError, ahead int) *diag.Problem {
	pos := m.at(m.BodyLine, 0)
	p := &diag.Problem{Code: "sql-error", Msg: err.Error(), Err: err}
	if line := err.Line - ahead; line >= 1 && line <= strings.Count(m.SQL, "\n")+1 {
		p.Line = strings.Split(m.SQL, "\n")[line-1]
		pos = m.at(m.BodyLine+line-1, err.SQLColumn(p.Line))
	}
	p.Pos = pos
	return p
}
