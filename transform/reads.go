package transform

import (
	"context"
	"maps"
	"slices"
	"strings"

	"paystats/data/diag"
	"paystats/data/reads"
	"paystats/data/warehouse"
)

// checkReads holds what a model reads against what it says it needs. base are the
// tables that ingest wrote.
func (m *Model) checkReads(ctx context.Context, db *warehouse.DB, base []string, problems *diag.List) error {
	r, err := reads.Of(ctx, db, m.SQL)
	if err != nil {
		return err
	}
	for _, f := range r.Refused {
		problems.Add(&diag.Problem{Pos: m.offset(f.Offset), Code: f.Code, Msg: f.Msg, Hint: f.Hint})
	}
	if len(r.Refused) > 0 {
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(r.Tables)) {
		if !slices.Contains(m.Needs, name) {
			problems.Add(&diag.Problem{
				Pos: m.offset(r.Tables[name]), Code: "needs-undeclared",
				Msg: "the SELECT reads \"" + name + "\", which needs does not name", Hint: "add it to needs, or read something else",
			})
		}
	}
	for _, need := range m.Needs {
		if _, ok := r.Tables[need]; !ok {
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
	r, err := reads.Of(ctx, db, "SELECT "+strings.Join(conditions, ", ")+" FROM "+quoted(m.Name))
	if err != nil {
		return "", err
	}
	if len(r.Refused) > 0 {
		return r.Refused[0].Msg, nil
	}
	for _, name := range slices.Sorted(maps.Keys(r.Tables)) {
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
