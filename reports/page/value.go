package page

import (
	"cmp"
	"context"

	"paystats/data/frame"
	"paystats/data/obs"
	"paystats/reports/chart"
)

// printed is what an expression gives: a text, and what it was made from.
type printed struct {
	text      string
	value     float64
	publisher string
	title     string     // what a reader sees on hover: publisher, period; a claim's evidence
	found     chart.Text // evidence of a claim
	words     bool       // no number: a text of a block
	isFalse   bool       // a claim that the data do not bear out
	missing   bool       // the data have no value; text says so
}

// reading is one value of a selection.
type reading struct {
	member, period string
	value, high    float64 // high is value for all but intervals
	unit           string
	label          string // class by guidelines; "" for none
}

// answer is what an expression gave; ok is false when it has none.
type answer struct {
	printed
	ok    bool
	trail trail
}

// evaluated answers an expression, once a build; ok is false, and the mistake
// recorded, if it has no answer.
func (r *run) evaluated(ctx context.Context, e *expr) (printed, bool) {
	if a, ok := r.answers[e]; ok {
		return a.printed, a.ok
	}
	outer := r.trail
	r.trail = trail{}
	out, ok := r.evaluate(ctx, e)
	r.answers[e] = answer{out, ok, r.trail}
	r.trail = outer
	return out, ok
}

// shown answers an expression whose text the reader gets to see: a false claim is noted
// at the foot of the page.
func (r *run) shown(ctx context.Context, e *expr) answer {
	out, ok := r.evaluated(ctx, e)
	if out.isFalse {
		r.showFalse(e, out)
	}
	return answer{printed: out, ok: ok}
}

func (r *run) evaluate(ctx context.Context, e *expr) (out printed, ok bool) {
	if e.verb.text == verbName {
		return r.nameOf(e)
	}
	var q request
	if e.sel.block.text == "" {
		if q, ok = r.resolve(e.sel); !ok {
			return printed{}, false
		}
	}
	var err error
	if ok, err = r.checkDimension(ctx, e.sel.dimension, q); err == nil && !ok {
		return printed{}, false
	}
	switch {
	case err != nil:
	case e.sel.block.text != "":
		out, err = r.ofBlock(ctx, e)
	case e.verb.text == verbValue:
		out, err = r.valueOf(ctx, q, e.plus)
	case e.verb.text == verbLeader:
		out, err = r.leader(ctx, q, e)
	case e.verb.text == verbLabel:
		out, err = r.labelOf(ctx, q, e)
	case e.verb.text == verbClaim:
		out, err = r.claim(ctx, q, e)
	default:
		out, err = r.compared(ctx, q, e)
	}
	if why, isGap := gapOf(err); isGap && (r.page.Template != "" || r.mayBeEmpty(e)) {
		return r.missing(ctx, e, why), true
	}
	if err != nil {
		r.failed(e.pos, err)
		return printed{}, false
	}
	return out, true
}

// read runs a request and returns its values in the order of periods and members,
// holes left out. reason is that of the first hole.
func (r *run) read(ctx context.Context, q request, byMember bool) (list []reading, settled request, reason string, err error) {
	whole, err := r.settle(ctx, &q, false)
	if err != nil {
		return nil, q, "", err
	}
	f, err := r.points(ctx, q, byMember || !whole)
	if err != nil {
		return nil, q, "", err
	}
	r.follow(q, f)
	for i := range f.Rows() {
		r.used = append(r.used, f.List("inputs", i)...)
		v, ok := f.Float("value", i)
		if !ok {
			if reason == "" {
				reason = f.Text("reason", i)
			}
			continue
		}
		one := reading{member: f.Text("member", i), period: f.Text("period", i), value: v, high: v, unit: f.Text("unit", i)}
		if high, ok := f.Float("high", i); ok {
			one.high = high
		}
		if r.names.columns[q.metric.table][labelColumn] {
			one.label = f.Text("label", i)
		}
		list = append(list, one)
	}
	if f.Rows() == 0 {
		all, _ := r.extents(ctx, q)
		return nil, q, "", r.empty(q, all)
	}
	return list, q, reason, nil
}

// points returns the rows of a settled request, as the query of its reach would. Pages ask
// for many values and charts of few series: each series is fetched once, whole.
func (r *run) points(ctx context.Context, q request, byMember bool) (*frame.Frame, error) {
	whole, err := r.cached(ctx, r.rows(q, everything).spelled())
	if err != nil {
		return nil, err
	}
	return whole.Where(func(row int) bool { return q.takes(whole, row, byMember) }), nil
}

// takes reports whether a row of a whole series belongs to the request.
func (q request) takes(f *frame.Frame, row int, byMember bool) bool {
	member := f.Text("member", row)
	switch {
	case len(q.members) > 0 && !has(q.members, member):
		return false
	case len(q.members) == 0 && byMember == (member == obs.Total):
		return false
	case q.period.isZero():
		return true
	}
	start := f.Text("period_start", row)
	return start >= day(q.period.from) && start <= day(q.period.to)
}

// single reads the one value of a request.
func (r *run) single(ctx context.Context, q request) (reading, request, error) {
	if len(q.members) > 1 {
		return reading{}, q, r.page.problem(q.place, codeAmbiguous, "name one member", "more than one member for one value")
	}
	if q.period.isZero() {
		return reading{}, q, r.page.problem(q.place, codeKeyMissing, "add period=…, or a period to the head of the page", "no period for %s", q.metric.name)
	}
	q.period.from = q.period.to
	list, q, reason, err := r.read(ctx, q, false)
	switch {
	case err != nil:
		return reading{}, q, err
	case len(list) == 0:
		return reading{}, q, r.page.problem(q.place, codeNoValue, "", "%s of %s in %s is not known: %s", q.metric.name, q.market.id, q.period, chart.Reason(reason, "en"))
	case len(list) > 1:
		return reading{}, q, r.page.problem(q.place, codeAmbiguous, "add member=…", "%s of %s in %s has %d values", q.metric.name, q.market.id, q.period, len(list))
	}
	return list[0], q, nil
}

// valueOf answers value. Growth is printed without a plus sign unless asked for: in a
// sentence the words say the direction.
func (r *run) valueOf(ctx context.Context, q request, plus bool) (printed, error) {
	if q.explicit && !q.period.single() {
		return printed{}, r.page.problem(q.period.pos, codeRequest, "name one period", "a value is that of one period")
	}
	v, q, err := r.single(ctx, q)
	if err != nil {
		return printed{}, err
	}
	format, signed := r.format(q.metric, v.unit)
	out := printed{text: chart.Format(format, v.value), value: v.value, publisher: q.publisher, title: r.title(q)}
	switch {
	case q.metric.high != "":
		out.text = chart.IntervalText(format, v.value, v.high)
	case signed && plus:
		out.text = chart.Signed(format, v.value)
	}
	return out, nil
}

// title says whose value of which period something is.
func (r *run) title(q request) string {
	return r.publisherNames([]string{q.publisher}) + r.lang(", ", "，") + chart.SpanText(q.period.from.String(), q.period.to.String(), r.language)
}

// compared answers ratio, growth and change: two periods of one series.
func (r *run) compared(ctx context.Context, q request, e *expr) (printed, error) {
	var ends [2]reading
	var last request
	for i, w := range []word{e.from, e.to} {
		one := q
		one.period = r.page.span(w)
		one.frequency = one.period.from.Frequency().String()
		v, settled, err := r.single(ctx, one)
		if err != nil {
			return printed{}, err
		}
		ends[i], last = v, settled
	}
	last.period.from = r.page.span(e.from).from
	out := printed{publisher: last.publisher, title: r.title(last)}
	base, now := ends[0].value, ends[1].value
	format, _ := r.format(q.metric, ends[1].unit)
	percent := chart.In("percent", r.language)
	switch {
	case e.verb.text == verbChange && (chart.Base(format) == "percent" || chart.Base(format) == "pp-gap"):
		out.value, out.text = now-base, chart.Signed(chart.In("pp", r.language), now-base)
	case e.verb.text == verbChange:
		out.value, out.text = now-base, chart.Signed(format, now-base)
	case base <= 0:
		return printed{}, r.page.problem(e.from.pos, codeNoValue, "", "%s compares with a base that is not above zero", e.verb.text)
	case e.verb.text == verbGrowth:
		out.value, out.text = now/base-1, chart.Format(percent, now/base-1)
		if e.plus {
			out.text = chart.Signed(percent, out.value)
		}
	default:
		out.value, out.text = now/base, chart.Format("times", now/base)
	}
	return out, nil
}

// leader names the member with the largest value.
func (r *run) leader(ctx context.Context, q request, e *expr) (printed, error) {
	if q.period.isZero() {
		return printed{}, r.page.problem(e.pos, codeKeyMissing, "add period=…", "no period for %s", q.metric.name)
	}
	q.period.from = q.period.to
	list, q, _, err := r.read(ctx, q, true)
	if err != nil {
		return printed{}, err
	}
	best, ok := largest(list)
	if !ok {
		return printed{}, r.page.problem(e.pos, codeNoValue, "", "no member of %s has a value in %s", q.market.id, q.period)
	}
	return printed{text: cmp.Or(r.names.memberName(q.market.dimension, best.member, r.language), best.member), value: best.value, publisher: q.publisher, title: r.title(q)}, nil
}

// largest returns the reading with the largest value; the rest never ranks, ties go
// to the first id.
func largest(list []reading) (best reading, ok bool) {
	for _, v := range list {
		if chart.IsRest(v.member) || v.member == obs.Total {
			continue
		}
		if !ok || v.value > best.value || v.value == best.value && v.member < best.member {
			best, ok = v, true
		}
	}
	return best, ok
}
