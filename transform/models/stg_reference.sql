-- model:    stg_reference
-- question: to which period and which other markets does a market refer?
-- grain:    market
-- needs:    market
-- formula:  the code list's columns; base_start = first day of index_base
-- universe: every market of the code list
-- columns:
--   market             text  -  -  code list market
--   base_start         date  -  -  first day of the period in which the market's indices are 100; NULL: each series' first
--   users_market       text  -  -  market that counts its users; '' for itself
--   population_market  text  -  -  market that counts the people it could reach; '' for itself
--   deflator_market    text  -  -  market of the price index that its values are deflated by; '' for none
-- checks:
--   unique(market)
SELECT
    id AS market,
    CASE
        WHEN index_base LIKE '____' THEN make_date(CAST(index_base AS INTEGER), 1, 1)
        WHEN index_base LIKE '____-S_' THEN make_date(CAST(index_base[:4] AS INTEGER), CAST(index_base[7:] AS INTEGER) * 6 - 5, 1)
        WHEN index_base LIKE '____-Q_' THEN make_date(CAST(index_base[:4] AS INTEGER), CAST(index_base[7:] AS INTEGER) * 3 - 2, 1)
        WHEN index_base LIKE '____-__' THEN make_date(CAST(index_base[:4] AS INTEGER), CAST(index_base[6:] AS INTEGER), 1)
    END AS base_start,
    coalesce(users_market, '') AS users_market,
    coalesce(population_market, '') AS population_market,
    coalesce(deflator_market, '') AS deflator_market
FROM market
