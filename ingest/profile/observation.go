package profile

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// paystats returns what stands in the block of that name.
func (b *builder) paystats() []node {
	t := b.tables[0]
	nodes := []node{leaf("kind", "observations")}
	if t.table.Number > 0 && len(t.file.Tables) > 1 {
		nodes = append(nodes, leaf("table", fmt.Sprint(t.table.Number)))
	}
	if t.table.Records != "" {
		nodes = append(nodes, leaf("records", scalar(t.table.Records)))
	}
	b.skipForeign()
	area := b.areaLine()
	period := b.periodLine()
	entries := b.entries()
	if rows := b.rows(); len(rows.under) > 0 {
		nodes = append(nodes, rows)
	}
	nodes = append(nodes, b.publisher(), b.vintage())
	if c := first(b.columns, roleConfidence); c != nil {
		nodes = append(nodes, b.confidence(c))
	}
	address, title := first(b.columns, roleAddress), first(b.columns, roleTitle)
	if address != nil || title != nil {
		nodes = append(nodes, leaf("document", flow(pair{"address", columnFlow(address)}, pair{"title", columnFlow(title)})))
	}
	if c := first(b.columns, roleNote); c != nil {
		nodes = append(nodes, leaf("note", columnFlow(c)))
	}
	observation := node{key: "observation", under: []node{period, area}}
	observation.under = append(observation.under, b.membership()...)
	observation.under = append(observation.under, b.values(entries)...)
	return append(nodes, observation)
}

func columnFlow(c *column) string {
	if c == nil {
		return ""
	}
	return flow(pair{"column", scalar(c.name)})
}

func (b *builder) confidence(c *column) node {
	var values []pair
	for _, text := range c.distinct {
		if text != strings.ToLower(text) {
			values = append(values, pair{scalar(text), strings.ToLower(text)})
		}
	}
	pairs := []pair{{"column", scalar(c.name)}, {"default", `""`}}
	if len(values) > 0 {
		pairs = append(pairs, pair{"values", flow(values...)})
	}
	return leaf("confidence", flow(pairs...))
}

// periodLine binds the period, wherever it stands.
func (b *builder) periodLine() node {
	if n, ok := periodLine(b.tables[0].shape, b.columns); ok {
		return n
	}
	n, why, ok := outsidePeriod(b.tables)
	if !ok || strings.Contains(n.text, "path:") {
		if tree, because, is := treePeriod(b.allPaths()); is {
			n, why, ok = tree, because, true
		}
	}
	switch {
	case ok:
		b.out.Evidence = append(b.out.Evidence, "period: "+why)
	case b.opts.Period != "":
		n = leaf("period", scalar(b.opts.Period))
	default:
		return leaf("period", "2000", NoPeriod)
	}
	for _, c := range b.columns {
		if c.role == roleOther && len(c.distinct) > 1 && c.share(c.periods) > 0.5 {
			n.unsure = append(n.unsure, fmt.Sprintf("a column that is not read holds %s: are these the periods?", quoted(c.distinct)))
		}
	}
	return n
}

// allPaths returns the paths of all files of the resource, those not looked into among them.
func (b *builder) allPaths() []string {
	var paths []string
	for _, t := range b.tables {
		paths = append(paths, t.path())
	}
	if len(b.out.Paths) == 1 && strings.Contains(b.out.Paths[0], "*") {
		prefix, _, _ := strings.Cut(b.out.Paths[0], "*")
		for _, f := range b.all {
			if strings.HasPrefix(f.Path, prefix) && !slices.Contains(paths, f.Path) {
				paths = append(paths, f.Path)
			}
		}
	}
	slices.Sort(paths)
	return paths
}

// context are the texts around the table and the names of its columns.
func (b *builder) context() []string {
	out := b.around()
	for _, c := range b.columns {
		out = append(out, c.name)
	}
	return out
}

// beside are the texts that may name what all values have in common: those around the table,
// and the names of the columns that label the rows, Market size (USD bn).
func (b *builder) beside() []string {
	out := b.around()
	for _, c := range b.columns {
		if c.role == roleMember || c.role == roleArea {
			out = append(out, c.name)
		}
	}
	return out
}

// isName reports whether a text is no part of the file, but the name of it or of the dataset.
func (b *builder) isName(text string) bool {
	return text == b.tables[0].path() || text == b.opts.Name || text == b.opts.Title
}

// around are the texts around the table: titles, sheet, notes, path, name.
func (b *builder) around() []string {
	t := b.tables[0]
	out := append(t.shape.titles(), t.table.Sheet)
	for r := t.shape.end; r < len(t.shape.rows) && r < t.shape.end+10; r++ {
		if columns, _ := t.shape.filled(r); len(columns) > 0 {
			out = append(out, t.shape.cell(r, columns[0]))
		}
	}
	return append(out, t.path(), b.opts.Name, b.opts.Title)
}

// publisher binds who prints the numbers.
func (b *builder) publisher() node {
	if b.opts.Publisher != "" {
		return leaf("publisher", scalar(b.opts.Publisher))
	}
	if c := first(b.columns, rolePublisher); c != nil {
		var values []pair
		var unknown []string
		for _, text := range c.distinct {
			if _, ok := b.lists.Resolve("publisher", "", text); ok {
				continue
			}
			unknown = append(unknown, text)
			id := "unknown"
			for _, word := range brackets.Split(text, -1) {
				if found, ok := b.lists.Resolve("publisher", "", word); ok {
					id = found
				}
			}
			values = append(values, pair{scalar(text), id})
		}
		if len(unknown) == 0 {
			return leaf("publisher", columnFlow(c))
		}
		return leaf("publisher", flow(pair{"column", scalar(c.name)}, pair{"values", flow(values...)}), fmt.Sprintf("no publisher is called %s", quoted(unknown)))
	}
	list := b.lists.List("publisher")
	for _, text := range b.around() {
		have := words(text)
		for _, row := range list.Rows {
			id, zh := list.Cell(row, "id"), list.Cell(row, "name_zh")
			if parts := words(id); !slices.ContainsFunc(parts, func(p string) bool { return !slices.Contains(have, p) }) && id != "unknown" || isHan(zh) && zh != "" && strings.Contains(text, zh) && len([]rune(zh)) > 2 {
				return leaf("publisher", id, fmt.Sprintf("%q names it", clip(text)))
			}
		}
	}
	return leaf("publisher", "unknown", "nothing says who published the figures")
}

// vintage binds the date of publication.
func (b *builder) vintage() node {
	if c := first(b.columns, roleVintage); c != nil {
		return leaf("vintage", columnFlow(c))
	}
	if m := dateInName.FindStringSubmatch(stem(b.tables[0].file.Path)); m != nil && len(b.tables) == 1 {
		return leaf("vintage", "unknown", fmt.Sprintf("%s in the file's name may be the date of publication%s", m[1], datedPath(m[1])))
	}
	return leaf("vintage", "unknown")
}

// dateInName is what looks like a date in a file's name: 20161024, 24102016, 241016.
var dateInName = regexp.MustCompile(`(?:\D|^)((?:20)\d\d-?[01]\d-?[0-3]\d|[0-3]\d[01]\d20\d\d|[0-3]\d[01]\d[012]\d(?:\D|$))`)

// datedPath says what binds the vintage to a date in the file's name; "" if its parts may be
// in another order.
func datedPath(date string) string {
	switch {
	case strings.Count(date, "-") == 2:
		return `; if so, write {path: '(?P<vintage>\d{4}-\d{2}-\d{2})'}`
	case len(date) == 8 && date[:2] == "20" && date[4:6] <= "12":
		return `; if so, write {path: '(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})'}`
	}
	return ""
}

// membership binds dimension, member, scope and status.
func (b *builder) membership() []node {
	var nodes []node
	if c := memberColumn(b.columns); c != nil {
		nodes = append(nodes, b.memberLines(c)...)
	}
	if c := first(b.columns, roleScope); c != nil {
		var values []pair
		for _, text := range c.distinct {
			if _, ok := b.lists.Resolve("scope", "", text); !ok {
				values = append(values, pair{scalar(text), "unspecified"})
			}
		}
		pairs := []pair{{"column", scalar(c.name)}, {"default", "unspecified"}}
		unsure := ""
		if len(values) > 0 {
			pairs, unsure = append(pairs, pair{"values", flow(values...)}), "which scopes are these?"
		}
		nodes = append(nodes, leaf("scope", flow(pairs...), unsure))
	}
	if c := first(b.columns, roleStatus); c != nil {
		var values []pair
		for _, text := range c.distinct {
			if code := statusOf(text); string(code) != text {
				values = append(values, pair{scalar(text), string(code)})
			}
		}
		pairs := []pair{{"column", scalar(c.name)}, {"default", "A"}}
		if len(values) > 0 {
			pairs = append(pairs, pair{"values", flow(values...)})
		}
		nodes = append(nodes, leaf("status", flow(pairs...)))
	}
	return nodes
}

// newSegment says that a segment is none of the code list, or only weakly so; "" if it is
// evident, or for other parts.
func (b *builder) newSegment(p pair, e *entry) string {
	if p.key != "segment" || !e.fresh {
		if p.key == "segment" {
			return e.doubt
		}
		return ""
	}
	return fmt.Sprintf("segment %s is new; the code list has none that fits", e.segment)
}

// unread are the columns that may matter and are not read.
func unread(columns []*column) []string {
	var out []string
	for _, c := range columns {
		if c.role == roleOther && c.unsure != "" && !slices.Contains(out, c.unsure) {
			out = append(out, c.unsure)
		}
	}
	if len(out) > mostUnread {
		out = append(out[:mostUnread], fmt.Sprintf("and %d more columns", len(out)-mostUnread))
	}
	return out
}

// mostUnread is how many columns that are not read are told of on one line.
const mostUnread = 5

// values writes the entries; what all share stands above them.
func (b *builder) values(entries []*entry) []node {
	shared := map[string]string{}
	var nodes []node
	if c := first(b.columns, roleMeasure); c != nil {
		nodes = append(nodes, b.measureColumn(c)...)
		shared["measure"], shared["transformation"] = "column", "column"
	}
	if len(entries) == 0 {
		return nodes
	}
	for _, p := range entries[0].parts() {
		same := !slices.ContainsFunc(entries, func(e *entry) bool { return !slices.Contains(e.parts(), p) })
		if same && p.text != "" && shared[p.key] == "" {
			shared[p.key] = p.text
			nodes = append(nodes, leaf(p.key, p.text, b.newSegment(p, entries[0])))
		}
	}
	list := node{key: "value", unsure: unread(b.columns)}
	for _, e := range entries {
		unsure := slices.Clone(e.unsure)
		if e.fresh {
			if !slices.Contains(b.out.Segments, e.segment) {
				b.out.Segments = append(b.out.Segments, e.segment)
			}
			if shared["segment"] == "" && !slices.ContainsFunc(unsure, func(u string) bool { return strings.HasPrefix(u, "segment") }) {
				unsure = append(unsure, b.newSegment(pair{"segment", e.segment}, e))
			}
		}
		if shared["segment"] == "" && e.doubt != "" {
			unsure = append(unsure, e.doubt)
		}
		before := len(e.unsure)
		text := e.text(b, shared)
		list.items = append(list.items, leaf("", text, append(unsure, e.unsure[before:]...)...))
	}
	return append(nodes, list)
}
