package pptx_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"paystats/reports/document"
	"paystats/reports/native/nativetest"
	"paystats/reports/ooxml"
	"paystats/reports/ooxml/ooxmltest"
	"paystats/reports/pptx"
)

// company is a user's deck: ours with another theme, another layout for charts, a logo and a
// slide of its own.
func company(t *testing.T) []byte {
	t.Helper()
	pack, err := ooxml.Read(mustRender(t, document.Document{Name: "company", Lang: "en", Title: "An old slide"}, pptx.Options{}))
	if err != nil {
		t.Fatal(err)
	}
	const layout = "ppt/slideLayouts/slideLayout2.xml"
	text := string(pack.Part(layout))
	text = strings.Replace(text, `name="Chart">`, `name="chart">`, 1) // of the layout: case does not matter
	text = strings.Replace(text, `name="Source"`, `name="Quelle"`, 1) // a placeholder that we do not know
	text = strings.Replace(text, `<a:off x="508000" y="1651000"/>`, `<a:off x="1016000" y="2032000"/>`, 1)
	pack.Replace(layout, []byte(text))
	const theme = "ppt/theme/theme1.xml"
	pack.Replace(theme, bytes.ReplaceAll(pack.Part(theme), []byte(`typeface="Arial"`), []byte(`typeface="Georgia"`)))
	pack.Add("ppt/media/logo.png", "image/png", []byte("logo"))
	pack.Relate("ppt/slideMasters/slideMaster1.xml", "image", "ppt/media/logo.png")
	var out bytes.Buffer
	if err := pack.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestTemplate(t *testing.T) {
	template := company(t)
	before := ooxmltest.Unzip(t, template)
	parts := ooxmltest.Unzip(t, mustRender(t, nativetest.Page("en"), pptx.Options{Template: template}))
	ooxmltest.Check(t, parts)
	for _, name := range []string{"ppt/theme/theme1.xml", "ppt/slideMasters/slideMaster1.xml", "ppt/slideLayouts/slideLayout2.xml", "ppt/media/logo.png"} {
		if !bytes.Equal(parts[name], before[name]) {
			t.Errorf("%s is not the template's", name)
		}
	}
	for name, content := range parts {
		if strings.Contains(string(content), "An old slide") {
			t.Errorf("%s still holds the template's slide", name)
		}
	}
	slide := string(parts["ppt/slides/slide4.xml"])
	if !strings.Contains(string(parts["ppt/slides/_rels/slide4.xml.rels"]), "slideLayout2.xml") {
		t.Error("the chart does not take the template's layout for charts")
	}
	for what, want := range map[string]string{
		"the chart at the place of the template's placeholder": `<a:off x="1016000" y="2032000"/>`,
		"the chart in that placeholder":                        `<p:ph type="chart" idx="15"/>`,
		"the source as a text of its own":                      `txBox="1"`,
	} {
		if !strings.Contains(slide, want) {
			t.Errorf("the slide lacks %s: %s", what, want)
		}
	}
	if n := len(ooxmltest.Parse(t, "presentation", parts["ppt/presentation.xml"]).All("sldId")); n != 21 {
		t.Errorf("the presentation has %d slides, want 21", n)
	}
}

func TestTemplateThatIsNone(t *testing.T) {
	for name, content := range map[string][]byte{"text": []byte("no zip"), "package": emptyPackage(t)} {
		err := pptx.Render(new(bytes.Buffer), nativetest.Page("en"), pptx.Options{Template: content})
		if !errors.Is(err, pptx.ErrTemplate) {
			t.Errorf("%s: error %v, want ErrTemplate", name, err)
		}
	}
}

func emptyPackage(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := ooxml.New().Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
