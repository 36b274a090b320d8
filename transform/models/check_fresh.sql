-- model:    check_fresh
-- question: has a series of a market stopped?
-- question@zh: 市场中是否有数列已停止更新？
-- grain:    observation, problem
-- needs:    core_market_value
-- formula:  days from the start of the last period of a publisher to that of the newest period of any market, above $days
-- formula@zh: 某机构最后一期的期初至任一市场最新一期期初的天数，大于 $days
-- universe: markets by measure, publisher and frequency; forecasts stay out
-- columns:
--   observation  int   -  -     the value that looks wrong; NULL in the row that counts
--   problem      text  -  -     what is wrong
--   expected     text  -  -     what would fit; '' when nothing is known
--   looked_at    int   -  >= 0  in the row that counts: series of markets judged; else NULL
-- checks:
--   unique(observation, problem)
WITH last AS (
    SELECT
        max(period_start) AS newest
    FROM core_market_value
    WHERE value IS NOT NULL AND status <> 'F'
),
ending AS (
    SELECT
        market,
        measure,
        publisher,
        frequency,
        max(period_start) AS last_start,
        arg_max(period, period_start) AS period,
        arg_max(inputs[1], period_start) AS observation
    FROM (SELECT * FROM core_market_value WHERE value IS NOT NULL AND status <> 'F' AND member = 'total')
    GROUP BY ALL
),
judged AS (
    SELECT
        e.observation,
        date_diff('day', e.last_start, l.newest) > $days AS is_wrong,
        format('the last value of {} by {} is of {}', e.market, e.publisher, e.period) AS problem,
        format('values up to {}', strftime(l.newest, '%Y-%m')) AS expected
    FROM ending AS e
    CROSS JOIN last AS l
)
SELECT
    observation,
    problem,
    expected,
    NULL AS looked_at
FROM judged
WHERE is_wrong
UNION ALL
SELECT
    NULL,
    '',
    '',
    count(*)
FROM judged
ORDER BY observation, problem
