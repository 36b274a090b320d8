-- model:    stg_reference
-- question: to which period and which other markets does a market refer?
-- grain:    market
-- needs:    market
-- formula:  the code list's columns; base_start = first day of index_base
-- universe: every market of the code list
-- columns:
--   market             text  -  -  code list market
--   index_base         text  -  -  period in which the market's indices are 100; '': each series' first
--   base_start         date  -  -  its first day
--   users_market       text  -  -  market that counts its users; '' for itself
--   population_market  text  -  -  market that counts the people it could reach; '' for itself
--   deflator_market    text  -  -  market of the price index that its values are deflated by; '' for none
-- checks:
--   unique(market)
--   never(index_base <> '' AND base_start IS NULL)
SELECT
    id AS market,
    coalesce(index_base, '') AS index_base,
    TRY_CAST(CASE
        WHEN index_base LIKE '____' THEN index_base || '-01-01'
        WHEN index_base LIKE '____-S_' THEN index_base[:5] || TRY_CAST(index_base[7:] AS INTEGER) * 6 - 5 || '-01'
        WHEN index_base LIKE '____-Q_' THEN index_base[:5] || TRY_CAST(index_base[7:] AS INTEGER) * 3 - 2 || '-01'
        WHEN index_base LIKE '____-__' THEN index_base || '-01'
    END AS DATE) AS base_start,
    coalesce(users_market, '') AS users_market,
    coalesce(population_market, '') AS population_market,
    coalesce(deflator_market, '') AS deflator_market
FROM market
ORDER BY market
