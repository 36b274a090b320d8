-- model:    metric_share_shift
-- question: by how much did each member's share change on the same period a year earlier, and on the period before?
-- grain:    market, measure, publisher, scope, frequency, period, member
-- needs:    core_share, core_share_cell, core_coverage
-- formula:  s_t - s_(t-1y); share_shift_period = s_t - s_(t-1)
-- arithmetic:
--   share_shift = s - b
--   share_shift_period = s - p
--   s: core_share.share
--   b: core_share.share where x.period_index = r.period_index - r.per_year
--   p: core_share.share where x.period_index = r.period_index - 1
-- universe: every member and period of core_share with periods of a year or shorter (not days)
-- columns:
--   market         text    -      -      code list market
--   measure        text    -      -      code list measure
--   publisher      text    -      -      code list publisher
--   scope          text    -      -      code list scope
--   unit           text    -      -      unit of the measure: currency, count, persons
--   frequency      text    -      -      A, S, Q, M, D
--   period         text    -      -      period
--   period_start   date    -      -      first day
--   member         text    -      -      code list member
--   share_shift         double  pp     -1..1  change on the same period a year earlier, as a fraction
--   share_shift_period  double  pp     -1..1  change on the previous period, as a fraction
--   half_band      double  pp     >= 0   share_shift is known within +- half_band by rounding; NULL when unknown
--   half_band_period  double  pp  >= 0   the same of share_shift_period
--   reason_period  text    -      -      why there is no share_shift_period
--   reason         text    -      -      why there is no value: missing, missing_base, scope_differs, series_break
--   status         text    -      -      weakest status of the inputs: A, P, E, F
--   vintage        date    -      -      latest vintage of the inputs; NULL when any is unknown
--   coverage       double  ratio  >= 0   share of the total that the named members explain in this period
--   inputs         list    -      -      observation ids
-- checks:
--   never((share_shift IS NULL) <> (reason IS NOT NULL))
--   never((share_shift_period IS NULL) <> (reason_period IS NOT NULL))
WITH judged AS (
    -- Each period's latest value is compared, so vintages may differ; restatements have metrics of their own.
    SELECT
        v.*,
        b.share AS base,
        b.half_band AS base_band,
        b.weakness AS base_weakness,
        b.vintage AS base_vintage,
        b.inputs AS base_inputs,
        p.share AS previous,
        p.half_band AS previous_band,
        p.inputs AS previous_inputs,
        CASE
            WHEN v.share IS NULL THEN v.reason
            WHEN b.share IS NULL THEN CASE b.reason WHEN 'scope_differs' THEN b.reason ELSE 'missing_base' END
            WHEN v.last_break > b.period_index THEN 'series_break'
        END AS year_reason,
        CASE
            WHEN v.share IS NULL THEN v.reason
            WHEN p.share IS NULL THEN CASE p.reason WHEN 'scope_differs' THEN p.reason ELSE 'missing_base' END
            WHEN v.last_break > p.period_index THEN 'series_break'
        END AS period_reason
    FROM core_share AS v
    LEFT JOIN core_share_cell AS b
        ON b.line = v.line AND b.period_index = v.period_index - v.per_year
    LEFT JOIN core_share_cell AS p
        ON p.line = v.line AND p.period_index = v.period_index - 1
    WHERE v.per_year IS NOT NULL
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
    CASE WHEN v.year_reason IS NULL THEN v.share - v.base END AS share_shift,
    CASE WHEN v.period_reason IS NULL THEN v.share - v.previous END AS share_shift_period,
    CASE WHEN v.year_reason IS NULL THEN v.half_band + v.base_band END AS half_band,
    CASE WHEN v.period_reason IS NULL THEN v.half_band + v.previous_band END AS half_band_period,
    v.period_reason AS reason_period,
    v.year_reason AS reason,
    substr('APEF', greatest(strpos('APEF', v.status), v.base_weakness), 1) AS status,
    CASE WHEN v.vintage IS NOT NULL AND v.base_vintage IS NOT NULL THEN greatest(v.vintage, v.base_vintage) END AS vintage,
    c.coverage,
    list_sort(list_distinct(list_concat(list_concat(v.inputs, v.base_inputs), v.previous_inputs))) AS inputs
FROM judged AS v
LEFT JOIN core_coverage AS c
    ON c.total_line = v.total_line AND c.period_index = v.period_index
