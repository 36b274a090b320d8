package page

import (
	"context"
	"strings"

	"paystats/data/diag"
)

// Say answers a text with {{ expressions }} that stands outside of the page, in its context:
// its period, its parameters. The error is a *diag.List with every mistake, placed by line and
// column of the text; false claims are added to opt.Warn. The text is in opt.Lang.
func (p *Page) Say(ctx context.Context, src Source, opt Options, text string) (string, error) {
	all := shared(src)
	names, err := all.catalogue(ctx)
	if err != nil {
		return "", err
	}
	own := *p
	own.source = &source{reader: p.reader, lines: textLines([]byte(text)), parameters: p.parameters, member: p.member}
	said := own.template(word{strings.Join(own.lines, "\n"), own.at(1, 1)})
	r := &run{page: &own, src: all, own: Remember(all.src), opt: opt, language: opt.Lang, names: names, known: map[string][]extent{}, facts: map[int64]fact{}, answers: map[*expr]answer{}}
	var out string
	if own.problems.Len() == 0 {
		out = r.words(ctx, said)
	}
	if err := ctx.Err(); err != nil {
		return "", err
	}
	problems := new(diag.List)
	problems.Add(own.problems.Sorted()...)
	for _, found := range r.problems.Sorted() {
		if found.Warning && opt.Warn != nil {
			opt.Warn.Add(found)
		}
		problems.Add(found)
	}
	return out, problems.Err()
}

// Plain returns a page that holds nothing, for texts that belong to none.
func Plain() *Page {
	p, err := Parse("text.md", []byte("---\ntitle: Text\n---\n"))
	if err != nil { // it is the same every time
		panic(err)
	}
	return p
}
