package page

import (
	"errors"
	"strings"

	"paystats/data/diag"
)

// lined is an engine's error that knows its line within the query, and the column in bytes
// once it is given that line's text; 0 is unknown.
type lined interface {
	SQLLine() int
	SQLColumn(line string) int
}

// sqlPlace returns the place of the page that an engine's error points at.
func (s *source) sqlPlace(b block, err error) diag.Pos {
	var at lined
	lines := strings.SplitAfter(b.query.sql, "\n")
	if !errors.As(err, &at) || at.SQLLine() < 2 || at.SQLLine() > len(lines)+1 { // the query stands in lines from 2 on
		return b.sql.pos
	}
	before := lines[:at.SQLLine()-2]
	line := lines[len(before)]
	column := max(at.SQLColumn(strings.TrimSuffix(line, "\n")), 1)
	return s.behind(b.sql.pos, strings.Join(before, "")+line[:min(column-1, len(line))])
}

// behind returns the place of the first character behind a query's text. YAML may break and
// indent lines otherwise, its quotes stand around, and a parameter stands as ?; where a text differs in more, it
// returns the place that it got to.
func (s *source) behind(pos diag.Pos, text string) diag.Pos {
	rest := strings.Join(strings.Fields(text), "")
	for n := pos.Line; n <= len(s.lines); n++ {
		line, col := s.line(n), 0
		if n == pos.Line {
			col = min(pos.Col-1, len(line))
		}
		for ; col < len(line); col++ {
			use := parameterAt(line[col:])
			switch {
			case line[col] == ' ' || line[col] == '\t':
			case rest == "":
				return s.at(n, col+1)
			case use > 0 && rest[0] == '?':
				col, rest = col+use-1, rest[1:]
			case rest[0] == line[col]:
				rest = rest[1:]
			case strings.ContainsRune(`'"\`, rune(line[col])): // YAML's own
			default:
				return s.at(n, col+1)
			}
		}
	}
	return pos
}
