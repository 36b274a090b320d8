package main

import (
	"fmt"

	"paystats/data/diag"
	"paystats/data/journal"
)

// complain prints what went wrong, problem by problem.
func (a *app) complain(err error) {
	sorted := problemsIn(err)
	a.noteProblems(sorted)
	a.progress("")
	switch {
	case a.json:
		a.sayProblems(sorted)
	case len(sorted) == 1 && sorted[0].Pos.File == "":
		fmt.Fprintf(a.stderr, "paystats: %s\n", sorted[0].Msg)
		if sorted[0].Hint != "" {
			fmt.Fprintf(a.stderr, "hint: %s\n", sorted[0].Hint)
		}
	default:
		diag.Write(a.stderr, sorted)
		fmt.Fprintf(a.stderr, "paystats: %s\n", diag.Count(sorted))
	}
}

// warn prints problems that did not keep the command from its work.
func (a *app) warn(warnings *diag.List) {
	sorted := warnings.Sorted()
	a.noteProblems(sorted)
	a.progress("")
	switch {
	case a.json:
		a.sayProblems(sorted)
	case !a.quiet:
		diag.Write(a.stderr, sorted)
	}
}

// note prints something to know that is no problem of a file: text on stderr, or with
// --json an object.
func (a *app) note(object map[string]any, format string, args ...any) {
	a.noteProblems([]*diag.Problem{{Msg: fmt.Sprintf(format, args...), Warning: true}})
	a.progress("")
	switch {
	case a.json:
		a.say(object, "")
	case !a.quiet:
		fmt.Fprintf(a.stderr, "warning: "+format+"\n", args...)
	}
}

// sayProblems prints problems as objects, for programs.
func (a *app) sayProblems(problems []*diag.Problem) {
	for _, p := range problems {
		a.say(journal.ProblemOf(p), "")
	}
}
