package ingest

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/xuri/excelize/v2"
)

// sheetText returns the text of a workbook's cell, given what is stored and what the number
// format shows of it. old is the calendar that starts in 1904.
//
//   - Where the shown number is the stored one rounded, it is the stored one: 1,234 -> 1234.4567.
//   - The same for percent, 12% -> 12.34%, and beside a unit of the format: ₹1,235 -> ₹1234.5678.
//   - A date with a day is written 2015-09-30, one with a time as it is shown.
//   - All else is what is shown: texts, Sep-15.
//
// Stored numbers have the 15 digits that spreadsheet programs count with.
func sheetText(stored, shown string, old bool) string {
	number, err := strconv.ParseFloat(stored, 64)
	if err != nil || math.IsNaN(number) || math.IsInf(number, 0) {
		return shown
	}
	bare, percent := strings.CutSuffix(strings.TrimSpace(shown), "%")
	if percent {
		number *= 100
	}
	if isRounded(number, bare) {
		text := fifteenDigits(number)
		if percent {
			text += "%"
		}
		return text
	}
	if date, ok := shownDate(number, shown, old); ok {
		return date
	}
	if percent {
		return shown
	}
	before, middle, after := aroundNumber(shown)
	if strings.HasPrefix(before, "-") { // -₹1,235
		number = -number
	}
	if isRounded(number, middle) {
		return before + fifteenDigits(number) + after
	}
	return shown
}

// aroundNumber cuts a text before its first digit, or the minus sign of it, and behind its
// last one.
func aroundNumber(text string) (before, number, after string) {
	first, last := strings.IndexAny(text, "0123456789"), strings.LastIndexAny(text, "0123456789")
	if first < 0 {
		return text, "", ""
	}
	if strings.HasSuffix(text[:first], "-") {
		first--
	}
	return text[:first], text[first : last+1], text[last+1:]
}

// isRounded reports whether a text is a number rounded to the decimals that it shows.
func isRounded(number float64, shown string) bool {
	digits := strings.Map(func(c rune) rune {
		if c == ',' || unicode.IsSpace(c) {
			return -1
		}
		return c
	}, shown)
	if inner, ok := strings.CutPrefix(digits, "("); ok && strings.HasSuffix(inner, ")") {
		digits = "-" + strings.TrimSuffix(inner, ")")
	}
	value, err := strconv.ParseFloat(digits, 64)
	if err != nil {
		return false
	}
	step := 1.0
	if strings.ContainsAny(digits, "eE") {
		mantissa, exponent, _ := strings.Cut(strings.ToLower(digits), "e")
		power, _ := strconv.Atoi(exponent)
		digits, step = mantissa, math.Pow10(power)
	}
	if _, decimals, ok := strings.Cut(digits, "."); ok {
		step *= math.Pow10(-len(decimals))
	}
	return math.Abs(value-number) <= step/2+math.Abs(number)*1e-14
}

// fifteenDigits writes a number with 15 significant digits, without trailing zeros.
func fifteenDigits(number float64) string {
	rounded, _ := strconv.ParseFloat(strconv.FormatFloat(number, 'e', 14, 64), 64)
	if size := math.Abs(rounded); size != 0 && (size < 1e-9 || size >= 1e21) {
		return strconv.FormatFloat(rounded, 'E', -1, 64)
	}
	return strconv.FormatFloat(rounded, 'f', -1, 64)
}

// shownDate returns the date that a number stands for, if the shown text names its day,
// month and year and nothing else.
func shownDate(number float64, shown string, old bool) (string, bool) {
	if number < 1 || number > 2958465 || number != math.Trunc(number) { // 9999-12-31
		return "", false
	}
	date, err := excelize.ExcelDateToTime(number, old)
	if err != nil {
		return "", false
	}
	var numbers []int
	month := false
	for _, word := range strings.FieldsFunc(shown, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) }) {
		for _, piece := range digitsApart(word) {
			if n, err := strconv.Atoi(piece); err == nil {
				numbers = append(numbers, n)
			} else {
				month = month || strings.EqualFold(piece, date.Format("Jan")) || strings.EqualFold(piece, date.Format("January"))
			}
		}
	}
	wanted := []int{date.Day()}
	if !month {
		wanted = append(wanted, int(date.Month()))
	}
	if slices.Contains(numbers, date.Year()) {
		wanted = append(wanted, date.Year())
	} else {
		wanted = append(wanted, date.Year()%100)
	}
	slices.Sort(wanted)
	slices.Sort(numbers)
	if !slices.Equal(numbers, wanted) {
		return "", false
	}
	return date.Format(time.DateOnly), true
}

// digitsApart cuts a word between digits and other signs: 2015年9月 -> 2015, 年, 9, 月.
func digitsApart(word string) []string {
	var pieces []string
	last := false
	for i, c := range word {
		if digit := unicode.IsDigit(c); i == 0 || digit != last {
			pieces, last = append(pieces, ""), digit
		}
		pieces[len(pieces)-1] += string(c)
	}
	return pieces
}
