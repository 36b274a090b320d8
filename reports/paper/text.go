package paper

import (
	"strings"
	"unicode"

	"paystats/reports/font"
	"paystats/reports/pdf"
	"paystats/reports/picture"
)

// run is a stretch of text in one look.
type run struct {
	text string
	bold bool
	href string // where it leads; "" for nowhere
	list bool   // one of many links: not underlined
	mark bool   // underlined in red: a claim that the data do not bear out
	gone bool   // struck out
}

// form is how a paragraph is set.
type form struct {
	size, line float64 // of letters, and from line to line
	bold       bool
	color      picture.Color
	indent     float64
	before     float64 // white above it
	width      float64 // from the left edge of the page's text; 0: all of it
}

// claimRed underlines what the data do not bear out, as on the page.
var claimRed = picture.Color{R: 0xc6, G: 0x2a, B: 0x35, A: 1}

// label is a text whose baseline is known.
func (s *setter) label(text string, x, y, size float64, bold bool, c picture.Color, anchor picture.Anchor) *picture.Text {
	text = strings.ReplaceAll(text, "\u00a0", " ") // lines are broken: it is a blank like others
	return &picture.Text{X: x, Y: y, Anchor: anchor, Size: size, Bold: bold, String: text, Fill: c}
}

func clip(text string, size, width float64) string { return font.Of(false).Clip(text, size, width) }

// text sets a plain paragraph.
func (s *setter) text(text string, f form) []piece { return s.paragraph([]run{{text: text}}, f) }

// paragraph sets a paragraph, a piece a line. Its first two lines stay together, and so do
// its last two.
func (s *setter) paragraph(runs []run, f form) []piece {
	if f.width == 0 {
		f.width = width
	}
	lines := breakLines(runs, f.bold, f.size, f.width-f.indent)
	out := make([]piece, len(lines))
	for i, line := range lines {
		out[i] = s.line(line, f)
		out[i].stays = i+1 < len(lines) && (i == 0 || i == len(lines)-2)
	}
	if len(out) > 0 {
		out[0].before = f.before
	}
	return out
}

// line sets the runs of one line.
func (s *setter) line(runs []run, f form) piece {
	p := piece{height: f.line}
	x, y := f.indent, f.line/2+font.Middle*f.size
	for _, r := range runs {
		bold := f.bold || r.bold
		w := font.Of(bold).Width(r.text, f.size)
		c := f.color
		if r.href != "" {
			c = s.ink.accent
			p.links = append(p.links, pdf.Link{X: x, Y: 0, Width: w, Height: f.line, Href: r.href})
			if !r.list {
				p.items = append(p.items, rule(x, y+2, w, 0.75, s.ink.accent))
			}
		}
		if r.mark {
			p.items = append(p.items, rule(x, y+2.5, w, 1, claimRed))
		}
		p.items = append(p.items, s.label(r.text, x, y, f.size, bold, c, picture.Start))
		if r.gone {
			p.items = append(p.items, rule(x, y-0.35*f.size, w, 1, c))
		}
		x += w
	}
	return p
}

// breakLines breaks runs into lines no wider than a width. White space counts as one blank;
// a line ends at "\n". A word that is wider alone is broken inside.
func breakLines(runs []run, bold bool, size, width float64) [][]run {
	b := breaker{bold: bold, size: size, width: width}
	for _, part := range split(runs) {
		b.lines = append(b.lines, nil)
		b.x = 0
		b.part(part)
	}
	return b.lines
}

// split cuts runs at line ends, and makes other white space single blanks.
func split(runs []run) [][]run {
	out := [][]run{nil}
	blank := true
	for _, r := range runs {
		var text strings.Builder
		flush := func() {
			if text.Len() > 0 {
				one := r
				one.text = text.String()
				out[len(out)-1] = append(out[len(out)-1], one)
				text.Reset()
			}
		}
		for _, c := range r.text {
			switch {
			case c == '\n':
				flush()
				out = append(out, nil)
				blank = true
			case c != '\u00a0' && unicode.IsSpace(c):
				if !blank {
					text.WriteByte(' ')
				}
				blank = true
			default:
				text.WriteRune(c)
				blank = false
			}
		}
		flush()
	}
	return out
}

// breaker fills lines.
type breaker struct {
	bold        bool
	size, width float64
	lines       [][]run
	x           float64 // end of the last line
}

// part sets text that has no line end in it, word by word.
func (b *breaker) part(runs []run) {
	var all strings.Builder
	for _, r := range runs {
		all.WriteString(r.text)
	}
	for _, w := range font.Words(all.String()) {
		var word []run
		word, runs = take(runs, len(w))
		shown := b.measure(trimmed(word))
		if b.x > 0 && b.x+shown > b.width {
			b.end()
		}
		for b.x+shown > b.width { // wider than a line
			n := len(font.Of(b.bold || word[0].bold).Fit(word[0].text, b.size, b.width-b.x))
			var head []run
			head, word = take(word, n)
			b.add(head)
			if len(word) == 0 {
				break
			}
			if b.x+b.measure(trimmed(word)) > b.width {
				b.end()
			}
			shown = b.measure(trimmed(word))
		}
		b.add(word)
	}
	b.lines[len(b.lines)-1] = trimmed(b.lines[len(b.lines)-1])
}

// end begins a new line.
func (b *breaker) end() {
	b.lines[len(b.lines)-1] = trimmed(b.lines[len(b.lines)-1])
	b.lines = append(b.lines, nil)
	b.x = 0
}

// add puts runs at the end of the last line; what looks alike becomes one.
func (b *breaker) add(word []run) {
	line := &b.lines[len(b.lines)-1]
	for _, r := range word {
		b.x += b.measure([]run{r})
		if n := len(*line); n > 0 && alike((*line)[n-1], r) {
			(*line)[n-1].text += r.text
		} else {
			*line = append(*line, r)
		}
	}
}

func (b *breaker) measure(runs []run) float64 {
	w := 0.0
	for _, r := range runs {
		w += font.Of(b.bold || r.bold).Width(r.text, b.size)
	}
	return w
}

// alike reports whether two runs look the same.
func alike(a, b run) bool {
	a.text, b.text = "", ""
	return a == b
}

// take returns the first n bytes of runs, and the rest.
func take(runs []run, n int) (head, rest []run) {
	for i, r := range runs {
		if n < len(r.text) {
			if n > 0 {
				one := r
				one.text = r.text[:n]
				head = append(head, one)
			}
			r.text = r.text[n:]
			return head, append([]run{r}, runs[i+1:]...)
		}
		head = append(head, r)
		n -= len(r.text)
		if n == 0 {
			return head, runs[i+1:]
		}
	}
	return head, nil
}

// trimmed leaves out the blank at the end of runs.
func trimmed(runs []run) []run {
	n := len(runs)
	if n == 0 || !strings.HasSuffix(runs[n-1].text, " ") {
		return runs
	}
	out := append([]run(nil), runs...)
	out[n-1].text = strings.TrimRight(out[n-1].text, " ")
	if out[n-1].text == "" {
		return out[:n-1]
	}
	return out
}
