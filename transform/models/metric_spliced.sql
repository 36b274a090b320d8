-- model:    metric_spliced
-- question: what would a series be if it had been counted the new way all along, and how did it grow?
-- grain:    market, measure, publisher, scope, frequency, period, member
-- needs:    core_splice, core_coverage
-- formula:  old * (new / old at the overlap) before the break, as printed after it; spliced_yoy = s_t / s_(t-1y) - 1
-- arithmetic:
--   spliced = o * factor if r.factor IS NOT NULL
--   spliced = v if r.factor IS NULL
--   spliced_yoy = (v - b) / b
--   o: core_splice.old
--   v: core_splice.value
--   b: core_splice.value where x.period_index = r.period_index - r.per_year
-- universe: series with a declared bridge (core_splice), beside the series as printed and never instead of it
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
--   spliced        decimal row    -      the value as printed, or the old one times factor
--   spliced_yoy    double  ratio  -      growth of it on the same period a year earlier, as a fraction
--   derived        bool    -      -      spliced, not printed
--   factor         double  ratio  -      new / old at the overlap; NULL where the value is as printed
--   overlap        text    -      -      period at which old and new are compared
--   break_id       text    -      -      code list break, which names its source
--   reason_yoy     text    -      -      why there is no growth: missing, missing_base, scope_differs, zero_base, negative_base, series_break, no_overlap
--   reason         text    -      -      why there is no value: missing, scope_differs, series_break (an earlier one), no_overlap
--   status         text    -      -      weakest status of the inputs: A, P, E, F
--   vintage        date    -      -      latest vintage of the inputs; NULL when any is unknown
--   coverage       double  ratio  >= 0   share of the total that the named members explain in this period
--   inputs         list    -      -      observation ids
-- checks:
--   never((spliced IS NULL) <> (reason IS NOT NULL))
--   never((spliced_yoy IS NULL) <> (reason_yoy IS NOT NULL))
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
    v.value AS spliced,
    CASE WHEN b.value > 0 THEN CAST(v.value - b.value AS DOUBLE) / CAST(b.value AS DOUBLE) END AS spliced_yoy,
    v.factor IS NOT NULL AS derived,
    v.factor,
    v.overlap,
    v.break_id,
    CASE
        WHEN v.value IS NULL THEN v.reason
        WHEN b.value IS NULL THEN CASE WHEN b.reason IN ('series_break', 'no_overlap', 'scope_differs') THEN b.reason ELSE 'missing_base' END
        WHEN b.value = 0 THEN 'zero_base'
        WHEN b.value < 0 THEN 'negative_base'
    END AS reason_yoy,
    v.reason,
    substr('APEF', greatest(strpos('APEF', v.status), strpos('APEF', b.status)), 1) AS status,
    CASE WHEN v.vintage IS NOT NULL AND (b.market IS NULL OR b.vintage IS NOT NULL) THEN greatest(v.vintage, b.vintage) END AS vintage,
    c.coverage,
    list_sort(list_distinct(list_concat(v.inputs, b.inputs))) AS inputs
FROM core_splice AS v
LEFT JOIN core_splice AS b
    ON b.market = v.market AND b.measure = v.measure AND b.publisher = v.publisher AND b.frequency = v.frequency
    AND b.member = v.member AND b.period_index = v.period_index - v.per_year
LEFT JOIN core_coverage AS c
    ON c.market = v.market AND c.measure = v.measure AND c.publisher = v.publisher AND c.frequency = v.frequency
    AND c.period_index = v.period_index
