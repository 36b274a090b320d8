package chart

import (
	"fmt"
	"strings"
)

// maxAlt is the number of series or members that a text alternative reads out.
const maxAlt = 5

// alt writes the text alternative: form, quantity, extent, and the values that carry
// the finding. The table under the chart has them all.
func (b builder) alt(s Spec) string {
	var parts []string
	switch {
	case b.MemberAxis || s.Kind == Donut:
		parts = b.altMembers(s)
	default:
		parts = b.altPeriods(s)
	}
	return b.altOf(s, parts)
}

// altOf joins the parts of a text alternative behind kind, title and subtitle.
func (b builder) altOf(s Spec, parts []string) string {
	stop := pick(b.Lang, ". ", "。")
	text := kindWords[s.Kind].In(b.Lang) + pick(b.Lang, ": ", "：") + s.Title + stop
	if s.Subtitle != "" {
		text += s.Subtitle + stop
	}
	return text + strings.Join(parts, pick(b.Lang, "; ", "；")) + pick(b.Lang, ".", "。")
}

func (b builder) altMembers(s Spec) []string {
	if s.Kind == Donut {
		return b.altSlices(s)
	}
	var out []string
	for i, label := range s.Category.Labels {
		if i == maxAlt {
			return append(out, b.more(len(s.Category.Labels)-i))
		}
		var values []string
		for _, one := range s.Series {
			p := one.Points[i]
			if values = append(values, p.Text); len(p.Change) > len("–") {
				values[len(values)-1] += b.aside(p.Change)
			}
		}
		out = append(out, label+" "+strings.Join(values, pick(b.Lang, " and ", "和")))
	}
	return out
}

func (b builder) altSlices(s Spec) []string {
	var out []string
	for i, one := range s.Series {
		if i == maxAlt {
			return append(out, b.more(len(s.Series)-i))
		}
		out = append(out, one.Name+" "+one.Points[0].Text)
	}
	return out
}

// more says how many are not read out.
func (b builder) more(n int) string {
	return pick(b.Lang, fmt.Sprintf("%d more", n), fmt.Sprintf("另外%d个", n))
}

func (b builder) altPeriods(s Spec) []string {
	var out []string
	for n, one := range s.Series {
		if n == maxAlt {
			return append(out, b.more(len(s.Series)-n))
		}
		first, last := -1, -1
		for i, p := range one.Points {
			if p.Value != nil || p.Low != nil {
				if first < 0 {
					first = i
				}
				last = i
			}
		}
		if first < 0 {
			continue
		}
		name := b.nameInPanels(s, one) + " "
		if len(s.Series) == 1 {
			name = ""
		}
		text := name + one.Points[first].Text + " (" + s.Category.Labels[first] + ")"
		if last > first {
			text += pick(b.Lang, " to ", "至") + one.Points[last].Text + " (" + s.Category.Labels[last] + ")"
		}
		out = append(out, text)
	}
	return out
}
