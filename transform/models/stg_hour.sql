-- model:    stg_hour
-- question: how many payments were attempted in an hour of a local day, and how did they end?
-- grain:    dataset, day, hour, provider, outcome
-- needs:    rollup_hour
-- formula:  sums over the loads (files) of a dataset
-- universe: every attempt
-- kept:     table
-- columns:
--   dataset   text  -  -      dataset of payment attempts
--   day       date  -  -      local day
--   hour      int   -  0..23  local hour
--   provider  text  -  -      code list member
--   outcome   text  -  -      approved, declined, failed, pending, cancelled, refunded
--   attempts  int   -  >= 0   payment attempts
-- checks:
--   not_null(attempts)
SELECT
    dataset,
    day,
    CAST(hour AS BIGINT) AS hour,
    provider,
    outcome,
    CAST(sum(attempts) AS BIGINT) AS attempts
FROM rollup_hour
GROUP BY ALL
