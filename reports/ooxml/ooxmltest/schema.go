package ooxmltest

import (
	"bytes"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
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

// alternative is what newer programs read, and in it what older ones do.
var alternative = regexp.MustCompile(`(?s)<mc:AlternateContent.*?<mc:Fallback>(.*?)</mc:Fallback>.*?</mc:AlternateContent>`)

// negative are ids of axes as PowerPoint for Mac wrote them.
var negative = regexp.MustCompile(`(<c:(?:axId|crossAx) val=")-`)

// newer is what excelize writes for newer programs and tells older ones to pass over.
var newer = regexp.MustCompile(` (mc:Ignorable|xr\d*:\w+|x14ac:\w+)="[^"]*"`)

// CheckSchemas holds the parts of a package, and of the workbooks in it, against the schemas in
// a folder that CopySchemas has made.
func CheckSchemas(t testing.TB, folder string, parts map[string][]byte) {
	t.Helper()
	dir := t.TempDir()
	bySchema := map[string][]string{}
	for name, content := range parts {
		schema := schemaOf(name)
		if ext := path.Ext(name); ext == ".jpeg" || ext == ".png" || ext == ".bin" {
			continue
		}
		if schema == "" {
			t.Errorf("no schema is known for %s", name)
			continue
		}
		if path.Ext(name) == ".xlsx" {
			CheckSchemas(t, folder, Unzip(t, content))
			continue
		}
		content = negative.ReplaceAll(alternative.ReplaceAll(content, []byte("$1")), []byte("$1"))
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

// schemaOf returns the schema of a part, "" where none is known.
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

// CopySchemas copies the schemas beside those that they lack.
func CopySchemas(t testing.TB, from string) string {
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
