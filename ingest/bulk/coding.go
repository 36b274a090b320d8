package bulk

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"paystats/ingest/zone"
)

// code is a text of a coded column.
type code struct{ field, raw string }

// codedColumns returns the coded fields with the columns that they are read from: those of
// code lists, currencies and zones.
func (s *Set) codedColumns() map[string]string {
	out := map[string]string{}
	for _, t := range targets(s.Kind) {
		f, _ := s.Field(t.field)
		switch {
		case t.role == coded && f.Column != "":
			out[t.field] = f.Column
		case t.role == money && f.UnitColumn != "":
			out["currency"] = f.UnitColumn
		case f.ZoneColumn != "":
			out["zone_"+t.field] = f.ZoneColumn
		}
	}
	return out
}

// resolve says what a text stands for.
func (l *loader) resolve(field, raw string) string {
	switch {
	case field == "currency":
		if code := strings.ToUpper(strings.TrimSpace(raw)); decimalsOf(code) >= 0 {
			return code
		}
		return ""
	case strings.HasPrefix(field, "zone_"):
		if _, err := zone.Load(raw); err != nil {
			return ""
		}
		return raw
	}
	f, _ := l.set.Field(field)
	if id, ok := f.Map[raw]; ok {
		return id
	}
	for _, t := range targets(l.set.Kind) {
		switch {
		case t.field != field:
		case t.list == "":
			if word := strings.ToLower(strings.TrimSpace(raw)); slices.Contains(t.words, word) {
				return word
			}
		case f.Map == nil || !t.open:
			id, _ := l.Codes.Resolve(t.list, t.dimension, raw)
			return id
		}
	}
	return ""
}

// learn resolves texts that have not been seen, and reports whether one of them means something.
func (l *loader) learn(field string, raws []string) (news bool) {
	for _, raw := range raws {
		c := code{field, raw}
		if _, ok := l.known[c]; ok {
			continue
		}
		id := l.resolve(field, raw)
		l.known[c] = id
		news = news || id != ""
	}
	return news
}

// maxKnown is how many names of one code list are looked up before any row has one.
const maxKnown = 500

// learnFromLists resolves what the descriptor maps and the codes of the lists, so that few
// files hold more.
func (l *loader) learnFromLists() {
	for _, t := range targets(l.set.Kind) {
		f, _ := l.set.Field(t.field)
		if t.role != coded || f.Column == "" {
			continue
		}
		raws := slices.Sorted(maps.Keys(f.Map))
		raws = append(raws, t.words...)
		if t.list != "" && (f.Map == nil || !t.open) {
			raws = append(raws, l.ids(t)...)
		}
		l.learn(t.field, raws)
	}
}

// ids returns the ids of a code list, or of a dimension's members, unless there are many.
func (l *loader) ids(t target) []string {
	var ids []string
	list := l.Codes.List(t.list)
	for _, row := range list.Rows {
		if t.dimension == "" || list.Cell(row, "dimension") == t.dimension {
			ids = append(ids, list.Cell(row, "id"))
		}
	}
	if len(ids) > maxKnown {
		return nil
	}
	return ids
}

// learnFromPeek resolves the texts of the rows that were looked at.
func (l *loader) learnFromPeek(ctx context.Context) error {
	for field, column := range l.set.codedColumns() {
		f, err := l.Query(ctx, fmt.Sprintf("SELECT DISTINCT %[1]s AS raw FROM peek WHERE %[1]s IS NOT NULL ORDER BY raw", l.set.peekName(column)))
		if err != nil {
			return err
		}
		raws := make([]string, f.Rows())
		for i := range raws {
			raws[i] = f.Text("raw", i)
		}
		l.learn(field, raws)
	}
	return nil
}

// sortedCodes returns what is known, in order.
func (l *loader) sortedCodes() []code {
	codes := make([]code, 0, len(l.known))
	for c := range l.known {
		codes = append(codes, c)
	}
	slices.SortFunc(codes, func(a, b code) int { return strings.Compare(a.field+"\x00"+a.raw, b.field+"\x00"+b.raw) })
	return codes
}

// coding is a text of a coded column with what it stands for.
type coding struct{ raw, id string }

// codings returns what texts stand for, by field, those that stand for something.
func (l *loader) codings() map[string][]coding {
	out := map[string][]coding{}
	for _, c := range l.sortedCodes() {
		if id := l.known[c]; id != "" {
			out[c.field] = append(out[c.field], coding{c.raw, id})
		}
	}
	return out
}

// oneOf is a text as one of the texts that are known, NULL for any other.
func oneOf(raw string, codes []coding) string {
	texts := make([]string, len(codes))
	for i, c := range codes {
		texts[i] = quote(c.raw)
	}
	return fmt.Sprintf("TRY_CAST(%s AS ENUM(%s))", raw, strings.Join(texts, ", "))
}

// choose is the value that stands in the place of a text among those that are known.
func choose(raw string, codes []coding, values []string) string {
	if len(codes) == 0 {
		return "NULL"
	}
	return fmt.Sprintf("list_extract([%s], 1 + enum_code(%s))", strings.Join(values, ", "), oneOf(raw, codes))
}

// meaning is what a text stands for, NULL for nothing.
func meaning(raw string, codes []coding) string {
	ids, same := make([]string, len(codes)), true
	for i, c := range codes {
		ids[i] = quote(c.id)
		same = same && c.raw == c.id
	}
	if same && len(codes) > 0 {
		return fmt.Sprintf("CASE WHEN %s IS NOT NULL THEN %s END", oneOf(raw, codes), raw)
	}
	return "CAST(" + choose(raw, codes, ids) + " AS VARCHAR)"
}
