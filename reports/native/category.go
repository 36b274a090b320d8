package native

import (
	"math"
	"regexp"

	"paystats/reports/chart"
)

// textSize is the size of texts in a chart, in points.
const textSize = 12.0

var (
	yearFirst = regexp.MustCompile(`^(\d{4}年?)[\s-]*(\S.*)$`)
	yearLast  = regexp.MustCompile(`^([A-Z][a-z]{2}) (\d{4})$`)
)

// splitYear parts the label of a period into year and rest: "2015 Q3", "Sep 2015",
// "2015年第三季度". ok is false where the label is none.
func splitYear(label string) (year, rest string, ok bool) {
	if m := yearFirst.FindStringSubmatch(label); m != nil {
		return m[1], m[2], true
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
	fits := ok && !lying && s.Category.Periods
	for _, rest := range rests {
		fits = fits && Width(rest, textSize) <= band-4
	}
	if fits {
		c.levels = 2
		c.Sheet.add(Column{Name: unit, Texts: years})
		c.Sheet.add(Column{Texts: rests})
		return
	}
	c.Sheet.add(Column{Name: unit, Texts: s.Category.Labels})
	if s.Category.Periods && !lying {
		widest := 0.0
		for _, label := range s.Category.Labels {
			widest = max(widest, Width(label, textSize))
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
