package ingest_test

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"paystats/data/obs"
	"paystats/ingest"
)

// glued has a footnote's number in front of a value, 亿 for 万亿, a value that is no number,
// and a row of another member.
const glued = header + "2013Q1,Acme,461.10,亿元\n2013Q2,Acme,9470.90,亿元\n2013Q3,Acme,48.2,亿元\n2013Q4,Acme,6543.8+06,亿元\n2013Q1,Birch,5,亿元\n"

// corrected reads glued with corrections; paystats is more of the resource's block.
func corrected(t testing.TB, corrections, paystats string) outcome {
	t.Helper()
	return read(t, dataset(describe("path: f.csv", plain+"corrections: corrections.yaml\n"+paystats),
		map[string]string{"f.csv": glued, "corrections.yaml": corrections}))
}

// notes prints member, period, value, printed text and note.
func notes(rows []obs.Observation) (lines []string) {
	for _, o := range rows {
		lines = append(lines, strings.TrimSpace(fmt.Sprintf("%s %s %s %q %s%s %s", o.Member, o.Period, o.Value, o.Printed, o.Status, o.Confidence, o.Note)))
	}
	return lines
}

const brokenDrop = `- {at: "f.csv:5:3", expect: 6543.8+06 亿元, do: drop, reason: corrupted digits, status: confirmed}
`

// A footnote glued to the front of a figure is told by its neighbours only; once declared,
// the value is right, the print stays, and the note says what was done.
func TestCorrectionFootnoteGlued(t *testing.T) {
	out := corrected(t, brokenDrop+`- at: f.csv:3:3
  expect: 9470.90 亿元
  do: override
  value: 470.90
  reason: footnote 9 is glued to the figure
  status: confirmed
`, "")
	want := []string{
		`acme 2013-Q1 46110000000 "461.10 亿元" A`,
		`acme 2013-Q2 47090000000 "9470.90 亿元" A corrected: 9470.90 亿元 → 470.90: footnote 9 is glued to the figure (confirmed)`,
		`acme 2013-Q3 4820000000 "48.2 亿元" A`,
		`birch 2013-Q1 500000000 "5 亿元" A`,
	}
	if got := notes(out.rows); !slices.Equal(got, want) || out.err != nil {
		t.Errorf("%v\n%s", out.err, strings.Join(got, "\n"))
	}
	r := out.summary.Rejects
	if len(r) != 1 || r[0].Code != "corrected-drop" || r[0].Place.At != "5:3" || r[0].Message != "dropped: corrupted digits (confirmed)" || r[0].Printed != "6543.8+06 亿元" {
		t.Errorf("rejects %+v", r)
	}
}

// 亿 where 万亿 is meant: the cell is found by its key, and scaled exactly.
func TestCorrectionUnitTypo(t *testing.T) {
	out := corrected(t, brokenDrop+`- match: {period: 2013Q3, member: 阿克米, measure: tx_value, publisher: bureau, vintage: unknown, revision: 0}
  expect: "48.2"
  do: scale
  by: 10
  set: {status: E, confidence: low}
  reason: the table above prints 482
  status: erratum
  source: https://www.example.org/erratum
`, "")
	want := `acme 2013-Q3 48200000000 "48.2 亿元" Elow corrected: 48.2 亿元 × 10: the table above prints 482 (erratum, https://www.example.org/erratum)`
	if got := notes(out.rows); len(got) != 4 || got[2] != want || out.err != nil || out.rows[2].LastDigit != 8 {
		t.Errorf("%v, %+v\n%s", out.err, out.rows[2].LastDigit, strings.Join(got, "\n"))
	}
}

// A flag changes nothing but the note; neither does what is only proposed.
func TestCorrectionsThatChangeNothing(t *testing.T) {
	out := corrected(t, `- {at: "3:3", expect: "9470.90", do: flag, set: {confidence: low}, reason: looks glued, status: confirmed}
- {at: "data/sets/demo/f.csv:2:3", expect: "461.10", do: override, value: 61.10, reason: may be glued, status: proposed}
- {at: "f.csv:4:3", expect: "48.2", do: drop, reason: odd, status: proposed}
- {match: {member: birch}, expect: "5", do: scale, by: 100, set: {status: E}, reason: odd, status: proposed}
`, "max_rejects: 1\n")
	want := []string{
		`acme 2013-Q1 46110000000 "461.10 亿元" A correction not applied: 461.10 亿元 → 61.10: may be glued (proposed)`,
		`acme 2013-Q2 947090000000 "9470.90 亿元" Alow flagged: looks glued (confirmed)`,
		`acme 2013-Q3 4820000000 "48.2 亿元" A correction not applied: 48.2 亿元 dropped: odd (proposed)`,
		`birch 2013-Q1 500000000 "5 亿元" A correction not applied: 5 亿元 × 100: odd (proposed)`,
	}
	if got := notes(out.rows); !slices.Equal(got, want) || out.err != nil {
		t.Errorf("%v\n%s", out.err, strings.Join(got, "\n"))
	}
}

// An entry may stand for several cells, if it says how many; one may mend a cell that could not be read.
func TestCorrectionsOfSeveralCells(t *testing.T) {
	out := corrected(t, `- {match: {member: Acme}, hits: 4, expect: ["461.10", "9470.90", "48.2", "6543.8+06"], do: override, value: 0.5, unit: 万亿元, reason: shown by a test, status: confirmed}
`, "")
	if len(out.rows) != 5 || out.rows[3].Value.String() != "500000000000" || out.err != nil {
		t.Errorf("%v\n%s", out.err, strings.Join(notes(out.rows), "\n"))
	}
}

// Places of other formats are written as they are printed.
func TestCorrectionPlaces(t *testing.T) {
	rows := sameTable()
	for place, f := range map[string]sameFile{
		"f.xlsx:Sheet1!C2":            {resource: "path: f.xlsx", data: sameWorkbook(t, 1)},
		"f.html:table2/row2/cell3":    {resource: "path: f.html", data: page(rows), more: "table: 2\n"},
		"f.ndjson:1/value":            {resource: "path: f.ndjson", data: objects(rows)},
		"f.json#/0/value":             {resource: "path: f.json", data: `[{"period":"2015Q1","provider":"Acme","value":"1000.1","unit":"亿元"}]`},
		"data/sets/demo/f.tsv:2:3":    {resource: "path: f.tsv", data: joined(rows, "\t")},
		"f.zip/a/f.csv:2:3":           {resource: "path: f.zip", data: zipped(t, "a/f.csv", joined(rows, ","))},
		"data/sets/demo/f.csv.gz#2:3": {resource: "path: f.csv.gz", data: gzipped(t, joined(rows, ","))},
	} {
		name := strings.Fields(f.resource)[1]
		out := read(t, dataset(describe(f.resource, plain+f.more+"corrections: c.yaml\n"), map[string]string{name: f.data,
			"c.yaml": fmt.Sprintf("- {at: %q, expect: \"1000.1\", do: flag, reason: seen, status: confirmed}", place)}))
		if out.err != nil || out.rows[0].Note != "flagged: seen (confirmed)" || len(out.rows) > 1 && out.rows[1].Note != "" {
			t.Errorf("%s: %v", place, out.err)
		}
	}
}

// The file is an input like any other: what it says changes the fingerprint.
func TestCorrectionsChangeTheFingerprint(t *testing.T) {
	sums := map[string]bool{}
	for _, text := range []string{brokenDrop, strings.Replace(brokenDrop, "corrupted", "garbled", 1)} {
		d := mustOpen(t, dataset(describe("path: f.csv", plain+"corrections: fix/c.yaml\n"), map[string]string{"f.csv": glued, "fix/c.yaml": text}))
		if !slices.Contains(d.Files(), dir+"/fix/c.yaml") {
			t.Errorf("files %q", d.Files())
		}
		sum, err := d.Fingerprint(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		sums[sum] = true
	}
	if len(sums) != 2 {
		t.Error("both texts have one fingerprint")
	}
}

// badCorrections are corrections of glued that are refused.
func badCorrections() []badFile {
	entry := func(text string) string {
		return "- {" + text + ", reason: why, status: confirmed}\n"
	}
	return []badFile{
		{"no list", "", "at: 1"},
		{"broken YAML", "", "- {at: [}"},
		{"keys that are not known or missing", "", "- {att: \"2:3\"}\n- {}\n- 7\n"},
		{"words that mean nothing", "", "- {at: \"2:3\", expect: x, do: delete, reason: why, status: sure}\n"},
		{"an erratum without its source", "", "- {at: \"5:3\", expect: 6543.8+06, do: drop, reason: why, status: erratum}\n"},
		{"neither at nor match, and both", "", entry(`expect: x, do: flag`) + entry(`at: "2:3", match: {member: acme}, expect: x, do: flag`)},
		{"an empty match", "", entry(`match: {}, expect: x, do: flag`)},
		{"a match of what is no key", "", entry(`match: {value: 1}, expect: x, do: flag`)},
		{"codes and periods that are unknown", "", entry(`match: {member: acmee, period: 2013Q5, vintage: soon}, expect: x, do: flag`)},
		{"deeds without what they need", "", entry(`at: "2:3", expect: x, do: override`) + entry(`at: "3:3", expect: x, do: scale, value: 1`)},
		{"factors that are none", "", entry(`at: "2:3", expect: x, do: scale, by: 0`) + entry(`at: "3:3", expect: x, do: scale, by: 1/3`)},
		{"something to set on what is dropped", "", entry(`at: "5:3", expect: 6543.8+06, do: drop, set: {confidence: low}`)},
		{"status M on a value", "", entry(`at: "2:3", expect: x, do: flag, set: {status: M}`)},
		{"stale", "", brokenDrop + entry(`at: "3:3", expect: 9470.9, do: override, value: 470.90`)},
		{"unused place", "", brokenDrop + entry(`at: f.csv:9:3, expect: x, do: drop`)},
		{"a byte column for a column number", "", brokenDrop + entry(`at: f.csv:3:13, expect: "9470.90", do: drop`)},
		{"the byte of a refused cell", "", entry(`at: f.csv:5:13, expect: 6543.8+06, do: override, value: 6543.8`)},
		{"unused match", "", brokenDrop + entry(`match: {member: cedar}, expect: x, do: drop`)},
		{"more cells than said", "", brokenDrop + entry(`match: {period: 2013Q1}, expect: ["461.10", "5"], do: flag`)},
		{"one place twice", "", brokenDrop + entry(`at: "3:3", expect: "9470.90", do: flag`) + entry(`at: f.csv:3:3, expect: "9470.90", do: drop`)},
		{"place and match of one cell", "", brokenDrop + entry(`at: "3:3", expect: "9470.90", do: flag`) + entry(`match: {period: 2013Q2}, expect: "9470.90", do: drop`)},
		{"a value that is no number", "", brokenDrop + entry(`at: "3:3", expect: "9470.90", do: override, value: 470.90万人次`)},
		{"a multiplier too many", "", brokenDrop + entry(`at: "3:3", expect: "9470.90", do: override, value: 0.04709万亿元`)},
		{"a unit that is none, and one on a flag", "", entry(`at: "3:3", expect: "9470.90", do: override, value: 1, unit: groats`) + entry(`at: "2:3", expect: "461.10", do: flag, unit: 亿元`)},
		{"a product that is too long", "", brokenDrop + entry(`at: "3:3", expect: "9470.90", do: scale, by: 0.000000001`) + entry(`at: "2:3", expect: "461.10", do: scale, by: 123456789012345678901`)},
	}
}

// Every mistake in a file of corrections, and every correction that does not fit the data,
// is refused with its place.
func TestBadCorrections(t *testing.T) {
	var said bytes.Buffer
	for _, f := range badCorrections() {
		said.WriteString("== " + f.name + "\n")
		list := refused(t, f.name, dataset(describe("path: f.csv", plain+"corrections: corrections.yaml\n"),
			map[string]string{"f.csv": glued, "corrections.yaml": f.data}))
		sayProblems(t, &said, f.name, list)
	}
	list := refused(t, "no file", dataset(describe("path: f.csv", plain+"corrections: corrections.yaml\n"), map[string]string{"f.csv": glued}))
	said.WriteString("== no such file\n")
	sayProblems(t, &said, "no such file", list)
	compare(t, "bad/corrections.golden", bytes.ReplaceAll(said.Bytes(), []byte(dir+"/"), nil))
}

// Whatever a file of corrections holds, reading with it ends, and the account is right.
func FuzzCorrections(f *testing.F) {
	for _, bad := range badCorrections() {
		f.Add(bad.data)
	}
	f.Add(brokenDrop + "- {match: {period: 2013Q3, member: acme}, expect: \"48.2\", do: scale, by: 1e3, set: {status: E}, reason: x, status: erratum, source: y}\n")
	set := mustLists(f)
	f.Fuzz(func(t *testing.T, text string) {
		d, err := ingest.Open(dataset(describe("path: f.csv", plain+"corrections: c.yaml\nmax_rejects: 5\n"), map[string]string{"f.csv": glued, "c.yaml": text}), dir)
		if err != nil {
			problems(t, err)
			return
		}
		sum, err := d.Read(t.Context(), set, func(obs.Observation) error { return nil })
		if err == nil && sum.RowsIn != 5 || sum.RowsIn != sum.Loaded+len(sum.Rejects) {
			t.Errorf("%+v", sum)
		}
		if err != nil {
			problems(t, err)
		}
	})
}
