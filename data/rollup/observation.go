package rollup

import (
	"fmt"
	"strings"
	"time"

	"paystats/data/frame"
	"paystats/data/obs"
)

// Set is what the observations of one dataset of payment attempts have in common.
type Set struct {
	Place       obs.Place // At is filled in: the roll-up, and of how many attempts the value is made
	Document    string    // address
	Title       string    // of the document
	Publisher   string
	Area        string // "" if every attempt belongs to its own area
	Segment     string
	Scope       string
	Synthetic   bool
	First, Last time.Time // local days of the first and the last attempt, at midnight UTC
}

// The queries that Observations reads, with the dataset and its area, "" for none, as their
// parameters. Without an area of the dataset's own, every attempt counts for its own area, and attempts
// without one for none; with one, areas are members. Rows come in the order of their keys.
//
// Money of several currencies is never added up. A number of attempts beside a value in one
// currency has to be of the same attempts: it is of those in the area's main currency, and says
// so where there are others.
const (
	approved = `WITH approved AS (
SELECT month, dimension, member, coalesce(nullif($2, ''), place) AS area, currency, sum(attempts) AS attempts, sum(value) AS value
FROM rollup_payment WHERE dataset = $1 AND outcome = 'approved' AND member <> '' AND ($2 <> '' OR place <> '' AND dimension <> 'area') GROUP BY ALL)
`
	ValueQuery = approved + `SELECT month AS period_start, 'M' AS frequency, area, dimension, member, currency AS unit, '' AS only, value, CAST(attempts AS BIGINT) AS attempts
FROM approved ORDER BY area, dimension, member, currency, month`
	CountQuery = approved + `, main AS (
SELECT area, currency, count(*) OVER (PARTITION BY area) > 1 AS mixed FROM (SELECT area, currency, sum(attempts) AS n FROM approved WHERE dimension = 'total' GROUP BY ALL)
QUALIFY row_number() OVER (PARTITION BY area ORDER BY n DESC, currency) = 1)
SELECT a.month AS period_start, 'M' AS frequency, a.area, a.dimension, a.member, 'count' AS unit, CASE WHEN m.mixed THEN a.currency ELSE '' END AS only,
	CAST(a.attempts AS BIGINT) AS value, CAST(a.attempts AS BIGINT) AS attempts
FROM approved AS a JOIN main AS m USING (area, currency) ORDER BY a.area, a.dimension, a.member, a.month`
	UserQuery = `SELECT period_start, frequency, coalesce(nullif($2, ''), member) AS area, CASE WHEN $2 = '' THEN 'total' ELSE dimension END AS dimension,
	CASE WHEN $2 = '' THEN 'total' ELSE member END AS member, 'persons' AS unit, '' AS only, users AS value
FROM rollup_user WHERE dataset = $1 AND ($2 <> '' OR dimension = 'area') ORDER BY area, dimension, member, frequency, period_start`
)

// Observations turns the rows of the queries of those names into observations: the value of
// approved attempts by currency and their number, both by month, and distinct users by month and
// by quarter. Members that are not known (”) have none.
//
// A period that began before the first day of the set, or ends after the last, is not
// known whole: Provisional. Values are exact, publication dates unknown.
func Observations(set Set, values, counts, users *frame.Frame) ([]obs.Observation, error) {
	var all []obs.Observation
	for _, of := range []struct {
		measure string
		rows    *frame.Frame
		rollup  string
		digit   int // power of ten of the last digit
	}{{"tx_value", values, "payment", -4}, {"tx_count", counts, "payment", 0}, {"users", users, "user", 0}} {
		for row := range of.rows.Rows() {
			o, err := set.observation(of.rows, row)
			if err != nil {
				return nil, fmt.Errorf("read roll-up %s: %w", of.rollup, err)
			}
			o.Measure, o.LastDigit, o.Place.At = of.measure, of.digit, "rollup "+of.rollup
			if of.rows.Column("attempts") != nil {
				o.Place.At += fmt.Sprintf(", %s attempts", of.rows.Text("attempts", row))
			}
			if only := of.rows.Text("only", row); only != "" {
				o.Note = strings.TrimPrefix(o.Note+"; attempts in "+only+" only", "; ")
			}
			all = append(all, o)
		}
	}
	return all, nil
}

// observation returns a row as an observation, but for what goes by the measure.
func (s Set) observation(f *frame.Frame, row int) (obs.Observation, error) {
	period, err := periodFrom(f.Text("period_start", row), f.Text("frequency", row))
	if err != nil {
		return obs.Observation{}, err
	}
	value, _, err := obs.ParseDecimal(f.Text("value", row), 0)
	if err != nil {
		return obs.Observation{}, err
	}
	unit := f.Text("unit", row)
	o := obs.Observation{
		Series: obs.Series{
			Area: f.Text("area", row), Segment: s.Segment, Transformation: obs.Level, Dimension: f.Text("dimension", row), Member: f.Text("member", row),
			Frequency: period.Frequency(), Unit: obs.Unit(unit), Publisher: s.Publisher, Scope: s.Scope,
		},
		Period: period, Value: value, Status: obs.Normal, Printed: value.String() + " " + unit,
		Document: s.Document, DocumentTitle: s.Title, Place: s.Place,
	}
	if period.Start().Before(s.First) || period.End().After(s.Last) {
		o.Status = obs.Provisional
	}
	if s.Synthetic {
		o.Note = "synthetic"
	}
	return o, nil
}

// periodFrom returns the month (M) or quarter (Q) that starts on a day.
func periodFrom(start, frequency string) (obs.Period, error) {
	day, err := time.Parse(time.DateOnly, start)
	switch {
	case err != nil:
		return obs.Period{}, fmt.Errorf("%w: %q", obs.ErrPeriodSyntax, start)
	case frequency == "Q":
		return obs.NewPeriod(obs.Quarterly, day.Year(), (int(day.Month())+2)/3)
	}
	return obs.NewPeriod(obs.Monthly, day.Year(), int(day.Month()))
}
