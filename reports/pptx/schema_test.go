//go:build ooxml

package pptx_test

import (
	"bytes"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"paystats/reports/native/nativetest"
	"paystats/reports/ooxml/ooxmltest"
	"paystats/reports/pptx"
	"paystats/reports/xlsx"
)

// Schemas that the others refer to and that are not among them: what they need of those of
// W3C (xml:lang, xml:space) and of Dublin Core.
var missingSchemas = map[string]string{
	"xml.xsd": `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/XML/1998/namespace">
<xs:attribute name="lang" type="xs:language"/><xs:attribute name="space" type="xs:NCName"/></xs:schema>`,
	"dc.xsd": `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://purl.org/dc/elements/1.1/" elementFormDefault="qualified">
<xs:element name="creator"/><xs:element name="description"/><xs:element name="identifier"/><xs:element name="language"/><xs:element name="subject"/><xs:element name="title"/></xs:schema>`,
	"dcterms.xsd": `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://purl.org/dc/terms/" elementFormDefault="qualified">
<xs:simpleType name="W3CDTF"><xs:restriction base="xs:dateTime"/></xs:simpleType><xs:element name="created"/><xs:element name="modified"/></xs:schema>`,
}

// schemas says which schema a part is held against, by the beginning of its path.
var schemas = []struct{ part, schema string }{
	{"[Content_Types].xml", "opc-contentTypes"}, {"docProps/core.xml", "opc-coreProperties"}, {"docProps/app.xml", "shared-documentPropertiesExtended"},
	{"ppt/charts/", "dml-chart"}, {"ppt/drawings/", "dml-chart"}, {"ppt/theme/", "dml-main"}, {"ppt/tableStyles.xml", "dml-main"}, {"ppt/", "pml"},
	{"xl/charts/", "dml-chart"}, {"xl/drawings/shapes", "dml-chart"}, {"xl/drawings/", "dml-spreadsheetDrawing"}, {"xl/theme/", "dml-main"}, {"xl/", "sml"},
}

// newer is what excelize writes for newer programs and tells older ones to pass over.
var newer = regexp.MustCompile(` (mc:Ignorable|xr\d*:\w+|x14ac:\w+)="[^"]*"`)

// TestPartsKeepToISO29500 holds every part of decks and workbooks against the schemas in
// the folder SCHEMAS.
func TestPartsKeepToISO29500(t *testing.T) {
	folder := copySchemas(t, os.Getenv("SCHEMAS"))
	for _, lang := range []string{"en", "zh"} {
		var book bytes.Buffer
		if err := xlsx.Render(&book, nativetest.Page(lang)); err != nil {
			t.Fatal(err)
		}
		for _, file := range [][]byte{mustRender(t, nativetest.Page(lang), pptx.Options{}), book.Bytes()} {
			checkPackage(t, folder, file)
		}
	}
}

func checkPackage(t *testing.T, folder string, file []byte) {
	t.Helper()
	dir := t.TempDir()
	bySchema := map[string][]string{}
	for name, content := range ooxmltest.Unzip(t, file) {
		schema := schemaOf(name)
		if schema == "" {
			t.Errorf("no schema is known for %s", name)
			continue
		}
		if path.Ext(name) == ".xlsx" {
			checkPackage(t, folder, content)
			continue
		}
		at := filepath.Join(dir, strings.ReplaceAll(name, "/", "~"))
		if err := os.WriteFile(at, newer.ReplaceAll(content, nil), 0o600); err != nil {
			t.Fatal(err)
		}
		bySchema[schema] = append(bySchema[schema], at)
	}
	for schema, files := range bySchema {
		args := append([]string{"--noout", "--nonet", "--schema", filepath.Join(folder, schema+".xsd")}, files...)
		out, err := exec.Command("xmllint", args...).CombinedOutput()
		if err == nil {
			continue
		}
		for line := range strings.Lines(string(out)) {
			if !strings.HasSuffix(strings.TrimSpace(line), " validates") {
				t.Errorf("%s: %s", schema, line)
			}
		}
	}
}

func schemaOf(name string) string {
	if path.Ext(name) == ".rels" {
		return "opc-relationships"
	}
	for _, s := range schemas {
		if strings.HasPrefix(name, s.part) {
			return s.schema
		}
	}
	return ""
}

// copySchemas copies the schemas beside those that they lack.
func copySchemas(t *testing.T, from string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(from, "*.xsd"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no schemas in %q\nhint: make ooxml-check SCHEMAS=DIR, the folder with pml.xsd", from)
	}
	to := t.TempDir()
	for name, text := range missingSchemas {
		if err := os.WriteFile(filepath.Join(to, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		text = bytes.ReplaceAll(text, []byte("http://dublincore.org/schemas/xmls/qdc/2003/04/02/"), nil)
		text = bytes.ReplaceAll(text, []byte(`namespace="http://www.w3.org/XML/1998/namespace"/>`), []byte(`namespace="http://www.w3.org/XML/1998/namespace" schemaLocation="xml.xsd"/>`))
		if err := os.WriteFile(filepath.Join(to, filepath.Base(file)), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return to
}
