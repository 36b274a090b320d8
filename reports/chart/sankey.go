package chart

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"paystats/data/frame"
	"paystats/data/obs"
)

// buildSankey makes flows of the columns source, target (ids of nodes) and value. A node
// stands one column behind the last of those that flow into it; in its column the largest
// is on top, others last; others that flow in and out are two nodes. Several rows between the same nodes are added up. Flows that run
// in a circle, or are not above zero, are left out and counted in a note.
func buildSankey(f *frame.Frame, r Request) Spec {
	b := builder{Request: r, grid: &grid{}}
	s := b.head()
	names := map[string]string{}
	var links []link
	at := map[[2]string]int{}
	for i := range f.Rows() {
		from, to, v := f.Text("source", i), f.Text("target", i), number(f, "value", i)
		if restRank(to) > 0 {
			to = arrived + to
		}
		names[from], names[to] = b.rowName(f, "source", i), b.rowName(f, "target", i)
		if v == nil || *v <= 0 {
			continue
		}
		k, ok := at[[2]string{from, to}]
		if !ok {
			k = len(links)
			at[[2]string{from, to}] = k
			links = append(links, link{from: from, to: to})
		}
		links[k].value += *v
		links[k].inputs = append(links[k].inputs, f.List("inputs", i)...)
	}
	level, links := levels(links)
	through := throughput(links)
	nodes := orderNodes(through, level)
	place := map[string]int{}
	colors := b.nodeColors(nodes, links)
	for i, id := range nodes {
		place[id] = i
		v, column := through[id], float64(level[id])
		p := Point{Value: &v, X: &column, Text: b.print(v)}
		p.Label = b.short(p)
		s.Series = append(s.Series, Series{ID: strings.TrimPrefix(id, arrived), Name: names[id], Color: colors[i], Points: []Point{p}})
	}
	s.Category = Axis{IDs: []string{""}, Labels: []string{""}}
	for _, l := range links {
		s.Flows = append(s.Flows, Flow{From: place[l.from], To: place[l.to], Value: l.value, Text: b.print(l.value), Inputs: l.inputs})
	}
	slices.SortFunc(s.Flows, func(x, y Flow) int { return cmp.Or(cmp.Compare(x.From, y.From), cmp.Compare(x.To, y.To)) })
	if n := len(at) - len(links); n > 0 {
		s.Notes = append(s.Notes, pick(b.Lang, plural(n, "flow runs", "flows run")+" in a circle and cannot be drawn.", fmt.Sprintf("%d条流向构成循环，未能绘出。", n)))
	}
	b.sankeyTable(&s)
	return s
}

// arrived stands before others as a target: they are not the others that a flow starts from.
const arrived = "\x1f"

// nodeColors colours the nodes that something flows from; where all ends, colours would say
// nothing.
func (b builder) nodeColors(nodes []string, links []link) []string {
	keys := make([]string, len(nodes))
	for i, id := range nodes {
		if keys[i] = strings.TrimPrefix(id, arrived); restRank(keys[i]) == 0 && !slices.ContainsFunc(links, func(l link) bool { return l.from == id }) {
			keys[i] = obs.Total
		}
	}
	return b.colors(keys)
}

// link is a flow under way, by ids.
type link struct {
	from, to string
	value    float64
	inputs   []int64
}

// levels returns the column of each node: 0 where nothing flows in, else one more than the
// greatest of those that do. Links that close a circle, the later first, are dropped.
func levels(links []link) (level map[string]int, kept []link) {
	into := map[string][]string{}
	for _, l := range links {
		if !reaches(into, l.to, l.from, map[string]bool{}) {
			kept = append(kept, l)
			into[l.to] = append(into[l.to], l.from)
		}
	}
	level = map[string]int{}
	for settled := false; !settled; {
		settled = true
		for _, l := range kept {
			if level[l.to] <= level[l.from] {
				level[l.to], settled = level[l.from]+1, false
			}
		}
	}
	return level, kept
}

// reaches reports whether something flows from one node to another, or both are one.
func reaches(into map[string][]string, from, to string, seen map[string]bool) bool {
	if from == to {
		return true
	}
	if seen[to] {
		return false
	}
	seen[to] = true
	return slices.ContainsFunc(into[to], func(before string) bool { return reaches(into, from, before, seen) })
}

// orderNodes lists the nodes by column, in it the largest first and others last.
func orderNodes(through map[string]float64, level map[string]int) []string {
	return slices.SortedFunc(maps.Keys(through), func(a, b string) int {
		return cmp.Or(cmp.Compare(level[a], level[b]), cmp.Compare(restRank(strings.TrimPrefix(a, arrived)), restRank(strings.TrimPrefix(b, arrived))), cmp.Compare(through[b], through[a]), cmp.Compare(a, b))
	})
}

// throughput is what flows into or out of each node, whichever is more.
func throughput(links []link) map[string]float64 {
	in, out := map[string]float64{}, map[string]float64{}
	for _, l := range links {
		in[l.to] += l.value
		out[l.from] += l.value
	}
	for id, v := range out {
		in[id] = max(in[id], v)
	}
	return in
}

func (b builder) sankeyTable(s *Spec) {
	s.Table.Columns = []Column{{Name: pick(b.Lang, "From", "自")}, {Name: pick(b.Lang, "To", "至")}, {Name: b.What, Numeric: true}}
	var parts []string
	for i, l := range s.Flows {
		from, to := s.Series[l.From].Name, s.Series[l.To].Name
		s.Table.Rows = append(s.Table.Rows, []Cell{{Text: from}, {Text: to}, {Text: l.Text}})
		if i < maxAlt {
			parts = append(parts, pick(b.Lang, from+" to "+to, from+"至"+to)+" "+l.Text)
		}
	}
	if n := len(s.Flows) - maxAlt; n > 0 {
		parts = append(parts, b.more(n))
	}
	s.Alt = b.altOf(*s, parts)
}
