-- model:    metric_ttm
-- question: what did the last four quarters come to?
-- grain:    market, measure, publisher, scope, frequency, period, member
-- needs:    core_value, core_value_cell, core_coverage
-- formula:  v_t + v_(t-1) + v_(t-2) + v_(t-3), quarters
-- arithmetic:
--   ttm = sum(v)
--   v: core_value.value where x.period_index BETWEEN r.period_index - 3 AND r.period_index
-- universe: every member and the total, every quarter; flows only
-- columns:
--   market         text    -      -      code list market
--   measure        text    -      -      code list measure
--   publisher      text    -      -      code list publisher
--   scope          text    -      -      code list scope
--   unit           text    -      -      unit of the measure: currency, count, persons
--   frequency      text    -      -      A, S, Q, M, D
--   period         text    -      -      period
--   period_start   date    -      -      first day
--   member         text    -      -      code list member, or total
--   ttm            decimal row    -      sum of the four quarters that end with the period
--   derived        bool    -      -      one of the values is not printed but derived
--   reason         text    -      -      why there is no value: wrong_measure (a stock), partial_window, series_break
--   status         text    -      -      weakest status of the inputs: A, P, E, F
--   vintage        date    -      -      latest vintage of the inputs; NULL when any is unknown
--   coverage       double  ratio  >= 0   share of the total that the named members explain in this period
--   inputs         list    -      -      observation ids
-- checks:
--   never((ttm IS NULL) <> (reason IS NOT NULL))
WITH rolled AS (
    -- Lines have no gaps, so that rows are quarters. Joins, since of a window the engine would make every column, asked for or not.
    SELECT
        v.*,
        v.value + a.value + b.value + c.value AS four,
        v.derived OR coalesce(a.derived, FALSE) OR coalesce(b.derived, FALSE) OR coalesce(c.derived, FALSE) AS any_derived,
        greatest(strpos('APEF', v.status), a.weakness, b.weakness, c.weakness) AS weakness,
        CASE
            WHEN v.vintage IS NOT NULL AND a.vintage IS NOT NULL AND b.vintage IS NOT NULL AND c.vintage IS NOT NULL
                THEN greatest(v.vintage, a.vintage, b.vintage, c.vintage)
        END AS last_vintage,
        list_concat(list_concat(v.inputs, a.inputs), list_concat(b.inputs, c.inputs)) AS four_inputs
    FROM core_value AS v
    LEFT JOIN core_value_cell AS a ON a.line = v.line AND a.period_index = v.period_index - 1
    LEFT JOIN core_value_cell AS b ON b.line = v.line AND b.period_index = v.period_index - 2
    LEFT JOIN core_value_cell AS c ON c.line = v.line AND c.period_index = v.period_index - 3
    WHERE v.frequency = 'Q'
),
judged AS (
    SELECT
        *,
        CASE
            WHEN measure_kind <> 'flow' THEN 'wrong_measure'
            WHEN four IS NULL THEN 'partial_window'
            WHEN last_break > period_index - 3 THEN 'series_break'
        END AS why
    FROM rolled
)
SELECT
    v.market,
    v.measure,
    v.publisher,
    v.scope,
    v.unit,
    v.frequency,
    v.period,
    v.period_start,
    v.member,
    CASE WHEN v.why IS NULL THEN v.four END AS ttm,
    v.any_derived AS derived,
    v.why AS reason,
    substr('APEF', v.weakness, 1) AS status,
    v.last_vintage AS vintage,
    c.coverage,
    list_sort(list_distinct(v.four_inputs)) AS inputs
FROM judged AS v
LEFT JOIN core_coverage AS c
    ON c.total_line = v.total_line AND c.period_index = v.period_index
