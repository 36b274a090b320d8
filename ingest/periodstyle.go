package ingest

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"paystats/data/obs"
	"paystats/data/yamldoc"
	"paystats/ingest/zone"
)

const zoneHint = "write a name of the IANA's list: Asia/Kolkata, Asia/Shanghai, UTC"

// styleKeys stand beside the origin of a period, and say what its text leaves open.
var styleKeys = []string{"fiscal_end", "fiscal_by_start", "fiscal_bare", "date_as", "zone"}

// frequencies are the words for `date_as`.
var frequencies = map[string]obs.Frequency{"year": obs.Annual, "half": obs.HalfYearly, "quarter": obs.Quarterly, "month": obs.Monthly}

// readStyle reads the style of a period, and returns its index among the resource's styles.
func (r *resource) readStyle(bm *yamldoc.Mapping) int {
	st := obs.PeriodStyle{FiscalEnd: fiscalEnd(bm), FiscalByStart: bm.Bool("fiscal_by_start"), FiscalBare: bm.Bool("fiscal_bare"),
		DateAs: frequencies[bm.OneOf("date_as", "", "year", "half", "quarter", "month")]}
	if (st.FiscalByStart || st.FiscalBare) && !bm.Has("fiscal_end") {
		bm.Report("key-missing", bm.Name+" speaks of fiscal years, but not of their end", "add fiscal_end: March, the last month of the fiscal year")
	}
	if bm.Has("zone") {
		clock, err := zone.Load(bm.Need("zone"))
		if err != nil {
			bm.At("zone").Report("value-unknown", fmt.Sprintf("zone %q is unknown", bm.Text("zone")), zoneHint)
		}
		st.Zone = clock
	}
	if st == (obs.PeriodStyle{}) {
		return 0
	}
	r.styles = append(r.styles, st)
	return len(r.styles) - 1
}

// fiscalEnd reads the last month of the fiscal year: March, or 3; 0 for none.
func fiscalEnd(bm *yamldoc.Mapping) time.Month {
	if !bm.Has("fiscal_end") {
		return 0
	}
	text := bm.Text("fiscal_end")
	for m := time.January; m <= time.December; m++ {
		if strings.EqualFold(text, m.String()) || text == strconv.Itoa(int(m)) {
			return m
		}
	}
	bm.At("fiscal_end").Report("value-unknown", fmt.Sprintf("fiscal_end %q is no month", text), "write March, or 3")
	return 0
}

// parsePeriod reads a period in a style.
func parsePeriod(style obs.PeriodStyle, text string) (result periodResult) {
	var err error
	result.PrintedPeriod, err = style.ParsePeriod(text)
	switch {
	case text == "":
		result.fault = &fault{code: "value-missing", msg: "period is empty", hint: "fill the cell, or add a default to the binding"}
	case err != nil:
		result.fault = &fault{code: "period-syntax", msg: fmt.Sprintf("%q is not a period%s", clip(text), periodReason(err)),
			hint: periodHint(text, err)}
	}
	return result
}

// periodReason returns why a text is no period, as the end of a sentence; "" if nothing
// more is known.
func periodReason(err error) string {
	switch {
	case errors.Is(err, obs.ErrPeriodRelative):
		return " without a date that it is relative to"
	case errors.Is(err, obs.ErrPeriodUndeclared):
		return " as long as its style is not declared"
	case errors.Is(err, obs.ErrPeriodWeek):
		return ": weeks do not add up to months"
	}
	return ""
}

// shortDate matches a date whose order of day and month only the descriptor can tell.
var shortDate = regexp.MustCompile(`^\d{1,2}([/.-])\d{1,2}[/.-](?:\d{4}|\d\d)$`)

// shortDateHint says how a date is read whose order is open; "" for another text.
func shortDateHint(text string) string {
	found := shortDate.FindStringSubmatch(text)
	if found == nil {
		return ""
	}
	mark := regexp.QuoteMeta(found[1])
	return fmt.Sprintf(`say which number is the day: pattern: '(?P<day>\d+)%s(?P<month>\d+)%s(?P<year>\d+)'`, mark, mark)
}

// periodHint says how periods are written, or which key reads this one.
func periodHint(text string, err error) string {
	if errors.Is(err, obs.ErrPeriodWeek) {
		return "leave the rows out, e.g. where: {FREQ: M}, or take the monthly series"
	}
	if !errors.Is(err, obs.ErrPeriodUndeclared) {
		const written = "periods are written 2015, 2015-S1, 2015-Q3, 2015-09, 2015-09-30 or 2015年第三季度"
		if hint := shortDateHint(text); hint != "" {
			return hint
		}
		if strings.ContainsAny(text, "0123456789") && strings.ContainsAny(text, "(（[*†‡") {
			return written + `; what stands beside one is left out with pattern: '(?P<period>…)'`
		}
		return written
	}
	switch text := err.Error(); {
	case strings.Contains(text, "Zone"):
		return "say where the days of epoch milliseconds begin: zone: Asia/Kolkata"
	case strings.Contains(text, "FiscalEnd"):
		return "say when fiscal years end: fiscal_end: March"
	}
	return "if it is a fiscal year, add fiscal_bare: true beside fiscal_end"
}
