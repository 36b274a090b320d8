// Package journal keeps what runs did, for people and for programs that watch over paystats.
//
// A Run goes in when it has ended, well or not; out come run.json, the last one, and the
// folder runs with one file each, of which the newest are kept. Every file is written
// beside and renamed, so that a reader never sees half of one. This is where the clock, the
// machine and durations have their place: nothing of it reaches a report.
package journal

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"paystats/data/diag"
)

// Name is the file of the last run in a state folder; folder holds those that are kept.
const (
	Name   = "run.json"
	folder = "runs"
)

// Run is what one run did. Lists are empty where it did not come so far.
type Run struct {
	Command    string    `json:"command"`   // report, ingest or transform
	Asked      []string  `json:"asked"`     // pages, datasets or models that were named
	Workspace  string    `json:"workspace"` // folder; "" is the one built in
	Program    string    `json:"program"`   // versions of paystats, Go and the engine's driver
	Go         string    `json:"go"`
	Engine     string    `json:"engine"`
	PID        int       `json:"pid"`
	Started    time.Time `json:"started"` // UTC
	Seconds    float64   `json:"seconds"`
	PeakMemory int64     `json:"peak_memory_bytes"` // resident; 0 where the system does not say
	Exit       int       `json:"exit"`
	Changed    bool      `json:"changed"` // the report, or without one the warehouse, is another than before
	Output     string    `json:"output,omitempty"`
	Digest     string    `json:"digest,omitempty"` // file that says what changed, as text
	Steps      []Step    `json:"steps"`
	Inputs     []Input   `json:"inputs"`
	Loads      []Load    `json:"loads"`
	Models     Models    `json:"models"`
	Checks     Checks    `json:"checks"`
	Pages      []string  `json:"pages"`
	Charts     int       `json:"charts"`
	Drawn      int       `json:"drawn"` // charts that were drawn anew as pictures
	Problems   []Problem `json:"problems"`
}

// MarshalJSON writes lists that hold nothing as [], which programs can count.
func (r Run) MarshalJSON() ([]byte, error) {
	type plain Run // has no MarshalJSON
	r.Asked, r.Pages, r.Models.Ran = orEmpty(r.Asked), orEmpty(r.Pages), orEmpty(r.Models.Ran)
	r.Checks.Failed, r.Checks.Warned = orEmpty(r.Checks.Failed), orEmpty(r.Checks.Warned)
	r.Steps, r.Inputs, r.Loads, r.Problems = orEmpty(r.Steps), orEmpty(r.Inputs), orEmpty(r.Loads), orEmpty(r.Problems)
	return json.Marshal(plain(r))
}

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// Step is a part of the work.
type Step struct {
	Name    string  `json:"step"`
	Seconds float64 `json:"seconds"`
}

// Input is one thing that the run was made from.
type Input struct {
	Kind string `json:"kind"` // dataset, codelists, models or page
	Name string `json:"name,omitempty"`
	Hash string `json:"hash"` // SHA-256, hex
}

// Load is what became of a dataset. Counts are of cells, and 0 where nothing changed.
type Load struct {
	Dataset    string `json:"dataset"`
	Changed    bool   `json:"changed"`
	RowsIn     int    `json:"rows_in"` // loaded + rejected
	Loaded     int    `json:"loaded"`
	Rejected   int    `json:"rejected"`
	New        int    `json:"new"`
	Superseded int    `json:"superseded"`
}

// Models says which models ran.
type Models struct {
	Ran       []string `json:"ran"`
	Unchanged int      `json:"unchanged"`
}

// Checks counts the data checks that stand behind the tables.
type Checks struct {
	Run    int      `json:"run"`
	Failed []string `json:"failed"` // model: check
	Warned []string `json:"warned"`
}

// Problem is a problem as programs read it.
type Problem struct {
	Problem string `json:"problem"`
	Code    string `json:"code"`
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Pointer string `json:"pointer"`
	Shape   string `json:"shape"`
	Hint    string `json:"hint"`
	Warning bool   `json:"warning"`
}

// ProblemOf returns a problem as programs read it.
func ProblemOf(p *diag.Problem) Problem {
	return Problem{p.Msg, p.Code, p.Pos.File, p.Pos.Line, p.Pos.Col, p.Pos.Pointer, p.Pos.Shape, p.Hint, p.Warning}
}

// Write makes r the last run of a state folder, and drops all but the newest ones. r is the newest,
// even if the clock went back.
func Write(state string, r Run, keep int) error {
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return fmt.Errorf("write run record: %w", err)
	}
	runs := filepath.Join(state, folder)
	if err := os.MkdirAll(runs, 0o755); err != nil {
		return fmt.Errorf("write run record: %w", err)
	}
	own := fmt.Sprintf("%s-%d.json", r.Started.UTC().Format("20060102T150405.000000Z"), r.PID)
	for _, path := range []string{filepath.Join(runs, own), filepath.Join(state, Name)} {
		if err := replace(path, append(text, '\n')); err != nil {
			return fmt.Errorf("write run record: %w", err)
		}
	}
	names, err := list(state)
	if err != nil {
		return err
	}
	names = slices.DeleteFunc(names, func(name string) bool { return name == own })
	for _, name := range names[:max(len(names)-keep+1, 0)] {
		if err := os.Remove(filepath.Join(runs, name)); err != nil && !errors.Is(err, fs.ErrNotExist) { // another run may have been faster
			return fmt.Errorf("drop old run record: %w", err)
		}
	}
	return nil
}

// replace writes a file beside and renames it.
func replace(path string, content []byte) error {
	part := fmt.Sprintf("%s.%d.part", path, os.Getpid())
	if err := os.WriteFile(part, content, 0o644); err != nil {
		return errors.Join(err, os.RemoveAll(part))
	}
	return os.Rename(part, path)
}

// list returns the names of the runs that are kept, the oldest first.
func list(state string) ([]string, error) {
	entries, err := os.ReadDir(filepath.Join(state, folder))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("list runs: %w", err)
	}
	var names []string
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".json") {
			names = append(names, e.Name())
		}
	}
	slices.Sort(names) // they begin with the time
	return names, nil
}

// Read returns the runs that are kept, the newest first. A file that is not readable is left out.
func Read(state string) ([]Run, error) {
	names, err := list(state)
	if err != nil {
		return nil, err
	}
	slices.Reverse(names)
	var runs []Run
	for _, name := range names {
		var r Run
		text, err := os.ReadFile(filepath.Join(state, folder, name))
		if err == nil && json.Unmarshal(text, &r) == nil {
			runs = append(runs, r)
		}
	}
	return runs, nil
}
