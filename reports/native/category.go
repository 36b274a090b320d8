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
	labels := s.Category.Labels
	if s.Category.Periods && !lying {
		labels = c.thin(s.Category.Labels, years, ok, band)
	}
	c.Sheet.add(Column{Name: unit, Texts: labels})
	if c.thinned {
		c.Sheet.add(Column{Name: c.word("Period", "时期"), Texts: s.Category.Labels})
	}
}

// thin keeps the labels of periods that have room, "" for the others: years where the
// periods have some, else every so many.
func (c *Chart) thin(labels, years []string, areYears bool, band float64) []string {
	texts := labels
	if areYears {
		texts = years
	}
	const between = 10.0 // room between two labels, in points
	out := make([]string, len(labels))
	end := math.Inf(-1)
	for i, text := range texts {
		half := Width(text, c.size) / 2
		if at := (float64(i) + 0.5) * band; text != "" && at-half >= end+between {
			out[i], end = text, at+half
		}
	}
	c.thinned = !slices.Equal(out, labels)
	return out
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
