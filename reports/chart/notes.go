package chart

import (
	"fmt"
	"strings"
)

// notes says what a reader must know about the values that are drawn.
func (b builder) notes(rest cut) []string {
	var out []string
	if len(b.grid.panels) > 0 {
		out = b.panelHoles()
	} else {
		out = b.holes()
	}
	if note := b.marked(func(c cell) bool { return c.value != nil && c.status == "F" }, "forecast", "预测值"); note != "" {
		out = append(out, note)
	}
	if note := b.marked(func(c cell) bool { return c.value != nil && (c.status == "P" || c.status == "E") }, "provisional or estimated", "初步数或估计数"); note != "" {
		out = append(out, note)
	}
	if note := b.marked(func(c cell) bool { return c.breaks }, "break in the series", "数列中断"); note != "" {
		out = append(out, note)
	}
	if n := b.count(func(c cell) bool { return c.derived }, false); n > 0 {
		out = append(out, pick(b.Lang,
			plural(n, "value is", "values are")+" derived, not printed: published share × published total, or made of other periods.",
			fmt.Sprintf("%d个数值为推算值：公布份额×公布总额，或由其他期间推算。", n)))
	}
	if len(rest.series) > 0 {
		out = append(out, b.cutNote(rest))
	}
	return out
}

// cutNote says what became of the members beyond the top.
func (b builder) cutNote(rest cut) string {
	n := len(rest.series)
	switch {
	case rest.lumped:
		return pick(b.Lang, fmt.Sprintf("Others adds up %s not shown by name.", plural(n, "member", "members")), fmt.Sprintf("“其他”包含另外%d个成员。", n))
	case rest.together != "":
		return pick(b.Lang, fmt.Sprintf("Not shown: %s, together %s.", plural(n, "further member", "further members"), rest.together),
			fmt.Sprintf("另有%d个成员未显示，合计%s。", n, rest.together))
	}
	return pick(b.Lang, plural(n, "further member is", "further members are")+" not shown.", fmt.Sprintf("另有%d个成员未显示。", n))
}

// plural prints "1 value is" and "3 values are".
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// count counts the cells that pass; what is not covered counts only with rest.
func (b builder) count(pass func(cell) bool, rest bool) int {
	n := 0
	for _, s := range b.grid.series {
		if !rest && restRank(s) == 2 {
			continue
		}
		for _, c := range b.grid.categories {
			if x := b.grid.at(s, c); x.value != nil && pass(x) {
				n++
			}
		}
	}
	return n
}

// marked names the categories with cells that pass: "Forecast: Q3 2020."
func (b builder) marked(pass func(cell) bool, en, zh string) string {
	var where []string
	for _, c := range b.grid.categories {
		for _, s := range b.grid.series {
			if pass(b.grid.at(s, c)) {
				where = append(where, b.name(c))
				break
			}
		}
	}
	if len(where) == 0 {
		return ""
	}
	return pick(b.Lang, strings.ToUpper(en[:1])+en[1:]+": "+b.list(where)+".", zh+"："+b.list(where)+"。")
}

// hole is a group of holes with one reason in the same categories.
type hole struct {
	reason, where string
	series        []string
}

// holes names every hole with its reason, series with the same holes together.
func (b builder) holes() []string {
	var groups []*hole
	index := map[[2]string]*hole{}
	for _, s := range b.grid.series {
		if restRank(s) == 2 {
			continue
		}
		where, order := map[string][]int{}, []string{}
		for i, c := range b.grid.categories {
			if x := b.grid.at(s, c); x.value == nil {
				if where[x.reason] == nil {
					order = append(order, x.reason)
				}
				where[x.reason] = append(where[x.reason], i)
			}
		}
		for _, reason := range order {
			key := [2]string{reason, b.list(b.runs(where[reason]))}
			if index[key] == nil {
				index[key] = &hole{reason: reason, where: key[1]}
				groups = append(groups, index[key])
			}
			index[key].series = append(index[key].series, b.name(s))
		}
	}
	out := make([]string, 0, len(groups))
	for _, h := range groups {
		out = append(out, b.holeText(h))
	}
	return out
}

// runs prints categories by their places, neighbours as a run: Q1 2014 to Q4 2014.
func (b builder) runs(places []int) []string {
	var out []string
	for i := 0; i < len(places); {
		end := i
		for end+1 < len(places) && places[end+1] == places[end]+1 {
			end++
		}
		first, last := b.grid.categories[places[i]], b.grid.categories[places[end]]
		switch {
		case end == i:
			out = append(out, b.name(first))
		case b.Labels[first] != "":
			for _, p := range places[i : end+1] {
				out = append(out, b.name(b.grid.categories[p]))
			}
		default:
			out = append(out, SpanText(first, last, b.Lang))
		}
		i = end + 1
	}
	return out
}

func (b builder) holeText(h *hole) string {
	who := b.list(h.series)
	if len(b.grid.series) == 1 || len(h.series) == len(b.grid.series) {
		who = ""
	}
	reason := Reason(h.reason, b.Lang)
	if b.Lang == "zh" {
		return fmt.Sprintf("%s%s无数值：%s。", who, h.where, reason)
	}
	if who != "" {
		who = " for " + who
	}
	where := h.where
	if where != "" {
		where = " in " + where
	}
	return fmt.Sprintf("No value%s%s: %s.", who, where, reason)
}

// maxListed is the number of names that a note lists before it only counts the rest.
const maxListed = 6

// list prints names: "a, b and c"; "a, b, c, d, e, f and 12 more".
func (b builder) list(names []string) string {
	if n := len(names) - maxListed; n > 0 {
		names = append(names[:maxListed:maxListed], b.more(n))
	}
	return JoinNames(names, b.Lang)
}
