package activation

import (
	"fmt"
	"strings"
	"time"
)

// Window is how long a case may rest at a step before it counts as lapsed. A younger one
// is open: right-censored, as nobody knows yet what it comes to.
const Window = 30 * 24 * time.Hour

// Steps are the steps of a case, 1 to 6: enters, meets the conditions, has its identity
// checked, applies, is approved, pays with it for the first time.
const Steps = 6

// Funnel returns the SELECT that makes rollup_activation of a relation of cases (a name, or
// what can stand behind FROM) that were observed until a moment: cohort, provider, step,
// reached, refused, open, in this order and sorted by the first three. Every cohort and
// provider has a row for each step.
//
// The relation has the columns of the table activation: provider, local_date, decision
// (approved, declined, pending, cancelled or ”), reason, and the times entered_at, eligible_at, identified_at,
// applied_at, decided_at, used_at in UTC, NULL where they have not come. A refusal of
// somebody who was approved or paid all the same is none.
func Funnel(relation string, until time.Time) string {
	return fmt.Sprintf(`WITH %s,
counted AS (
    SELECT cohort, provider, furthest, refused, CASE WHEN furthest < %d AND refused = 0 AND cancelled = 0 AND since > %s THEN 1 ELSE 0 END AS waits, COUNT(*) AS cases
    FROM seen
    GROUP BY 1, 2, 3, 4, 5
)
SELECT
    c.cohort,
    c.provider,
    s.step,
    CAST(SUM(CASE WHEN c.furthest >= s.step THEN c.cases ELSE 0 END) AS BIGINT) AS reached,
    CAST(SUM(CASE WHEN c.furthest = s.step AND c.refused = 1 THEN c.cases ELSE 0 END) AS BIGINT) AS refused,
    CAST(SUM(CASE WHEN c.furthest = s.step AND c.waits = 1 THEN c.cases ELSE 0 END) AS BIGINT) AS open
FROM counted AS c
CROSS JOIN (%s) AS s
GROUP BY c.cohort, c.provider, s.step
ORDER BY c.cohort, c.provider, s.step`, seen(relation, until), Steps, moment(until.Add(-Window)), numbers(Steps))
}

// Declines returns the SELECT that makes rollup_decline of the same relation: cohort,
// provider, reason (” where none was given) and cases, sorted by the first three. The cases
// of a cohort and provider are the refusals of their funnel.
func Declines(relation string, until time.Time) string {
	return fmt.Sprintf(`WITH %s
SELECT cohort, provider, reason, COUNT(*) AS cases
FROM seen
WHERE refused = 1
GROUP BY cohort, provider, reason
ORDER BY cohort, provider, reason`, seen(relation, until))
}

// seen returns the query of a WITH clause that says how far each case had come by a
// moment, since when, and whether it was refused there.
func seen(relation string, until time.Time) string {
	return strings.NewReplacer("$relation", relation, "$until", moment(until)).Replace(`seen AS (
    SELECT
        CAST(date_trunc('month', local_date) AS DATE) AS cohort,
        provider,
        reason,
        CASE
            WHEN used_at <= $until THEN 6
            WHEN decision = 'approved' AND COALESCE(decided_at, entered_at) <= $until THEN 5
            WHEN applied_at <= $until THEN 4
            WHEN identified_at <= $until THEN 3
            WHEN eligible_at <= $until THEN 2
            ELSE 1
        END AS furthest,
        CASE
            WHEN used_at <= $until THEN used_at
            WHEN decision = 'approved' AND COALESCE(decided_at, entered_at) <= $until THEN COALESCE(decided_at, applied_at, identified_at, eligible_at, entered_at)
            WHEN applied_at <= $until THEN applied_at
            WHEN identified_at <= $until THEN identified_at
            WHEN eligible_at <= $until THEN eligible_at
            ELSE entered_at
        END AS since,
        CASE
            WHEN used_at <= $until THEN 0
            WHEN decision = 'declined' AND COALESCE(decided_at, entered_at) <= $until THEN 1
            ELSE 0
        END AS refused,
        CASE WHEN decision = 'cancelled' AND COALESCE(decided_at, entered_at) <= $until THEN 1 ELSE 0 END AS cancelled
    FROM $relation
    WHERE entered_at <= $until
)`)
}

// moment writes a time as SQL.
func moment(t time.Time) string {
	return "TIMESTAMP '" + t.UTC().Format("2006-01-02 15:04:05.999999") + "'"
}

// numbers returns a query of the numbers 1 to n, in a column step.
func numbers(n int) string {
	query := "SELECT 1 AS step"
	for i := 2; i <= n; i++ {
		query += fmt.Sprintf(" UNION ALL SELECT %d", i)
	}
	return query
}
