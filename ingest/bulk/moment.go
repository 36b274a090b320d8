package bulk

import (
	"fmt"
	"strings"
)

// onClock and anchored are the forms of ISO 8601 without and with an offset from UTC.
const (
	onClock  = `\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d+)?)?`
	anchored = onClock + ` ?(Z|[+-]\d\d(:?\d\d)?)`
)

// time reads a time: what it is in UTC, and for the clock that dates the row what it is on site.
func (b *statement) time(t target, f Field) error {
	raw, at := "raw_"+t.field, "at_"+t.field
	printed := "CAST(" + raw + " AS VARCHAR)"
	value, local := b.readTime(f, raw)
	b.source = append(b.source, b.timeCell(f.Column)+" AS "+raw)
	b.parsed = append(b.parsed, value+" AS "+at)
	if t.required {
		b.faults = append(b.faults, fault{"cell-missing", t.field, raw + " IS NULL", "''"})
	}
	b.faults = append(b.faults,
		fault{"time-syntax", t.field, raw + " IS NOT NULL AND " + at + " IS NULL", printed},
		fault{"time-range", t.field, allYears.without(at), printed})
	if b.years != allYears {
		b.faults = append(b.faults, fault{laterCode, t.field, b.years.without(at), "''"})
	}

	offset, isKnown, err := b.clockExpression(t, f, local)
	if err != nil {
		return err
	}
	b.coded = append(b.coded, offset+" AS offset_"+t.field, isKnown+" AS zone_of_"+t.field)
	if f.ZoneColumn != "" {
		b.faults = append(b.faults, fault{"zone-unknown", t.field, fmt.Sprintf("%s IS NOT NULL AND NOT zone_of_%s", at, t.field), "raw_zone_" + t.field})
	}
	onSite := fmt.Sprintf("(%s + offset_%s)", at, t.field)
	b.columns[t.column] = at
	if local {
		b.faults = append(b.faults, fault{"time-skipped", t.field, fmt.Sprintf("%s IS NOT NULL AND offset_%s IS NULL", at, t.field), printed})
		onSite, b.columns[t.column] = at, fmt.Sprintf("%s - offset_%s", at, t.field)
	}
	if t.role == clock {
		b.columns["local_date"], b.columns["local_hour"] = "CAST("+onSite+" AS DATE)", "hour("+onSite+")"
	}
	return nil
}

// timeCell is the cell of a time: a moment where the file has moments, else text.
func (b *statement) timeCell(column string) string {
	if strings.HasPrefix(b.types[column], "TIMESTAMP") {
		return ident(column)
	}
	return b.cell(column)
}

// readTime is the expression that makes a time of a cell, and whether that is the time on a
// clock, not in UTC.
func (b *statement) readTime(f Field, raw string) (value string, local bool) {
	kind := b.types[f.Column]
	switch {
	case strings.HasPrefix(kind, "TIMESTAMP"):
		return "CAST(" + raw + " AS TIMESTAMP)", kind != "TIMESTAMP WITH TIME ZONE"
	case f.TimeFormat == EpochSeconds:
		return fmt.Sprintf("epoch_ms(CASE WHEN abs(TRY_CAST(%s AS BIGINT)) < 100000000000 THEN TRY_CAST(%s AS BIGINT) * 1000 END)", raw, raw), false
	case f.TimeFormat == EpochMillis:
		return fmt.Sprintf("epoch_ms(CASE WHEN abs(TRY_CAST(%s AS BIGINT)) < 100000000000000 THEN TRY_CAST(%s AS BIGINT) END)", raw, raw), false
	case f.TimeFormat == ISO8601 && b.anchored[f.Column]:
		return fmt.Sprintf("CASE WHEN right(%s, 1) = 'Z' OR regexp_full_match(%s, '%s') THEN TRY_CAST(%s AS TIMESTAMP) END", raw, raw, anchored, raw), false
	case f.TimeFormat == ISO8601 || f.TimeFormat == "%Y-%m-%d %H:%M:%S":
		// The first test is the common case and cheap: only seconds have a colon there.
		return fmt.Sprintf("CASE WHEN (length(%s) = 19 AND %s[17] = ':') OR regexp_full_match(%s, '%s') THEN TRY_CAST(%s AS TIMESTAMP) END", raw, raw, raw, onClock, raw), true
	}
	return fmt.Sprintf("TRY_CAST(try_strptime(%s, %s) AS TIMESTAMP)", raw, quote(f.TimeFormat)), !strings.Contains(f.TimeFormat, "%z")
}

// laterCode is the fault of times outside of the years that are laid out. It ends the attempt, and
// no row is refused for it.
const laterCode = "later"
