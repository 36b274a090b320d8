-- model:    metric_share_instability
-- question: how much of the market changed hands on the year, and on the period before?
-- grain:    market, measure, publisher, scope, frequency, period, member
-- needs:    core_instability, core_coverage
-- formula:  half the sum of abs(s_t - s_(t-1y)) over the named members and their rest (others and not covered, as one);
--           share_instability_period = the same on s_(t-1); who enters or leaves counts in full
-- arithmetic:
--   share_instability = (sum(abs(d)) + sum(e) + sum(l) + abs(C - B)) / 2
--   d: metric_share_shift.share_shift where x.member NOT IN ('total', 'others') AND x.share_shift IS NOT NULL
--   e: core_share.share where x.member NOT IN ('total', 'others') AND NOT EXISTS (FROM core_share AS c WHERE c.market = r.market AND c.measure = r.measure AND c.publisher = r.publisher AND c.frequency = r.frequency AND c.member = x.member AND c.period_index = r.period_index - r.per_year)
--   l: core_share.share where x.member NOT IN ('total', 'others') AND x.period_index = r.period_index - r.per_year AND NOT EXISTS (FROM core_share AS c WHERE c.market = r.market AND c.measure = r.measure AND c.publisher = r.publisher AND c.frequency = r.frequency AND c.member = x.member AND c.period_index = r.period_index)
--   C: core_coverage.coverage
--   B: core_coverage.coverage where x.period_index = r.period_index - r.per_year
-- universe: every period of core_coverage with periods of a year or shorter (not days); member is always total. A member enters with
--           its first share and leaves after its last: where the publisher begins or ends to name it, entry_exit says how much that is
-- columns:
--   market         text    -      -      code list market
--   measure        text    -      -      code list measure
--   publisher      text    -      -      code list publisher
--   scope          text    -      -      code list scope
--   unit           text    -      -      unit of the measure: currency, count, persons
--   frequency      text    -      -      A, S, Q, M, D
--   period         text    -      -      period
--   period_start   date    -      -      first day
--   member         text    -      -      always total
--   share_instability         double  pp  >= 0  shares that changed hands on the year, as a fraction
--   share_instability_period  double  pp  >= 0  the same on the previous period
--   entry_exit     double  pp     >= 0   the part of share_instability that is entry and exit, before the rest answers to it
--   half_band      double  pp     >= 0   share_instability is known within +- half_band by rounding
--   reason_period  text    -      -      why there is no share_instability_period
--   reason         text    -      -      why there is no value: missing (a member has a hole), missing_base (no base, or a hole in it), scope_differs, zero_total, series_break
--   status         text    -      -      weakest status of the inputs: A, P, E, F
--   vintage        date    -      -      latest vintage of the inputs; NULL when any is unknown
--   coverage       double  ratio  >= 0   share of the total that the named members explain in this period
--   inputs         list    -      -      observation ids
-- checks:
--   never((share_instability IS NULL) <> (reason IS NOT NULL))
SELECT
    v.market,
    v.measure,
    v.publisher,
    v.scope,
    v.unit,
    v.frequency,
    v.period,
    v.period_start,
    'total' AS member,
    c.share_instability,
    c.share_instability_period,
    c.entry_exit,
    c.half_band,
    c.reason_period,
    c.reason,
    substr('APEF', greatest(strpos('APEF', v.status), strpos('APEF', y.status)), 1) AS status,
    CASE WHEN v.vintage IS NOT NULL AND y.vintage IS NOT NULL THEN greatest(v.vintage, y.vintage) END AS vintage,
    v.coverage,
    list_sort(list_distinct(list_concat(list_concat(v.inputs, y.inputs), p.inputs))) AS inputs
FROM core_instability AS c
JOIN core_coverage AS v ON v.total_line = c.total_line AND v.period_index = c.period_index
LEFT JOIN core_coverage AS y ON y.total_line = c.total_line AND y.period_index = c.period_index - v.per_year
LEFT JOIN core_coverage AS p ON p.total_line = c.total_line AND p.period_index = c.period_index - 1
