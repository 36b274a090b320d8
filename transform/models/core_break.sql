-- model:    core_break
-- question: in which periods of which market series does a declared break lie?
-- grain:    market, measure, publisher, frequency, period_index, member, break_id
-- needs:    stg_break, stg_market, stg_calendar
-- formula:  the period that holds the first day of the new way of counting; if that is not the period's own first day, the period
--           after it too: the one in between is of neither way
-- universe: declared breaks that select a publisher's series of a market
-- columns:
--   market         text  -  -    code list market
--   measure        text  -  -    code list measure
--   publisher      text  -  -    code list publisher
--   frequency      text  -  -    A, S, Q, M, D
--   period_index   int   -  -    position among the periods of the frequency
--   member         text  -  -    code list member, or total; '' for all
--   break_id       text  -  -    code list break
--   kind           text  -  -    scope, method
--   old_scope      text  -  -    scope of the old way of counting; '' for the same
--   overlap        text  -  -    period known in both ways; '' for none, and where it is of another frequency
--   overlap_index  int   -  -    its position; NULL for none
--   source         text  -  -    where it is said
-- checks:
--   unique(market, measure, publisher, frequency, period_index, member, break_id)
WITH dated AS (
    SELECT
        frequency,
        period,
        period_index,
        period_start,
        CASE WHEN per_year IS NULL THEN period_start - 1 ELSE CAST(period_start - to_months(CAST(12 // per_year AS INTEGER)) AS DATE) END AS before,
        CASE WHEN per_year IS NULL THEN period_start + 1 ELSE CAST(period_start + to_months(CAST(12 // per_year AS INTEGER)) AS DATE) END AS after
    FROM stg_calendar
)
SELECT
    m.market,
    m.measure,
    m.publisher,
    c.frequency,
    c.period_index,
    b.member,
    b.break_id,
    b.kind,
    b.old_scope,
    coalesce(o.period, '') AS overlap,
    o.period_index AS overlap_index,
    b.source
FROM stg_break AS b
JOIN stg_market AS m
    ON m.publisher = b.publisher
    AND b.market IN ('', m.market)
    AND b.area IN ('', m.area)
    AND b.segment IN ('', m.segment)
    AND b.measure IN ('', m.measure)
    AND b.scope IN ('', m.scope)
JOIN dated AS c ON b.starts > c.before AND b.starts < c.after
LEFT JOIN dated AS o ON o.period = b.overlap AND o.frequency = c.frequency
ORDER BY m.market, m.measure, m.publisher, c.frequency, c.period_index, b.member, b.break_id
