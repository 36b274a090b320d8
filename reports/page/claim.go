package page

import (
	"context"
	"slices"
	"strings"

	"paystats/data/diag"
	"paystats/reports/chart"
	"paystats/reports/document"
)

// claim checks a statement. It is printed as it stands either way; one that the data
// do not bear out is marked, noted and reported.
func (r *run) claim(ctx context.Context, q request, e *expr) (printed, error) {
	for _, c := range e.conds {
		if c.aggregate == "top" {
			if p := r.unknownMember(q.market, c.text); p != nil {
				return printed{}, p
			}
		}
	}
	ranked := slices.ContainsFunc(e.conds, func(c cond) bool { return c.aggregate == "top" })
	list, q, reason, err := r.read(ctx, q, ranked)
	if err != nil {
		return printed{}, err
	}
	if len(q.members) == 0 {
		list = slices.DeleteFunc(list, func(v reading) bool { return chart.IsRest(v.member) })
	}
	if len(list) == 0 {
		return printed{}, r.page.problem(e.pos, codeNoValue, "", "nothing is known to check the claim on: %s", chart.Reason(reason, "en"))
	}
	format, _ := r.format(q.metric, list[0].unit)
	out, err := r.judged(ctx, e, list, format)
	out.publisher = q.publisher
	return out, err
}

// judged holds a claim's conditions against the values that it is of.
func (r *run) judged(ctx context.Context, e *expr, list []reading, format string) (printed, error) {
	out := printed{text: r.statement(ctx, e)}
	var evidence []chart.Text
	for _, c := range e.conds {
		holds, found, err := r.holds(c, list, format)
		if err != nil {
			return printed{}, err
		}
		evidence = append(evidence, found)
		if !holds {
			out.isFalse = true
		}
	}
	out.found = chart.Text{En: joined(evidence, "en", "; "), Zh: joined(evidence, "zh", "；")}
	out.title = out.found.In(r.language)
	if out.isFalse {
		r.reportFalse(e, out)
	}
	return out, nil
}

// joined returns the texts of a language as one.
func joined(texts []chart.Text, language, between string) string {
	own := make([]string, len(texts))
	for i, t := range texts {
		own[i] = t.In(language)
	}
	return strings.Join(own, between)
}

// statement prints what a claim says.
func (r *run) statement(ctx context.Context, e *expr) string {
	return r.words(ctx, template{parts: e.claim})
}

// falseNote is the footnote of a false claim.
func (r *run) falseNote(v printed) string {
	return r.lang("Not borne out by the data: ", "数据不支持：") + v.text + r.lang(" (", "（") + v.title + r.lang(")", "）")
}

// reportFalse records a false claim.
func (r *run) reportFalse(e *expr, v printed) {
	p := r.page.problem(e.pos, codeClaimFalse, "reword the claim, or look at the data with `paystats explain`", "claim %q is false: %s", v.text, v.found.En)
	p.Warning = true
	r.problems.Add(p)
}

// showFalse records a false claim that the document shows, and notes it at its foot.
func (r *run) showFalse(e *expr, v printed) {
	r.notes = add(r.notes, r.falseNote(v))
	place := r.page.Name
	if file := r.page.origin(e.pos).File; file != r.page.file {
		place = pageName(file)
	}
	if claim := (document.Claim{Text: v.text, Found: v.found, What: e.what(), Place: place}); !slices.Contains(r.untrue, claim) {
		r.untrue = append(r.untrue, claim)
	}
}

// holds checks one condition and says what was found. Of an interval the end counts
// that is harder for the claim; it equals a number if both ends do. Equal means: prints
// alike. 0.5 = 50 % holds for 49.96 %, which is printed as 50.0 %.
func (r *run) holds(c cond, list []reading, format string) (bool, chart.Text, error) {
	if c.aggregate == "top" {
		best, _ := largest(list)
		return best.member == c.text.text, chart.Text{En: "largest is " + best.member, Zh: "最大的是" + best.member}, nil
	}
	low, high, problem := r.bounds(c, list)
	if problem != nil {
		return false, chart.Text{}, problem
	}
	text := r.printer(c.aggregate, format)
	holds, found := false, text(low)
	switch c.op {
	case "<":
		holds, found = high < c.limit, text(high)
	case "<=":
		holds, found = high <= c.limit, text(high)
	case ">":
		holds = low > c.limit
	case ">=":
		holds = low >= c.limit
	default:
		want := text(c.limit)
		holds = text(low) == want && text(high) == want
		if text(high) != found {
			found += " to " + text(high)
		}
	}
	return holds, chart.Text{En: c.aggregate + " is " + found, Zh: aggregatesZh[c.aggregate] + "为" + found}, nil
}

var aggregatesZh = map[string]string{
	"max": "最大值", "min": "最小值", "sum": "合计", "count": "个数", "value": "数值", "first": "首期值", "last": "末期值", "change": "变动", "ratio": "比值",
}

// printer returns how the left side of a condition is printed; format is that of the values.
func (r *run) printer(aggregate, format string) func(float64) string {
	switch {
	case aggregate == "count":
		format = "count"
	case aggregate == "ratio":
		format = "times"
	case aggregate == "change" && (chart.Base(format) == "percent" || chart.Base(format) == "pp-gap"):
		format = chart.In("pp", r.language)
	}
	return func(v float64) string { return chart.Format(format, v) }
}

// bounds computes the left side of a condition: the least and the greatest value that
// intervals allow, the same number twice without them.
func (r *run) bounds(c cond, list []reading) (low, high float64, problem *diag.Problem) {
	lows, highs := make([]float64, len(list)), make([]float64, len(list))
	sumLow, sumHigh := 0.0, 0.0
	for i, v := range list {
		lows[i], highs[i] = v.value, v.high
		sumLow, sumHigh = sumLow+v.value, sumHigh+v.high
	}
	switch c.aggregate {
	case "max":
		return slices.Max(lows), slices.Max(highs), nil
	case "min":
		return slices.Min(lows), slices.Min(highs), nil
	case "sum":
		return sumLow, sumHigh, nil
	case "count":
		return float64(len(list)), float64(len(list)), nil
	}
	first, last := list[0], list[len(list)-1]
	oneMember := !slices.ContainsFunc(list, func(v reading) bool { return v.member != first.member })
	switch {
	case !oneMember:
		return 0, 0, r.page.problem(c.text.pos, codeRequest, "add member=…", "%s needs one member", c.aggregate)
	case c.aggregate == "value" && len(list) > 1:
		return 0, 0, r.page.problem(c.text.pos, codeRequest, "add period=…, or use max, min, first or last", "value needs one period")
	case c.aggregate == "change":
		return last.value - first.high, last.high - first.value, nil
	case c.aggregate == "ratio" && first.value <= 0:
		return 0, 0, r.page.problem(c.text.pos, codeNoValue, "", "the first value is not above zero")
	case c.aggregate == "ratio":
		return last.value / first.high, last.high / first.value, nil
	case c.aggregate == "first":
		return first.value, first.high, nil
	}
	return last.value, last.high, nil
}
