package deck

import (
	"slices"
	"strconv"
	"strings"

	"github.com/beevik/etree"

	"paystats/reports/chart"
	"paystats/reports/native"
)

// grid is what a table of a deck is to hold.
type grid struct {
	head  []string // names of the columns, nil for none
	rows  [][]tile
	named int // column that tells rows apart
}

// tile is one cell: its text and, where it tells something, its colours.
type tile struct {
	text, color, fill string // #rrggbb, "" for the deck's
}

// gridOf is the table of a block of a page.
func gridOf(one block, b Binding) (grid, error) {
	var g grid
	switch {
	case b.Field == fieldList && one.spec != nil && len(one.spec.Category.Labels) == 1:
		g.named = 1
		for _, in := range one.spec.Series {
			p := in.Points[0]
			text, color := p.Text, in.Color
			if p.Value == nil {
				text = p.Why
			}
			if p.Color != "" {
				color = p.Color
			}
			g.rows = append(g.rows, []tile{{text: "■", color: color}, {text: in.Name}, {text: text}})
		}
	case b.Field != "" && b.Field != fieldRows:
		return g, refuse("address-field", "bind it to PAGE/CHART", "a table cannot show %q", b.Text)
	case one.spec != nil && one.spec.Kind == chart.Matrix:
		g.head = append([]string{""}, one.spec.Category.Labels...)
		for _, in := range one.spec.Series {
			row := []tile{{text: in.Name}}
			for _, p := range in.Points {
				t := tile{text: p.Label, fill: p.Color}
				if t.text == "" {
					t.text = p.Sign
				}
				row = append(row, t)
			}
			g.rows = append(g.rows, row)
		}
	case one.spec != nil:
		g = plainGrid(one.spec.Table)
	case one.table != nil:
		g = plainGrid(one.table.Table)
	default:
		return g, refuse("address-field", "bind it to a chart or table of the page", "%s has no table", b.Address())
	}
	if b.Field == fieldRows {
		last := len(g.rows)
		if b.Last > 0 {
			last = min(last, b.Last)
		}
		g.rows = g.rows[min(b.First-1, last):last]
	}
	if len(g.rows) == 0 {
		return g, refuse("address-empty", "", "%s has no rows", b.Text)
	}
	return g, nil
}

func plainGrid(t chart.Table) grid {
	var g grid
	for _, c := range t.Columns {
		g.head = append(g.head, c.Name)
	}
	for _, cells := range t.Rows {
		row := make([]tile, len(t.Columns))
		for i := range min(len(cells), len(row)) {
			row[i].text = cells[i].Text
		}
		g.rows = append(g.rows, row)
	}
	return g
}

// board is a table of a deck under change.
type board struct {
	tbl     *etree.Element
	headed  bool
	changes []Change
}

// fill writes a grid into the table of a shape: rows and columns stay with their names, and
// with them their looks.
func (s *Shape) fillTable(g grid) ([]Change, error) {
	b := &board{tbl: down(s.node, "graphic", "graphicData", "tbl")}
	if b.tbl == nil || len(b.rows()) == 0 {
		return nil, refuse("deck-part", "save the deck anew in PowerPoint", "the table has no rows")
	}
	for _, tc := range all(b.tbl, "tc") {
		for _, name := range []string{"gridSpan", "rowSpan", "hMerge", "vMerge"} {
			if attr(tc, name) != "" {
				return nil, refuse("table-merged", "split its merged cells in PowerPoint", "the table has merged cells")
			}
		}
	}
	before := s.height(b)
	if err := b.fill(g); err != nil {
		return nil, err
	}
	if ext := down(s.node, "xfrm", "ext"); ext != nil {
		if now := s.height(b); now != before {
			ext.CreateAttr("cy", strconv.Itoa(number(ext, "cy")+now-before))
		}
	}
	return b.changes, nil
}

// height is what the rows come to, in English Metric Units.
func (s *Shape) height(b *board) int {
	sum := 0
	for _, tr := range b.rows() {
		sum += number(tr, "h")
	}
	return sum
}

func (b *board) rows() []*etree.Element { return b.tbl.SelectElements("tr") }

func cellsOf(tr *etree.Element) []*etree.Element { return tr.SelectElements("tc") }

func cellText(tc *etree.Element) string {
	if body := down(tc, "txBody"); body != nil {
		return strings.Join(linesOf(body), "\n")
	}
	return ""
}

func texts(cells []*etree.Element) []string {
	var out []string
	for _, tc := range cells {
		out = append(out, cellText(tc))
	}
	return out
}

func (b *board) fill(g grid) error {
	rows := b.rows()
	first := texts(cellsOf(rows[0]))
	columns := alignTable(first, g.head)
	flag := attr(down(b.tbl, "tblPr"), "firstRow")
	b.headed = g.head != nil && (flag == "1" || flag == "true" || columns.found*2 > len(first))
	wide := len(g.rows[0])
	if !b.headed || columns.found == 0 {
		columns = inPlace(len(first), wide, g.head)
	}
	if len(rows) == 1 && b.headed {
		return refuse("table-empty", "add a row in PowerPoint, whose looks are taken", "the table has only its first row")
	}
	columns.pairLeft()
	b.setColumns(columns)
	names := make([]string, 0, len(g.rows))
	for _, row := range g.rows {
		names = append(names, row[min(g.named, wide-1)].text)
	}
	lead := 0
	if b.headed {
		lead = 1
		for i, tc := range cellsOf(b.rows()[0]) {
			b.setCell(tc, tile{text: columns.labels[i]}, "", "")
		}
	}
	var old []string
	for _, tr := range rows[lead:] {
		old = append(old, cellText(cellsOf(tr)[min(g.named, wide-1)]))
	}
	lines := alignTable(old, names)
	if lines.found == 0 || slices.Equal(old, names) { // names that come twice stay where they are
		lines = inPlace(len(old), len(names), names)
	}
	b.setRows(lines, lead)
	for i, tr := range b.rows()[lead:] {
		isNew := lines.from[i] < 0
		for k, tc := range cellsOf(tr) {
			t := g.rows[i][k]
			if k == g.named && lines.from[i] >= 0 && t.text == names[i] {
				t.text = lines.labels[i]
			}
			if !isNew && t.fill == "" {
				t.color = ""
			}
			column := ""
			if b.headed {
				column = columns.labels[k]
			}
			b.setCell(tc, t, lines.labels[i], column)
		}
	}
	return nil
}

// alignTable matches names of rows or columns, which are their own ids. Of several with one
// name, or none, the first is the first.
func alignTable(old, names []string) aligned {
	const nameless = "\x00"
	named := func(texts []string) []string {
		out := slices.Clone(texts)
		for i, text := range out {
			if fold(text) == "" {
				out[i] = nameless
			}
		}
		return out
	}
	a := align(named(old), wanted{labels: named(names), ids: names}, false)
	for i, label := range a.labels {
		if label == nameless {
			a.labels[i] = ""
		}
	}
	return a
}

// pairLeft lets the first columns that only the page has take the place, and the looks, of the
// first that only the deck has: a quarter follows the one before.
func (a *aligned) pairLeft() {
	for k, to := range a.to {
		if i := slices.Index(a.from, -1); to < 0 && i >= 0 {
			a.to[k], a.from[i] = i, k
		}
	}
}

// inPlace matches by place what has no names in common.
func inPlace(old, now int, names []string) aligned {
	a := aligned{to: make([]int, old), from: make([]int, now), labels: make([]string, now)}
	copy(a.labels, names)
	for i := range a.to {
		if a.to[i] = i; i >= now {
			a.to[i] = -1
		}
	}
	for i := range a.from {
		if a.from[i] = i; i >= old {
			a.from[i] = -1
		}
	}
	return a
}

// setColumns puts columns in their order; new ones look like the one before, and all keep the
// width of the table.
func (b *board) setColumns(columns aligned) {
	if isIdentity(columns) {
		return
	}
	for _, tr := range b.rows() {
		b.reorder(tr, cellsOf(tr), columns.from)
	}
	home := down(b.tbl, "tblGrid")
	if home == nil {
		return
	}
	before := widthOf(home)
	b.reorder(home, home.SelectElements("gridCol"), columns.from)
	if now := widthOf(home); now > 0 && now != before {
		for _, c := range home.SelectElements("gridCol") {
			c.CreateAttr("w", strconv.Itoa(int(float64(number(c, "w"))*float64(before)/float64(now))))
		}
	}
}

func widthOf(home *etree.Element) int {
	sum := 0
	for _, c := range home.SelectElements("gridCol") {
		sum += number(c, "w")
	}
	return sum
}

// setRows puts the rows below the head in their order.
func (b *board) setRows(lines aligned, lead int) {
	for k, to := range lines.to {
		if to < 0 {
			name := cellText(cellsOf(b.rows()[lead+k])[0])
			b.changes = append(b.changes, Change{What: CategoryRemoved, Category: name, Old: name})
		}
	}
	for i, from := range lines.from {
		if from < 0 {
			b.changes = append(b.changes, Change{What: CategoryAdded, Category: lines.labels[i], New: lines.labels[i]})
		}
	}
	if !isIdentity(lines) {
		b.reorder(b.tbl, b.rows()[lead:], lines.from)
	}
}

func isIdentity(a aligned) bool {
	for i, from := range a.from {
		if from != i {
			return false
		}
	}
	return len(a.to) == len(a.from)
}

// reorder puts elements into another order; those that are new are copies of the one before.
func (b *board) reorder(home *etree.Element, old []*etree.Element, from []int) {
	var list []*etree.Element
	for i, k := range from {
		switch {
		case k >= 0 && k < len(old):
			list = append(list, old[k])
		default:
			like := old[len(old)-1]
			if i > 0 {
				like = list[i-1]
			}
			one := like.Copy()
			b.rename(one)
			list = append(list, one)
		}
	}
	at := old[0].Index()
	for _, e := range old {
		remove(e)
	}
	at = min(at, len(home.Child))
	for i, e := range list {
		home.InsertChildAt(at+i, e)
	}
}

// rename gives a copied row or column an id of its own.
func (b *board) rename(e *etree.Element) {
	for _, name := range []string{"rowId", "colId"} {
		for _, id := range all(e, name) {
			most := 0
			for _, other := range all(b.tbl, name) {
				most = max(most, number(other, "val"))
			}
			id.CreateAttr("val", strconv.Itoa(most+1))
		}
	}
}

// setCell writes a cell, its text with the looks that it has.
func (b *board) setCell(tc *etree.Element, t tile, row, column string) {
	if fill := down(tc, "tcPr", "solidFill", "srgbClr"); fill != nil && t.fill != "" {
		if now := strings.ToUpper(strings.TrimPrefix(t.fill, "#")); attr(fill, "val") != now {
			fill.CreateAttr("val", now)
			b.changes = append(b.changes, Change{What: Cell, Series: row, Category: column, Old: "colour", New: t.fill})
		}
		t.text = b.room(tc, t.text)
	}
	body := down(tc, "txBody")
	if body == nil || spaceless(cellText(tc)) == spaceless(t.text) {
		return
	}
	b.changes = append(b.changes, Change{What: Cell, Series: row, Category: column, Old: cellText(tc), New: t.text})
	setLines(body, strings.Split(t.text, "\n"))
	if run := down(body, "p", "r", "rPr", "solidFill", "srgbClr"); run != nil && t.color != "" {
		run.CreateAttr("val", strings.ToUpper(strings.TrimPrefix(t.color, "#")))
	}
}

// room returns the text of a coloured cell, "" where it has no room: the colour says it.
func (b *board) room(tc *etree.Element, text string) string {
	list := down(b.tbl, "tblGrid").SelectElements("gridCol")
	at := 0
	for i, other := range cellsOf(tc.Parent()) {
		if other == tc {
			at = i
		}
	}
	size := float64(number(down(tc, "txBody", "p", "r", "rPr"), "sz")) / 100
	if at < len(list) && native.Width(text, size) > float64(number(list[at], "w"))/12700-2 {
		return ""
	}
	return text
}

// spaceless takes spaces away: decks and pages part numbers from their units with other ones.
func spaceless(text string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(text, "\u00a0", " ")), "")
}
