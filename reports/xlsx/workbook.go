package xlsx

import (
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"paystats/reports/chart"
	"paystats/reports/document"
	"paystats/reports/native"
)

// chartFrame is how large charts stand beside their numbers, in points.
var chartFrame = native.Frame{Width: 660, Height: 330}

// rowHeight is the height of a row, in points; headRow the row of the names of columns.
const (
	rowHeight = 15.0
	headRow   = 4
)

// Render writes a document as a workbook: a list of its sheets, a sheet a chart with its
// numbers, native chart, source and notes, a sheet a table, and the data sets.
func Render(w io.Writer, doc document.Document) error {
	f := excelize.NewFile()
	defer f.Close()
	b := &book{writer: writer{file: f, styles: map[string]int{}}, doc: doc}
	contents := b.word("Contents", "目录")
	b.fail(f.SetSheetName("Sheet1", contents))
	b.sheets = []string{contents}
	b.printWhole(contents)
	var listed []entry
	for _, block := range doc.Blocks {
		switch one := block.(type) {
		case document.Chart:
			listed = append(listed, entry{b.chartSheet(one.Spec), one.Spec.Title})
		case document.Table:
			listed = append(listed, entry{b.tableSheet(one), one.Title})
		}
	}
	listed = append(listed, entry{b.sourceSheet(), b.word("Data sets and documents", "数据集与文献")})
	b.contents(contents, listed)
	b.fail(f.SetDocProps(&excelize.DocProperties{Title: doc.Title, Created: "1980-01-01T00:00:00Z", Modified: "1980-01-01T00:00:00Z"}))
	out, err := b.bytes()
	if err != nil {
		return fmt.Errorf("workbook %s: %w", doc.Name, err)
	}
	_, err = w.Write(out)
	return err
}

// book is a workbook of a page under construction.
type book struct {
	writer
	doc    document.Document
	sheets []string // names, in order
	charts int
}

// entry is a line of the list of sheets.
type entry struct{ sheet, title string }

func (b *book) word(en, zh string) string { return chart.Text{En: en, Zh: zh}.In(b.doc.Lang) }

// newSheet adds a sheet with a name that Excel allows and no other has.
func (b *book) newSheet(id string) string {
	clean := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\'`, r) {
			return '-'
		}
		return r
	}, id)
	name := ""
	for n := 1; name == "" || b.has(name); n++ {
		end := ""
		if n > 1 {
			end = fmt.Sprintf("~%d", n)
		}
		head := []rune(clean)
		name = string(head[:min(len(head), excelize.MaxSheetNameLength-len(end))]) + end
	}
	_, err := b.file.NewSheet(name)
	b.fail(err)
	b.printWhole(name)
	b.sheets = append(b.sheets, name)
	return name
}

// printWhole prints a sheet across one page.
func (b *book) printWhole(sheet string) {
	fit, one, any, across := true, 1, 0, "landscape"
	b.fail(b.file.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit}))
	b.fail(b.file.SetPageLayout(sheet, &excelize.PageLayoutOptions{Orientation: &across, FitToWidth: &one, FitToHeight: &any}))
}

func (b *book) has(name string) bool {
	for _, s := range b.sheets {
		if strings.EqualFold(s, name) {
			return true
		}
	}
	return false
}

// heading writes title and subtitle of a sheet.
func (b *book) heading(sheet, title, subtitle string) {
	b.text(sheet, 0, 1, title)
	b.bold(sheet, 0, 1, 14)
	b.text(sheet, 0, 2, subtitle)
}

// bold makes a cell bold, in a size in points.
func (b *book) bold(sheet string, column, row int, size float64) {
	style, err := b.file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true, Size: size, Family: "Calibri"}})
	b.fail(err)
	at := b.cell(column, row)
	b.fail(b.file.SetCellStyle(sheet, at, at, style))
}

// chartSheet writes a chart: its numbers and beside them the native chart.
func (b *book) chartSheet(s chart.Spec) string {
	sheet := b.newSheet(s.ID)
	b.heading(sheet, s.Title, s.Subtitle)
	row := headRow
	parts := s.Split()
	for _, part := range parts {
		c, ok, err := native.New(part, b.doc.Lang, chartFrame)
		b.fail(err)
		if !ok {
			row = b.data(sheet, headRow, s.Data())
			break
		}
		if len(parts) > 1 {
			b.text(sheet, 0, row, part.Title)
			b.bold(sheet, 0, row, 11)
			row++
		}
		b.sheet(sheet, row, c.Sheet)
		for column := range c.Sheet.Columns {
			b.bold(sheet, column, row, 11)
		}
		b.chart(sheet, row, c)
		row += max(c.Sheet.Rows(), int(chartFrame.Height/rowHeight)) + 3 // what follows stands below the chart, too
	}
	notes := s.Notes
	for _, m := range s.Marks {
		notes = append(notes, m.Category+": "+m.Text)
	}
	b.foot(sheet, row, s.Source, s.Coverage, notes)
	return sheet
}

// chart places a native chart to the right of its numbers.
func (b *book) chart(sheet string, row int, c *native.Chart) {
	const pixels = 96.0 / 72
	b.charts++
	b.fail(b.file.AddChart(sheet, b.cell(len(c.Sheet.Columns)+1, row), &excelize.Chart{
		Type: excelize.Col, Series: []excelize.ChartSeries{{Values: "'" + sheet + "'!$A$1"}},
		Dimension: excelize.ChartDimension{Width: uint(chartFrame.Width * pixels), Height: uint(chartFrame.Height * pixels)},
	}))
	if b.err != nil {
		return
	}
	// excelize placed a chart of its own; the part itself is ours, the same as in a deck.
	part, drawing, shapes := fmt.Sprintf("xl/charts/chart%d.xml", b.charts), "", ""
	if content := c.Shapes(); content != nil {
		shapes, drawing = "rId1", fmt.Sprintf("xl/drawings/shapes%d.xml", b.charts)
		b.file.Pkg.Store(drawing, content)
		b.file.Pkg.Store(fmt.Sprintf("xl/charts/_rels/chart%d.xml.rels", b.charts), native.ShapesRelation(shapes, "../drawings/"+fmt.Sprintf("shapes%d.xml", b.charts)))
		types := b.file.ContentTypes
		types.Overrides = append(types.Overrides, types.Overrides[0])
		last := &types.Overrides[len(types.Overrides)-1]
		last.PartName, last.ContentType = "/"+drawing, native.ShapesType
	}
	b.file.Pkg.Store(part, c.Part(native.Place{Sheet: sheet, Row: row}, "", shapes))
}

// foot writes source, coverage and notes below the numbers.
func (b *book) foot(sheet string, row int, source, coverage string, notes []string) {
	line := func(head, text string) {
		if text != "" {
			b.text(sheet, 0, row, head+text)
			row++
		}
	}
	line(b.word("Source: ", "来源："), source)
	line(b.word("Coverage: ", "覆盖范围："), coverage)
	for _, note := range notes {
		line("", note)
	}
}

// data writes numbers as they are kept, in base units, and returns the row below them.
func (b *book) data(sheet string, row int, d chart.Data) int {
	for column, name := range d.Columns {
		b.text(sheet, column, row, name)
		b.bold(sheet, column, row, 11)
		letter, err := excelize.ColumnNumberToName(column + 1)
		b.fail(err)
		b.fail(b.file.SetColWidth(sheet, letter, letter, 18))
	}
	for i, cells := range d.Rows {
		for column, cell := range cells {
			switch v := cell.(type) {
			case string:
				b.text(sheet, column, row+1+i, v)
			case float64:
				b.number(sheet, column, row+1+i, v, codeOf(v))
			}
		}
	}
	return row + len(d.Rows) + 2
}

// codeOf is the number format of a number of unknown meaning: large ones in full, with
// thousands apart.
func codeOf(v float64) string {
	if v >= 1000 || v <= -1000 {
		return "#,##0.##"
	}
	return "General"
}

func (b *book) tableSheet(t document.Table) string {
	sheet := b.newSheet(t.ID)
	b.heading(sheet, t.Title, t.Subtitle)
	b.foot(sheet, b.data(sheet, headRow, t.Data), t.Source, t.Coverage, t.Notes)
	return sheet
}

// sourceSheet lists data sets and the documents that their numbers were printed in.
func (b *book) sourceSheet() string {
	sheet := b.newSheet(b.word("Sources", "来源"))
	d := chart.Data{Columns: []string{b.word("Data set", "数据集"), b.word("Publisher", "发布机构"), b.word("Document", "文献"), b.word("Vintage", "发布日期"), b.word("Address", "网址"), b.word("Licence", "许可")}}
	for _, set := range b.doc.Sets {
		var licences []string
		for _, l := range set.Licences {
			licences = append(licences, l.Text)
		}
		licence := strings.Join(licences, ", ")
		for _, s := range set.Sources {
			d.Rows = append(d.Rows, []any{set.Title, s.Publisher, s.Title, s.Vintage, s.Href, licence})
		}
		if len(set.Sources) == 0 {
			d.Rows = append(d.Rows, []any{set.Title, "", "", "", "", licence})
		}
	}
	b.heading(sheet, b.word("Data sets and documents", "数据集与文献"), "")
	b.foot(sheet, b.data(sheet, headRow, d), "", "", b.doc.Notes)
	return sheet
}

// contents writes the first sheet: what the page says, and its sheets.
func (b *book) contents(sheet string, listed []entry) {
	b.heading(sheet, b.doc.Title, b.doc.Lead)
	b.text(sheet, 0, 3, b.doc.Period)
	row := 5
	for _, alert := range b.doc.Alerts {
		b.text(sheet, 0, row, b.word("Data check failed: ", "数据检查未通过：")+alert)
		row++
	}
	for _, block := range b.doc.Blocks {
		k, ok := block.(document.KPIs)
		if !ok {
			continue
		}
		for _, f := range k.Figures {
			for column, text := range []string{f.Label, f.Value, f.Detail, f.Source} {
				b.text(sheet, column, row, text)
			}
			row++
		}
		row++
	}
	link, err := b.file.NewStyle(&excelize.Style{Font: &excelize.Font{Color: "0B5CAD", Underline: "single", Size: 11, Family: "Calibri"}})
	b.fail(err)
	for _, e := range listed {
		b.text(sheet, 0, row, e.sheet)
		b.text(sheet, 1, row, e.title)
		at := b.cell(0, row)
		b.fail(b.file.SetCellHyperLink(sheet, at, "'"+e.sheet+"'!A1", "Location"))
		b.fail(b.file.SetCellStyle(sheet, at, at, link))
		row++
	}
	b.fail(b.file.SetColWidth(sheet, "A", "B", 30))
}
