package obs

import (
	"fmt"
	"time"
)

// Frequency is how long a period is, with SDMX's letters; Range is ours.
type Frequency byte

// The frequencies. A Range is any other run of whole months, such as the
// year-to-date 2019-01..2019-09.
const (
	Annual     Frequency = 'A'
	HalfYearly Frequency = 'S'
	Quarterly  Frequency = 'Q'
	Monthly    Frequency = 'M'
	Daily      Frequency = 'D'
	Range      Frequency = 'R'
)

// String returns the letter.
func (f Frequency) String() string { return string(f) }

// PerYear returns the number of periods in a year, 0 for days and ranges.
func (f Frequency) PerYear() int {
	switch f {
	case Annual:
		return 1
	case HalfYearly:
		return 2
	case Quarterly:
		return 4
	case Monthly:
		return 12
	}
	return 0
}

// Period is a calendar interval. The zero Period is no period.
//
// Canonical text: 2015, 2015-S1, 2015-Q3, 2015-09, 2015-09-30, and
// 2019-01..2019-09 for a Range.
type Period struct {
	freq  Frequency
	start int // months since year 0; for Daily, days since 1970-01-01
	end   int // last month, inclusive; only for Range
}

// minYear and maxYear bound what is believed to be a year: payment statistics
// are not older than the telegraph, and a four-digit amount is not a year.
const minYear, maxYear = 1850, 2200

// NewPeriod returns the n-th period (1-based) of a year at a frequency below Daily:
// NewPeriod(Quarterly, 2015, 3) is 2015-Q3. It returns ErrPeriodSyntax if there is none.
func NewPeriod(f Frequency, year, n int) (Period, error) {
	per := f.PerYear()
	if per == 0 || n < 1 || n > per || year < minYear || year > maxYear {
		return Period{}, fmt.Errorf("%w: period %d of %d at frequency %s", ErrPeriodSyntax, n, year, f)
	}
	return Period{freq: f, start: year*12 + (n-1)*12/per}, nil
}

// NewDay returns the daily period of a date.
func NewDay(year int, month time.Month, day int) (Period, error) {
	t := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	if year < minYear || year > maxYear || t.Year() != year || t.Month() != month || t.Day() != day {
		return Period{}, fmt.Errorf("%w: %04d-%02d-%02d is no date", ErrPeriodSyntax, year, int(month), day)
	}
	return Period{freq: Daily, start: int(t.Unix() / 86400)}, nil
}

// NewRange returns the run of months from the first of one period to the last of
// another: a quarter, half or year when it is one, else a Range.
func NewRange(from, to Period) (Period, error) {
	if from.freq == Daily || to.freq == Daily || from.freq == 0 || to.freq == 0 {
		return Period{}, fmt.Errorf("%w: a range runs over whole months", ErrPeriodSyntax)
	}
	first, last := from.start, to.lastMonth()
	if last < first {
		return Period{}, fmt.Errorf("%w: %s ends before %s starts", ErrPeriodSyntax, to, from)
	}
	for _, f := range []Frequency{Monthly, Quarterly, HalfYearly, Annual} {
		months := 12 / f.PerYear()
		if last-first+1 == months && first%12%months == 0 {
			return Period{freq: f, start: first}, nil
		}
	}
	return Period{freq: Range, start: first, end: last}, nil
}

// IsZero reports whether p is no period.
func (p Period) IsZero() bool { return p.freq == 0 }

// Frequency returns the frequency of p, 0 for the zero Period.
func (p Period) Frequency() Frequency { return p.freq }

// Year returns the calendar year in which p starts.
func (p Period) Year() int { return p.Start().Year() }

// Number returns the 1-based number of p within its year: 3 for 2015-Q3, 9 for
// 2015-09; 0 for days and ranges.
func (p Period) Number() int {
	per := p.freq.PerYear()
	if per == 0 {
		return 0
	}
	return p.start%12*per/12 + 1
}

// Index returns the position of p among the periods of its frequency, so that
// neighbours differ by 1. Ranges have none: 0.
func (p Period) Index() int {
	switch p.freq {
	case Daily:
		return p.start
	case Range, 0:
		return 0
	}
	return p.start * p.freq.PerYear() / 12
}

// Add returns the period n steps later. Ranges and the zero Period stay as they are.
func (p Period) Add(n int) Period {
	switch per := p.freq.PerYear(); {
	case p.freq == Daily:
		p.start += n
	case per > 0:
		p.start += n * 12 / per
	}
	return p
}

// Start returns the first day of p, at midnight UTC.
func (p Period) Start() time.Time {
	if p.freq == Daily {
		return time.Unix(int64(p.start)*86400, 0).UTC()
	}
	return time.Date(p.start/12, time.Month(p.start%12+1), 1, 0, 0, 0, 0, time.UTC)
}

// End returns the last day of p, at midnight UTC.
func (p Period) End() time.Time {
	if p.freq == Daily {
		return p.Start()
	}
	m := p.lastMonth() + 1
	return time.Date(m/12, time.Month(m%12+1), 0, 0, 0, 0, 0, time.UTC)
}

// lastMonth returns the last month of p, in months since year 0.
func (p Period) lastMonth() int {
	switch p.freq {
	case Range:
		return p.end
	case Daily:
		t := p.Start()
		return t.Year()*12 + int(t.Month()) - 1
	}
	return p.start + 12/p.freq.PerYear() - 1
}

// String returns the canonical text, "" for the zero Period.
func (p Period) String() string {
	year, month := p.start/12, p.start%12
	switch p.freq {
	case Annual:
		return fmt.Sprintf("%04d", year)
	case HalfYearly:
		return fmt.Sprintf("%04d-S%d", year, month/6+1)
	case Quarterly:
		return fmt.Sprintf("%04d-Q%d", year, month/3+1)
	case Monthly:
		return fmt.Sprintf("%04d-%02d", year, month+1)
	case Daily:
		return p.Start().Format(time.DateOnly)
	case Range:
		return fmt.Sprintf("%04d-%02d..%04d-%02d", year, month+1, p.end/12, p.end%12+1)
	}
	return ""
}
