-- model:    stg_counted
-- question: which series are sums over payment attempts, not figures that somebody printed?
-- grain:    series
-- needs:    observed, origin, transaction_set
-- formula:  series of datasets with payment attempts
-- universe: every series of which a value was ever loaded; slips of print are not looked for in these
-- columns:
--   series  int  -  -  number of the series
-- checks:
--   unique(series)
SELECT o.series
FROM observed AS o
JOIN origin AS d ON d.id = o.origin
JOIN transaction_set AS t ON t.dataset = d.dataset
GROUP BY o.series
