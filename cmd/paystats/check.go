package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"paystats/transform"
)

func (a *app) checkCommand() *cobra.Command {
	var strict bool
	c := &cobra.Command{
		Use:   "check [CHECK...]",
		Short: "List the cells that the data checks take for wrong, with the value that would fit",
		Long: `Prints what the data checks of the last run found: a line for each cell, with its place,
the value printed and the value that would fit; then, for each check, how much it looked
at. Nothing is written. Severities, thresholds and accepted findings are declared in
transform/checks.yaml; the exit code is 3 if a check of severity fail found something.`,
		Example: `  paystats check                  all checks
  paystats check check_jump       one of them
  paystats check --strict         warnings count as failures
  paystats check --json           one object a line`,
		RunE: func(c *cobra.Command, names []string) error {
			return a.within(c.Context(), func(ctx context.Context) error { return a.check(ctx, names, strict) })
		},
	}
	c.Flags().BoolVar(&strict, "strict", false, "take warnings for failures")
	return c
}

func (a *app) check(ctx context.Context, names []string, strict bool) error {
	audits, err := a.audits(ctx, names)
	if err != nil {
		return err
	}
	failed, warned := 0, 0
	for _, audit := range audits {
		for _, cell := range audit.Cells {
			a.sayCell(cell)
		}
		if audit.Severity == transform.Fail {
			failed += len(audit.Cells)
		} else {
			warned += len(audit.Cells)
		}
	}
	for _, audit := range audits {
		a.say(map[string]any{
			"check": audit.Check, "question": audit.Question, "severity": audit.Severity, "looked_at": audit.LookedAt, "found": len(audit.Cells),
		}, "%-16s  %4d of %6d  %s", audit.Check, len(audit.Cells), audit.LookedAt, audit.Question)
	}
	switch {
	case failed > 0:
		return fmt.Errorf("%w: %s", errChecks, counted(failed, "cell"))
	case strict && warned > 0:
		return fmt.Errorf("%w: strict, and %s warned of", errChecks, counted(warned, "cell"))
	}
	return nil
}

// audits reads the findings of the named checks, of all if there are no names.
func (a *app) audits(ctx context.Context, names []string) ([]transform.Audited, error) {
	w, err := a.workspace()
	if err != nil {
		return nil, err
	}
	in, err := readInputs(ctx, w)
	if err != nil {
		return nil, err
	}
	db, err := a.reader(ctx, w)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	for _, d := range in.datasets {
		stored, err := db.Fingerprint(ctx, d.Name)
		if err != nil {
			return nil, err
		}
		if stored != d.fingerprint {
			a.note(map[string]any{"outdated": d.Name}, "dataset %s has changed since the last run; `paystats report` brings the warehouse up to date", d.Name)
		}
	}
	audits, err := transform.Findings(ctx, db, in.models)
	if err != nil {
		return nil, err
	}
	if len(audits) == 0 {
		return nil, &usageError{msg: "the data checks have not run yet", hint: "run `paystats transform` or `paystats report` first"}
	}
	if len(names) == 0 {
		return audits, nil
	}
	byName, known := map[string]transform.Audited{}, make([]string, len(audits))
	for i, audit := range audits {
		byName[audit.Check], known[i] = audit, audit.Check
	}
	var asked []transform.Audited
	for _, name := range names {
		audit, ok := byName[name]
		if !ok {
			return nil, unknown("check", name, known, "paystats check")
		}
		asked = append(asked, audit)
	}
	return asked, nil
}

// sayCell prints one cell that a check takes for wrong.
func (a *app) sayCell(c transform.Cell) {
	expected := ""
	if c.Expected != "" {
		expected = "; expected " + c.Expected
	}
	a.say(map[string]any{
		"check": c.Check, "severity": c.Severity, "place": c.Place, "dataset": c.Dataset, "observation": c.Observation, "series": c.Series,
		"printed": c.Printed, "problem": c.Problem, "expected": c.Expected,
	}, "%s: %s: %s (%s): %s%s [%s, observation %d]", c.Place, c.Severity, c.Printed, c.Series, c.Problem, expected, c.Check, c.Observation)
}
