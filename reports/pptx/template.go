package pptx

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	x "paystats/reports/ooxml"
)

// ErrTemplate is wrapped by errors on a template that is no deck.
var ErrTemplate = errors.New("the template is no PowerPoint deck (.pptx)")

// ErrActive is wrapped by errors on a template that would run or fetch something wherever a
// deck made from it is opened.
var ErrActive = errors.New("the template is not inert")

// A template's parts are read as far as layouts and placeholders go.
type templateLayout struct {
	Type string `xml:"type,attr"`
	CSld struct {
		Name   string          `xml:"name,attr"`
		Shapes []templateShape `xml:"spTree>sp"`
	} `xml:"cSld"`
}

type templateShape struct {
	NvSpPr struct {
		CNvPr struct {
			Name string `xml:"name,attr"`
		} `xml:"cNvPr"`
		NvPr struct {
			Ph *struct {
				Type string `xml:"type,attr"`
				Idx  int    `xml:"idx,attr"`
			} `xml:"ph"`
		} `xml:"nvPr"`
	} `xml:"nvSpPr"`
	SpPr struct {
		Xfrm *struct {
			Off struct {
				X int `xml:"x,attr"`
				Y int `xml:"y,attr"`
			} `xml:"off"`
			Ext struct {
				Cx int `xml:"cx,attr"`
				Cy int `xml:"cy,attr"`
			} `xml:"ext"`
		} `xml:"xfrm"`
	} `xml:"spPr"`
}

// wanted says how a layout of ours is found among a template's: by name, else by type.
var wanted = map[layout]struct{ names, types []string }{
	opening: {[]string{"Title Slide", "标题幻灯片"}, []string{"title"}},
	charted: {[]string{"Chart", "Title and Chart", "图表"}, []string{"chart", "obj", "titleOnly"}},
	plain:   {[]string{"Table", "Title Only", "仅标题"}, []string{"titleOnly", "tbl", "obj"}},
}

// kinds says which types of placeholders take a text or a chart of ours, where none has
// its name.
var kinds = map[holder][]string{
	title: {"title", "ctrTitle"}, lead: {"subTitle"}, footer: {"ftr"}, number: {"sldNum"}, body: {"chart", "obj", ""},
}

// adopt takes theme, masters and layouts of the template and drops its slides.
func (d *deck) adopt() error {
	pack, err := x.Read(d.opt.Template)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrTemplate, err)
	}
	d.pack, d.forms = pack, map[layout]form{}
	main := pack.Related("", "officeDocument")
	if len(main) != 1 || main[0] != presentationPart || pack.Part(presentationPart) == nil {
		return ErrTemplate
	}
	for _, kind := range []string{"slide", "printerSettings", "customXml", "commentAuthors"} {
		pack.Unrelate(presentationPart, kind)
	}
	for _, kind := range []string{"thumbnail", "core-properties", "extended-properties", "custom-properties"} { // they tell of its slides
		pack.Unrelate("", kind)
	}
	pack.Prune()
	if active := pack.Active(); len(active) > 0 {
		return fmt.Errorf("%w: it has %s", ErrActive, strings.Join(active, "; "))
	}
	masters := pack.Related(presentationPart, "slideMaster")
	if len(masters) == 0 {
		return ErrTemplate
	}
	var parts []string
	for _, master := range masters {
		parts = append(parts, pack.Related(master, "slideLayout")...)
	}
	read := map[string]templateLayout{}
	for _, part := range append(slices.Clone(parts), masters[0]) {
		var l templateLayout
		if err := xml.Unmarshal(pack.Part(part), &l); err != nil {
			return fmt.Errorf("%w: %s: %w", ErrTemplate, part, err)
		}
		read[part] = l
	}
	if len(parts) == 0 {
		return ErrTemplate
	}
	wide, high := d.slideSize()
	for l := range layouts {
		part := pick(parts, read, layout(l))
		d.forms[layout(l)] = form{part, fill(layouts[l].places, read[part], read[masters[0]], wide/slideWidth, high/slideHeight)}
	}
	d.body = bodyOf(d.forms[charted].places, bodyFrame.scaled(wide/slideWidth, high/slideHeight))
	if notes := pack.Related(presentationPart, "notesMaster"); len(notes) > 0 {
		d.notes = notes[0]
		return nil
	}
	d.addNotesMaster()
	return nil
}

// pick returns the layout of the template that stands for one of ours: by name, by type,
// else the first.
func pick(parts []string, read map[string]templateLayout, l layout) string {
	for _, name := range wanted[l].names {
		for _, part := range parts {
			if strings.EqualFold(read[part].CSld.Name, name) {
				return part
			}
		}
	}
	for _, kind := range wanted[l].types {
		for _, part := range parts {
			if read[part].Type == kind {
				return part
			}
		}
	}
	return parts[0]
}

// fill finds a placeholder of the template for each of ours; what has none is a text of its
// own, at our place, scaled to the slide.
func fill(ours []place, theirs, master templateLayout, sx, sy float64) []place {
	var out []place
	used := map[int]bool{}
	for _, p := range ours {
		p.frame = p.frame.scaled(sx, sy)
		p.ph = ""
		if i := match(p, theirs.CSld.Shapes, used); i >= 0 {
			used[i] = true
			shape := theirs.CSld.Shapes[i]
			p.ph, p.idx = shape.NvSpPr.NvPr.Ph.Type, shape.NvSpPr.NvPr.Ph.Idx
			if p.ph == "" {
				p.ph = noType
			}
			if at, ok := frameOf(shape); ok {
				p.frame = at
			} else if p.kind == title {
				for _, shape := range master.CSld.Shapes {
					if at, ok := frameOf(shape); ok && shape.NvSpPr.NvPr.Ph != nil && shape.NvSpPr.NvPr.Ph.Type == "title" {
						p.frame = at
					}
				}
			}
		}
		out = append(out, p)
	}
	return out
}

// match returns the placeholder for one of ours: of its name, else of its type.
func match(p place, shapes []templateShape, used map[int]bool) int {
	byName := slices.IndexFunc(shapes, func(s templateShape) bool {
		return s.NvSpPr.NvPr.Ph != nil && strings.EqualFold(s.NvSpPr.CNvPr.Name, p.name)
	})
	if byName >= 0 && !used[byName] {
		return byName
	}
	for _, kind := range kinds[p.kind] {
		for i, s := range shapes {
			if s.NvSpPr.NvPr.Ph != nil && s.NvSpPr.NvPr.Ph.Type == kind && !used[i] {
				return i
			}
		}
	}
	return -1
}

func frameOf(s templateShape) (frame, bool) {
	t := s.SpPr.Xfrm
	if t == nil || t.Ext.Cx == 0 {
		return frame{}, false
	}
	points := func(emu int) float64 { return float64(emu) / 12700 }
	return frame{points(t.Off.X), points(t.Off.Y), points(t.Ext.Cx), points(t.Ext.Cy)}, true
}

func (f frame) scaled(sx, sy float64) frame { return frame{f.x * sx, f.y * sy, f.w * sx, f.h * sy} }

// bodyOf is where charts stand: in the template's placeholder for them, else below its
// title.
func bodyOf(places []place, ours frame) frame {
	for _, p := range places {
		if p.kind == body && p.ph != "" {
			return p.frame
		}
	}
	for _, p := range places {
		if below := p.frame.y + p.frame.h + 30; p.kind == title && p.ph != "" && below > ours.y && below < ours.y+ours.h/2 {
			ours.h -= below - ours.y
			ours.y = below
		}
	}
	return ours
}

var (
	sizePattern   = regexp.MustCompile(`<p:sldSz [^>]*>`)
	slidesPattern = regexp.MustCompile(`(?s)<p:sldIdLst\s*/>|<p:sldIdLst>.*?</p:sldIdLst>`)
	// Sections and custom shows name slides that are gone.
	goneSlides = regexp.MustCompile(`(?s)<p:custShowLst>.*?</p:custShowLst>|<p:ext uri="\{521415D9-36F7-43E2-AB2F-B90AF26B5E84\}"[^>]*>.*?</p:ext>|<p:extLst>\s*</p:extLst>`)
)

// Where lists of the presentation end and begin.
const (
	mastersEnd  = "</p:sldMasterIdLst>"
	notesMaster = "<p:notesMasterIdLst"
)

// slideSize is that of the template, in points; ours if it says none.
func (d *deck) slideSize() (wide, high float64) {
	var size struct {
		Cx int `xml:"cx,attr"`
		Cy int `xml:"cy,attr"`
	}
	text := sizePattern.Find(d.pack.Part(presentationPart))
	text = append(bytes.TrimSuffix(bytes.TrimSuffix(text, []byte(">")), []byte("/")), "/>"...)
	if err := xml.Unmarshal(bytes.Replace(text, []byte("p:sldSz"), []byte("sldSz"), 1), &size); err != nil || size.Cx <= 0 || size.Cy <= 0 {
		return slideWidth, slideHeight
	}
	return float64(size.Cx) / 12700, float64(size.Cy) / 12700
}

// present puts our slides into the template's presentation.
func (d *deck) present() {
	text := string(d.pack.Part(presentationPart))
	text = goneSlides.ReplaceAllString(goneSlides.ReplaceAllString(text, ""), "")
	text = slidesPattern.ReplaceAllString(text, "")
	if at := strings.Index(text, mastersEnd); at >= 0 && !strings.Contains(text, notesMaster) {
		at += len(mastersEnd)
		text = text[:at] + fmt.Sprintf(`<p:notesMasterIdLst><p:notesMasterId r:id="%s"/></p:notesMasterIdLst>`, d.pack.Relate(presentationPart, "notesMaster", d.notes)) + text[at:]
	}
	var slides strings.Builder
	for i, part := range d.slide {
		fmt.Fprintf(&slides, `<p:sldId id="%d" r:id="%s"/>`, 256+i, d.pack.Relate(presentationPart, "slide", part))
	}
	at := strings.Index(text, mastersEnd) + len(mastersEnd)
	for _, end := range []string{"</p:notesMasterIdLst>", "</p:handoutMasterIdLst>"} {
		if i := strings.Index(text, end); i >= 0 {
			at = max(at, i+len(end))
		}
	}
	d.pack.Replace(presentationPart, []byte(text[:at]+"<p:sldIdLst>"+slides.String()+"</p:sldIdLst>"+text[at:]))
	d.properties()
}
