-- model:    metric_seasonally_adjusted
-- question: what is a value once what happens every year at the same time is taken out?
-- question@zh: 剔除每年同期重复出现的因素之后，数值是多少？
-- grain:    market, measure, publisher, scope, frequency, period, member
-- needs:    core_seasonal, core_value, core_calendar, core_coverage
-- formula:  v / seasonal; seasonal by STL on logarithms (Cleveland et al. 1990): season over 7 years, local lines, 5 loops, no robustness; the lengths of trend and low-pass filter stand in method
-- formula@zh: v ÷ 季节因子；季节因子由对数序列的STL分解得出（Cleveland等，1990）：季节窗口7年，局部线性，5次迭代，不作稳健化；趋势与低通滤波的长度见method列
-- arithmetic:
--   seasonally_adjusted = value / seasonal
-- universe: every member and the total, quarters and months; spans of three years or more without a gap, a break, a value of 0 or below; forecasts stay out
-- columns:
--   market         text    -      -      code list market
--   measure        text    -      -      code list measure
--   publisher      text    -      -      code list publisher
--   scope          text    -      -      code list scope
--   unit           text    -      -      unit of the measure: currency, count, persons
--   frequency      text    -      -      A, S, Q, M, D
--   period         text    -      -      period
--   period_start   date    -      -      first day
--   member         text    -      -      code list member, or total
--   seasonally_adjusted  double  row  -   the value without its seasonal part; earlier ones change with every new period
--   trend          double  row    -      its smooth part
--   seasonal       double  -      > 0    factor of the season: value = seasonally_adjusted x seasonal
--   value          decimal row    -      the value that was adjusted
--   method         text    -      -      the procedure with its lengths in periods
--   span_start     text    -      -      first period of the span that the values were adjusted with
--   span_end       text    -      -      its last period
--   derived        bool    -      -      one of the values is not printed but derived
--   reason         text    -      -      why there is no value: missing, scope_differs, vintage_differs, too_short (a span under three years, or a forecast), zero_base, negative_base (in the span)
--   status         text    -      -      weakest status in the span: A, P, E, F
--   vintage        date    -      -      latest vintage in the span, that of the adjustment; NULL when any is unknown
--   coverage       double  ratio  >= 0   share of the total that the named members explain in this period
--   inputs         list    -      -      observation ids of the value; the others of the span stand with theirs
-- checks:
--   never((seasonally_adjusted IS NULL) <> (reason IS NOT NULL))
SELECT
    v.market,
    v.measure,
    v.publisher,
    v.scope,
    v.unit,
    v.frequency,
    v.period,
    v.period_start,
    v.member,
    s.adjusted AS seasonally_adjusted,
    s.trend,
    s.seasonal,
    v.value,
    CASE v.frequency
        WHEN 'Q' THEN 'STL on logs, period 4, seasonal 7, trend 9, low-pass 5'
        ELSE 'STL on logs, period 12, seasonal 7, trend 23, low-pass 13'
    END AS method,
    a.period AS span_start,
    b.period AS span_end,
    s.derived,
    s.reason,
    substr('APEF', s.weakness, 1) AS status,
    s.vintage,
    c.coverage,
    v.inputs
FROM core_seasonal AS s
JOIN core_value AS v ON v.line = s.line AND v.period_index = s.period_index
JOIN core_calendar AS a ON a.frequency = v.frequency AND a.period_index = s.span_start
JOIN core_calendar AS b ON b.frequency = v.frequency AND b.period_index = s.span_end
LEFT JOIN core_coverage AS c ON c.total_line = v.total_line AND c.period_index = v.period_index
