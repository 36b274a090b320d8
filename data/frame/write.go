package frame

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/width"

	"paystats/data/diag"
	"paystats/data/obs"
)

// WriteTable writes a frame as aligned text for a terminal; NULL is an empty cell, and
// numbers stand to the right. Chinese characters count as two columns.
func WriteTable(w io.Writer, f *Frame) error {
	widths := make([]int, len(f.Columns))
	for i, c := range f.Columns {
		widths[i] = displayWidth(c.Name)
		for _, cell := range c.Cells {
			widths[i] = max(widths[i], displayWidth(oneLine(Format(cell))))
		}
	}
	line := func(text func(c Column) string) error {
		var b strings.Builder
		for i, c := range f.Columns {
			if i > 0 {
				b.WriteString("  ")
			}
			b.WriteString(pad(text(c), widths[i], isNumeric(c.Kind)))
		}
		_, err := fmt.Fprintln(w, strings.TrimRight(b.String(), " "))
		return err
	}
	if err := line(func(c Column) string { return c.Name }); err != nil {
		return err
	}
	for row := range f.Rows() {
		if err := line(func(c Column) string { return oneLine(Format(c.Cells[row])) }); err != nil {
			return err
		}
	}
	return nil
}

// WriteCSV writes a frame as CSV with a header. A text that a spreadsheet would take
// for a formula gets an apostrophe in front.
func WriteCSV(w io.Writer, f *Frame) error {
	out := csv.NewWriter(w)
	record := make([]string, len(f.Columns))
	for i, c := range f.Columns {
		record[i] = c.Name
	}
	if err := out.Write(record); err != nil {
		return err
	}
	for row := range f.Rows() {
		for i, c := range f.Columns {
			record[i] = Format(c.Cells[row])
			if c.Kind == Text {
				record[i] = unarmed(record[i])
			}
		}
		if err := out.Write(record); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// unarmed keeps spreadsheets from running a text.
func unarmed(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}

// WriteJSON writes a frame as one JSON object a line, keys in column order. Decimals
// are written as numbers with all their digits, dates as text.
func WriteJSON(w io.Writer, f *Frame) error {
	for row := range f.Rows() {
		var b strings.Builder
		b.WriteByte('{')
		for i, c := range f.Columns {
			if i > 0 {
				b.WriteByte(',')
			}
			key, err := json.Marshal(c.Name)
			if err != nil {
				return err
			}
			cell, err := jsonCell(c.Cells[row])
			if err != nil {
				return fmt.Errorf("column %s, row %d: %w", c.Name, row+1, err)
			}
			b.Write(key)
			b.WriteByte(':')
			b.Write(cell)
		}
		b.WriteString("}\n")
		if _, err := io.WriteString(w, b.String()); err != nil {
			return err
		}
	}
	return nil
}

func jsonCell(cell any) ([]byte, error) {
	switch c := cell.(type) {
	case obs.Decimal:
		return []byte(c.String()), nil
	case nil, bool, int64, float64, []int64:
		return json.Marshal(c)
	}
	return json.Marshal(Format(cell))
}

func isNumeric(k Kind) bool { return k == Int || k == Decimal || k == Float }

// oneLine returns a text that stays in its row of a table on a terminal.
func oneLine(text string) string {
	return strings.NewReplacer("\n", "↵", "\t", " ").Replace(diag.Printable(text))
}

func pad(text string, to int, right bool) string {
	space := strings.Repeat(" ", to-displayWidth(text))
	if right {
		return space + text
	}
	return text + space
}

// displayWidth is the number of terminal columns of a text.
func displayWidth(text string) int {
	n := 0
	for _, r := range text {
		switch width.LookupRune(r).Kind() {
		case width.EastAsianWide, width.EastAsianFullwidth:
			n += 2
		default:
			n++
		}
	}
	return n
}
