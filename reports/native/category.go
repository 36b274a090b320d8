package native

import (
	"math"
	"regexp"
	"slices"
	"strings"

	"paystats/reports/chart"
)

// textSize is the size of texts in a chart, in points, and smallSize that in a chart which
// has a part of a slide only.
const (
	textSize  = 12.0
	smallSize = 10.0
)

var (
	yearFirst = regexp.MustCompile(`^(\d{4}(?:年|[\s-]))[\s-]*(\S.*)$`)
	yearLast  = regexp.MustCompile(`^([A-Z][a-z]{2}|[QH]\d) (\d{4})$`)
)

// shortQuarter is a quarter in Chinese, which has a shorter name where there is no room.
var shortQuarter = regexp.MustCompile(`^第[一二三四]季度$`)

var quarters = map[string]string{"第一季度": "Q1", "第二季度": "Q2", "第三季度": "Q3", "第四季度": "Q4"}

// splitYear parts the label of a period into year and rest: "Q3 2015", "Sep 2015",
// "2015年第三季度". ok is false where the label is none.
func splitYear(label string) (year, rest string, ok bool) {
	if m := yearFirst.FindStringSubmatch(label); m != nil {
		return strings.TrimRight(m[1], " -"), m[2], true
	}
	if m := yearLast.FindStringSubmatch(label); m != nil {
		return m[2], m[1], true
	}
	return "", "", false
}

// categories puts the names of the categories into the first columns: a column of years
// and one of quarters or months where the names are such and have room, else one.
func (c *Chart) categories(s chart.Spec, sc scale, lying bool) {
	c.levels = 1
	unit := sc.unit.Title
	years, rests, ok := splitYears(s.Category.Labels)
	band := c.frame.Width * 0.85 / float64(len(s.Category.Labels))
	fits := func() bool {
		return !slices.ContainsFunc(rests, func(rest string) bool { return Width(rest, c.size) > band-4 })
	}
	if ok && !fits() {
		for i := range rests {
			rests[i] = shortQuarter.ReplaceAllStringFunc(rests[i], func(q string) string { return quarters[q] })
		}
	}
	if ok && fits() && !lying && s.Category.Periods {
		c.levels = 2
		c.Sheet.add(Column{Name: unit, Texts: years})
		c.Sheet.add(Column{Texts: rests})
		return
	}
	c.Sheet.add(Column{Name: unit, Texts: s.Category.Labels})
	if s.Category.Periods && !lying {
		widest := 0.0
		for _, label := range s.Category.Labels {
			widest = max(widest, Width(label, c.size))
		}
		c.cat.skip = int(math.Ceil((widest + 10) / band))
	}
}

// splitYears parts the labels of periods, a year where it begins and "" until the next.
func splitYears(labels []string) (years, rests []string, ok bool) {
	last := ""
	for _, label := range labels {
		year, rest, isPeriod := splitYear(label)
		if !isPeriod {
			return nil, nil, false
		}
		if year == last {
			year = ""
		} else {
			last = year
		}
		years, rests = append(years, year), append(rests, rest)
	}
	return years, rests, len(labels) > 1
}
