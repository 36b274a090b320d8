-- model:    core_acceptance
-- question: from when to when does a platform take a method, by each claim, and which ends are open?
-- question@zh: 按每条说法，平台从何时到何时受理某种支付方式，哪些起止未定？
-- grain:    acceptance_id
-- needs:    stg_acceptance
-- formula:  from the last day on which it can have begun, else the day of the source, to the day before the first on which it can have
--           ended; where these two cross, from the first day to the last
-- formula@zh: 自可能开始的最后一日（无则取来源日期），至可能结束的第一日的前一日；两者交叉时，自最早一日至最晚一日
-- universe: every claim; one that a method is refused has no bar. A claim of no date has a bar of two open ends
-- columns:
--   acceptance_id  text  -  -  code list acceptance
--   platform       text  -  -  code list member
--   method         text  -  -  code list member
--   claim          text  -  -  accepted, ended, refused
--   bar_start      date  -  -  first day of a bar on a timeline; NULL when unknown
--   start_mark     text  -  -  stated (the source says when), seen (taken on the day of the source, since when is unknown), unknown; NULL without a bar
--   bar_end        date  -  -  last day of the bar; NULL when open or unknown
--   end_mark       text  -  -  stated, open (no end is said), unknown (ended, the day is not said); NULL without a bar
--   taken_from     date  -  -  first day on which the claim says that the method is taken; NULL when unknown
--   gone_from      date  -  -  first day on which the claim surely says that it is not; NULL when unknown or taken
--   taken_begins   date  -  -  the first of these days where the source dates it itself; NULL when it does not
--   gone_begins    date  -  -  the second likewise
--   taken_seen     date  -  -  last day on which the source knows it taken; NULL when undated
--   gone_seen      date  -  -  last day on which the source knows it not taken; NULL when undated or taken
--   source         text  -  -  where it is said
--   confidence     text  -  -  high, medium, low
--   hedge          text  -  -  '', inferred, uncorroborated
--   causes         text  -  -  code list reason, separated by semicolons
--   note           text  -  -  what the source says
-- checks:
--   unique(acceptance_id)
--   never(bar_end < bar_start)
--   never((claim = 'refused') <> (end_mark IS NULL))
WITH crossed AS (
    SELECT
        *,
        claim = 'ended' AND since <> '' AND until <> '' AND since_last >= until_first AS crossing
    FROM stg_acceptance
)
SELECT
    acceptance_id,
    platform,
    method,
    claim,
    CASE
        WHEN claim = 'refused' THEN NULL
        WHEN crossing THEN since_first
        WHEN claim = 'accepted' THEN coalesce(since_last, stated_last)
        ELSE since_last
    END AS bar_start,
    CASE
        WHEN claim = 'refused' THEN NULL
        WHEN since <> '' THEN 'stated'
        WHEN claim = 'accepted' AND stated <> '' THEN 'seen'
        ELSE 'unknown'
    END AS start_mark,
    CASE WHEN crossing THEN until_last WHEN claim = 'ended' THEN until_first - 1 END AS bar_end,
    CASE
        WHEN claim = 'refused' THEN NULL
        WHEN claim = 'accepted' THEN 'open'
        WHEN until <> '' THEN 'stated'
        ELSE 'unknown'
    END AS end_mark,
    CASE
        WHEN claim = 'accepted' THEN coalesce(since_last, stated_last)
        WHEN claim = 'ended' AND NOT crossing THEN coalesce(since_last, until_first - 1)
    END AS taken_from,
    CASE claim
        WHEN 'ended' THEN coalesce(until_last, stated_last)
        WHEN 'refused' THEN coalesce(since_last, stated_last)
    END AS gone_from,
    CASE WHEN claim <> 'refused' AND NOT crossing THEN since_last END AS taken_begins,
    CASE claim WHEN 'ended' THEN until_last WHEN 'refused' THEN since_last END AS gone_begins,
    CASE claim
        WHEN 'accepted' THEN greatest(since_last, stated_last)
        WHEN 'ended' THEN until_first - 1
    END AS taken_seen,
    CASE claim
        WHEN 'ended' THEN greatest(until_last, stated_last)
        WHEN 'refused' THEN greatest(since_last, stated_last)
    END AS gone_seen,
    source,
    confidence,
    hedge,
    causes,
    note
FROM crossed
ORDER BY acceptance_id
