package main

import (
	"context"
	"strings"

	"paystats/data/frame"
	"paystats/data/warehouse"
	"paystats/data/workspace"
	"paystats/reports/chart"
	"paystats/reports/document"
)

// explaining is the explanation of something on a page.
type explaining struct {
	*app
	workspace *workspace.Workspace
	db        *warehouse.DB
	doc       document.Document
}

// point explains a point of a chart.
func (a explaining) point(ctx context.Context, at address, spec chart.Spec, p chart.Point) error {
	db := a.db
	row, err := rowBehind(ctx, db, at, spec.Origin, p)
	if err != nil {
		return err
	}
	columns := []string{spec.Origin.Column, strings.TrimSuffix(spec.Origin.Column, "_low") + "_high"}
	if a.json {
		a.say(map[string]any{"point": at.String(), "value": p.Value, "printed": p.Text, "why": p.Why, "metric": spec.Origin.Metric}, "")
	} else if err := a.sayPoint(ctx, at, spec, p); err != nil {
		return err
	}
	if row != nil {
		if err := a.sayArithmetic(ctx, db, spec.Origin.Table, row, columns...); err != nil {
			return err
		}
	}
	if p.Value == nil && p.Sign == "" && len(p.Inputs) == 0 {
		return nil // a hole, whose reason is said
	}
	return a.sayMadeOf(ctx, spec.Origin, []string{at.Member, at.Period}, p.Inputs)
}

// sayPoint prints what a point shows, and the metric that it is of.
func (a explaining) sayPoint(ctx context.Context, at address, spec chart.Spec, p chart.Point) error {
	a.field("point", at.String())
	a.field("value", p.Text)
	if p.Value != nil {
		a.field("exactly", frame.Format(*p.Value))
	}
	if p.Why != "" {
		a.field("remark", p.Why)
	}
	return a.explainOrigin(ctx, a.db, spec.Origin)
}
