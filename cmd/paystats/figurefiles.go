package main

import (
	"bytes"
	"io"
	"path"

	"paystats/reports/chart"
	"paystats/reports/document"
	"paystats/reports/download"
	"paystats/reports/html"
)

// numbersOf returns the numbers of a chart or table of a page, with what they are; ok is
// false for other blocks.
func numbersOf(page string, block document.Block) (about download.About, data chart.Data, ok bool) {
	switch one := block.(type) {
	case document.Chart:
		s := one.Spec
		return download.About{Page: page, Chart: s.ID, Title: s.Title, Subtitle: s.Subtitle, Source: s.Source, Coverage: s.Coverage, Notes: s.Notes}, s.Data(), true
	case document.Table:
		return download.About{Page: page, Chart: one.ID, Title: one.Title, Subtitle: one.Subtitle, Source: one.Source, Coverage: one.Coverage, Notes: one.Notes}, one.Data, true
	}
	return about, data, false
}

// addFigures adds the files of each chart and table of a page: its numbers as CSV and
// JSON, and the address for frames.
func addFigures(files map[string][]byte, doc document.Document) error {
	for _, block := range doc.Blocks {
		about, data, ok := numbersOf(doc.Name, block)
		if !ok {
			continue
		}
		stem := path.Join(doc.Name, about.Chart)
		var err error
		if files[stem+".csv"], err = download.CSV(data); err != nil {
			return err
		}
		if files[stem+".json"], err = download.JSON(about, data); err != nil {
			return err
		}
		var door bytes.Buffer
		if err := html.RenderDoor(&door, doc.Lang, about.Chart, about.Title); err != nil {
			return err
		}
		files[stem+".html"] = door.Bytes()
	}
	return nil
}

// writeCSV and writeJSON write the numbers of the one chart of a document.
func writeCSV(w io.Writer, _ style, doc document.Document) error {
	_, data, _ := numbersOf(doc.Name, doc.Blocks[0])
	file, err := download.CSV(data)
	if err != nil {
		return err
	}
	_, err = w.Write(file)
	return err
}

func writeJSON(w io.Writer, _ style, doc document.Document) error {
	about, data, _ := numbersOf(doc.Name, doc.Blocks[0])
	file, err := download.JSON(about, data)
	if err != nil {
		return err
	}
	_, err = w.Write(file)
	return err
}
