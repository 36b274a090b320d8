package transform

import (
	"context"
	"maps"
	"math"
	"slices"
	"strings"

	"paystats/data/warehouse"
)

// steps are what SQL cannot say. Each makes a model's table of its draft, with the columns filled that the
// SELECT declares and leaves NULL; runnerVersion is to be raised when one gives other numbers.
var steps = map[string]func(ctx context.Context, db *warehouse.DB, table string) error{
	"stl": adjustSeasonally,
}

// adjustSeasonally fills adjusted, trend and seasonal of the rows that have no reason
// against it, span by span: value = trend x seasonal x remainder, taken apart by STL on
// logarithms. Each span must hold positive values without gaps.
func adjustSeasonally(ctx context.Context, db *warehouse.DB, table string) error {
	rows, err := db.Numbers(ctx, "SELECT line, period_index, span_start, CAST(per_year AS BIGINT) AS per_year, value FROM "+draft+
		" WHERE reason IS NULL ORDER BY line, period_index")
	if err != nil {
		return err
	}
	lines, starts, perYear, values := rows.Int64["line"], rows.Int64["span_start"], rows.Int64["per_year"], rows.Float64["value"]
	n := len(lines)
	adjusted, trend, seasonal := make([]float64, n), make([]float64, n), make([]float64, n)
	type shape struct{ perYear, n int }
	known := map[shape]*stl{}
	for start := 0; start < n; {
		var logs []float64
		for i := start; i < n && lines[i] == lines[start] && starts[i] == starts[start]; i++ {
			logs = append(logs, math.Log(values[i]))
		}
		s := shape{int(perYear[start]), len(logs)}
		if known[s] == nil {
			known[s] = newSTL(s.perYear, s.n)
		}
		seasons, trends := known[s].decompose(logs)
		for i := range logs {
			adjusted[start+i], trend[start+i], seasonal[start+i] = math.Exp(logs[i]-seasons[i]), math.Exp(trends[i]), math.Exp(seasons[i])
		}
		start += len(logs)
	}
	return fillColumns(ctx, db, table, map[string][]int64{"line": lines, "period_index": rows.Int64["period_index"]},
		map[string][]float64{"adjusted": adjusted, "trend": trend, "seasonal": seasonal})
}

// fillColumns makes the table of the draft, with columns set in the rows that the keys name.
func fillColumns(ctx context.Context, db *warehouse.DB, table string, keys map[string][]int64, values map[string][]float64) error {
	done, err := db.Keep(ctx, "computed", keys, values)
	if err != nil {
		return err
	}
	defer done()
	var set []string
	for _, c := range slices.Sorted(maps.Keys(values)) {
		set = append(set, "c."+quoted(c)+" AS "+quoted(c))
	}
	return db.Exec(ctx, "CREATE OR REPLACE TABLE "+quoted(table)+" AS SELECT t.* REPLACE ("+strings.Join(set, ", ")+") FROM "+draft+
		" AS t LEFT JOIN computed AS c USING ("+quotedList(slices.Sorted(maps.Keys(keys)))+")")
}
