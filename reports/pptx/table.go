package pptx

import (
	"strconv"
	"strings"

	"paystats/reports/chart"
	"paystats/reports/native"
	x "paystats/reports/ooxml"
)

// grid is a native table as it will stand on a slide.
type grid struct {
	name, alt string
	at        frame // w is what the columns come to, h what the rows do
	widths    []float64
	rows      [][]tile
	head      bool    // the first row holds the names of the columns
	size      int     // of texts, points
	side      float64 // room beside a text, points
}

// tile is one cell.
type tile struct {
	text  string
	align string // l, ctr, r
	color string // of the text, "" for the table's
	fill  string // #rrggbb, "" for none
	bold  bool
}

// Room in a cell, in points: beside and above its text.
const (
	cellSide = 5.0
	cellTop  = 3.0
)

// newGrid lays a table out in a width: columns as wide as their texts want and may.
func newGrid(t chart.Table, at frame, size int) grid {
	g := grid{at: at, head: true, size: size, side: cellSide}
	var head []tile
	for _, c := range t.Columns {
		head = append(head, tile{text: c.Name, align: alignOf(c.Numeric), bold: true, color: "tx2"})
	}
	g.rows = append(g.rows, head)
	for _, row := range t.Rows {
		var tiles []tile
		for i, cell := range row {
			tiles = append(tiles, tile{text: cell.Text, align: alignOf(i < len(t.Columns) && t.Columns[i].Numeric)})
		}
		for len(tiles) < len(head) {
			tiles = append(tiles, tile{})
		}
		g.rows = append(g.rows, tiles)
	}
	g.fit()
	return g
}

func alignOf(numeric bool) string {
	if numeric {
		return "r"
	}
	return "l"
}

// fit gives the columns their widths: what their texts want, and of more than there is the
// widest give most.
func (g *grid) fit() {
	g.widths = make([]float64, len(g.rows[0]))
	for _, row := range g.rows {
		for i, t := range row {
			g.widths[i] = max(g.widths[i], native.Width(t.text, float64(g.size))*1.08+2*g.side+4)
		}
	}
	total := 0.0
	for _, w := range g.widths {
		total += w
	}
	if total <= g.at.w {
		factor := min(g.at.w/total, 1.8)
		for i := range g.widths {
			g.widths[i] *= factor
		}
		g.at.w = total * factor
		return
	}
	most := g.at.w
	for total > g.at.w+0.5 {
		most *= 0.97
		total = 0
		for _, w := range g.widths {
			total += min(w, most)
		}
	}
	for i := range g.widths {
		g.widths[i] = min(g.widths[i], most) * g.at.w / total
	}
}

// height is how high a row is set.
func (g *grid) height(row []tile) float64 {
	highest := 0.0
	for i, t := range row {
		lines := native.Lines(t.text, float64(g.size), g.widths[i]-2*g.side)
		highest = max(highest, float64(lines)*float64(g.size)*native.LineHeight(t.text))
	}
	return highest + 2*cellTop
}

// split parts a table into ones that are no higher than a slide has room, each with the
// names of the columns.
func (g grid) split(room float64) []grid {
	var out []grid
	head := g.rows[:1]
	part := g
	part.rows = append([][]tile(nil), head...)
	used := g.height(head[0])
	for _, row := range g.rows[1:] {
		h := g.height(row)
		if used+h > room && len(part.rows) > 1 {
			out = append(out, part)
			part.rows, used = append([][]tile(nil), head...), g.height(head[0])
		}
		part.rows = append(part.rows, row)
		used += h
	}
	return append(out, part)
}

// shape writes the table.
func (g grid) shape(d *deck) shape {
	return func(id int, _ string) x.Node {
		var columns, rows []x.Node
		for _, w := range g.widths {
			columns = append(columns, x.E("a:gridCol", x.A("w", emu(w))))
		}
		total := 0.0
		for i, row := range g.rows {
			h := g.height(row)
			total += h
			kids := []any{x.A("h", emu(h))}
			for _, t := range row {
				kids = append(kids, d.tileNode(g, t, g.head && i == 0))
			}
			rows = append(rows, x.E("a:tr", kids...))
		}
		at := g.at
		at.h = total
		table := x.E("a:tbl", x.E("a:tblPr", x.A("firstRow", g.head)), x.E("a:tblGrid", columns), rows)
		return graphicFrame(id, g.name, g.alt, at, x.Node{}, x.E("a:graphicData", x.A("uri", tableSpace), table))
	}
}

func (d *deck) tileNode(g grid, t tile, head bool) x.Node {
	none := func(name string) x.Node { return x.E(name, x.A("w", 0), x.E("a:noFill")) }
	line, width := "rule", 6350
	if head {
		line, width = "tx2", 12700
	}
	bottom := x.E("a:lnB", x.A("w", width), x.E("a:solidFill", colorNode(line)))
	fill := x.E("a:noFill")
	if t.fill != "" {
		fill, bottom = x.E("a:solidFill", colorNode(t.fill)), x.E("a:lnB", x.A("w", 12700), x.E("a:solidFill", colorNode("bg1")))
	}
	color := t.color
	if color == "" {
		color = "tx1"
	}
	look := runLook{size: g.size, color: color, bold: t.bold, align: t.align}
	return x.E("a:tc", x.E("a:txBody", x.E("a:bodyPr"), x.E("a:lstStyle"), d.paragraphs(t.text, look)),
		x.E("a:tcPr", x.A("marL", emu(g.side)), x.A("marR", emu(g.side)), x.A("marT", emu(cellTop)), x.A("marB", emu(cellTop)), x.A("anchor", "ctr"),
			none("a:lnL"), none("a:lnR"), none("a:lnT"), bottom, fill))
}

// graphicFrame is the frame of a table or chart; holder is its placeholder, or nothing.
func graphicFrame(id int, name, alt string, at frame, holder, data x.Node) x.Node {
	return x.E("p:graphicFrame",
		x.E("p:nvGraphicFramePr", x.E("p:cNvPr", x.A("id", id), x.A("name", name), x.A("descr", alt)),
			x.E("p:cNvGraphicFramePr", x.E("a:graphicFrameLocks", x.A("noGrp", 1))), x.E("p:nvPr", holder)),
		at.transform("p:xfrm"), x.E("a:graphic", data))
}

// textBox is a text outside of placeholders.
func (d *deck) textBox(name string, at frame, paragraphs func() []x.Node) shape {
	return func(id int, _ string) x.Node {
		name := name
		if !strings.HasPrefix(name, prefix) {
			name += " " + strconv.Itoa(id)
		}
		return x.E("p:sp", x.E("p:nvSpPr", x.E("p:cNvPr", x.A("id", id), x.A("name", name)), x.E("p:cNvSpPr", x.A("txBox", 1)), x.E("p:nvPr")),
			x.E("p:spPr", at.transform("a:xfrm"), x.E("a:prstGeom", x.A("prst", "rect"), x.E("a:avLst")), x.E("a:noFill")),
			x.E("p:txBody", x.E("a:bodyPr", x.A("wrap", "square"), x.A("lIns", 0), x.A("tIns", 0), x.A("rIns", 0), x.A("bIns", 0), x.A("anchor", "t")), x.E("a:lstStyle"), paragraphs()))
	}
}
