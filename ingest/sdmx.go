package ingest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// sdmxFormat is SDMX-CSV, 1.0 and 2.0: delimited text whose header and cells may carry labels
// behind the codes (labels=both), and whose rows may say what to do with them (ACTION).
// Label columns of their own (labels=name) are columns like any other.
const sdmxFormat = `sdmx-csv`

// sdmxMissing are the texts that stand for no value in SDMX-CSV; the colon is Eurostat's.
var sdmxMissing = []string{"", "NaN", ":"}

// sdmxTable is what the header of an SDMX-CSV says of its cells.
type sdmxTable struct {
	labelled []bool // columns whose cells are CODE: Label
	action   int    // of 2.0; -1 for none
}

var (
	// sdmxName matches a header: the component, what separates its several values, its label.
	sdmxName = regexp.MustCompile(`^([A-Za-z_@$][A-Za-z0-9_@$.-]*)(?:\[.?\])?(: ?\S.*)?$`)
	// sdmxText matches components of free text, which may hold ": " themselves.
	sdmxText = regexp.MustCompile(`(?i)^TITLE|TITLE$|COMMENT|NOTE|COMPILATION|DESCRIPTION`)
)

// isSDMX says why a header is one of SDMX-CSV; "" if it is not.
func isSDMX(header []string) string {
	labelled := 0
	for _, name := range header {
		if found := sdmxName.FindStringSubmatch(strings.TrimSpace(name)); found != nil && found[2] != "" {
			labelled++
		}
	}
	switch first, _, _ := strings.Cut(strings.TrimSpace(header[0]), ":"); {
	case first == "DATAFLOW" || first == "STRUCTURE":
		return fmt.Sprintf("the header begins with %s, as SDMX-CSV does", first)
	case labelled > 1 && labelled*2 >= len(header):
		return fmt.Sprintf("%d of %d columns are named CODE: Label, as in SDMX-CSV", labelled, len(header))
	case slices.Contains(header, "TIME_PERIOD") && slices.Contains(header, "OBS_VALUE"):
		return "the header has TIME_PERIOD and OBS_VALUE, as SDMX-CSV has"
	}
	return ""
}

// header returns the components' names without their labels.
func (s *sdmxTable) header(names []string) []string {
	out := slices.Clone(names)
	s.labelled, s.action = make([]bool, len(names)), -1
	for i, name := range names {
		found := sdmxName.FindStringSubmatch(strings.TrimSpace(name))
		if found == nil {
			continue
		}
		out[i] = found[1]
		s.labelled[i] = found[2] != "" && !sdmxText.MatchString(out[i])
		if out[i] == "ACTION" {
			s.action = i
		}
	}
	return out
}

// record cuts the labels from a record's cells. A fault refuses the record.
func (s *sdmxTable) record(record []string) *fault {
	for i, text := range record[:min(len(record), len(s.labelled))] {
		if code, _, found := strings.Cut(text, ": "); s.labelled[i] && found && !strings.Contains(strings.TrimSpace(code), " ") {
			record[i] = code
		}
	}
	if s.action < 0 || s.action >= len(record) {
		return nil
	}
	action, _, _ := strings.Cut(record[s.action], ": ")
	switch action = strings.TrimSpace(action); action {
	case "", "I", "A", "R", "M": // information, append, replace, merge
		return nil
	case "D":
		return &fault{code: "sdmx-action", msg: "the row deletes what another file printed", hint: "values are never deleted: leave the row out, and load the file that replaces them", cell: -1}
	default:
		return &fault{code: "sdmx-action", msg: fmt.Sprintf("ACTION %q is unknown", clip(action)), hint: "actions are I, A, R, M and D", cell: -1}
	}
}
