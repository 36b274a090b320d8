package pptx_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"paystats/reports/native/nativetest"
	"paystats/reports/ooxml"
	"paystats/reports/pptx"
)

// A template's layouts go into every deck that is made from it: what would run or be
// fetched there is refused, and what is inert is not.
func TestActiveTemplate(t *testing.T) {
	const master, theme = "ppt/slideMasters/slideMaster1.xml", "ppt/theme/theme1.xml"
	const entity = `<!DOCTYPE x [<!ENTITY passwd SYSTEM "file:///etc/passwd">]>`
	tests := []struct {
		name   string
		change func(p *ooxml.Package)
		want   string // of the error; "" for none
	}{
		{"nothing", func(*ooxml.Package) {}, ""},
		{"a link to a page", func(p *ooxml.Package) { p.RelateOutside(master, "hyperlink", "https://example.org/?q=1") }, ""},
		{"a link that runs", func(p *ooxml.Package) { p.RelateOutside(master, "hyperlink", "javascript:alert(1)") }, `hyperlink from outside, "javascript:alert(1)", in ` + master},
		{"a link to a file", func(p *ooxml.Package) { p.RelateOutside(master, "hyperlink", `file:///c:/windows/system32/calc.exe`) }, `hyperlink from outside`},
		{"a picture from a share", func(p *ooxml.Package) { p.RelateOutside(master, "image", `\\198.51.100.7\share\x.png`) }, `image from outside, "\\\\198.51.100.7\\share\\x.png"`},
		{"linked data", func(p *ooxml.Package) { p.RelateOutside("ppt/presentation.xml", "oleObject", "file:///x.xlsx") }, `oleObject from outside`},
		{"macros", func(p *ooxml.Package) {
			p.Add("ppt/vbaProject.bin", "application/vnd.ms-office.vbaProject", []byte("x"))
			p.RelateAs("ppt/presentation.xml", "http://schemas.microsoft.com/office/2006/relationships/vbaProject", "ppt/vbaProject.bin")
		}, "macros in ppt/vbaProject.bin"},
		{"an object", func(p *ooxml.Package) {
			p.Add("ppt/embeddings/oleObject1.bin", "application/vnd.openxmlformats-officedocument.oleObject", []byte("x"))
			p.Relate(master, "oleObject", "ppt/embeddings/oleObject1.bin")
		}, "an embedded object in ppt/embeddings/oleObject1.bin"},
		{"entities", func(p *ooxml.Package) {
			p.Replace(theme, []byte(entity+string(p.Part(theme))))
		}, "a document type declaration in " + theme},
		{"entities in other letters", func(p *ooxml.Package) {
			p.Replace(theme, []byte("\xff\xfe"+strings.Join(strings.Split(entity, ""), "\x00")))
		}, theme + " that is not UTF-8"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			pack, err := ooxml.Read(company(t))
			if err != nil {
				t.Fatal(err)
			}
			tt.change(pack)
			var template bytes.Buffer
			if err := pack.Write(&template); err != nil {
				t.Fatal(err)
			}
			err = pptx.Render(new(bytes.Buffer), nativetest.Page("en"), pptx.Options{Template: template.Bytes()})
			if tt.want == "" && err != nil || tt.want != "" && (!errors.Is(err, pptx.ErrActive) || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("error %v, want %q", err, tt.want)
			}
		})
	}
}
