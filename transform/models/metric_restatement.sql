-- model:    metric_restatement
-- question: by how much did a publisher change what it had said of a market, member and period?
-- grain:    market, measure, publisher, scope, transformation, frequency, period, member, kind, vintage, inputs
-- needs:    core_restatement, core_coverage
-- formula:  later - earlier for the same cell; restatement_rate = later / earlier - 1 of levels; restatement_pp = later - earlier of
--           shares and rates
-- arithmetic:
--   restatement = later - earlier if r.transformation = 'level'
--   restatement_rate = later / earlier - 1 if r.transformation = 'level'
--   restatement_pp = later - earlier if r.transformation <> 'level'
-- universe: levels, shares and growth rates of the market's measure and dimension, a row a change, split by kind: revised, scope_changed,
--           reclassified, added, removed. Never growth: both values are of one period
-- columns:
--   market         text    -      -      code list market
--   measure        text    -      -      code list measure
--   publisher      text    -      -      code list publisher
--   scope          text    -      -      scope of the later value; of the earlier one if there is no later
--   unit           text    -      -      unit of the value: currency, count, persons, ratio
--   transformation text    -      -      level, share, qoq, yoy
--   frequency      text    -      -      A, S, Q, M, D
--   period         text    -      -      period
--   period_start   date    -      -      first day
--   member         text    -      -      member of the later value, or total; of the earlier one if there is no later
--   kind           text    -      -      revised, scope_changed, reclassified, added, removed
--   restatement    decimal row    -      later - earlier, of levels
--   restatement_rate  double  ratio  -   later / earlier - 1, of levels
--   restatement_pp    double  pp     -   later - earlier, of shares and rates
--   earlier        decimal row    -      the value before; NULL when added
--   later          decimal row    -      the value after; NULL when removed
--   from_member    text    -      -      member of the earlier value; '' if there is none
--   from_scope     text    -      -      scope of the earlier value; '' if there is none
--   earlier_vintage  date  -      -      publication date of the earlier value; NULL when unknown
--   reason         text    -      -      why there is no difference: missing_base (added), missing (removed)
--   reason_rate    text    -      -      why there is no rate: missing_base, missing, zero_base, negative_base, wrong_measure (a share or rate)
--   status         text    -      -      weakest status of the inputs: A, P, E, F
--   vintage        date    -      -      publication date of the later value or of the release that dropped the earlier; NULL when unknown
--   coverage       double  ratio  >= 0   share of the total that the named members explain in this period
--   inputs         list    -      -      observation ids
-- checks:
--   unique(market, measure, publisher, scope, transformation, frequency, period, member, kind, vintage, inputs)
--   never((restatement IS NULL AND restatement_pp IS NULL) <> (reason IS NOT NULL))
--   never((restatement_rate IS NULL) <> (reason_rate IS NOT NULL))
WITH judged AS (
    SELECT
        *,
        CASE WHEN earlier IS NULL THEN 'missing_base' WHEN later IS NULL THEN 'missing' END AS why
    FROM core_restatement
    WHERE market <> ''
)
SELECT
    r.market,
    r.measure,
    r.publisher,
    r.scope,
    r.unit,
    r.transformation,
    r.frequency,
    r.period,
    r.period_start,
    r.member,
    r.kind,
    CASE WHEN r.transformation = 'level' THEN r.later - r.earlier END AS restatement,
    CASE WHEN r.transformation = 'level' AND r.earlier > 0 THEN CAST(r.later - r.earlier AS DOUBLE) / CAST(r.earlier AS DOUBLE) END AS restatement_rate,
    CASE WHEN r.transformation <> 'level' THEN CAST(r.later - r.earlier AS DOUBLE) END AS restatement_pp,
    r.earlier,
    r.later,
    r.from_member,
    r.from_scope,
    r.earlier_vintage,
    r.why AS reason,
    CASE
        WHEN r.why IS NOT NULL THEN r.why
        WHEN r.transformation <> 'level' THEN 'wrong_measure'
        WHEN r.earlier = 0 THEN 'zero_base'
        WHEN r.earlier < 0 THEN 'negative_base'
    END AS reason_rate,
    r.status,
    r.vintage,
    c.coverage,
    r.inputs
FROM judged AS r
LEFT JOIN core_coverage AS c
    ON c.market = r.market AND c.measure = r.measure AND c.publisher = r.publisher AND c.frequency = r.frequency AND c.period = r.period
ORDER BY r.market, r.measure, r.publisher, r.transformation, r.frequency, r.period_start, r.member, r.vintage, r.kind, r.scope, r.inputs
