package reads

import "strings"

// clocks are the functions of the time that are called without brackets; the engine's
// parse shows them as columns.
var clocks = map[string]bool{"current_date": true, "current_time": true, "current_timestamp": true, "localtime": true, "localtimestamp": true}

// unrepeatable are the other functions whose answer does not follow from their arguments
// alone: clocks, chance, settings, and estimates that differ with the order of rows. A test
// holds them against what the engine says of its functions.
var unrepeatable = map[string]bool{
	"get_current_time": true, "get_current_timestamp": true, "now": true, "today": true, "transaction_timestamp": true, "txid_current": true,
	"pg_conf_load_time": true, "pg_postmaster_start_time": true,
	"random": true, "setseed": true, "uuid": true, "gen_random_uuid": true, "nextval": true, "currval": true,
	"current_setting": true, "current_query": true, "getvariable": true, "stats": true,
	"approx_quantile": true, "approx_top_k": true, "reservoir_quantile": true,
}

// answer refuses an expression or a sample whose value differs from run to run.
func (s *Set) answer(node map[string]any) {
	switch text(node, "class") {
	case "FUNCTION":
		name := strings.ToLower(text(node, "function_name"))
		arguments, _ := node["children"].([]any)
		switch {
		case clocks[name] || unrepeatable[name]:
			s.differs(node, name)
		case name == "age" && len(arguments) == 1:
			s.differs(node, "age up to today")
		}
	case "COLUMN_REF":
		if path, _ := node["column_names"].([]any); len(path) == 1 {
			if name, _ := path[0].(string); clocks[strings.ToLower(name)] {
				s.differs(node, name)
			}
		}
	}
	if node["sample"] != nil {
		s.differs(node, "a sample")
	}
}

func (s *Set) differs(node map[string]any, what string) {
	s.refuse(offsetOf(node), CodeNotRepeatable, "the SELECT asks for "+what+", which differs from run to run", "equal input gives equal bytes; take it from a table or leave it out")
}
