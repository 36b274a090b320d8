package paper

import (
	"cmp"

	"paystats/reports/pdf"
	"paystats/reports/picture"
)

// piece is what is never cut by the end of a page. What is in it is placed from its top
// left corner.
type piece struct {
	before float64 // white above it; none at the top of a page
	height float64
	items  []picture.Item
	links  []pdf.Link                                // To is not set yet: an address that begins with # is a place of the document
	mark   *mark                                     // it is the first of what can be found in the contents
	id     string                                    // its place in the document, for links; "" for none
	stays  bool                                      // on the page of the next piece
	head   []piece                                   // set above it where it begins a page: the head of a table
	lower  func(height float64) (piece, bool, error) // the same at most so high, if that can be had; nil if it cannot
}

// mark is an entry of contents and bookmarks.
type mark struct {
	level int // 0: a chapter
	title string
}

// sheet is a page that is being filled.
type sheet struct {
	items []picture.Item
	links []pdf.Link
}

// flow sets pieces on pages, one below the other.
type flow struct {
	pages  []sheet
	page   int
	y      float64
	places map[string]pdf.Place // of pieces with an id
}

// turn begins a page.
func (f *flow) turn() {
	f.pages = append(f.pages, sheet{})
	f.page, f.y = len(f.pages)-1, top
}

// isFresh reports whether nothing stands on the page yet.
func (f *flow) isFresh() bool { return f.y == top }

// set sets pieces; those that stay together come to one page, if one can hold them.
func (f *flow) set(pieces []piece) error {
	for len(pieces) > 0 {
		n := 1
		for n < len(pieces) && pieces[n-1].stays {
			n++
		}
		if err := f.group(pieces[:n]); err != nil {
			return err
		}
		pieces = pieces[n:]
	}
	return nil
}

// least is how much of its height a chart keeps where it is made lower to fit a page.
const least = 0.7

// group sets pieces that belong together. A chart at their end is drawn lower where that
// saves it from leaving much of a page white.
func (f *flow) group(pieces []piece) error {
	need := sum(pieces)
	if f.isFresh() {
		need -= pieces[0].before
	}
	last := len(pieces) - 1
	if over := f.y + need - bottom; over > 0 && pieces[last].lower != nil && over < (1-least)*pieces[last].height {
		p, ok, err := pieces[last].lower(pieces[last].height - over)
		if err != nil {
			return err
		}
		if ok {
			pieces = append(pieces[:last:last], p)
			need -= over
		}
	}
	if f.y+need > bottom && !f.isFresh() {
		f.turn()
		f.again(pieces[0])
	}
	for i, p := range pieces {
		white := p.before
		if f.isFresh() {
			white = 0
		}
		if i > 0 && f.y+white+p.height > bottom { // more than a page can hold
			f.turn()
			f.again(p)
			white = 0
		}
		f.y += white
		f.put(p)
	}
	return nil
}

// again sets the head of the table that a piece goes on with.
func (f *flow) again(p piece) {
	for _, h := range p.head {
		f.put(h)
	}
}

// put sets one piece.
func (f *flow) put(p piece) {
	page := &f.pages[f.page]
	if len(p.items) > 0 {
		page.items = append(page.items, &picture.Group{Matrix: picture.Move(left, f.y), Items: p.items})
	}
	for _, l := range p.links {
		l.X, l.Y = l.X+left, l.Y+f.y
		page.links = append(page.links, l)
	}
	if p.id != "" {
		if f.places == nil {
			f.places = map[string]pdf.Place{}
		}
		f.places[p.id] = pdf.Place{Page: f.page, Y: f.y - 8}
	}
	f.y += p.height
}

// linksOf returns the links of a page, those into the document with their places. What
// leads nowhere is none.
func (f *flow) linksOf(page int) []pdf.Link {
	var out []pdf.Link
	for _, l := range f.pages[page].links {
		if id := l.Href; id[0] == '#' {
			at, ok := f.places[id[1:]]
			if !ok {
				continue
			}
			l.To, l.Href = &at, ""
		}
		out = append(out, l)
	}
	return out
}

// bookmarks lists the marked pieces with their places.
func bookmarks(pieces []piece, places map[string]pdf.Place) []pdf.Bookmark {
	var out []pdf.Bookmark
	level := -1
	for _, p := range pieces {
		if p.mark != nil {
			level = min(p.mark.level, level+1)
			out = append(out, pdf.Bookmark{Title: cmp.Or(p.mark.title, "–"), Level: level, At: places[p.id]})
		}
	}
	return out
}
