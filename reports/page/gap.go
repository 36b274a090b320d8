package page

import (
	"context"
	"errors"
	"slices"

	"paystats/data/diag"
	"paystats/reports/chart"
	"paystats/reports/document"
)

// What becomes of a block that the data hold nothing for.
const (
	emptyError = "error"
	emptyNote  = "note"
	emptyOmit  = "omit"
)

var emptyWords = []string{emptyError, emptyNote, emptyOmit}

// notKnown is what a page for a member prints where a value is not known.
const (
	notKnownEn = "not known"
	notKnownZh = "未知"
)

// gapOf returns why the data hold nothing for a request; isGap is false for any other
// error.
func gapOf(err error) (why string, isGap bool) {
	var p *diag.Problem
	if !errors.As(err, &p) || p.Code != string(codeEmpty) && p.Code != string(codeNoValue) {
		return "", false
	}
	return p.Msg, true
}

// missing answers an expression of a page for a member where the data hold no value. A
// claim that cannot be checked is not borne out.
func (r *run) missing(ctx context.Context, e *expr, why string) printed {
	out := printed{text: r.lang(notKnownEn, notKnownZh), title: why, missing: true}
	if e.verb.text == verbClaim {
		out = printed{text: r.statement(ctx, e), title: why, found: chart.Text{En: why}, isFalse: true}
		r.reportFalse(e, out)
	}
	return out
}

// whenEmpty returns what becomes of a block without data: its own word, else a mistake,
// or on a page for a member a note.
func (r *run) whenEmpty(b block) string {
	switch {
	case b.empty.text != "":
		return b.empty.text
	case r.page.Template != "":
		return emptyNote
	}
	return emptyError
}

// gap prepares what stands in place of a block that the data hold nothing for; nil for
// nothing.
func (r *run) gap(ctx context.Context, b block) func() document.Block {
	if r.whenEmpty(b) == emptyOmit {
		return nil
	}
	gap := document.Gap{ID: b.id.text, Title: r.plain(ctx, b.title), Text: r.lang("The data hold nothing for this.", "数据中没有相应内容。")}
	if p := b.sel.period; !p.isZero() {
		when := chart.SpanText(p.from.String(), p.to.String(), r.language)
		gap.Text = r.lang("The data hold nothing for "+when+".", "数据中没有"+when+"的内容。")
	}
	return func() document.Block { return gap }
}

// chartOrGap prepares a chart or table block, or what stands in its place.
func (r *run) chartOrGap(ctx context.Context, b block) func() document.Block {
	if r.whenEmpty(b) == emptyError {
		return r.chart(ctx, b)
	}
	before := r.problems
	r.problems = diag.List{}
	made := r.chart(ctx, b)
	found := r.problems.Sorted()
	r.problems = before
	isGap := func(p *diag.Problem) bool { return p.Code == string(codeEmpty) || p.Code == string(codeNoValue) }
	mistakes := slices.DeleteFunc(slices.Clone(found), func(p *diag.Problem) bool { return p.Warning })
	if made == nil && len(mistakes) > 0 && !slices.ContainsFunc(mistakes, func(p *diag.Problem) bool { return !isGap(p) }) {
		r.problems.Add(slices.DeleteFunc(found, isGap)...) // a claim in its title
		return r.gap(ctx, b)
	}
	r.problems.Add(found...)
	return made
}
