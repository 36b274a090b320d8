// Package zone turns the clocks of the world into tables: for each day, how far a zone's
// clock is from UTC. The engine joins them to rows, as it knows no zones itself.
//
// Two rules make local times single moments:
//
//   - An hour that comes twice, when a clock is set back, has its first meaning: that
//     before the change.
//   - A clock time that a change leaves out does not exist. Rows with one are refused
//     (time_not_on_clock).
//
// What zones do comes from Go's time package: the machine's own tables where it has some,
// else those built into the program.
package zone

import (
	"fmt"
	"time"
	_ "time/tzdata" // the machine may have no zones
)

// Load returns a zone by its name in the IANA's list: Asia/Shanghai, UTC. The zone of the
// machine is none of them.
func Load(name string) (*time.Location, error) {
	if name == "" || name == "Local" {
		return nil, fmt.Errorf("unknown time zone %q", name)
	}
	return time.LoadLocation(name)
}

// secondsOfDay is the length of a day by its clock, whatever is done to the clock.
const secondsOfDay = 86400

// Day is what a zone's clock does in one day, on the clock of that day: second 7200 is 02:00.
//
//	second < From    Offset
//	second < Until   no such time
//	otherwise        After
//
// A day without a change has From = Until = 86400. In a day that a zone left out (Samoa's
// 30 December 2011), no second exists: From is 0, Until 86400.
type Day struct {
	Date   time.Time // its midnight, as a time in UTC
	Offset int       // seconds by which the clock is ahead of UTC, negative in the west
	From   int       // second of the day, 0 to 86400
	Until  int       // likewise; From unless clock times are missing
	After  int       // as Offset; equal to it if nothing changes
}

// change is a moment at which a clock is set: from an offset to another.
type change struct {
	at            int64 // seconds since 1970, UTC
	before, after int
}

// LocalDays returns the days of a zone's own calendar, from the first of fromYear to the last
// of toYear, both from 1900 to 2200: local times minus offsets are UTC. Each has at most one change.
func LocalDays(zone string, fromYear, toYear int) ([]Day, error) {
	return days(zone, fromYear, toYear, func(c change) (from, until int64) {
		from = c.at + int64(c.before)
		return from, max(from, c.at+int64(c.after))
	})
}

// UTCDays returns the days of UTC, likewise: times in UTC plus offsets are local. No second
// is missing.
func UTCDays(zone string, fromYear, toYear int) ([]Day, error) {
	return days(zone, fromYear, toYear, func(c change) (from, until int64) { return c.at, c.at })
}

// days returns days on a clock, on which a change ends the offset before at from, and begins
// that after at until.
func days(zone string, fromYear, toYear int, on func(change) (from, until int64)) ([]Day, error) {
	if fromYear < 1900 || toYear > 2200 || fromYear > toYear {
		return nil, fmt.Errorf("days of %s from %d to %d: years are from 1900 to 2200", zone, fromYear, toYear)
	}
	clock, err := Load(zone)
	if err != nil {
		return nil, err
	}
	first, end := time.Date(fromYear, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(toYear+1, 1, 1, 0, 0, 0, 0, time.UTC)
	offset, changes := changes(clock, first.AddDate(0, 0, -2), end.AddDate(0, 0, 2))
	var all []Day
	for date := first; date.Before(end); date = date.AddDate(0, 0, 1) {
		start := date.Unix()
		day := Day{Date: date, Offset: offset, From: secondsOfDay, Until: secondsOfDay, After: offset}
		for len(changes) > 0 {
			from, until := on(changes[0])
			if from >= start+secondsOfDay {
				break
			}
			switch {
			case until <= start: // on the day before, or at midnight
				day.Offset = changes[0].after
			case day.From < secondsOfDay:
				return nil, fmt.Errorf("the clock of %s is set twice on %s", zone, date.Format(time.DateOnly))
			default:
				day.From, day.Until = int(max(from-start, 0)), int(min(until-start, secondsOfDay))
			}
			day.After = changes[0].after
			if until > start+secondsOfDay { // what is missing reaches into the next day
				break
			}
			offset, changes = day.After, changes[1:]
		}
		all = append(all, day)
	}
	return all, nil
}

// changes returns what a clock's offset is at a moment, and how it changes up to another.
func changes(clock *time.Location, from, to time.Time) (offset int, all []change) {
	_, offset = from.In(clock).Zone()
	before := offset
	for at := from; ; {
		_, end := at.In(clock).ZoneBounds()
		// Note: by rules for years to come, which is all that the zones of the program have, Go
		// ends a zone with the 365th day of a leap year, also on the 366th.
		if !end.IsZero() && !end.After(at) {
			end = at.Add(24 * time.Hour)
		}
		if end.IsZero() || end.After(to) {
			return offset, all
		}
		if _, after := end.In(clock).Zone(); after != before { // else only the name changes
			all = append(all, change{end.Unix(), before, after})
			before = after
		}
		at = end
	}
}
