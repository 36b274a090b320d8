package transform

import (
	"context"
	"math"
	"strings"

	"paystats/data/frame"
	"paystats/data/warehouse"
)

// steps are what SQL cannot say. Each fills columns of a model's table that its SELECT
// declares and leaves NULL; runnerVersion is to be raised when one gives other numbers.
var steps = map[string]func(ctx context.Context, db *warehouse.DB, table string) error{
	"stl": adjustSeasonally,
}

// adjustSeasonally fills adjusted, trend and seasonal of the rows that have no reason
// against it, span by span: value = trend x seasonal x remainder, taken apart by STL on
// logarithms. Each span must hold positive values without gaps.
func adjustSeasonally(ctx context.Context, db *warehouse.DB, table string) error {
	f, err := db.Query(ctx, "SELECT line, period_index, span_start, per_year, value FROM "+quoted(table)+" WHERE reason IS NULL ORDER BY line, period_index")
	if err != nil {
		return err
	}
	adjusted := make([][]float64, f.Rows())
	for start := 0; start < f.Rows(); {
		end := start
		var logs []float64
		for ; end < f.Rows() && f.Int("line", end) == f.Int("line", start) && f.Int("span_start", end) == f.Int("span_start", start); end++ {
			value, _ := f.Float("value", end)
			logs = append(logs, math.Log(value))
		}
		seasonal, trend := newSTL(int(f.Int("per_year", start))).decompose(logs)
		for i := range logs {
			adjusted[start+i] = []float64{math.Exp(logs[i] - seasonal[i]), math.Exp(trend[i]), math.Exp(seasonal[i])}
		}
		start = end
	}
	return fillColumns(ctx, db, table, f, []string{"line", "period_index"}, []string{"adjusted", "trend", "seasonal"}, adjusted)
}

// fillColumns sets columns of the table's rows that f names by their keys.
func fillColumns(ctx context.Context, db *warehouse.DB, table string, f *frame.Frame, keys, columns []string, values [][]float64) error {
	done, err := db.Keep(ctx, "computed", f, keys, columns, values)
	if err != nil {
		return err
	}
	defer done()
	set := make([]string, len(columns))
	for i, c := range columns {
		set[i] = "c." + quoted(c) + " AS " + quoted(c)
	}
	return db.Exec(ctx, "CREATE OR REPLACE TABLE "+quoted(table)+" AS SELECT t.* REPLACE ("+strings.Join(set, ", ")+") FROM "+quoted(table)+
		" AS t LEFT JOIN computed AS c USING ("+quotedList(keys)+") ORDER BY "+quotedList(keys))
}
