-- model:    metric_count_mix_rate
-- question: did a market's value change because there were more transactions, because they moved to dearer members, or because tickets grew?
-- grain:    market, measure, publisher, scope, frequency, period, member
-- needs:    core_value, core_value_cell, core_line, core_coverage, core_calendar
-- formula:  count = (N_1 - N_0) P_0; mix = N_1 sum((w_1 - w_0) p_0); rate = sum(n_1 (p_1 - p_0)), over members with transactions in both periods, one year apart; N count, P mean ticket, w share of the count, p ticket; plus entries - exits
-- arithmetic:
--   difference = count_effect + mix_effect + rate_effect + entries - exits
-- universe: one row a period of markets with members that have both tx_value and tx_count of one publisher and scope; what no member covers stays out; a member without a row is not in the market, one with a hole refuses the period
-- columns:
--   market         text    -      -      code list market
--   measure        text    -      -      code list measure
--   publisher      text    -      -      code list publisher
--   scope          text    -      -      code list scope
--   unit           text    -      -      unit of the measure: currency, count, persons
--   frequency      text    -      -      A, S, Q, M, D
--   period         text    -      -      period
--   period_start   date    -      -      first day
--   member         text    -      -      always total
--   count_effect   double  row    -      more or fewer transactions at the old mean ticket
--   mix_effect     double  row    -      their shift between members of different tickets
--   rate_effect    double  row    -      change of the members' own tickets
--   entries        double  row    -      value of members that had no transactions a year before
--   exits          double  row    -      value a year before of members that have none any more
--   difference     decimal row    -      change of the members' value: count + mix + rate + entries - exits
--   derived        bool    -      -      one of the values is not printed but derived
--   reason         text    -      -      why there is no value: missing, missing_base (of any member, or no member a year before), scope_differs, vintage_differs, negative_base, series_break
--   status         text    -      -      weakest status of the inputs: A, P, E, F
--   vintage        date    -      -      latest vintage of the inputs; NULL when any is unknown
--   coverage       double  ratio  >= 0   share of the total that the named members explain in this period
--   inputs         list    -      -      observation ids
-- checks:
--   never((count_effect IS NULL) <> (reason IS NOT NULL))
--   never(abs(count_effect + mix_effect + rate_effect + entries - exits - difference) > 1e-9 * greatest(abs(count_effect), abs(mix_effect), abs(rate_effect), entries, exits, 1))
WITH counted AS (
    SELECT l.market, l.publisher
    FROM core_line AS l
    SEMI JOIN core_value_cell AS c ON c.line = l.line
    WHERE l.measure = 'tx_count' AND l.member <> 'total'
),
cell AS (
    SELECT
        v.line,
        v.total_line,
        v.period_index,
        v.per_year,
        v.value,
        v.value_double AS v,
        n.value_double AS n,
        v.derived OR coalesce(n.derived, FALSE) AS derived,
        greatest(v.last_break, n.last_break) AS last_break,
        CASE
            WHEN v.value IS NULL THEN v.reason
            WHEN n.line IS NULL THEN 'missing'
            WHEN n.value IS NULL THEN n.reason
            WHEN v.value < 0 OR n.value < 0 THEN 'negative_base'
        END AS reason,
        greatest(strpos('APEF', v.status), n.weakness) AS weakness,
        CASE WHEN v.vintage IS NOT NULL AND n.vintage IS NOT NULL THEN greatest(v.vintage, n.vintage) END AS vintage
    FROM core_value AS v
    SEMI JOIN counted AS k
        ON k.market = v.market AND k.publisher = v.publisher
    LEFT JOIN core_value_cell AS n
        ON n.line = line_of(v.market, 'tx_count', v.publisher, v.frequency, v.member) AND n.period_index = v.period_index
    WHERE v.measure = 'tx_value'
        AND v.member <> 'total'
        AND v.per_year IS NOT NULL
),
line AS (
    -- Each cell is the new one of its period and the old one of the same period a year later.
    SELECT line, total_line, period_index + years * per_year AS period_index, years = 0 AS is_new,
        CASE years WHEN 0 THEN value END AS new,
        CASE years WHEN 1 THEN value END AS old,
        CASE years WHEN 0 THEN v END AS v1,
        CASE years WHEN 1 THEN v END AS v0,
        CASE years WHEN 0 THEN n END AS n1,
        CASE years WHEN 1 THEN n END AS n0,
        derived, weakness, vintage,
        CASE years WHEN 0 THEN last_break END AS last_break,
        CASE WHEN years = 1 AND reason = 'missing' THEN 'missing_base' ELSE reason END AS reason
    FROM cell, (VALUES (0), (1)) AS later(years)
),
pair AS (
    -- Of each member both years in one row; a year in which it has no row counts nothing.
    SELECT line, any_value(total_line) AS total_line, period_index,
        coalesce(sum(new), 0) - coalesce(sum(old), 0) AS difference,
        coalesce(max(v1), 0) AS v1,
        coalesce(max(v0), 0) AS v0,
        coalesce(max(n1), 0) AS n1,
        coalesce(max(n0), 0) AS n0,
        count(old) AS n_before,
        bool_or(derived) AS derived,
        max(weakness) AS weakness,
        count(*) - count(vintage) AS n_undated,
        max(vintage) AS vintage,
        max(last_break) AS last_break,
        min(reason) AS reason,
        bool_or(is_new) AS is_new
    FROM line
    GROUP BY line, period_index
),
gathered AS (
    SELECT total_line, period_index,
        sum(difference) AS difference,
        -- One list, put in order of line below, for seven sums: an ordered sum sorts each group by itself.
        list({
            line: line,
            count_1: CASE WHEN n0 > 0 AND n1 > 0 THEN n1 END,
            count_0: CASE WHEN n0 > 0 AND n1 > 0 THEN n0 END,
            value_0: CASE WHEN n0 > 0 AND n1 > 0 THEN v0 END,
            old_rate: CASE WHEN n0 > 0 AND n1 > 0 THEN n1 * (v0 / n0) END,
            rate_effect: CASE WHEN n0 > 0 AND n1 > 0 THEN n1 * (v1 / n1 - v0 / n0) END,
            entry: CASE WHEN n0 = 0 THEN v1 - v0 END,
            exit: CASE WHEN n0 > 0 AND n1 = 0 THEN v0 - v1 END
        }) AS parts,
        sum(n_before) AS n_before,
        bool_or(derived) AS derived,
        max(weakness) AS weakness,
        CASE WHEN sum(n_undated) = 0 THEN max(vintage) END AS vintage,
        max(last_break) AS last_break,
        min(reason) AS reason
    FROM pair
    GROUP BY total_line, period_index
    HAVING bool_or(is_new)
),
summed AS (
    SELECT * EXCLUDE (parts),
        list_sum(list_transform(parts, p -> p.count_1)) AS count_1,
        list_sum(list_transform(parts, p -> p.count_0)) AS count_0,
        list_sum(list_transform(parts, p -> p.value_0)) AS value_0,
        list_sum(list_transform(parts, p -> p.old_rate)) AS old_rates,
        list_sum(list_transform(parts, p -> p.rate_effect)) AS rate_effect,
        coalesce(list_sum(list_transform(parts, p -> p.entry)), 0) AS entries,
        coalesce(list_sum(list_transform(parts, p -> p.exit)), 0) AS exits
    FROM (SELECT * REPLACE (list_sort(parts) AS parts) FROM gathered)
),
used AS (
    SELECT line_of(market, 'tx_value', publisher, frequency, 'total') AS total_line, period_index, list_sort(list_distinct(flatten(list(inputs)))) AS inputs
    FROM core_value
    WHERE measure IN ('tx_value', 'tx_count')
        AND member <> 'total'
    GROUP BY line_of(market, 'tx_value', publisher, frequency, 'total'), period_index
),
judged AS (
    SELECT
        l.*,
        p.period,
        p.period_start,
        s.* EXCLUDE (total_line, reason),
        CASE
            WHEN s.n_before = 0 THEN 'missing_base'
            WHEN s.reason IS NOT NULL THEN s.reason
            WHEN s.last_break > s.period_index - l.per_year THEN 'series_break'
        END AS reason
    FROM summed AS s
    JOIN (SELECT total_line, market, publisher, scope, unit, frequency, per_year FROM core_line GROUP BY ALL) AS l ON l.total_line = s.total_line
    JOIN core_calendar AS p ON p.frequency = l.frequency AND p.period_index = s.period_index
)
SELECT
    v.market,
    'tx_value' AS measure,
    v.publisher,
    v.scope,
    v.unit,
    v.frequency,
    v.period,
    v.period_start,
    'total' AS member,
    CASE WHEN v.reason IS NULL THEN coalesce((v.count_1 - v.count_0) * (v.value_0 / v.count_0), 0) END AS count_effect,
    CASE WHEN v.reason IS NULL THEN coalesce(v.old_rates - v.count_1 * (v.value_0 / v.count_0), 0) END AS mix_effect,
    CASE WHEN v.reason IS NULL THEN coalesce(v.rate_effect, 0) END AS rate_effect,
    CASE WHEN v.reason IS NULL THEN v.entries END AS entries,
    CASE WHEN v.reason IS NULL THEN v.exits END AS exits,
    CASE WHEN v.reason IS NULL THEN CAST(v.difference AS DECIMAL(38, 9)) END AS difference,
    v.derived,
    v.reason,
    substr('APEF', v.weakness, 1) AS status,
    v.vintage,
    c.coverage,
    list_concat(b.inputs, u.inputs) AS inputs
FROM judged AS v
LEFT JOIN used AS u
    ON u.total_line = v.total_line AND u.period_index = v.period_index
LEFT JOIN used AS b
    ON b.total_line = v.total_line AND b.period_index = v.period_index - v.per_year
LEFT JOIN core_coverage AS c
    ON c.total_line = v.total_line AND c.period_index = v.period_index
