package main

import (
	"errors"
	"fmt"

	"paystats/data/diag"
)

// complain prints what went wrong, problem by problem.
func (a *app) complain(err error) {
	problems := new(diag.List)
	var list *diag.List
	if errors.As(err, &list) {
		problems.Merge(list)
	} else {
		problems.Add(&diag.Problem{Msg: err.Error(), Hint: nextStep(err)})
	}
	sorted := problems.Sorted()
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
	switch sorted := warnings.Sorted(); {
	case a.json:
		a.sayProblems(sorted)
	case !a.quiet:
		diag.Write(a.stderr, sorted)
	}
}

// note prints something to know that is no problem of a file: text on stderr, or with
// --json an object.
func (a *app) note(object map[string]any, format string, args ...any) {
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
		a.say(map[string]any{
			"problem": p.Msg, "code": p.Code, "file": p.Pos.File, "line": p.Pos.Line, "column": p.Pos.Col,
			"pointer": p.Pos.Pointer, "shape": p.Pos.Shape, "hint": p.Hint, "warning": p.Warning,
		}, "")
	}
}
