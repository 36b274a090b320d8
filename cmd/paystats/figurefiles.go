package main

import (
	"bytes"
	"path"

	"paystats/reports/chart"
	"paystats/reports/document"
	"paystats/reports/download"
	"paystats/reports/html"
)

// addFigures adds the files of each chart and table of a page: its numbers as CSV and
// JSON, and the address for frames.
func addFigures(files map[string][]byte, doc document.Document) error {
	for _, block := range doc.Blocks {
		var about download.About
		var data chart.Data
		switch one := block.(type) {
		case document.Chart:
			s := one.Spec
			about = download.About{Chart: s.ID, Title: s.Title, Subtitle: s.Subtitle, Source: s.Source, Coverage: s.Coverage, Notes: s.Notes}
			data = s.Data()
		case document.Table:
			about = download.About{Chart: one.ID, Title: one.Title, Subtitle: one.Subtitle, Source: one.Source, Coverage: one.Coverage, Notes: one.Notes}
			data = one.Data
		default:
			continue
		}
		about.Page = doc.Name
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
