// Package download writes the numbers of a chart or table as files for programs: CSV
// that a spreadsheet may open, and JSON.
//
// Invariants: numbers are numbers, in base units and in full; a text that a spreadsheet
// would take for a formula is defused; equal data give equal bytes.
package download

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strings"

	"paystats/reports/chart"
)

// mark tells spreadsheets that a CSV file is UTF-8; without it Chinese names are garbled.
const mark = "\ufeff"

// CSV returns the data as comma-separated values: UTF-8 with a byte order mark, a head
// of column names, lines ended by \n, empty cells for what is not known.
func CSV(d chart.Data) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(mark)
	w := csv.NewWriter(&b)
	if err := w.Write(d.Columns); err != nil {
		return nil, fmt.Errorf("write CSV: %w", err)
	}
	for _, row := range d.Rows {
		cells := make([]string, len(row))
		for i, c := range row {
			switch c := c.(type) {
			case float64:
				cells[i] = chart.PlainNumber(c)
			case string:
				cells[i] = defused(c)
			}
		}
		if err := w.Write(cells); err != nil {
			return nil, fmt.Errorf("write CSV: %w", err)
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// defused puts an apostrophe before a text that a spreadsheet would run as a formula:
// one that starts with = + - @, their full-width forms, a tab or a line end.
func defused(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", []rune(text)[0]) {
		return "'" + text
	}
	return text
}

// About is what a JSON file says of its data.
type About struct {
	Page     string   `json:"page"`
	Chart    string   `json:"chart"`
	Title    string   `json:"title"`
	Subtitle string   `json:"subtitle,omitempty"`
	Source   string   `json:"source,omitempty"`
	Coverage string   `json:"coverage,omitempty"`
	Notes    []string `json:"notes,omitempty"`
}

// JSON returns the data as one object: what About says, then data, an object a row whose
// keys stand in the order of the columns; what is not known is null.
func JSON(about About, d chart.Data) ([]byte, error) {
	head, err := marshal(about)
	if err != nil {
		return nil, err
	}
	keys := make([][]byte, len(d.Columns))
	for i, name := range d.Columns {
		if keys[i], err = marshal(name); err != nil {
			return nil, err
		}
	}
	var b bytes.Buffer
	b.Write(head[:len(head)-1])
	b.WriteString(`,"data":[`)
	for n, row := range d.Rows {
		if n > 0 {
			b.WriteByte(',')
		}
		b.WriteString("\n{")
		for i, c := range row {
			if i > 0 {
				b.WriteByte(',')
			}
			cell, err := marshal(c)
			if err != nil {
				return nil, err
			}
			b.Write(keys[i])
			b.WriteByte(':')
			b.Write(cell)
		}
		b.WriteByte('}')
	}
	b.WriteString("\n]}\n")
	return b.Bytes(), nil
}

func marshal(v any) ([]byte, error) {
	out, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("write JSON: %w", err)
	}
	return out, nil
}
