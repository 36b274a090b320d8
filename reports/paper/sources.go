package paper

import (
	"cmp"
	"slices"
	"strings"

	"paystats/reports/document"
)

// sources sets what the document stands on: notes, data sets with their licences and the
// documents that their numbers were printed in.
func (s *setter) sources() []piece {
	small := form{size: 11, line: s.leading(11, 1.5), color: s.ink.text, before: 4}
	var out []piece
	title := s.text(s.word("Data sets and documents", "数据集与文献"), form{size: 20, line: s.leading(20, 1.3), bold: true, color: s.ink.text, before: 30})
	for i := range title {
		title[i].stays = true
	}
	title[0].mark, title[0].id = &mark{0, s.word("Data sets and documents", "数据集与文献")}, "part.sources"
	for _, note := range s.doc.Notes {
		out = append(out, s.text(note, small)...)
	}
	for _, set := range s.doc.Sets {
		out = append(out, s.set(set, small)...)
	}
	if s.opt.Made != "" {
		made := s.text(s.word("Made with ", "由以下程序生成：")+s.opt.Made, small)
		made[0].before = 14
		out = append(out, made...)
	}
	if len(out) == 0 {
		return nil
	}
	return append(title, out...)
}

// set sets one data set.
func (s *setter) set(set document.DataSet, f form) []piece {
	head := []run{{text: set.Title, bold: true}}
	for i, l := range set.Licences {
		mark := s.word(" · Licence: ", " · 许可：")
		if i > 0 {
			mark = ", "
		}
		head = append(head, run{text: mark}, run{text: cmp.Or(l.Text, l.Href), href: linkTo(l.Href)})
	}
	f.before = 10
	out := s.paragraph(head, f)
	out[len(out)-1].stays = len(set.Sources) > 0
	f.before, f.indent, f.color = 2, 14, s.ink.muted
	for from := 0; from < len(set.Sources); {
		to := from + 1
		for to < len(set.Sources) && set.Sources[to].Publisher == set.Sources[from].Publisher {
			to++
		}
		out = append(out, s.paragraph(s.documents(set.Sources[from:to]), f)...)
		from = to
	}
	return out
}

// documents lists the documents of one publisher behind each other, with their dates; that
// none is known is said once.
func (s *setter) documents(of []document.Source) []run {
	var out []run
	if of[0].Publisher != "" {
		out = append(out, run{text: of[0].Publisher + s.word(": ", "："), bold: true})
	}
	unknown := s.word("date unknown", "日期不详")
	undated := !slices.ContainsFunc(of, func(src document.Source) bool { return src.Vintage != "" })
	for i, src := range of {
		if i > 0 {
			out = append(out, run{text: s.word("; ", "；")})
		}
		out = append(out, run{text: strings.TrimSpace(cmp.Or(src.Title, src.Href)), href: linkTo(src.Href), list: true})
		if !undated || len(of) == 1 {
			out = append(out, run{text: s.word(", ", "，") + cmp.Or(src.Vintage, unknown)})
		}
	}
	if undated && len(of) > 1 {
		out = append(out, run{text: s.word(" (dates unknown)", "（日期均不详）")})
	}
	return out
}
