// Package reads tells what a SELECT reads, by the engine's own parse, and refuses what
// reaches beyond the warehouse or gives another answer each time.
//
//	SQL ─► Of ─► tables, each with its first place; refusals, each with place, code and hint
//
// Models and blocks of pages come from others, and both promise that equal input gives
// equal bytes. So a SELECT may read tables of the warehouse and the few table functions
// that make rows of nothing, and call functions whose answer follows from their arguments.
// The engine, sealed, refuses files besides; this says so before it runs, and where.
package reads

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strconv"

	"paystats/data/frame"
)

// The codes of refusals.
const (
	CodeSyntax        = "sql-error"      // the engine cannot parse it
	CodeStatements    = "sql-statements" // not one SELECT
	CodeOutside       = "reads-outside"  // reads something that is no table of the warehouse
	CodeNotRepeatable = "not-repeatable" // another run or machine would give another answer
)

// Source answers queries: the engine that parses.
type Source interface {
	Query(ctx context.Context, sql string, args ...any) (*frame.Frame, error)
}

// Set is what a SELECT reads.
type Set struct {
	Tables  map[string]int // name to byte offset of its first mention; -1 when not known
	Refused []Refusal
}

// Refusal is something that a SELECT must not do.
type Refusal struct {
	Offset          int // bytes into the SQL; -1 when not known
	Code, Msg, Hint string
}

// Of asks the engine to parse sql and collects what it reads. The error is the engine's,
// not that of the SQL.
func Of(ctx context.Context, src Source, sql string) (*Set, error) {
	f, err := src.Query(ctx, "SELECT json_serialize_sql(?::VARCHAR) AS parse", sql)
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
	s := &Set{Tables: map[string]int{}}
	switch {
	case parse.Error:
		offset, err := strconv.Atoi(parse.Position)
		if err != nil {
			offset = -1
		}
		s.refuse(offset, CodeSyntax, parse.Message, "")
	case len(parse.Statements) != 1:
		s.refuse(-1, CodeStatements, strconv.Itoa(len(parse.Statements))+" statements", "write one SELECT")
	default:
		s.walk(parse.Statements[0], nil)
	}
	return s, nil
}

func (s *Set) refuse(offset int, code, msg, hint string) {
	s.Refused = append(s.Refused, Refusal{offset, code, msg, hint})
}

// walk looks through one node of the parse. scope holds the names that WITH defines.
func (s *Set) walk(node any, scope map[string]bool) {
	switch node := node.(type) {
	case []any:
		for _, child := range node {
			s.walk(child, scope)
		}
	case map[string]any:
		scope = s.walkWith(node, scope)
		s.source(node, scope)
		s.answer(node)
		for _, key := range slices.Sorted(maps.Keys(node)) {
			if key != "cte_map" {
				s.walk(node[key], scope)
			}
		}
	}
}

// walkWith walks the WITH clause of a node, each query seeing those before it (and
// itself when recursive), and returns the scope of the rest of the node.
func (s *Set) walkWith(node map[string]any, scope map[string]bool) map[string]bool {
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
		name := text(entry, "key")
		if isRecursive(entry) {
			scope[name] = true
		}
		s.walk(entry["value"], scope)
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

// text returns a text of a node, "" if it has none of that name.
func text(node map[string]any, key string) string {
	value, _ := node[key].(string)
	return value
}

// offsetOf returns where a node stands; the engine writes 2^64-1 for nowhere.
func offsetOf(node map[string]any) int {
	if location, ok := node["query_location"].(float64); ok && location < 1<<40 {
		return int(location)
	}
	return -1
}
