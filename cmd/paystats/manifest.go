package main

import (
	"context"
	"fmt"

	"paystats/data/warehouse"
	"paystats/reports/output"
	"paystats/transform"
)

// manifest describes the report that a job makes, from what the warehouse holds: a
// first run and one that found most of its work done give the same manifest.
func (j *reportJob) manifest(ctx context.Context, db *warehouse.DB, result transform.Result) (output.Manifest, error) {
	m := output.Manifest{Version: programVersion(), Request: j.request, AsOf: j.asOf, Publisher: j.publisher}
	loads, err := db.Query(ctx, "SELECT dataset, fingerprint, rows_in, loaded, rejected FROM load ORDER BY dataset")
	if err != nil {
		return m, fmt.Errorf("describe datasets: %w", err)
	}
	for row := range loads.Rows() {
		m.Datasets = append(m.Datasets, output.Dataset{
			Name: loads.Text("dataset", row), Fingerprint: loads.Text("fingerprint", row),
			RowsIn: loads.Int("rows_in", row), Loaded: loads.Int("loaded", row), Rejected: loads.Int("rejected", row),
		})
	}
	m.Checks.Run = result.Checks
	for _, f := range result.Findings {
		name := f.Model + ": " + f.Check
		if f.Severity == transform.Fail {
			m.Checks.Failed = append(m.Checks.Failed, name)
		} else {
			m.Checks.Warned = append(m.Checks.Warned, name)
		}
	}
	return m, nil
}
