package reads

import "strings"

// tableFunctions are those that read nothing from outside.
var tableFunctions = map[string]bool{"unnest": true, "generate_series": true, "range": true}

// sourceKinds are the kinds of FROM items, in the engine's words, that are looked into;
// any other kind (DESCRIBE, pragmas, what later engines add) is refused.
var sourceKinds = map[string]bool{
	"BASE_TABLE": true, "SUBQUERY": true, "JOIN": true, "TABLE_FUNCTION": true, "EXPRESSION_LIST": true, "EMPTY": true, "PIVOT": true,
}

// catalogues begin the names of the engine's views of itself: paths, settings, files.
var catalogues = []string{"duckdb_", "pragma_", "sqlite_"}

// mainSchema is where the tables of the warehouse are.
const mainSchema = "main"

// source records or refuses a FROM item; other nodes pass. FROM items are known by
// having a sample and an alias, which expressions do not have together.
func (s *Set) source(node map[string]any, scope map[string]bool) {
	_, hasSample := node["sample"]
	_, hasAlias := node["alias"]
	if !hasSample || !hasAlias {
		return
	}
	kind, offset := text(node, "type"), offsetOf(node)
	switch {
	case !sourceKinds[kind]:
		s.refuse(offset, CodeOutside, "the SELECT reads from "+strings.ToLower(kind), "read tables of the warehouse")
	case kind == "TABLE_FUNCTION":
		function, _ := node["function"].(map[string]any)
		if name := text(function, "function_name"); !tableFunctions[name] {
			s.refuse(offset, CodeOutside, "the SELECT reads from the function "+name, "load files as datasets; unnest, generate_series and range are allowed")
		}
	case kind == "BASE_TABLE":
		s.table(node, offset, scope)
	}
}

func (s *Set) table(node map[string]any, offset int, scope map[string]bool) {
	name, schema, catalog := text(node, "table_name"), text(node, "schema_name"), text(node, "catalog_name")
	if schema != "" && schema != mainSchema || catalog != "" {
		s.refuse(offset, CodeOutside, "the SELECT reads from another schema: "+strings.TrimPrefix(catalog+"."+schema+"."+name, "."), "name the table alone")
		return
	}
	if schema == "" && scope[name] {
		return
	}
	for _, prefix := range catalogues {
		if strings.HasPrefix(strings.ToLower(name), prefix) {
			s.refuse(offset, CodeOutside, "the SELECT reads from the engine's own catalogue: "+name, "`paystats list models` shows the tables")
			return
		}
	}
	if _, seen := s.Tables[name]; !seen {
		s.Tables[name] = offset
	}
}
