package deck

import (
	"regexp"
	"slices"

	"github.com/beevik/etree"

	"paystats/reports/native"
)

// ourDrawing is how we name what is drawn over a chart.
var ourDrawing = regexp.MustCompile(`^(Line|Text) [0-9]+$`)

// redraw brings what we have drawn over a chart, and beside the ends of its lines, to where
// the numbers now are. stale says that somebody else has drawn over it.
func (f *figure) redraw(drawn *native.Chart) (stale bool, err error) {
	if len(f.changes) == 0 {
		return false, nil
	}
	var now *etree.Element
	if drawn != nil {
		made, err := parsePart(f.name, drawn.Part(native.Place{Sheet: "Sheet1", Row: 1}, "", ""))
		if err != nil {
			return false, err
		}
		now = made.root
		f.moveEnds(now)
	}
	link := down(f.root, "userShapes")
	if link == nil {
		return false, nil
	}
	r, ok, err := f.file.Related(f.name, relationOf(link, "id"))
	if err != nil || !ok || r.Part == "" {
		return false, refuse("deck-part", "save the deck anew in PowerPoint", "what is drawn over the chart leads nowhere")
	}
	old, err := open(f.file, r.Part)
	if err != nil {
		return false, err
	}
	isOther := func(e *etree.Element) bool { return !ourDrawing.MatchString(attr(e, "name")) }
	if now == nil || slices.ContainsFunc(all(old.root, "cNvPr"), isOther) || drawn.Shapes() == nil {
		return true, nil
	}
	if place, here := down(now, "chart", "plotArea", "layout"), down(f.root, "chart", "plotArea", "layout"); place != nil && here != nil && place.Space == here.Space {
		at := here.Index()
		home := here.Parent()
		home.RemoveChildAt(at)
		home.InsertChildAt(at, place.Copy())
	}
	f.shapesAt, f.shapes = r.Part, drawn.Shapes()
	return false, nil
}

// moveEnds moves the names behind the ends of lines, which we set apart from each other, to
// the heights that they now have.
func (f *figure) moveEnds(now *etree.Element) {
	for _, one := range all(now, "ser") {
		name := textsOf(source(one, "tx"))
		i := slices.IndexFunc(f.series, func(s *series) bool { return slices.Equal([]string{s.name}, name) })
		if i < 0 {
			continue
		}
		for _, label := range all(f.series[i].node, "dLbl") {
			here := down(label, "layout", "manualLayout")
			if here == nil || val(here, "x") != "0" || down(here, "y") == nil {
				continue
			}
			for _, made := range all(one, "dLbl") {
				if to := val(down(made, "layout", "manualLayout"), "y"); val(made, "idx") == val(label, "idx") {
					if to == "" {
						to = "0"
					}
					down(here, "y").CreateAttr("val", to)
				}
			}
		}
	}
}

// save puts chart and workbook into the deck.
func (f *figure) save() error {
	parts := map[string][]byte{}
	if content, ok := f.changed(); ok {
		parts[f.name] = content
	}
	if f.shapes != nil {
		parts[f.shapesAt] = f.shapes
	}
	if f.book != nil {
		content, ok, err := f.book.bytes()
		if err != nil {
			return refuse("workbook-unreadable", "choose Edit Data in PowerPoint and save as .xlsx", "the chart's workbook: %v", err)
		}
		if ok {
			parts[f.bookAt] = content
		}
	}
	for name, content := range parts {
		if err := f.file.Set(name, content); err != nil {
			return err
		}
	}
	return nil
}
