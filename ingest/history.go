package ingest

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"time"

	"paystats/data/codelist"
	"paystats/data/diag"
	"paystats/data/obs"
)

// HistoryColumns are the columns of a file of the history: all that an observation has, and
// what became of it. The value is in base units; until is the publication date of what no
// longer prints it.
var HistoryColumns = []string{"area", "segment", "measure", "transformation", "base_measure", "dimension", "member", "unit", "publisher",
	"scope", "period", "vintage", "revision", "value", "status", "hedge", "last_digit", "confidence", "printed", "document", "document_title",
	"resource", "file", "place", "note", "reason", "until"}

// HistoryReasons are what may have become of a value that no file holds any more.
var HistoryReasons = []string{"repeated", "replaced", "removed"}

// Past is one line of the history.
type Past struct {
	obs.Observation
	Reason string    // one of HistoryReasons
	Until  time.Time // zero when unknown
}

// Record returns the line as the history's CSV has it.
func (p Past) Record() []string {
	value, last := "", ""
	if p.Status != obs.Missing {
		value, last = p.Value.String(), strconv.Itoa(p.LastDigit)
	}
	return []string{p.Area, p.Segment, p.Measure, string(p.Transformation), p.BaseMeasure, p.Dimension, p.Member, string(p.Unit), p.Publisher,
		p.Scope, p.Period.String(), dayText(p.Vintage), strconv.Itoa(p.Revision), value, string(p.Status), string(p.Hedge), last, p.Confidence,
		p.Printed, p.Document, p.DocumentTitle, p.Place.Resource, p.Place.File, p.Place.At, p.Note, p.Reason, dayText(p.Until)}
}

func dayText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

// Releases returns the names of the resources whose tables are published whole: their
// vintage and revision are the same for all rows of a table, and no column's.
func (d *Dataset) Releases() []string {
	var names []string
	for _, r := range d.resources {
		vintage, revision := r.bindings[partVintage], r.bindings[partRevision]
		if r.reads && (vintage == nil || vintage.from != fromColumns) && (revision == nil || revision.from != fromColumns) {
			names = append(names, r.name)
		}
	}
	return names
}

// ReadHistory reads a dataset's file of the history and calls add for every line, in
// order. The error is a *diag.List with every field that is wrong.
func ReadHistory(ctx context.Context, fsys fs.FS, file, dataset string, lists *codelist.Set, add func(Past) error) error {
	in, err := fsys.Open(file)
	if err != nil {
		return fmt.Errorf("read history: %w", err)
	}
	defer in.Close()
	h := historyReader{file: file, dataset: dataset, lists: lists, in: csv.NewReader(interruptible{ctx, in})}
	h.in.ReuseRecord = true
	for first := true; ; first = false {
		record, err := h.in.Read()
		switch {
		case errors.Is(err, io.EOF):
			return h.problems.Err()
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			h.broken(err)
			return h.problems.Err()
		case first && !slices.Equal(record, HistoryColumns):
			h.problems.Add(&diag.Problem{Pos: diag.Pos{File: file, Line: 1, Col: 1}, Code: "column-missing",
				Msg: "the columns are not those of a history", Hint: "write " + strings.Join(HistoryColumns, ",")})
			return h.problems.Err()
		case first:
			continue
		}
		if p, ok := h.past(record); ok && h.problems.Len() == 0 {
			if err := add(p); err != nil {
				return err
			}
		}
		if h.problems.Len() > maxListed {
			return h.problems.Err()
		}
	}
}

// historyReader reads the lines of one file.
type historyReader struct {
	file, dataset string
	lists         *codelist.Set
	in            *csv.Reader
	problems      diag.List
}

// broken reports text that is no CSV.
func (h *historyReader) broken(err error) {
	pos := diag.Pos{File: h.file}
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		pos.Line, pos.Col = parse.Line, parse.Column
		err = parse.Err
	}
	h.problems.Add(&diag.Problem{Pos: pos, Code: "csv-syntax", Msg: fmt.Sprintf("the line is no CSV: %v", err), Hint: "restore the file; paystats only appends to it", Err: err})
}

// past reads one record; ok is false after a problem.
func (h *historyReader) past(record []string) (p Past, ok bool) {
	before := h.problems.Len()
	p.Place.Dataset = h.dataset
	for i, to := range map[int]*string{17: &p.Confidence, 18: &p.Printed, 19: &p.Document, 20: &p.DocumentTitle, 21: &p.Place.Resource,
		22: &p.Place.File, 23: &p.Place.At, 24: &p.Note} {
		*to = record[i]
		if !isText(record[i]) {
			h.report(i, "text-encoding", fmt.Sprintf("the text %q is not UTF-8 or holds a NUL", clip(record[i])), "save the file as UTF-8")
		}
	}
	h.key(record, &p)
	h.number(record, &p)
	p.Vintage, p.Until = h.day(11, record[11]), h.day(26, record[26])
	if p.Reason = record[25]; !slices.Contains(HistoryReasons, p.Reason) {
		h.report(25, "value-unknown", fmt.Sprintf("reason %q is none", clip(p.Reason)), "write "+strings.Join(HistoryReasons, ", "))
	}
	return p, h.problems.Len() == before
}

// key reads the series key and the period.
func (h *historyReader) key(record []string, p *Past) {
	for i, f := range []struct {
		part part
		to   *string
	}{{partArea, &p.Area}, {partSegment, &p.Segment}, {partMeasure, &p.Measure}, {partTransformation, (*string)(&p.Transformation)},
		{partBaseMeasure, &p.BaseMeasure}, {partDimension, &p.Dimension}, {partMember, &p.Member}} {
		h.code(i, f.part, record[i], p.Dimension, f.to)
	}
	h.code(8, partPublisher, record[8], "", &p.Publisher)
	h.code(9, partScope, record[9], "", &p.Scope)
	unit, err := obs.ParseUnit(record[7])
	if p.Unit = unit.Unit; err != nil || string(unit.Unit) != record[7] {
		h.report(7, "unit-unknown", fmt.Sprintf("unit %q is unknown, or no base unit", clip(record[7])), "the history is in base units: CNY, count, ratio")
	}
	if p.Period, _, err = obs.ParsePeriod(record[10]); err != nil {
		h.report(10, "period-syntax", fmt.Sprintf("%q is not a period", clip(record[10])), "periods are written 2015, 2015-S1, 2015-Q3, 2015-09 or 2015-09-30")
	}
	p.Frequency = p.Period.Frequency()
}

// code reads one code; only ids are taken, since paystats writes no other.
func (h *historyReader) code(i int, part part, text, dimension string, to *string) {
	match, _, ok := part.code(h.lists, dimension, text)
	if *to = match.ID; !ok {
		h.report(i, "code-unknown", fmt.Sprintf("%s %q is unknown", part, clip(text)), part.hint(h.lists, dimension, text))
	}
}

// number reads the value with all that qualifies it.
func (h *historyReader) number(record []string, p *Past) {
	p.Status, p.Hedge = obs.Status(record[14]), obs.Hedge(record[15])
	if !slices.Contains(obs.Statuses, p.Status) {
		h.report(14, "value-unknown", fmt.Sprintf("status %q is none", clip(record[14])), "")
	}
	if !slices.Contains([]obs.Hedge{obs.Exact, obs.About, obs.Over, obs.Under}, p.Hedge) {
		h.report(15, "value-unknown", fmt.Sprintf("hedge %q is none", clip(record[15])), "write about, over, under or nothing")
	}
	var err error
	if p.Revision, err = strconv.Atoi(record[12]); err != nil || p.Revision < 0 {
		h.report(12, "number-syntax", fmt.Sprintf("revision %q is not a whole number from 0", clip(record[12])), "")
	}
	if p.Status == obs.Missing {
		if record[13] != "" {
			h.report(13, "status-value", "the status says that the value is missing, but there is one", "correct the status, or empty the value")
		}
		return
	}
	if p.Value, _, err = obs.ParseDecimal(record[13], 0); err != nil {
		h.report(13, "number-syntax", fmt.Sprintf("%q is not a number in base units", clip(record[13])), "")
	}
	if p.LastDigit, err = strconv.Atoi(record[16]); err != nil {
		h.report(16, "number-syntax", fmt.Sprintf("last_digit %q is not a whole number", clip(record[16])), "")
	}
}

// day reads a date, zero for "".
func (h *historyReader) day(i int, text string) time.Time {
	if text == "" {
		return time.Time{}
	}
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		h.report(i, "date-syntax", fmt.Sprintf("%s %q is not a date", HistoryColumns[i], clip(text)), "dates are written 2018-08-22; leave it empty when unknown")
	}
	return t
}

// report places a problem at a field of the record that was read last.
func (h *historyReader) report(field int, code, msg, hint string) {
	line, column := h.in.FieldPos(field)
	h.problems.Add(&diag.Problem{Pos: diag.Pos{File: h.file, Line: line, Col: column}, Code: code, Msg: msg, Hint: hint})
}
