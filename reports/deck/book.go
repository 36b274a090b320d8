package deck

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/beevik/etree"

	"paystats/reports/ooxml"
)

// book is the workbook behind a chart. Only the sheets that its numbers lie in are read.
type book struct {
	file    *ooxml.File
	show    *part // the workbook part
	sheets  map[string]*sheet
	strings []string // shared texts
}

// sheet is a worksheet with the tables on it.
type sheet struct {
	*part
	cells  map[place]*etree.Element
	rows   map[int]*etree.Element
	tables []*part
}

func openBook(content []byte) (*book, error) {
	file, err := ooxml.Open(content)
	if err != nil {
		return nil, err
	}
	b := &book{file: file, sheets: map[string]*sheet{}}
	main, err := file.Relations("")
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(main, func(r ooxml.Relation) bool { return r.Kind == "officeDocument" })
	if at < 0 {
		return nil, fmt.Errorf("%w: it says nowhere what it is", ooxml.ErrNoPackage)
	}
	if b.show, err = open(file, main[at].Part); err != nil {
		return nil, err
	}
	rels, err := file.Relations(b.show.name)
	if err != nil {
		return nil, err
	}
	for _, r := range rels {
		if r.Kind != "sharedStrings" {
			continue
		}
		texts, err := open(file, r.Part)
		if err != nil {
			return nil, err
		}
		for _, si := range texts.root.SelectElements("si") {
			b.strings = append(b.strings, plain(si))
		}
	}
	return b, nil
}

// plain joins the texts of a shared or inline string, without readings of characters.
func plain(si *etree.Element) string {
	var out strings.Builder
	for _, e := range si.ChildElements() {
		switch e.Tag {
		case "t":
			out.WriteString(e.Text())
		case "r":
			if t := down(e, "t"); t != nil {
				out.WriteString(t.Text())
			}
		}
	}
	return out.String()
}

// sheet returns a worksheet by its name.
func (b *book) sheet(name string) (*sheet, error) {
	if s, ok := b.sheets[name]; ok {
		return s, nil
	}
	for _, e := range all(b.show.root, "sheet") {
		if !strings.EqualFold(attr(e, "name"), name) {
			continue
		}
		r, ok, err := b.file.Related(b.show.name, relationOf(e, "id"))
		if err != nil || !ok {
			return nil, fmt.Errorf("sheet %q leads nowhere", name)
		}
		one, err := open(b.file, r.Part)
		if err != nil {
			return nil, err
		}
		s := &sheet{part: one}
		s.index()
		if err := s.readTables(b.file); err != nil {
			return nil, err
		}
		b.sheets[name] = s
		return s, nil
	}
	return nil, fmt.Errorf("the workbook has no sheet %q", name)
}

// index finds the cells; rows and cells without an address follow the one before.
func (s *sheet) index() {
	s.cells, s.rows = map[place]*etree.Element{}, map[int]*etree.Element{}
	data := down(s.root, "sheetData")
	if data == nil {
		return
	}
	row := 0
	for _, r := range data.SelectElements("row") {
		row++
		if n := number(r, "r"); n > 0 {
			row = n
		}
		s.rows[row] = r
		column := 0
		for _, c := range r.SelectElements("c") {
			column++
			if p, ok := parsePlace(attr(c, "r")); ok {
				column = p.column
			}
			s.cells[place{column, row}] = c
		}
	}
}

func (s *sheet) readTables(file *ooxml.File) error {
	rels, err := file.Relations(s.name)
	for _, r := range rels {
		if r.Kind != "table" {
			continue
		}
		t, err := open(file, r.Part)
		if err != nil {
			return err
		}
		s.tables = append(s.tables, t)
	}
	return err
}

// text returns what a cell holds, "" for nothing.
func (b *book) text(s *sheet, at place) string {
	c := s.cells[at]
	if c == nil {
		return ""
	}
	if attr(c, "t") == "inlineStr" {
		if is := down(c, "is"); is != nil {
			return plain(is)
		}
		return ""
	}
	v := down(c, "v")
	if v == nil {
		return ""
	}
	if attr(c, "t") == "s" {
		if i, err := strconv.Atoi(strings.TrimSpace(v.Text())); err == nil && i >= 0 && i < len(b.strings) {
			return b.strings[i]
		}
		return ""
	}
	return v.Text()
}

// used reports whether a cell holds something.
func (s *sheet) used(at place) bool {
	c := s.cells[at]
	return c != nil && (down(c, "v") != nil || down(c, "f") != nil || down(c, "is") != nil)
}

// area returns the cells that a reference of a chart means.
func (b *book) area(ref string) (area, bool) {
	if a, ok := parseArea(ref); ok {
		return a, true
	}
	m := tablePattern.FindStringSubmatch(ref)
	if m == nil || b == nil {
		return area{}, false
	}
	for _, e := range all(b.show.root, "sheet") {
		name := attr(e, "name")
		s, err := b.sheet(name)
		if err != nil {
			continue
		}
		for _, t := range s.tables {
			if attr(t.root, "displayName") != m[1] && attr(t.root, "name") != m[1] {
				continue
			}
			whole, ok := parseArea("'" + strings.ReplaceAll(name, "'", "''") + "'!" + attr(t.root, "ref"))
			for i, column := range all(t.root, "tableColumn") {
				if !ok || attr(column, "name") != m[3] {
					continue
				}
				whole.from.column += i
				whole.to.column = whole.from.column
				if m[2] != "" {
					whole.to.row = whole.from.row
				} else {
					whole.from.row++
				}
				return whole, whole.from.row <= whole.to.row
			}
		}
	}
	return area{}, false
}

// bytes returns the workbook as it now stands; ok is false where nothing changed.
func (b *book) bytes() (content []byte, ok bool, err error) {
	for _, e := range all(b.show.root, "sheet") {
		s := b.sheets[attr(e, "name")]
		if s == nil {
			continue
		}
		for _, p := range append([]*part{s.part}, s.tables...) {
			if content, changed := p.changed(); changed {
				if err := b.file.Set(p.name, content); err != nil {
					return nil, false, err
				}
			}
		}
	}
	if len(b.file.Changed()) == 0 {
		return nil, false, nil
	}
	if err := b.recalculate(); err != nil {
		return nil, false, err
	}
	var out bytes.Buffer
	err = b.file.Write(&out)
	return out.Bytes(), err == nil, err
}

// recalculate drops what formulas have cached of cells that changed: Excel computes anew when
// the workbook is opened.
func (b *book) recalculate() error {
	formulas, err := b.formulas()
	if err != nil || !formulas {
		return err
	}
	rels, err := b.file.Relations(b.show.name)
	if err != nil {
		return err
	}
	for _, r := range rels {
		if r.Kind == "calcChain" { // names cells with formulas, some of which may be gone
			if err := b.file.Unrelate(b.show.name, r.ID); err != nil {
				return err
			}
			if err := b.file.Remove(r.Part); err != nil {
				return err
			}
		}
	}
	calc := down(b.show.root, "calcPr")
	if calc == nil {
		return nil
	}
	calc.CreateAttr("fullCalcOnLoad", "1")
	content, _ := b.show.changed()
	return b.file.Set(b.show.name, content)
}

// formulas reports whether any cell of the workbook is computed.
func (b *book) formulas() (bool, error) {
	for _, name := range b.file.Names() {
		if !strings.HasPrefix(name, "xl/worksheets/") && !strings.HasPrefix(name, "xl/calcChain") {
			continue
		}
		content, err := b.file.Part(name)
		if err != nil {
			return false, err
		}
		if bytes.Contains(content, []byte("<f>")) || bytes.Contains(content, []byte("<f ")) || strings.HasPrefix(name, "xl/calcChain") {
			return true, nil
		}
	}
	return false, nil
}
