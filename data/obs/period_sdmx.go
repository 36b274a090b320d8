package obs

import (
	"fmt"
	"strconv"
)

// ErrPeriodWeek is a week, which no frequency of ours holds: weeks do not add up to months.
var ErrPeriodWeek = fmt.Errorf("%w: a week, and weeks do not add up to months", ErrPeriodSyntax)

// sdmxForms are the ways of SDMX (TIME_PERIOD) that nobody else writes: reporting periods
// with a letter, and ISO 8601 intervals.
var sdmxForms = []periodForm{
	form(`^(\d{4})-A1$`, func(g []string) (Period, error) { return nth(Annual, g[1], "1") }),
	form(`^(\d{4})-T([1-3])$`, func(g []string) (Period, error) {
		last := 4 * number(g[2])
		return span(g[1]+"-"+strconv.Itoa(last-3), g[1]+"-"+strconv.Itoa(last))
	}),
	form(`^\d{4}-?W\d{1,2}$`, func([]string) (Period, error) { return Period{}, ErrPeriodWeek }),
	form(`^(\d{4})-(\d{2})-(\d{2})(?:T00:00:00Z?)?/P(\d{1,4})([YMD])$`, interval),
}

// interval reads a day and how long the period lasts: 2015-01-01/P3M.
func interval(g []string) (Period, error) {
	n := number(g[4])
	switch {
	case g[5] == "D" && n == 1:
		return dayOf(g[1], g[2], g[3])
	case g[5] == "D" && n == 7:
		return Period{}, ErrPeriodWeek
	case g[5] == "D" || g[3] != "01":
		return Period{}, fmt.Errorf("%w: the interval is no run of whole months", ErrPeriodSyntax)
	case g[5] == "Y":
		n *= 12
	}
	first, err := nth(Monthly, g[1], g[2])
	if err != nil || n == 0 {
		return Period{}, ErrPeriodSyntax
	}
	return span(first.String(), first.Add(n-1).String())
}
