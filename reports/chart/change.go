package chart

import "strings"

// Against says what the newest values are compared with; the zero value is nothing.
type Against string

// The bases: the same period of the year before, and the period before.
const (
	YearBefore   Against = "year"
	PeriodBefore Against = "period"
)

// in heads a column of changes.
func (a Against) in(lang string) string {
	if a == PeriodBefore {
		return pick(lang, "On the period", "环比")
	}
	return pick(lang, "On the year", "同比")
}

// change prints the change from one value to another with an arrow: growth in percent, of
// shares and rates the difference in pp. why is the reason where there is none; apart is
// the code of one that is known, as that the series breaks on the way.
func (b builder) change(now, before *float64, apart string) (text, why string) {
	base := Base(b.Format)
	isShare := base == "percent" || base == "pp" || base == "pp-gap"
	code := apart
	switch {
	case now == nil:
		return "–", ""
	case apart != "":
	case before == nil:
		code = "missing_base"
	case isShare:
		return arrow(*now-*before, In("pp-gap", b.Lang)), ""
	case *before == 0:
		code = "zero_base"
	case *before < 0:
		code = "negative_base"
	default:
		return arrow(*now / *before - 1, In("percent", b.Lang)), ""
	}
	return "–", Reason(code, b.Lang)
}

// arrow prints a change: the arrow is its sign.
func arrow(v float64, format string) string {
	text := strings.TrimPrefix(Format(format, v), "−")
	switch {
	case !strings.ContainsAny(text, "123456789"):
		return "= " + text
	case v < 0:
		return "▼ " + text
	}
	return "▲ " + text
}

// changeCell is the cell of a member in the column of changes.
func (b builder) changeCell(id string) Cell {
	for _, s := range b.grid.series {
		c := b.grid.at(s, id)
		text, why := b.change(c.value, c.before, c.apart)
		return Cell{Text: text, Title: why}
	}
	return Cell{}
}
