-- model:    core_pairing
-- question: which line is each line divided by?
-- grain:    quotient, line
-- needs:    core_line, core_value_cell, stg_market, stg_reference
-- formula:  the base of the market's own row, users_market or population_market; of several base measures the market's first, of
--           several publishers its own, else the first
-- universe: lines of a measure that has a base, in markets whose base has a value
-- columns:
--   quotient        text  -  -  per_user, per_head, penetration, active_monthly, take_rate, utilisation, overdue_share
--   line            int   -  -  number of the line above
--   base_line       int   -  -  number of the line below
--   base_market     text  -  -  its market
--   base_measure    text  -  -  its measure
--   base_publisher  text  -  -  its publisher
-- checks:
--   unique(quotient, line)
WITH pairing(quotient, measure, role, base_measure) AS (
    VALUES
        ('per_user', 'tx_count', 'users', ['users', 'users_active', 'users_active_monthly', 'users_registered']),
        ('per_user', 'tx_value', 'users', ['users', 'users_active', 'users_active_monthly', 'users_registered']),
        ('per_user', 'net_revenue', 'users', ['users', 'users_active', 'users_active_monthly', 'users_registered']),
        ('per_head', 'tx_count', 'population', ['population']),
        ('per_head', 'tx_value', 'population', ['population']),
        ('penetration', 'users', 'population', ['population', 'netizens', 'mobile_netizens']),
        ('penetration', 'users_active', 'population', ['population', 'netizens', 'mobile_netizens']),
        ('penetration', 'users_active_monthly', 'population', ['population', 'netizens', 'mobile_netizens']),
        ('penetration', 'users_registered', 'population', ['population', 'netizens', 'mobile_netizens']),
        ('active_monthly', 'users_active_monthly', 'users', ['users_registered']),
        ('take_rate', 'net_revenue', 'own', ['tx_value']),
        ('utilisation', 'outstanding', 'own', ['credit_limit']),
        ('overdue_share', 'overdue', 'own', ['outstanding'])
),
wanted AS (
    SELECT
        q.quotient,
        m.market,
        m.measure,
        m.publisher,
        q.base_measure,
        CASE q.role
            WHEN 'users' THEN coalesce(nullif(r.users_market, ''), m.market)
            WHEN 'population' THEN coalesce(nullif(r.population_market, ''), m.market)
            ELSE m.market
        END AS base_market
    FROM pairing AS q
    JOIN stg_market AS m ON m.measure = q.measure
    LEFT JOIN stg_reference AS r ON r.market = m.market
),
based AS (
    SELECT
        w.quotient,
        w.market,
        w.measure,
        w.publisher,
        b.market AS base_market,
        b.measure AS base_measure,
        b.publisher AS base_publisher
    FROM wanted AS w
    JOIN stg_market AS b ON b.market = w.base_market AND list_contains(w.base_measure, b.measure)
    QUALIFY row_number() OVER (
        PARTITION BY w.quotient, w.market, w.measure, w.publisher
        ORDER BY b.measure_rank, b.publisher <> w.publisher, b.publisher_rank
    ) = 1
),
paired AS (
    SELECT
        w.*,
        l.line,
        line_of(w.base_market, w.base_measure, w.base_publisher, l.frequency, l.member) AS base_line
    FROM based AS w
    JOIN core_line AS l ON l.market = w.market AND l.measure = w.measure AND l.publisher = w.publisher
)
SELECT
    w.quotient,
    w.line,
    w.base_line,
    w.base_market,
    w.base_measure,
    w.base_publisher
FROM paired AS w
SEMI JOIN (SELECT line FROM core_value_cell GROUP BY line) AS known ON known.line = w.base_line
ORDER BY w.quotient, w.line
