-- model:    metric_activation_funnel
-- question: at which step of activation does buy now, pay later lose the people who entered in a month?
-- question@zh: 某月进入的人，在开通先用后付的哪一步流失？
-- grain:    dataset, frequency, period, member, step
-- needs:    core_activation
-- formula:  step_conversion = reached / (reached the step before - open there); entry_conversion = reached / (entered - open at any earlier
--           step). Open: at that step for less than 30 days at the end of observation, neither refused nor further: right-censored, left out
--           of the base. Wilson 95 % interval
-- formula@zh: step_conversion = 到达数 /（到达上一步的人数 − 停留在上一步的人数）；entry_conversion = 到达数 /（进入数 − 停留在之前各步的人数）。停留：在观察期末处于该步不足 30 天，既未被拒绝也未继续；属右删失，不计入基数。Wilson 95 % 置信区间
-- arithmetic:
--   step_conversion = reached / (reached_before - open_before) if r.step > 1
--   entry_conversion = reached / (entered - open_earlier)
-- universe: cohorts by local month of entry and the run of all of them, providers and their total, all six steps
-- kept:     table
-- columns:
--   dataset           text    -      -     dataset of cases
--   publisher         text    -      -     code list publisher; '' for none
--   synthetic         bool    -      -     made up: no number says anything of a real case
--   frequency         text    -      -     M for one cohort, R for the run of all
--   period            text    -      -     local month of entry, 2023-01, or 2023-01..2024-12
--   period_start      date    -      -     first day
--   member            text    -      -     provider, code list member, or total
--   step              int     -      1..6  position in the funnel
--   step_name         text    -      -     entry, conditions, identity, application, approval, first-use
--   reached           int     -      >= 0  cases that came to the step
--   refused           int     -      >= 0  of these, cases that ended here by refusal
--   lapsed            int     -      >= 0  of these, cases that went no further within 30 days, unrefused
--   open              int     -      >= 0  of these, cases that may still go on
--   reached_before    int     -      >= 0  cases that came to the step before; NULL for entry
--   open_before       int     -      >= 0  of these, cases that may still go on
--   step_conversion   double  ratio  0..1  of the cases that came to the step before and are not open there
--   step_low          double  ratio  0..1  low end of the 95 % Wilson interval of step_conversion
--   step_high         double  ratio  0..1  high end
--   entered           int     -      >= 0  cases that entered
--   open_earlier      int     -      >= 0  of these, cases that may still go on from any earlier step
--   entry_conversion  double  ratio  0..1  of the cases that entered and are not open at an earlier step; 1 at entry
--   entry_low         double  ratio  0..1  low end of the 95 % Wilson interval of entry_conversion; NULL at entry, where it is certain
--   entry_high        double  ratio  0..1  high end
--   censored          bool    -      -     cases are left out of a base because they may still go on
--   reason            text    -      -     why there is no step_conversion: missing_base (entry), zero_base (nobody came to the step before), partial_window (all who did may still go on)
--   reason_entry      text    -      -     why there is no entry_conversion: zero_base, partial_window
-- checks:
--   never((step_conversion IS NULL) <> (reason IS NOT NULL))
--   never((entry_conversion IS NULL) <> (reason_entry IS NOT NULL))
SELECT
    dataset,
    publisher,
    synthetic,
    frequency,
    period,
    period_start,
    provider AS member,
    step,
    step_name,
    reached,
    refused,
    lapsed,
    open,
    reached_before,
    open_before,
    reached / nullif(reached_before - open_before, 0) AS step_conversion,
    wilson_low(reached, reached_before - open_before) AS step_low,
    wilson_high(reached, reached_before - open_before) AS step_high,
    entered,
    open_earlier,
    reached / nullif(entered - open_earlier, 0) AS entry_conversion,
    CASE WHEN step > 1 THEN wilson_low(reached, entered - open_earlier) END AS entry_low,
    CASE WHEN step > 1 THEN wilson_high(reached, entered - open_earlier) END AS entry_high,
    open_earlier > 0 AS censored,
    CASE
        WHEN reached_before IS NULL THEN 'missing_base'
        WHEN reached_before = 0 THEN 'zero_base'
        WHEN reached_before = open_before THEN 'partial_window'
    END AS reason,
    CASE
        WHEN entered = 0 THEN 'zero_base'
        WHEN entered = open_earlier THEN 'partial_window'
    END AS reason_entry
FROM core_activation
