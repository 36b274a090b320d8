package zone_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"paystats/ingest/zone"
)

// clocks are zones and years that have something to them.
var clocks = []struct {
	zone     string
	from, to int
}{
	{"Asia/Shanghai", 1985, 1992},       // summer times from 1986 to 1991
	{"Asia/Kolkata", 2023, 2024},        // half an hour
	{"Asia/Kathmandu", 1985, 1987},      // a quarter of an hour, since 1986
	{"America/New_York", 2005, 2008},    // other dates from 2007 on
	{"America/Los_Angeles", 2024, 2024}, //
	{"America/Sao_Paulo", 2017, 2019},   // changes at midnight
	{"Europe/London", 1968, 1973},       // summer time all year, then not
	{"Europe/London", 2024, 2025},       //
	{"Australia/Lord_Howe", 2023, 2024}, // summer time of half an hour
	{"Pacific/Apia", 2010, 2012},        // the missing day
	{"Pacific/Kwajalein", 1993, 1993},   // another
	{"Africa/Casablanca", 2023, 2024},   // back for Ramadan
	{"America/St_Johns", 1987, 1988},    // summer time of two hours, changes at 00:01
	{"Asia/Pyongyang", 2015, 2018},      //
	{"Africa/Monrovia", 1971, 1972},     // an offset of 44:30 minutes until 1972
	{"UTC", 2024, 2024},
}

// step is how far apart the moments lie that are looked at, in seconds: all changes of
// these clocks lie on it.
const step = 30

// at returns the offset that a day has at a second; ok is false if there is no such second.
func at(d zone.Day, second int) (offset int, ok bool) {
	switch {
	case second < d.From:
		return d.Offset, true
	case second < d.Until:
		return 0, false
	}
	return d.After, true
}

// Around the clock of every day, the tables say what Go's time package says.
func TestDays(t *testing.T) {
	for _, c := range clocks {
		t.Run(c.zone, func(t *testing.T) {
			t.Parallel()
			location, err := time.LoadLocation(c.zone)
			if err != nil {
				t.Fatal(err)
			}
			utc, err := zone.UTCDays(c.zone, c.from, c.to)
			if err != nil {
				t.Fatal(err)
			}
			local, err := zone.LocalDays(c.zone, c.from, c.to)
			if err != nil {
				t.Fatal(err)
			}
			first, end := local[0].Date.Unix(), local[len(local)-1].Date.Unix()+86400
			if n := int(end-first) / 86400; len(local) != n || len(utc) != n || local[0].Date.Year() != c.from || local[n-1].Date.Format("01-02") != "12-31" {
				t.Fatalf("%d and %d days from %v", len(local), len(utc), local[0].Date)
			}
			const never = math.MinInt64
			meant := slices.Repeat([]int64{never}, int(end-first)/step) // the first moment at which the clock shows a time
			for moment := first - 2*86400; moment < end+2*86400; moment += step {
				_, offset := time.Unix(moment, 0).In(location).Zone()
				if moment >= first && moment < end {
					day := utc[(moment-first)/86400]
					if got, ok := at(day, int((moment-first)%86400)); !ok || got != offset {
						t.Fatalf("at %v the offset is %d, want %d (%+v)", time.Unix(moment, 0).UTC(), got, offset, day)
					}
				}
				if shown := moment + int64(offset); shown >= first && shown < end {
					if i := (shown - first) / step; (shown-first)%step == 0 && meant[i] == never {
						meant[i] = moment
					}
				}
			}
			for i, moment := range meant {
				shown := first + int64(i)*step
				day := local[(shown-first)/86400]
				offset, ok := at(day, int((shown-first)%86400))
				if ok != (moment != never) || ok && shown-int64(offset) != moment {
					t.Fatalf("the clock shows %v: exists %v, offset %d; it is %v (%+v)", time.Unix(shown, 0).UTC(), ok, offset, time.Unix(moment, 0).UTC(), day)
				}
			}
		})
	}
}

// The days that matter, as the engine joins them.
func TestDaysOfChange(t *testing.T) {
	date := func(text string) time.Time {
		t.Helper()
		d, err := time.Parse(time.DateOnly, text)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	type days = func(string, int, int) ([]zone.Day, error)
	for _, tt := range []struct {
		name, zone string
		days       days
		want       zone.Day
	}{
		{"spring", "America/New_York", zone.LocalDays, zone.Day{Date: date("2024-03-10"), Offset: -18000, From: 7200, Until: 10800, After: -14400}},
		{"autumn", "America/New_York", zone.LocalDays, zone.Day{Date: date("2024-11-03"), Offset: -14400, From: 7200, Until: 7200, After: -18000}},
		{"autumn by UTC", "America/New_York", zone.UTCDays, zone.Day{Date: date("2024-11-03"), Offset: -14400, From: 21600, Until: 21600, After: -18000}},
		{"half an hour", "Australia/Lord_Howe", zone.LocalDays, zone.Day{Date: date("2024-10-06"), Offset: 37800, From: 7200, Until: 9000, After: 39600}},
		{"a missing day", "Pacific/Apia", zone.LocalDays, zone.Day{Date: date("2011-12-30"), Offset: -36000, From: 0, Until: 86400, After: 50400}},
		{"after it", "Pacific/Apia", zone.LocalDays, zone.Day{Date: date("2011-12-31"), Offset: 50400, From: 86400, Until: 86400, After: 50400}},
		{"at midnight", "America/Sao_Paulo", zone.LocalDays, zone.Day{Date: date("2018-11-04"), Offset: -10800, From: 0, Until: 3600, After: -7200}},
		{"twice before midnight", "America/Sao_Paulo", zone.LocalDays, zone.Day{Date: date("2018-02-17"), Offset: -7200, From: 86400, Until: 86400, After: -7200}},
		{"no change", "Asia/Shanghai", zone.UTCDays, zone.Day{Date: date("2024-06-18"), Offset: 28800, From: 86400, Until: 86400, After: 28800}},
	} {
		year := tt.want.Date.Year()
		all, err := tt.days(tt.zone, year, year)
		if err != nil {
			t.Fatal(err)
		}
		if i := slices.IndexFunc(all, func(d zone.Day) bool { return d.Date.Equal(tt.want.Date) }); i < 0 || all[i] != tt.want {
			t.Errorf("%s: %+v, want %+v", tt.name, all[i], tt.want)
		}
	}
}

func TestNoSuchZone(t *testing.T) {
	for _, name := range []string{"", "Local", "Asia/Nowhere", "../UTC", "CN"} {
		if days, err := zone.LocalDays(name, 2024, 2024); err == nil {
			t.Errorf("LocalDays(%q) has %d days", name, len(days))
		}
	}
	for _, years := range [][2]int{{1899, 1900}, {2200, 2201}, {2024, 2023}} {
		if _, err := zone.UTCDays("UTC", years[0], years[1]); err == nil {
			t.Errorf("UTCDays has days from %d to %d", years[0], years[1])
		}
	}
}
