package deck

import (
	"strings"

	"github.com/beevik/etree"
)

// linesOf returns the paragraphs of a body of text.
func linesOf(body *etree.Element) []string {
	var out []string
	for _, p := range body.SelectElements("p") {
		out = append(out, lineOf(p))
	}
	return out
}

func lineOf(p *etree.Element) string {
	var b strings.Builder
	for _, e := range p.ChildElements() {
		switch e.Tag {
		case "r", "fld":
			if t := down(e, "t"); t != nil {
				b.WriteString(t.Text())
			}
		case "br":
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// setLines writes paragraphs into a body of text: each keeps the looks of its first run, those
// beyond the ones that were there look like the last.
func setLines(body *etree.Element, lines []string) {
	old := body.SelectElements("p")
	if len(old) == 0 {
		return
	}
	for i, line := range lines {
		if i >= len(old) {
			more := old[i-1].Copy()
			after(old[i-1], more)
			old = append(old, more)
		}
		setLine(old[i], line)
	}
	for _, p := range old[max(1, len(lines)):] {
		remove(p)
	}
	if len(lines) == 0 {
		setLine(old[0], "")
	}
}

// setLine writes a paragraph as one run with the looks of the first.
func setLine(p *etree.Element, line string) {
	if lineOf(p) == line {
		return
	}
	var run *etree.Element
	for _, e := range p.ChildElements() {
		switch e.Tag {
		case "r", "fld":
			if run == nil && e.Tag == "r" {
				run = e
				continue
			}
			if run == nil {
				run = runLike(e, down(e, "rPr"))
				e.Parent().InsertChildAt(e.Index(), run)
			}
			remove(e)
		case "br":
			remove(e)
		}
	}
	if run == nil {
		end := down(p, "endParaRPr")
		run = runLike(p, end)
		if end != nil {
			p.InsertChildAt(end.Index(), run)
		} else {
			p.AddChild(run)
		}
	}
	t := down(run, "t")
	if t == nil {
		t = fresh(run, "t")
		run.AddChild(t)
	}
	t.SetText(line)
}

// runLike makes an empty run with the looks of another, or of the end of a paragraph.
func runLike(like, looks *etree.Element) *etree.Element {
	run := fresh(like, "r")
	if looks != nil {
		copied := looks.Copy()
		copied.Tag = "rPr"
		run.AddChild(copied)
	}
	run.AddChild(fresh(like, "t"))
	return run
}
