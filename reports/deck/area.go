package deck

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// place is a cell, column and row from 1.
type place struct{ column, row int }

func (p place) String() string { return letters(p.column) + strconv.Itoa(p.row) }

// area is a rectangle of cells of a sheet, as a chart refers to it.
type area struct {
	prefix string // sheet with its "!", as written
	sheet  string
	from   place
	to     place
}

var (
	cellPattern = regexp.MustCompile(`^\$?([A-Za-z]{1,3})\$?([0-9]{1,7})$`)
	// A column of a table: Table1[Series 2], and its name: Table1[[#Headers],[Series 2]].
	tablePattern = regexp.MustCompile(`^([^\[\]!]+)\[(?:\[(#Headers)\],)?\[?([^\[\]]+)\]?\]$`)
)

// parseArea reads Sheet1!$B$2:$B$9; ok is false for anything else, such as another workbook's
// cells, several areas or a name.
func parseArea(text string) (a area, ok bool) {
	at := strings.LastIndexByte(text, '!')
	if at < 0 || strings.ContainsAny(text[:at], "[]") {
		return area{}, false
	}
	a.prefix, a.sheet = text[:at+1], text[:at]
	if inner, quoted := strings.CutPrefix(a.sheet, "'"); quoted {
		a.sheet = strings.ReplaceAll(strings.TrimSuffix(inner, "'"), "''", "'")
	}
	from, to, isRange := strings.Cut(text[at+1:], ":")
	if !isRange {
		to = from
	}
	var okFrom, okTo bool
	a.from, okFrom = parsePlace(from)
	a.to, okTo = parsePlace(to)
	ok = okFrom && okTo && a.from.column <= a.to.column && a.from.row <= a.to.row
	return a, ok && a.length(true)*a.length(false) <= maxPoints
}

func parsePlace(text string) (place, bool) {
	m := cellPattern.FindStringSubmatch(text)
	if m == nil {
		return place{}, false
	}
	column := 0
	for _, r := range strings.ToUpper(m[1]) {
		column = column*26 + int(r-'A') + 1
	}
	row, err := strconv.Atoi(m[2])
	return place{column, row}, err == nil && row >= 1 && row <= maxRow && column <= maxColumn
}

// The ends of a sheet.
const (
	maxRow    = 1 << 20
	maxColumn = 1 << 14
)

// letters is the name of a column, from 1.
func letters(column int) string {
	text := ""
	for ; column > 0; column = (column - 1) / 26 {
		text = string(rune('A'+(column-1)%26)) + text
	}
	return text
}

// String writes the area as charts do.
func (a area) String() string {
	cell := func(p place) string { return fmt.Sprintf("$%s$%d", letters(p.column), p.row) }
	if a.from == a.to {
		return a.prefix + cell(a.from)
	}
	return a.prefix + cell(a.from) + ":" + cell(a.to)
}

// length is the number of cells along the direction of the data, down or across.
func (a area) length(across bool) int {
	if across {
		return a.to.column - a.from.column + 1
	}
	return a.to.row - a.from.row + 1
}

// long returns the area with another number of cells along the direction of the data.
func (a area) long(n int, across bool) area {
	if across {
		a.to.column = a.from.column + n - 1
	} else {
		a.to.row = a.from.row + n - 1
	}
	return a
}

// cell returns a cell of the area by its place along the direction of the data, from 0;
// line is 0 but for categories of several levels.
func (a area) cell(i, line int, across bool) place {
	if across {
		return place{a.from.column + i, a.from.row + line}
	}
	return place{a.from.column + line, a.from.row + i}
}

// shifted returns the area k lines on.
func (a area) shifted(k int, across bool) area {
	if across {
		a.from.row, a.to.row = a.from.row+k, a.to.row+k
	} else {
		a.from.column, a.to.column = a.from.column+k, a.to.column+k
	}
	return a
}

// holds reports whether a cell lies in the area.
func (a area) holds(p place) bool {
	return p.column >= a.from.column && p.column <= a.to.column && p.row >= a.from.row && p.row <= a.to.row
}
