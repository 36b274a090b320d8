package page

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"paystats/data/diag"
	"paystats/reports/chart"
)

// claim checks a statement. It is printed as it stands either way; one that the data
// do not bear out is marked, noted and reported.
func (r *run) claim(ctx context.Context, q request, e *expr) (printed, error) {
	ranked := slices.ContainsFunc(e.conds, func(c cond) bool { return c.aggregate == "top" })
	list, q, reason, err := r.read(ctx, q, ranked)
	if err != nil {
		return printed{}, err
	}
	if len(q.members) == 0 {
		list = slices.DeleteFunc(list, func(v reading) bool { return isRest(v.member) })
	}
	if len(list) == 0 {
		return printed{}, r.page.problem(e.pos, codeNoValue, "", "nothing is known to check the claim on: %s", chart.Reason(reason, "en"))
	}
	out := printed{text: e.claim, publisher: q.publisher}
	var evidence []string
	for _, c := range e.conds {
		holds, found, err := r.holds(c, list, q)
		if err != nil {
			return printed{}, err
		}
		evidence = append(evidence, found)
		if !holds {
			out.isFalse = true
		}
	}
	out.title = strings.Join(evidence, "; ")
	if out.isFalse {
		r.reportFalse(e, out.title)
	}
	return out, nil
}

// reportFalse records a false claim.
func (r *run) reportFalse(e *expr, evidence string) {
	note := r.lang("Not borne out by the data: ", "数据不支持：") + e.claim + " (" + evidence + ")"
	r.notes = append(r.notes, note)
	p := r.page.problem(e.pos, codeClaimFalse, "reword the claim, or look at the data with `paystats explain`", "claim %q is false: %s", e.claim, evidence)
	p.Warning = true
	r.problems.Add(p)
}

// holds checks one condition and says what was found. Of an interval the end counts
// that is harder for the claim.
func (r *run) holds(c cond, list []reading, q request) (bool, string, error) {
	format, _ := r.format(q.metric, list[0].unit)
	if c.aggregate == "top" {
		best, _ := largest(list)
		return best.member == c.text.text, "largest is " + best.member, nil
	}
	value, problem := r.aggregate(c, list)
	if problem != nil {
		return false, "", problem
	}
	text := chart.Format(format, value)
	switch {
	case c.aggregate == "count":
		text = chart.Format("count", value)
	case c.aggregate == "ratio":
		text = chart.Format("times", value)
	case c.aggregate == "change" && format == "percent":
		text = chart.Signed("pp", value)
	}
	return compare(value, c.op, c.limit), fmt.Sprintf("%s is %s", c.aggregate, text), nil
}

// equalWithin is how close two numbers must be to be called equal: half of the last
// digit that reports print of a share.
const equalWithin = 0.0005

func compare(v float64, op string, limit float64) bool {
	switch op {
	case "<":
		return v < limit
	case "<=":
		return v <= limit
	case ">":
		return v > limit
	case ">=":
		return v >= limit
	}
	return v-limit <= equalWithin && limit-v <= equalWithin
}

// aggregate computes the left side of a condition.
func (r *run) aggregate(c cond, list []reading) (float64, *diag.Problem) {
	ends := make([]float64, len(list))
	sum := 0.0
	for i, v := range list {
		if ends[i] = v.value; strings.HasPrefix(c.op, "<") {
			ends[i] = v.high
		}
		sum += ends[i]
	}
	switch c.aggregate {
	case "max":
		return slices.Max(ends), nil
	case "min":
		return slices.Min(ends), nil
	case "sum":
		return sum, nil
	case "count":
		return float64(len(list)), nil
	}
	first, last := ends[0], ends[len(ends)-1]
	oneMember := !slices.ContainsFunc(list, func(v reading) bool { return v.member != list[0].member })
	switch {
	case !oneMember:
		return 0, r.page.problem(c.text.pos, codeRequest, "add member=…", "%s needs one member", c.aggregate)
	case c.aggregate == "value" && len(list) > 1:
		return 0, r.page.problem(c.text.pos, codeRequest, "add period=…, or use max, min, first or last", "value needs one period")
	case c.aggregate == "change":
		return last - first, nil
	case c.aggregate == "ratio" && first <= 0:
		return 0, r.page.problem(c.text.pos, codeNoValue, "", "the first value is not above zero")
	case c.aggregate == "ratio":
		return last / first, nil
	case c.aggregate == "first":
		return first, nil
	}
	return last, nil
}
