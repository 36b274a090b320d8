package ingest

import (
	"regexp"
	"strconv"

	"github.com/xuri/excelize/v2"

	"paystats/ingest/xls"
)

// numberTexts turns numbers of old workbooks into the texts that .xlsx workbooks give: the
// library for these shows them, in a workbook of one cell.
type numberTexts struct {
	*excelize.File
	old    bool // days count from 1904
	styles map[xls.Format]int
}

const onlyCell = "A1"

func newNumberTexts(old bool) *numberTexts {
	n := &numberTexts{File: excelize.NewFile(), old: old, styles: map[xls.Format]int{}}
	if old {
		_ = n.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &old}) // fails for unknown options only
	}
	return n
}

// plainFormat is a number format that shows any number rounded, and hides none of it.
var plainFormat = regexp.MustCompile(`^(#,##)?0(\.0+)?$`)

// text returns the text of a number.
func (n *numberTexts) text(number float64, format xls.Format) (string, error) {
	if format.Code == "" && format.Number <= 4 || plainFormat.MatchString(format.Code) { // 0 to 4: General, 0, 0.00, #,##0, #,##0.00
		return fifteenDigits(number), nil
	}
	style, ok := n.styles[format]
	if !ok {
		wanted := &excelize.Style{NumFmt: format.Number}
		if format.Code != "" {
			wanted = &excelize.Style{CustomNumFmt: &format.Code}
		}
		var err error
		if style, err = n.NewStyle(wanted); err != nil {
			return "", err
		}
		n.styles[format] = style
	}
	sheet := n.GetSheetName(0)
	if err := n.SetCellFloat(sheet, onlyCell, number, -1, 64); err != nil {
		return "", err
	}
	if err := n.SetCellStyle(sheet, onlyCell, onlyCell, style); err != nil {
		return "", err
	}
	shown, err := n.GetCellValue(sheet, onlyCell)
	if err != nil {
		return "", err
	}
	return sheetText(strconv.FormatFloat(number, 'g', -1, 64), shown, n.old), nil
}
