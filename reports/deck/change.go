package deck

import "paystats/reports/ooxml"

// What a Change is about.
const (
	Points          = "points" // number of categories
	CategoryAdded   = "category added"
	CategoryRemoved = "category removed"
	SeriesAdded     = "series added"
	SeriesRemoved   = "series removed"
	SeriesRenamed   = "series renamed"
	Value           = "value"
	Axis            = "axis"  // an end of an axis that the values went beyond
	Label           = "label" // of a point, typed by hand, that no longer fits
	Line            = "text"
	Cell            = "cell"
	Image           = "picture"
	Description     = "alternative text"
)

// Change is one thing that a refresh changes.
type Change struct {
	Slide    int    // number of the slide, from 1
	Shape    string // its name
	Address  string // what it is bound to
	What     string
	Series   string // or row of a table
	Category string // or column
	Old, New string
}

// Finding is something bound that was left as it is, or that needs a look.
type Finding struct {
	Slide   int
	Shape   string
	Code    string
	Msg     string
	Hint    string
	Warning bool // it was refreshed
}

// note records a change of a chart.
func (f *figure) note(what, series, category, old, now string) {
	f.changes = append(f.changes, Change{What: what, Series: series, Category: category, Old: old, New: now})
}

// printed is a number as changes show it.
func printed(v *float64) string {
	if v == nil {
		return ""
	}
	return ooxml.Number(*v)
}

// ClaimFalse is the code of the finding that a claim is not borne out by the data.
const ClaimFalse = "claim-false"
