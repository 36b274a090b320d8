//go:build ooxml

package pptx_test

import (
	"bytes"
	"os"
	"testing"

	"paystats/reports/native/nativetest"
	"paystats/reports/ooxml/ooxmltest"
	"paystats/reports/pptx"
	"paystats/reports/xlsx"
)

// TestPartsKeepToISO29500 holds every part of decks and workbooks against the schemas in
// the folder SCHEMAS.
func TestPartsKeepToISO29500(t *testing.T) {
	folder := ooxmltest.CopySchemas(t, os.Getenv("SCHEMAS"))
	for _, lang := range []string{"en", "zh"} {
		var book bytes.Buffer
		if err := xlsx.Render(&book, nativetest.Page(lang)); err != nil {
			t.Fatal(err)
		}
		for _, file := range [][]byte{mustRender(t, nativetest.Page(lang), pptx.Options{}), book.Bytes()} {
			ooxmltest.CheckSchemas(t, folder, ooxmltest.Unzip(t, file))
		}
	}
}
