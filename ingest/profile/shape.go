package profile

import (
	"slices"
	"strconv"
	"strings"

	"paystats/ingest"
)

// Limits of the search for header rows.
const (
	maxHeader  = 5   // rows of a header
	shapeRows  = 400 // rows that are looked at
	maxNesting = 2   // lines between the header and the body
)

// shape is where the parts of a table stand. Rows are indices into the sample.
type shape struct {
	rows     []ingest.SampleRow
	width    int
	page     bool
	header   []int // none: the table has no names
	numbers  []int // rows of column numbers
	first    int   // of the body
	end      int   // behind the body, where notes begin
	names    []string
	nameless []int // columns whose names are only their numbers
	why      []string
}

// cell returns a text of a row, trimmed.
func (s *shape) cell(row, column int) string {
	if column >= len(s.rows[row].Cells) {
		return ""
	}
	return strings.ToValidUTF8(strings.TrimSpace(s.rows[row].Cells[column]), "\ufffd")
}

// filled returns the columns of a row that have text, and whether all of them are one text.
func (s *shape) filled(row int) (columns []int, same bool) {
	same = true
	for c := range s.width {
		if text := s.cell(row, c); text != "" {
			columns = append(columns, c)
			same = same && text == s.cell(row, columns[0])
		}
	}
	return columns, same
}

// isTitle reports whether a row holds one text only, perhaps repeated by its span.
func (s *shape) isTitle(row int) bool {
	columns, same := s.filled(row)
	return len(columns) == 1 || same && s.page
}

// findShape finds header and body of a grid. It always ends with one of both, whatever the rows.
func findShape(rows []ingest.SampleRow, width int, page bool) *shape {
	s := &shape{rows: rows, width: width, page: page, end: len(rows)}
	numeric := s.numericColumns()
	s.first = s.findBody(numeric)
	s.findHeader()
	s.findEnd(numeric)
	switch {
	case len(s.header) == 0:
		s.why = append(s.why, "no row above the first numbers looks like names of columns")
		for c := range width {
			s.names = append(s.names, "field"+strconv.Itoa(c+1))
		}
	default:
		s.nameColumns()
		s.numberColumns()
	}
	return s
}

// numberColumns gives columns without a name the one that descriptors know them by.
func (s *shape) numberColumns() {
	for c, name := range s.names {
		if number := "field" + strconv.Itoa(c+1); name == "" && !slices.Contains(s.names, number) {
			s.names[c] = number
			s.nameless = append(s.nameless, c)
		}
	}
}

// numericColumns returns the columns whose texts are mostly numbers in the lower part.
func (s *shape) numericColumns() []int {
	last := min(len(s.rows), shapeRows)
	var numeric []int
	for c := range s.width {
		filled, numbers := 0, 0
		for r := last / 3; r < last; r++ {
			if text := s.cell(r, c); text != "" {
				filled++
				if isNumber(text) {
					numbers++
				}
			}
		}
		if numbers > 0 && numbers*10 >= filled*6 {
			numeric = append(numeric, c)
		}
	}
	return numeric
}

// findBody returns the first row that holds numbers where the rows below do.
func (s *shape) findBody(numeric []int) int {
	for r := range min(len(s.rows), shapeRows) {
		filled, numbers := 0, 0
		for _, c := range numeric {
			if text := s.cell(r, c); text != "" {
				filled++
				if isNumber(text) {
					numbers++
				}
			}
		}
		switch {
		case numbers == 0 || numbers*2 < filled || s.isTitle(r) && len(numeric) > 1:
		case s.isYearHeader(r, numeric):
		case s.isNumbering(r) && r+1 < len(s.rows):
			s.numbers = append(s.numbers, r)
		default:
			return r
		}
	}
	s.numbers = nil
	return min(1, len(s.rows))
}

// isYearHeader reports whether a row names the years of the columns below.
func (s *shape) isYearHeader(row int, numeric []int) bool {
	seen := map[string]bool{}
	for _, c := range numeric {
		text := s.cell(row, c)
		if text == "" || !isYear(text) && isNumber(text) {
			if text != "" {
				return false
			}
			continue
		}
		if seen[text] {
			return false
		}
		seen[text] = true
	}
	if len(seen) > 0 && s.isPartsHeader(row+1, numeric) {
		return true
	}
	if len(seen) < 2 || row+1 >= len(s.rows) {
		return false
	}
	for _, c := range numeric { // below stand values, not the same years
		if below := s.cell(row+1, c); below != "" && isNumber(below) && below != s.cell(row, c) && !isYear(below) {
			return true
		}
	}
	return false
}

// isPartsHeader reports whether a row names the quarters, halves or months of the columns
// below: Q1, Q2, …
func (s *shape) isPartsHeader(row int, numeric []int) bool {
	if row >= len(s.rows) {
		return false
	}
	for _, c := range numeric {
		if text := s.cell(row, c); isNumber(text) || !isPartOfYear(text) {
			return false
		}
	}
	return len(numeric) > 0
}

// isNumbering reports whether a row numbers the columns: 1, 2, 3, …
func (s *shape) isNumbering(row int) bool {
	columns, _ := s.filled(row)
	if len(columns) < 3 {
		return false
	}
	for i, c := range columns {
		if strings.Trim(s.cell(row, c), "()") != strconv.Itoa(i+1) {
			return false
		}
	}
	return true
}

// findHeader goes up from the body: the row above it, and further rows as long as they give
// names to columns without one, or tell apart columns of one name.
func (s *shape) findHeader() {
	row := s.first - 1
	for row >= 0 && slices.Contains(s.numbers, row) {
		row--
	}
	if names := s.aboveHeadings(row); names >= 0 { // the first rows of the body head a section
		row, s.first = names, names+1
	}
	if row < 0 || s.isTitle(row) && s.columnsUsed() > 1 || s.first < len(s.rows) && s.rows[s.first].Line-s.rows[row].Line > maxNesting+len(s.numbers) {
		return
	}
	s.header = []int{row}
	for row--; row >= 0 && len(s.header) < maxHeader; row-- {
		columns, same := s.filled(row)
		s.nameColumns()
		lead := len(columns) == 1 && columns[0] > s.firstUsed() && len(s.cell(row, columns[0])) <= 60
		if s.rows[row+1].Line-s.rows[row].Line > 1 || same && len(columns) > 1 || len(columns) < 2 && !lead || !s.completes(row, columns) {
			return
		}
		s.header = append([]int{row}, s.header...)
	}
}

// aboveHeadings returns the row of names that one or two headings of sections separate from
// the body; -1 if none does.
func (s *shape) aboveHeadings(row int) int {
	names := row
	for names > 0 && row-names < 2 && s.isTitle(names) && s.cell(names, s.firstUsed()) != "" {
		names--
	}
	if names < 0 || names == row || len(s.numbers) > 0 {
		return -1
	}
	columns, same := s.filled(names)
	if same || len(columns) < s.columnsUsed() || slices.ContainsFunc(columns, func(c int) bool { return isNumber(s.cell(names, c)) && !isYear(s.cell(names, c)) }) {
		return -1
	}
	return names
}

// completes reports whether a row names columns that the header so far leaves nameless or alike.
func (s *shape) completes(row int, columns []int) bool {
	counts := map[string]int{}
	for _, name := range s.names {
		counts[name]++
	}
	texts := map[string]bool{}
	for _, c := range columns {
		texts[s.cell(row, c)] = true
		if len([]rune(s.cell(row, c))) > 80 {
			return false
		}
		if c < len(s.names) && s.names[c] == "" && s.isUsed(c) {
			return true
		}
	}
	for c, name := range s.names {
		if name != "" && counts[name] > 1 && s.isUsed(c) {
			return true
		}
	}
	spread := len(columns) < len(s.header0()) // upper texts reach over several columns
	return spread && len(texts) >= 1 && len(columns) > 1 && columns[len(columns)-1] > 0 && s.gapsBetween(columns)
}

// header0 returns the columns that the header's first row fills.
func (s *shape) header0() []int {
	columns, _ := s.filled(s.header[0])
	return columns
}

// gapsBetween reports whether texts stand apart, as those over several columns do.
func (s *shape) gapsBetween(columns []int) bool {
	for i := 1; i < len(columns); i++ {
		if columns[i]-columns[i-1] > 1 {
			return true
		}
	}
	return false
}

func (s *shape) nameColumns() {
	var texts [][]string
	for _, row := range s.header {
		texts = append(texts, s.rows[row].Cells)
	}
	s.names = ingest.HeaderNames(texts, s.page)
	for len(s.names) < s.width {
		s.names = append(s.names, "")
	}
}

// isUsed reports whether a column has text below the header.
func (s *shape) isUsed(column int) bool {
	for r := s.first; r < min(len(s.rows), s.first+shapeRows); r++ {
		if s.cell(r, column) != "" {
			return true
		}
	}
	return false
}

func (s *shape) firstUsed() int {
	for c := range s.width {
		if s.isUsed(c) {
			return c
		}
	}
	return 0
}

func (s *shape) columnsUsed() int {
	n := 0
	for c := range s.width {
		if s.isUsed(c) {
			n++
		}
	}
	return n
}

// findEnd goes up from the last row over texts that are no rows of the table.
func (s *shape) findEnd(numeric []int) {
	for s.end > s.first+1 {
		row := s.end - 1
		columns, same := s.filled(row)
		for _, c := range numeric {
			if isNumber(s.cell(row, c)) && !(same && len(columns) > 1) {
				return
			}
		}
		if len(columns) > 1 && !same && len([]rune(s.cell(row, columns[0]))) < 40 {
			return // a row without values
		}
		s.end--
	}
}
