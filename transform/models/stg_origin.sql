-- model:    stg_origin
-- question: where do values come from, and how far are they to be trusted?
-- grain:    origin
-- needs:    origin
-- formula:  as loaded; confidence as a rank
-- universe: every origin of which a value was ever loaded
-- columns:
--   origin           int   -  -     number of the origin
--   confidence_rank  int   -  1..4  high, medium, not said, low
--   document         text  -  -     address
--   dataset          text  -  -     dataset
--   file             text  -  -     file inside the dataset
-- checks:
--   unique(origin)
SELECT
    id AS origin,
    CASE confidence WHEN 'high' THEN 1 WHEN 'medium' THEN 2 WHEN '' THEN 3 ELSE 4 END AS confidence_rank,
    document,
    dataset,
    file
FROM origin
