package zone

import (
	"slices"
	"testing"
	"time"
)

// ruled returns a zone that is nothing but a rule, as zones are for the years to come; in
// the files of some systems, and in those of the program, these begin long ago.
func ruled(t *testing.T, rule string) *time.Location {
	t.Helper()
	// A header (RFC 8536) with one type of local time and four letters, and these; twice.
	block := "TZif2" + string(make([]byte, 15+4*4)) + "\x00\x00\x00\x01\x00\x00\x00\x04" + "\xff\xff\xb9\xb0\x00\x00" + "EST\x00"
	clock, err := time.LoadLocationFromTZData("ruled", []byte(block+block+"\n"+rule+"\n"))
	if err != nil {
		t.Fatal(err)
	}
	return clock
}

// Changes by a rule end, leap years over, and are those that a table of the zone has.
func TestChangesByRule(t *testing.T) {
	from, to := time.Date(2008, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	listed, err := Load("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	offset, want := changes(listed, from, to)
	got, all := changes(ruled(t, "EST5EDT,M3.2.0,M11.1.0"), from, to)
	if got != offset || len(all) != 44 || !slices.Equal(all, want) {
		t.Errorf("%d, %v\nwant %d, %v", got, all, offset, want)
	}
}
