// Package codelist reads the code lists: areas, segments, measures, dimensions, members
// with their names and aliases, publishers, scopes, markets, events, reasons of failure,
// breaks of series, changes of members and who accepts what.
//
// Layers of CSV files come in, embedded ones first; one Set comes out, in which
//
//  1. every row has a unique key, and a later layer's row has replaced an earlier
//     one with the same key;
//  2. every name and alias leads to one row of its list (for members: of its
//     dimension), whatever its case, width or script (traditional or simplified);
//  3. every code that a row names exists.
//
// All that is wrong is reported at once, each with file, line and column.
package codelist

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"paystats/data/diag"
)

// Set holds all code lists of a workspace. It is read-only and safe for concurrent use.
type Set struct {
	lists      map[string]*List
	rows       map[rowKey]int    // row number in its list
	codes      map[textKey]*code // folded id, name or alias
	dimensions []string          // see Dimensions
}

type rowKey struct{ list, key string }

// textKey is a text that resolves to a code; dimension is "" for all lists but member.
type textKey struct{ list, dimension, text string }

type code struct {
	id  string
	row Row
}

// Read reads the layers, each holding data/codelists/*.csv; a list that a layer lacks
// is empty there. The error is a *diag.List with every problem.
func Read(layers ...fs.FS) (*Set, error) {
	s := &Set{lists: map[string]*List{}, rows: map[rowKey]int{}, codes: map[textKey]*code{}}
	c := checker{Set: s, layers: layers, broken: map[string]bool{}}
	for _, sc := range schemas {
		merged := &List{Name: sc.name, Columns: sc.columns()}
		s.lists[sc.name] = merged
		for _, layer := range layers {
			file := path.Join(Folder, sc.name+".csv")
			table, err := ReadTable(layer, file)
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			c.problems.Merge(err)
			if c.columns(sc, file, table) {
				c.merge(sc, merged, table)
			}
		}
	}
	for _, row := range s.lists["member"].Rows {
		if d := row.Cells[0]; !slices.Contains(s.dimensions, d) {
			s.dimensions = append(s.dimensions, d)
		}
	}
	for _, row := range s.lists["dimension"].Rows {
		if d := row.Cells[0]; d != "area" && !slices.Contains(s.dimensions, d) {
			s.dimensions = append(s.dimensions, d)
		}
	}
	for _, sc := range schemas {
		c.index(sc)
	}
	c.references()
	c.marketUnits()
	c.breaks()
	c.changes()
	c.acceptances()
	c.lines()
	if err := c.problems.Err(); err != nil {
		return nil, err
	}
	return s, nil
}

// List returns a list by name: area, segment, measure, dimension, member,
// publisher, scope, market, event, reason, break, member_change or acceptance; nil for any other name.
func (s *Set) List(name string) *List { return s.lists[name] }

// Names returns the lists' names.
func Names() []string {
	var names []string
	for _, sc := range schemas {
		names = append(names, sc.name)
	}
	return names
}

// Dimensions returns the dimensions of member.csv in its order, then those that have no
// members yet. The dimension area is not among them: its members are the areas.
func (s *Set) Dimensions() []string { return s.dimensions }

// Match is the row that a text leads to.
type Match struct {
	ID   string
	Mark string // footnote marks that the text bears and the name does not: *, [2]; "" for none
}

// Lookup returns the row that a text stands for in a list: by an id, a name or an alias,
// compared without regard to case, width, script (traditional or simplified),
// compatibility forms, extra blanks and inserted pinyin. If no name has the footnote marks
// that the text ends or begins with, they are cut and returned. A name that is merely
// near is not found: Suggest has those. dimension is for members only and "" otherwise.
func (s *Set) Lookup(list, dimension, text string) (m Match, ok bool) {
	if c, ok := s.find(list, dimension, text); ok {
		return Match{ID: c.id}, true
	}
	name, mark := CutMarks(text)
	if mark == "" {
		return s.starred(list, dimension, name)
	}
	c, ok := s.find(list, dimension, name)
	if !ok {
		return Match{}, false
	}
	return Match{ID: c.id, Mark: mark}, true
}

// starred returns the row of a name that ends with stars behind a Chinese character. They are
// footnote marks if the name before them is one, and no other row has a longer name that
// begins like it, of which they could stand for the rest: 支付宝*, but not 银联*.
func (s *Set) starred(list, dimension, text string) (m Match, ok bool) {
	if !censoredAt(text) {
		return Match{}, false
	}
	name := strings.TrimRight(text, "*＊")
	c, ok := s.find(list, dimension, name)
	if !ok {
		return Match{}, false
	}
	begin := fold(name)
	for key, other := range s.codes {
		if key.list == list && key.dimension == dimension && other.id != c.id && strings.HasPrefix(key.text, begin) {
			return Match{}, false
		}
	}
	return Match{ID: c.id, Mark: text[len(name):]}, true
}

// Resolve returns the id that a text stands for in a list, as Lookup does.
func (s *Set) Resolve(list, dimension, text string) (id string, ok bool) {
	m, ok := s.Lookup(list, dimension, text)
	return m.ID, ok
}

func (s *Set) find(list, dimension, text string) (*code, bool) {
	if c, ok := s.codes[textKey{list, dimension, text}]; ok {
		return c, true
	}
	c, ok := s.codes[textKey{list, dimension, fold(text)}]
	return c, ok
}

// Suggest returns the ids of the two rows whose id, name or alias is nearest to a text: for
// a censored one (银行*) those that it may stand for, else by edit distance.
func (s *Set) Suggest(list, dimension, text string) []string {
	name, _ := CutMarks(text)
	folded := fold(name)
	pattern := censored(folded)
	var texts, fitting []string
	for key := range s.codes {
		if key.list != list || key.dimension != dimension {
			continue
		}
		texts = append(texts, key.text)
		if pattern != nil && pattern.MatchString(key.text) {
			fitting = append(fitting, key.text)
		}
	}
	slices.Sort(texts)
	slices.Sort(fitting)
	var ids []string
	for _, near := range append(fitting, diag.Nearest(folded, texts, len(texts))...) {
		id := s.codes[textKey{list, dimension, near}].id
		if !slices.Contains(ids, id) && shareRune(folded, near) {
			ids = append(ids, id)
		}
		if len(ids) == 2 {
			break
		}
	}
	return ids
}

// shareRune reports whether two names have a letter in common: in names of two or three
// characters, two edits may leave none.
func shareRune(a, b string) bool {
	return strings.ContainsFunc(a, func(r rune) bool { return r != '*' && strings.ContainsRune(b, r) })
}

// Has reports whether a list holds a key: an id, or "dimension/id" for members.
func (s *Set) Has(list, key string) bool {
	_, ok := s.rows[rowKey{list, key}]
	return ok
}

// Get returns a cell of the row with a key (an id, or "dimension/id" for members);
// "" if there is no such row or column.
func (s *Set) Get(list, key, column string) string {
	n, ok := s.rows[rowKey{list, key}]
	if !ok {
		return ""
	}
	l := s.lists[list]
	return l.Cell(l.Rows[n], column)
}
