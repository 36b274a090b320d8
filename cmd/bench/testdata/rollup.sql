-- The roll-ups of table transaction as an expert writes them, one statement each, without paystats.
CREATE TEMP TABLE reduced AS
SELECT load, CAST(date_trunc('month', local_date) AS DATE) AS month, provider, method, channel, category, area, currency, outcome, reason, count(*) AS n, sum(amount) AS amount
FROM transaction
GROUP BY ALL;

INSERT INTO rollup_payment
SELECT 'synthetic-attempts', load, month,
    CASE grouping(provider, method, channel, category, area) WHEN 15 THEN 'provider' WHEN 23 THEN 'instrument' WHEN 27 THEN 'channel' WHEN 29 THEN 'category' WHEN 30 THEN 'area' ELSE 'total' END,
    coalesce(provider, method, channel, category, area, 'total'), place, currency, outcome, sum(n), sum(amount)
FROM (SELECT *, area AS place FROM reduced)
GROUP BY GROUPING SETS ((load, month, place, currency, outcome), (load, month, place, currency, outcome, provider), (load, month, place, currency, outcome, method),
    (load, month, place, currency, outcome, channel), (load, month, place, currency, outcome, category), (load, month, place, currency, outcome, area));

INSERT INTO rollup_failure
SELECT 'synthetic-attempts', load, month, provider, method, currency, outcome, reason, sum(n), sum(amount)
FROM reduced
GROUP BY ALL;

INSERT INTO rollup_hour
SELECT 'synthetic-attempts', load, local_date, local_hour, provider, outcome, count(*)
FROM transaction
GROUP BY ALL;

CREATE TEMP TABLE paid AS
SELECT DISTINCT CAST(date_trunc('month', local_date) AS DATE) AS month, user_key, provider, method, channel, category, area
FROM transaction
WHERE outcome = 'approved' AND user_key <> '';

INSERT INTO rollup_user
WITH period AS (SELECT 'M' AS frequency, month AS period_start, * EXCLUDE (month) FROM paid UNION ALL SELECT 'Q', CAST(date_trunc('quarter', month) AS DATE), * EXCLUDE (month) FROM paid)
SELECT 'synthetic-attempts', frequency, period_start,
    CASE grouping(provider, method, channel, category, area) WHEN 15 THEN 'provider' WHEN 23 THEN 'instrument' WHEN 27 THEN 'channel' WHEN 29 THEN 'category' WHEN 30 THEN 'area' ELSE 'total' END,
    coalesce(provider, method, channel, category, area, 'total') AS member, count(DISTINCT user_key)
FROM period
GROUP BY GROUPING SETS ((frequency, period_start), (frequency, period_start, provider), (frequency, period_start, method), (frequency, period_start, channel),
    (frequency, period_start, category), (frequency, period_start, area))
HAVING member <> '';

INSERT INTO rollup_intent
WITH ended AS (
    SELECT intent, id, occurred_at, local_date, provider, method, currency, outcome, amount,
        occurred_at - lag(occurred_at) OVER line AS gap,
        min(CASE WHEN outcome = 'approved' THEN occurred_at END) OVER (line ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) - occurred_at AS wait
    FROM transaction
    WHERE outcome IN ('approved', 'declined', 'failed') AND intent <> ''
    WINDOW line AS (PARTITION BY intent ORDER BY occurred_at, id)),
opening AS (SELECT *, outcome <> 'approved' AS lost FROM ended WHERE gap IS NULL OR gap > INTERVAL 28 DAYS)
SELECT 'synthetic-attempts', CAST(date_trunc('month', local_date) AS DATE) AS month, provider, method, currency, count(*),
    count(*) FILTER (wait <= INTERVAL 28 DAYS), count(*) FILTER (lost), count(*) FILTER (lost AND wait <= INTERVAL 1 HOUR), count(*) FILTER (lost AND wait <= INTERVAL 24 HOURS),
    count(*) FILTER (lost AND wait <= INTERVAL 28 DAYS), coalesce(sum(amount) FILTER (lost), 0), coalesce(sum(amount) FILTER (lost AND wait <= INTERVAL 28 DAYS), 0)
FROM opening
GROUP BY ALL;

INSERT INTO rollup_cohort
WITH first AS (SELECT user_key, min(month) AS cohort FROM paid GROUP BY user_key)
SELECT 'synthetic-attempts', cohort, month, count(DISTINCT user_key)
FROM paid JOIN first USING (user_key)
GROUP BY ALL;
