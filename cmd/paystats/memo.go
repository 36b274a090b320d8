package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"paystats/data/diag"
	"paystats/data/warehouse"
	"paystats/data/workspace"
	"paystats/transform"
)

// memo is what runs left for the next one: what the warehouse and the report were made
// from, so that what would come out the same is not done again. Nothing of it reaches the
// report. What a run did is told by its run record (recorded.go).
type memo struct {
	Program   string            `json:"program"`   // the executable that wrote it
	Warehouse string            `json:"warehouse"` // stamp of the file that Loaded and Models speak of
	Loaded    string            `json:"loaded"`    // hash of everything that the datasets were loaded from
	Newest    map[string]string `json:"newest"`    // day of the newest figure, by dataset
	Models    modelRun          `json:"models"`
	Report    reportRun         `json:"report"`
}

// modelRun is a run of the models, and what another one would say.
type modelRun struct {
	Request string           `json:"request"` // hash of the models, those asked for, and the cut
	Result  transform.Result `json:"result"`
	Undated []undated        `json:"undated"`
}

// reportRun is a report that was written.
type reportRun struct {
	Request  string         `json:"request"`  // hash of everything that it was made from
	Output   string         `json:"output"`   // absolute path
	Stamp    string         `json:"stamp"`    // of the files as they were written
	Strict   bool           `json:"strict"`   // it was made with --strict
	Warnings []diag.Problem `json:"warnings"` // claims that the data did not bear out
	Claims   []falseClaim   `json:"claims"`   // these claims, each once
	Untold   bool           `json:"untold"`   // the command of --on-change has not been run, or has failed
}

func memoPath(w *workspace.Workspace) string { return filepath.Join(w.State, "memo.json") }

// readMemo returns what still holds of the memo: nothing if another program wrote it,
// and nothing of a warehouse that is not the one in place.
func readMemo(w *workspace.Workspace) memo {
	var r memo
	text, err := os.ReadFile(memoPath(w))
	if err != nil || json.Unmarshal(text, &r) != nil || r.Program != programStamp() {
		return memo{}
	}
	if stamp := warehouse.Stamp(w.State); stamp == "" || stamp != r.Warehouse {
		return memo{Report: r.Report}
	}
	return r
}

// writeMemo keeps what is known of the warehouse with the stamp, and of the report.
func writeMemo(w *workspace.Workspace, stamp string, r memo) error {
	r.Program, r.Warehouse = programStamp(), stamp
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return fmt.Errorf("write memo: %w", err)
	}
	if err := replaceFile(memoPath(w), append(text, '\n')); err != nil {
		return fmt.Errorf("write memo: %w", err)
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

// keep returns problems as a memo holds them.
func keep(problems *diag.List) []diag.Problem {
	var kept []diag.Problem
	for _, p := range problems.Sorted() {
		kept = append(kept, *p)
	}
	return kept
}

// warnings returns the problems that the memo holds.
func (r reportRun) warnings() *diag.List {
	list := new(diag.List)
	for i := range r.Warnings {
		list.Add(&r.Warnings[i])
	}
	return list
}
