package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"paystats/data/diag"
	"paystats/data/workspace"
)

// record is what the last report run left for the next one and for people. It holds
// the clock and the machine; nothing of it reaches the report.
type record struct {
	Request  string         `json:"request"`  // hash of everything that the report was made from
	Program  string         `json:"program"`  // the executable that made it
	Output   string         `json:"output"`   // absolute path
	Strict   bool           `json:"strict"`   // it was made with --strict
	Warnings []diag.Problem `json:"warnings"` // claims that the data did not bear out
	Finished time.Time      `json:"finished"`
	Seconds  float64        `json:"seconds"`
}

func recordPath(w *workspace.Workspace) string { return filepath.Join(w.State, "run.json") }

// readRecord returns the record of the last run, an empty one if there is none.
func readRecord(w *workspace.Workspace) record {
	var r record
	text, err := os.ReadFile(recordPath(w))
	if err != nil || json.Unmarshal(text, &r) != nil {
		return record{}
	}
	return r
}

func writeRecord(w *workspace.Workspace, r record) error {
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return fmt.Errorf("write run record: %w", err)
	}
	part := recordPath(w) + ".part"
	if err := os.WriteFile(part, append(text, '\n'), 0o644); err != nil {
		return fmt.Errorf("write run record: %w", err)
	}
	if err := os.Rename(part, recordPath(w)); err != nil {
		return fmt.Errorf("write run record: %w", err)
	}
	return nil
}

// programStamp tells one build of the program from another, by size and time of the
// executable, so that a rebuilt program never takes old output for its own.
func programStamp() string {
	path, err := os.Executable()
	if err != nil {
		return ""
	}
	info, err := os.Stat(path)
	if err != nil {
		return ""
	}
	return fmt.Sprintf("%s %d %d", programVersion(), info.Size(), info.ModTime().UnixNano())
}

// keep returns problems as a record holds them.
func keep(problems *diag.List) []diag.Problem {
	var kept []diag.Problem
	for _, p := range problems.Sorted() {
		kept = append(kept, *p)
	}
	return kept
}

// warnings returns the problems that the record holds.
func (r record) warnings() *diag.List {
	list := new(diag.List)
	for i := range r.Warnings {
		list.Add(&r.Warnings[i])
	}
	return list
}
