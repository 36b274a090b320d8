-- model:    metric_share_pro_forma
-- question: what share would each of today's members have had, had mergers, splits and changes of name always been in force?
-- grain:    market, measure, publisher, scope, frequency, period, member
-- needs:    core_pro_forma, core_coverage
-- formula:  sum of weight * share over the members that end in this one, itself included
-- arithmetic:
--   share_pro_forma = s
--   s: core_pro_forma.share
-- universe: markets of which a member changes (core_pro_forma); beside the share as reported and never instead of it
-- columns:
--   market         text    -      -      code list market
--   measure        text    -      -      code list measure
--   publisher      text    -      -      code list publisher
--   scope          text    -      -      code list scope
--   unit           text    -      -      unit of the measure: currency, count, persons
--   frequency      text    -      -      A, S, Q, M, D
--   period         text    -      -      period
--   period_start   date    -      -      first day
--   member         text    -      -      code list member of today, or one whose series ended
--   share_pro_forma  double  ratio  >= 0  fraction of the market's total, pro forma
--   as_reported    double  ratio  >= 0   the member's own share as printed or computed (metric_share); NULL for none
--   half_band      double  ratio  >= 0   the true share lies within share_pro_forma +- half_band by rounding; NULL when unknown
--   parts          text    -      -      members that went into it, with weights other than 1
--   derived        bool    -      -      made of other members than itself
--   reason         text    -      -      why there is no value: missing, missing_base, zero_total, scope_differs, series_break (a split without weights)
--   status         text    -      -      weakest status of the inputs: A, P, E, F
--   vintage        date    -      -      latest vintage of the inputs; NULL when any is unknown
--   coverage       double  ratio  >= 0   share of the total that the named members explain in this period
--   inputs         list    -      -      observation ids
-- checks:
--   never((share_pro_forma IS NULL) <> (reason IS NOT NULL))
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
    v.share AS share_pro_forma,
    v.share_as_reported AS as_reported,
    v.half_band,
    v.parts,
    v.derived,
    v.reason,
    v.status,
    v.vintage,
    c.coverage,
    v.inputs
FROM core_pro_forma AS v
LEFT JOIN core_coverage AS c
    ON c.market = v.market AND c.measure = v.measure AND c.publisher = v.publisher AND c.frequency = v.frequency
    AND c.period_index = v.period_index
