-- model:    core_deflator
-- question: how much did prices rise on the year, by the index that a market declares?
-- grain:    market, frequency, period
-- needs:    core_growth, stg_market, stg_reference
-- formula:  pi = p_t / p_(t-1y) - 1 of the total of the deflator market's first measure, by its preferred publisher
-- universe: markets that declare a deflator market; every period that the index runs through, of its own frequency
-- columns:
--   market         text    -      -      code list market: the one that is deflated
--   deflator       text    -      -      market of the price index
--   publisher      text    -      -      publisher of the index
--   frequency      text    -      -      A, S, Q, M
--   period         text    -      -      period
--   period_start   date    -      -      first day
--   period_index   int     -      -      position among the periods of the frequency
--   inflation      double  ratio  > -1   growth of the index on the year
--   reason         text    -      -      why there is none: missing, missing_base, scope_differs, vintage_differs, zero_base, negative_base, series_break
--   derived        bool    -      -      one of the values is not printed but derived
--   status         text    -      -      weakest status of the two: A, P, E, F
--   vintage        date    -      -      latest vintage of the two; NULL when one is unknown
--   inputs         list    -      -      observation ids
-- checks:
--   unique(market, frequency, period)
--   never((inflation IS NULL) <> (reason IS NOT NULL))
SELECT
    r.market,
    r.deflator_market AS deflator,
    g.publisher,
    g.frequency,
    g.period,
    g.period_start,
    g.period_index,
    CASE WHEN g.why IS NULL AND g.base > 0 AND g.value > 0 THEN g.difference_double / g.base_double END AS inflation,
    CASE
        WHEN g.why IS NOT NULL THEN g.why
        WHEN g.base = 0 OR g.value = 0 THEN 'zero_base'
        WHEN g.base < 0 OR g.value < 0 THEN 'negative_base'
    END AS reason,
    g.derived,
    g.status,
    g.vintage,
    g.inputs
FROM stg_reference AS r
JOIN stg_market AS m ON m.market = r.deflator_market AND m.measure_rank = 1 AND m.publisher_rank = 1
JOIN core_growth AS g ON g.market = m.market AND g.measure = m.measure AND g.publisher = m.publisher AND g.member = 'total'
ORDER BY r.market, g.frequency, g.period_index
