package bulk

import (
	"fmt"
	"strings"
	"time"

	"paystats/ingest/zone"
)

// A lookup of offsets in a table would be a join, and the engine gives up the order of rows in
// joins. So the offsets of a zone become one expression: a tree of comparisons with the times at
// which its clock was set, seven deep at most.

// offsetOf is the expression of a zone's offset from UTC at a time of its clock (local) or of UTC;
// NULL at times that the clock left out.
func offsetOf(name, at string, local bool) (string, error) {
	daysOf := zone.UTCDays
	if local {
		daysOf = zone.LocalDays
	}
	days, err := daysOf(name, firstYear, lastYear)
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
		offset, err = offsetOf(f.Zone, at, local)
		return offset, "TRUE", err
	}
	b.source = append(b.source, b.cell(f.ZoneColumn)+" AS raw_zone_"+t.field)
	raw := "raw_zone_" + t.field
	var out strings.Builder
	out.WriteString("CASE " + raw)
	zones := b.codes["zone_"+t.field]
	for _, c := range zones {
		offset, err := offsetOf(c.id, at, local)
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
