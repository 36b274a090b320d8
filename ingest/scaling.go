package ingest

import (
	"regexp"

	"github.com/xuri/excelize/v2"
)

var (
	formatLiteral = regexp.MustCompile(`"[^"]*"|\\.|\[[^\]]*\]`)
	formatScaling = regexp.MustCompile(`[0#?],+(?:[^0#?,]|$)`)
)

// isScaling reports whether a number format shows numbers divided by thousands: #,##0, or
// 0.0,,"mn". The stored number is then not the one that its header's unit is about.
func isScaling(format string) bool {
	return formatScaling.MatchString(formatLiteral.ReplaceAllString(format, ""))
}

// scalingFormat returns a number format of the workbook's cells that is scaling, "" if none
// is. excelize shows such cells unscaled, so a workbook that has one is refused.
func scalingFormat(f *excelize.File) string {
	if f.Styles == nil || f.Styles.NumFmts == nil || f.Styles.CellXfs == nil {
		return ""
	}
	for _, format := range f.Styles.NumFmts.NumFmt {
		if format == nil || !isScaling(format.FormatCode) {
			continue
		}
		for _, style := range f.Styles.CellXfs.Xf {
			if style.NumFmtID != nil && *style.NumFmtID == format.NumFmtID {
				return format.FormatCode
			}
		}
	}
	return ""
}
