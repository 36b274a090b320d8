package bulk

import (
	"context"
	"fmt"
	"strings"
	"time"

	"paystats/ingest/zone"
)

// A lookup of offsets in a table would be a join, and the engine gives up the order of rows in
// joins. So the offsets of a zone become one expression: a tree of comparisons with the times at
// which its clock was set, seven deep at most.

// years are the first and the last year for which the clocks of zones are laid out.
type years struct{ first, last int }

// allYears are the years that times may lie in: before the first a clock was wrong, and what zones
// will do after the last is not known. To lay them all out takes the engine as long as to read some
// hundred thousand rows.
var allYears = years{1970, 2037}

// aheadYears is how many years after the first row's are expected.
const aheadYears = 8

// without is the condition for times outside of the years.
func (y years) without(at string) string {
	return fmt.Sprintf("%s < TIMESTAMP '%d-01-01' OR %s >= TIMESTAMP '%d-01-01'", at, y.first, at, y.last+1)
}

// firstYear is the earliest year of the rows that are in peek, 0 if their times do not show one: as
// numbers since 1970.
func (l *loader) firstYear(ctx context.Context) (int, error) {
	var parts []string
	for _, f := range l.set.Fields {
		if f.Zone != "" || f.ZoneColumn != "" {
			parts = append(parts, fmt.Sprintf("regexp_extract(min(%s), '(?:19[789]|20[0-3])[0-9]')", l.set.peekName(f.Column)))
		}
	}
	f, err := l.Query(ctx, "SELECT coalesce(TRY_CAST(least("+strings.Join(parts, ", ")+") AS INTEGER), 0) AS year FROM peek")
	if err != nil {
		return 0, err
	}
	return int(f.Int("year", 0)), nil
}

// yearsFrom expects the times of all rows around the earliest of those that were looked at. If one
// lies elsewhere, the attempt is over, and the next knows all years.
func yearsFrom(first int) years {
	if first == 0 {
		return allYears
	}
	return years{max(first-1, allYears.first), min(first+aheadYears, allYears.last)}
}

// offsetOf is the expression of a zone's offset from UTC at a time of its clock (local) or of UTC;
// NULL at times that the clock left out.
func offsetOf(name, at string, local bool, y years) (string, error) {
	daysOf := zone.UTCDays
	if local {
		daysOf = zone.LocalDays
	}
	days, err := daysOf(name, y.first, y.last)
	if err != nil {
		return "", err
	}
	return tree(at, spans(days)), nil
}

// span is a run of time with one offset, up to the next span.
type span struct {
	from   time.Time
	offset int
	none   bool // the clock shows no such time
}

func spans(days []zone.Day) []span {
	var out []span
	begin := func(s span) {
		if last := len(out) - 1; last < 0 || out[last].offset != s.offset || out[last].none != s.none {
			out = append(out, s)
		}
	}
	const day = 86_400
	for _, d := range days {
		at := func(second int) time.Time { return d.Date.Add(time.Duration(second) * time.Second) }
		if d.From > 0 {
			begin(span{from: d.Date, offset: d.Offset})
		}
		if d.Until > d.From {
			begin(span{from: at(d.From), none: true})
		}
		if d.From < day && d.Until < day {
			begin(span{from: at(d.Until), offset: d.After})
		}
	}
	return out
}

// tree writes the choice among spans.
func tree(at string, spans []span) string {
	if len(spans) == 1 {
		if spans[0].none {
			return "NULL"
		}
		return fmt.Sprintf("INTERVAL (%d) SECONDS", spans[0].offset)
	}
	half := len(spans) / 2
	return fmt.Sprintf("CASE WHEN %s < TIMESTAMP '%s' THEN %s ELSE %s END", at, spans[half].from.Format(time.DateTime), tree(at, spans[:half]), tree(at, spans[half:]))
}

// clockExpression is the offset of a time whose zone is a name or a column, and the condition
// that the zone is known.
func (b *statement) clockExpression(t target, f Field, local bool) (offset, isKnown string, err error) {
	at := "at_" + t.field
	if f.ZoneColumn == "" {
		offset, err = offsetOf(f.Zone, at, local, b.years)
		return offset, "TRUE", err
	}
	b.source = append(b.source, b.cell(f.ZoneColumn)+" AS raw_zone_"+t.field)
	raw := "raw_zone_" + t.field
	var out strings.Builder
	out.WriteString("CASE " + raw)
	zones := b.codes["zone_"+t.field]
	for _, c := range zones {
		offset, err := offsetOf(c.id, at, local, b.years)
		if err != nil {
			return "", "", err
		}
		fmt.Fprintf(&out, " WHEN %s THEN %s", quote(c.raw), offset)
	}
	if len(zones) == 0 {
		return "CAST(NULL AS INTERVAL)", "FALSE", nil
	}
	return out.String() + " END", oneOf(raw, zones) + " IS NOT NULL", nil
}
