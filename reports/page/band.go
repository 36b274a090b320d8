package page

import (
	"context"
	"fmt"
	"slices"

	"paystats/data/frame"
	"paystats/data/obs"
	"paystats/reports/chart"
)

// bandKind is where the ends of an interval come from.
type bandKind int

const (
	noBand     bandKind = iota
	ownEnds             // the metric is an interval itself
	endColumns          // the table has columns for both ends
	rounding            // half the last printed digit to both sides
	publishers          // the least and the greatest of all publishers
)

// bandTable holds the least and the greatest that publishers print of a measure.
const bandTable = "metric_publisher_band"

// bandOf returns where the interval of a metric comes from.
func (r *run) bandOf(m metric) bandKind {
	switch has := r.names.columns[m.table]; {
	case m.high != "":
		return ownEnds
	case m.band[0] != "":
		return endColumns
	case m.name == "share" && has["half_band"]:
		return rounding
	case m.measure != "" && r.names.columns[bandTable]["publisher_band_low"]:
		return publishers
	}
	return noBand
}

// ofPublishers is the condition that finds the row of the publishers' band of a row t.
const ofPublishers = " FROM " + bandTable + " AS b WHERE b.market = t.market AND b.measure = t.measure AND b.frequency = t.frequency AND b.period = t.period AND b.member = t.member)"

// bandColumns are the columns low and high, as rows reads them.
func (r *run) bandColumns(m metric) string {
	value := ident(m.column)
	switch r.bandOf(m) {
	case endColumns:
		return fmt.Sprintf(", %s AS low, %s AS high", ident(m.band[0]), ident(m.band[1]))
	case rounding:
		return fmt.Sprintf(", greatest(%s - half_band, 0) AS low, %s + half_band AS high", value, value)
	case publishers:
		return ", (SELECT any_value(publisher_band_low)" + ofPublishers + " AS low, (SELECT any_value(publisher_band_high)" + ofPublishers + " AS high"
	}
	return ""
}

// inputsOf are the observations behind a row: those behind the ends of its interval are
// among them.
func (r *run) inputsOf(q request) string {
	if q.band && r.bandOf(q.metric) == publishers {
		return "list_concat(inputs, coalesce((SELECT any_value(b.inputs)" + ofPublishers + ", [])) AS inputs"
	}
	return "inputs"
}

// tableOf is the table that a request reads, by the name that ofPublishers knows it by.
func (r *run) tableOf(q request) string {
	switch {
	case q.dataset:
		return r.attemptTable(q.metric)
	case q.band && r.bandOf(q.metric) == publishers:
		return ident(q.metric.table) + " AS t"
	}
	return ident(q.metric.table)
}

// bandNote says what the interval is.
func (r *run) bandNote(m metric) string {
	switch kind := r.bandOf(m); {
	case kind == rounding:
		return r.lang("Band: the shares that are printed as the one drawn.", "区间：四舍五入后与所示份额相同的取值范围。")
	case kind == publishers:
		return r.lang("Band: from the least to the greatest value that a publisher prints, where definitions agree.", "区间：口径一致的各机构公布值的最小至最大。")
	case kind == endColumns && r.countsAttempts(m):
		return r.lang("Band: 95 % Wilson interval.", "区间：95%威尔逊置信区间。")
	}
	return r.lang("Band: from the least to the greatest value that the published figures allow.", "区间：已公布数据所允许的最小至最大值。")
}

// beforeInputs is the column of the observations behind the value that a row is compared with.
const beforeInputs = "before_inputs"

// inputsOf returns the observations behind all that is shown of a row.
func inputsOf(f *frame.Frame, row int) []int64 {
	return append(slices.Clone(f.List("inputs", row)), f.List(beforeInputs, row)...)
}

// addBefore gives each row the value that its ranking compares with, from the run of
// periods up to its own; a break on the way is the reason why there is none.
func (r *run) addBefore(ctx context.Context, p *plan, q request, byMember bool) (bool, error) {
	back := 1
	if p.chart.Against == chart.YearBefore {
		back = q.period.to.Frequency().PerYear()
	}
	if q.period.to.Frequency().PerYear() == 0 {
		r.fail(p.block.against.pos, codeRequest, "remove it", "periods of this kind have none before them")
		return false, nil
	}
	run := q
	run.period.from = q.period.to.Add(-back)
	f, err := r.points(ctx, run, byMember)
	if err != nil {
		return false, err
	}
	values, inputs, broken := map[string]any{}, map[string]any{}, map[string]bool{}
	column := f.Column("value")
	for i := range f.Rows() {
		member := f.Text("member", i)
		if f.Text("period", i) == run.period.from.String() {
			values[member], inputs[member] = column.Cells[i], f.List("inputs", i)
		} else if f.Bool("series_break", i) {
			broken[member] = true
		}
	}
	before, behind, reason := make([]any, p.frame.Rows()), make([]any, p.frame.Rows()), make([]any, p.frame.Rows())
	for i := range before {
		member := p.frame.Text("member", i)
		before[i], behind[i] = values[member], inputs[member]
		if broken[member] {
			reason[i] = "series_break"
		}
	}
	out := &frame.Frame{Columns: append([]frame.Column{}, p.frame.Columns...)}
	out.Columns = append(out.Columns, frame.Column{Name: "before", Kind: column.Kind, Cells: before}, frame.Column{Name: "before_reason", Kind: frame.Text, Cells: reason},
		frame.Column{Name: beforeInputs, Kind: frame.List, Cells: behind})
	p.frame = out
	p.chart.Notes = append(p.chart.Notes, r.againstNote(p.chart.Against, run.period.from))
	return true, nil
}

func (r *run) againstNote(against chart.Against, base obs.Period) string {
	when := chart.PeriodText(base.String(), r.language)
	return r.lang("Arrows, and ticks on the bars: against "+when+".", "箭头与条上刻线：与"+when+"相比。")
}
