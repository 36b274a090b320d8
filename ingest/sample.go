package ingest

import (
	"slices"
	"strings"
)

// How much of a table a look keeps. A table up to wholeRows is kept whole.
const (
	wholeRows   = 6000
	headRows    = 500
	tailRows    = 200
	maxColumns  = 2000
	maxDistinct = 5000 // texts of a column
	maxText     = 200  // bytes of a text that is counted
)

// Sample is a bounded view of a table: all of it, or its head, its tail and rows evenly
// spread between them.
type Sample struct {
	Rows     []SampleRow // in order; blank ones left out
	Count    int         // rows with text, those not kept among them
	Width    int         // cells of the widest row
	distinct []distinctTexts
	middle   []SampleRow
	tail     []SampleRow
	stride   int // every stride-th row of the middle is kept
}

// SampleRow is a row as it stands in the file.
type SampleRow struct {
	Line  int // 1-based; the record's number where a format has no lines
	Cells []string
}

// distinctTexts counts the texts of a column, up to a limit.
type distinctTexts struct {
	texts []string // in the order of their first appearance
	seen  map[string]bool
	full  bool
}

// IsWhole reports whether every row was kept.
func (s *Sample) IsWhole() bool { return len(s.Rows) == s.Count }

// Distinct returns the distinct texts of a column over the whole table, trimmed, and whether
// there are more of them.
func (s *Sample) Distinct(column int) (texts []string, more bool) {
	if column >= len(s.distinct) {
		return nil, false
	}
	return s.distinct[column].texts, s.distinct[column].full
}

// add takes a row; blank rows are left out.
func (s *Sample) add(line int, cells []string) {
	if !slices.ContainsFunc(cells, func(text string) bool { return strings.TrimSpace(text) != "" }) {
		return
	}
	cells = cells[:min(len(cells), maxColumns)]
	s.Count++
	s.Width = max(s.Width, len(cells))
	s.count(cells)
	row := SampleRow{Line: line, Cells: slices.Clone(cells)}
	if s.stride == 0 {
		if s.Rows = append(s.Rows, row); len(s.Rows) > wholeRows {
			s.spread()
		}
		return
	}
	s.tail = append(s.tail, row)
	if len(s.tail) <= tailRows {
		return
	}
	if (s.Count-tailRows-headRows)%s.stride == 0 {
		s.middle = append(s.middle, s.tail[0])
	}
	s.tail = s.tail[1:]
	if len(s.middle) > wholeRows {
		s.middle, s.stride = everySecond(s.middle), s.stride*2
	}
}

// spread starts to keep a part of the rows only.
func (s *Sample) spread() {
	rows := s.Rows
	s.stride = 2
	s.tail = slices.Clone(rows[len(rows)-tailRows:])
	s.middle = everySecond(rows[headRows : len(rows)-tailRows])
	s.Rows = slices.Clone(rows[:headRows])
}

func everySecond(rows []SampleRow) []SampleRow {
	var kept []SampleRow
	for i := 0; i < len(rows); i += 2 {
		kept = append(kept, rows[i])
	}
	return kept
}

func (s *Sample) count(cells []string) {
	for len(s.distinct) < len(cells) {
		s.distinct = append(s.distinct, distinctTexts{seen: map[string]bool{}})
	}
	for i, text := range cells {
		d := &s.distinct[i]
		text = strings.TrimSpace(text)
		if text == "" || d.full || d.seen[text] {
			continue
		}
		if len(d.texts) >= maxDistinct || len(text) > maxText {
			d.full = d.full || len(d.texts) >= maxDistinct
			continue
		}
		d.seen[text] = true
		d.texts = append(d.texts, text)
	}
}

// done puts the parts together.
func (s *Sample) done() {
	s.Rows = append(append(s.Rows, s.middle...), s.tail...)
	s.middle, s.tail = nil, nil
}
