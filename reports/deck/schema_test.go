//go:build ooxml

package deck_test

import (
	"bytes"
	"os"
	"path"
	"testing"

	"paystats/reports/ooxml/ooxmltest"
)

// TestPartsKeepToISO29500 holds every part that a refresh writes against the schemas in the
// folder SCHEMAS: those of decks of ours, and of decks made in PowerPoint.
func TestPartsKeepToISO29500(t *testing.T) {
	folder := ooxmltest.CopySchemas(t, os.Getenv("SCHEMAS"))
	members := []string{"alipay", "tenpay", "99bill"}
	check := func(before []byte, src source) {
		t.Helper()
		after, _ := mustRefresh(t, before, src)
		if checkChanged(t, folder, before, after) == 0 {
			t.Error("nothing changed")
		}
	}
	now := source{doc: page(t, 7, "alipay", "tenpay", "99bill", "baidu")}
	check(ours(t, page(t, 5, members...)), now)
	check(analysts(t), now)
	for _, file := range []string{"cht-replace-data.pptx", "cht-plot-props.pptx", "cht-chart-type.pptx"} {
		bound, _ := bindAll(t, mustRead(t, file))
		check(bound, now)
	}
}

// checkChanged checks the parts of a package that changed, and returns how many.
func checkChanged(t *testing.T, folder string, before, after []byte) int {
	t.Helper()
	old, parts, n := ooxmltest.Unzip(t, before), map[string][]byte{}, 0
	for name, content := range ooxmltest.Unzip(t, after) {
		switch {
		case bytes.Equal(old[name], content):
		case path.Ext(name) == ".xlsx":
			n += checkChanged(t, folder, old[name], content)
		default:
			parts[name] = content
			n++
		}
	}
	ooxmltest.CheckSchemas(t, folder, parts)
	return n
}
