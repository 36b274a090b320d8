package transform

import (
	"context"
	"encoding/json"
	"math"

	"paystats/data/warehouse"
)

// steps are what SQL cannot say. Each fills columns of a model's table that its SELECT
// declares and leaves NULL; runnerVersion is to be raised when one gives other numbers.
var steps = map[string]func(ctx context.Context, db *warehouse.DB, table string) error{
	"stl": adjustSeasonally,
}

// stepRows is how many rows go back to the engine at once.
const stepRows = 200_000

// adjusted is what adjustSeasonally knows of one row of the table.
type adjusted struct {
	Row      int64   `json:"row"`
	Adjusted float64 `json:"adjusted"`
	Trend    float64 `json:"trend"`
	Seasonal float64 `json:"seasonal"`
}

// adjustSeasonally fills seasonally_adjusted, trend and seasonal of the rows that have no
// reason against it, span by span: value = trend x seasonal x remainder, taken apart by
// STL on logarithms. Each span must hold positive values without gaps.
func adjustSeasonally(ctx context.Context, db *warehouse.DB, table string) error {
	f, err := db.Query(ctx, `SELECT rowid AS "row", CAST(value AS DOUBLE) AS value, CASE frequency WHEN 'Q' THEN 4 ELSE 12 END AS per_year,
		dense_rank() OVER (ORDER BY market, measure, publisher, scope, frequency, member, span_start) AS span
		FROM `+quoted(table)+` WHERE reason IS NULL ORDER BY span, period_start`)
	if err != nil {
		return err
	}
	var rows []adjusted
	for start := 0; start < f.Rows(); {
		end := start
		var logs []float64
		for ; end < f.Rows() && f.Int("span", end) == f.Int("span", start); end++ {
			value, _ := f.Float("value", end)
			logs = append(logs, math.Log(value))
		}
		seasonal, trend := newSTL(int(f.Int("per_year", start))).decompose(logs)
		for i := range logs {
			rows = append(rows, adjusted{f.Int("row", start+i), math.Exp(logs[i] - seasonal[i]), math.Exp(trend[i]), math.Exp(seasonal[i])})
		}
		if start = end; len(rows) >= stepRows || end == f.Rows() {
			if err := storeAdjusted(ctx, db, table, rows); err != nil {
				return err
			}
			rows = rows[:0]
		}
	}
	return nil
}

func storeAdjusted(ctx context.Context, db *warehouse.DB, table string, rows []adjusted) error {
	text, err := json.Marshal(rows)
	if err != nil {
		return err
	}
	return db.Exec(ctx, "UPDATE "+quoted(table)+` SET seasonally_adjusted = s.adjusted, trend = s.trend, seasonal = s.seasonal
		FROM (SELECT unnest(from_json(?::JSON, '[{"row":"BIGINT","adjusted":"DOUBLE","trend":"DOUBLE","seasonal":"DOUBLE"}]'), recursive := true)) AS s
		WHERE `+quoted(table)+`.rowid = s."row"`, string(text))
}
