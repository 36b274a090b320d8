
-- What transactions were reduced to. The file of transactions and the warehouse both hold these tables.
-- The roll-ups hold sums of payment attempts. A month is its first local day, a load is one file, a
-- method is a member of instrument; outcome is approved, declined, failed, pending, cancelled or refunded.

-- One dimension at a time: total, provider, instrument, channel, category or area.
CREATE TABLE IF NOT EXISTS rollup_payment (
    dataset   VARCHAR NOT NULL,
    load      UINTEGER NOT NULL,
    month     DATE NOT NULL,
    dimension VARCHAR NOT NULL,
    member    VARCHAR NOT NULL,
    place     VARCHAR NOT NULL,         -- the attempts' area, whatever the dimension
    currency  VARCHAR NOT NULL,
    outcome   VARCHAR NOT NULL,
    attempts  BIGINT NOT NULL,
    value     DECIMAL(38, 4) NOT NULL   -- below 0 for refunds
);

-- All outcomes; reason is an id of the code list reason, '' for none, 'unmapped' for a code without one.
CREATE TABLE IF NOT EXISTS rollup_failure (
    dataset  VARCHAR NOT NULL,
    load     UINTEGER NOT NULL,
    month    DATE NOT NULL,
    provider VARCHAR NOT NULL,
    method   VARCHAR NOT NULL,
    currency VARCHAR NOT NULL,
    outcome  VARCHAR NOT NULL,
    reason   VARCHAR NOT NULL,
    attempts BIGINT NOT NULL,
    value    DECIMAL(38, 4) NOT NULL
);

-- By local day and hour, 0 to 23.
CREATE TABLE IF NOT EXISTS rollup_hour (
    dataset  VARCHAR NOT NULL,
    load     UINTEGER NOT NULL,
    day      DATE NOT NULL,
    hour     UTINYINT NOT NULL,
    provider VARCHAR NOT NULL,
    outcome  VARCHAR NOT NULL,
    attempts BIGINT NOT NULL
);

-- The roll-ups from here on do not add up over files: they are made of all files of their periods.

-- Distinct users of approved attempts; they do not add up over members or periods either.
CREATE TABLE IF NOT EXISTS rollup_user (
    dataset      VARCHAR NOT NULL,
    frequency    VARCHAR NOT NULL,      -- M or Q
    period_start DATE NOT NULL,
    dimension    VARCHAR NOT NULL,
    member       VARCHAR NOT NULL,
    users        BIGINT NOT NULL
);

-- An intent is one wish to pay: an attempt and its retries. Attempts end approved, declined or failed; month,
-- provider, method and currency are those of the intent's first ended attempt. Attempts without intent are left out. What is
-- taken up again more than 28 days after the attempt before is another intent.
CREATE TABLE IF NOT EXISTS rollup_intent (
    dataset            VARCHAR NOT NULL,
    month              DATE NOT NULL,
    provider           VARCHAR NOT NULL,
    method             VARCHAR NOT NULL,
    currency           VARCHAR NOT NULL,
    intents            BIGINT NOT NULL,
    intents_approved   BIGINT NOT NULL, -- with an approved attempt within 28 days
    first_failed       BIGINT NOT NULL, -- whose first ended attempt was declined or failed
    recovered_hour     BIGINT NOT NULL, -- of those: with an approved attempt within one hour of it,
    recovered_day      BIGINT NOT NULL, -- within 24 hours,
    recovered          BIGINT NOT NULL, -- within 28 days
    value_first_failed DECIMAL(38, 4) NOT NULL,
    value_recovered    DECIMAL(38, 4) NOT NULL
);

-- Users whose first approved attempt was in cohort, and who had one in month.
CREATE TABLE IF NOT EXISTS rollup_cohort (
    dataset VARCHAR NOT NULL,
    cohort  DATE NOT NULL,
    month   DATE NOT NULL,
    users   BIGINT NOT NULL
);

-- Activation of buy now, pay later, a row a step: of those who reached it, how many were refused there
-- and how many are still open.
CREATE TABLE IF NOT EXISTS rollup_activation (
    dataset  VARCHAR NOT NULL,
    cohort   DATE NOT NULL,
    provider VARCHAR NOT NULL,
    step     UTINYINT NOT NULL,
    reached  BIGINT NOT NULL,
    refused  BIGINT NOT NULL,
    open     BIGINT NOT NULL
);

-- Why cases of a cohort were refused: an id of the code list reason.
CREATE TABLE IF NOT EXISTS rollup_decline (
    dataset  VARCHAR NOT NULL,
    cohort   DATE NOT NULL,
    provider VARCHAR NOT NULL,
    reason   VARCHAR NOT NULL,
    cases    BIGINT NOT NULL
);
