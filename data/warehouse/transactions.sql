-- The tables of transactions.duckdb: rows by the hundred million, the account of the files that
-- they come from, and what was reduced from them. Text columns hold '' for "none".

CREATE TABLE IF NOT EXISTS meta (
    key   VARCHAR NOT NULL,   -- 'schema' (layout version)
    value VARCHAR NOT NULL
);

-- One attempt to pay.
CREATE TABLE IF NOT EXISTS transaction (
    id          VARCHAR,
    occurred_at TIMESTAMP,          -- UTC
    local_date  DATE,               -- on the clock of the row's zone
    local_hour  UTINYINT,
    provider    VARCHAR,
    method      VARCHAR,
    channel     VARCHAR,
    category    VARCHAR,
    area        VARCHAR,
    merchant    VARCHAR,
    amount      DECIMAL(18, 4),     -- negative iff refunded
    currency    VARCHAR,            -- ISO 4217
    outcome     VARCHAR,            -- approved, declined, failed, pending, cancelled, refunded
    reason      VARCHAR,            -- id of code list reason; 'unmapped' for a code that nobody has mapped
    reason_code VARCHAR,            -- as the file has it
    intent      VARCHAR,            -- what the attempts of one order share
    user_key    VARCHAR,            -- pseudonym
    load        UINTEGER            -- the file, of loaded_file; a row whose load is not there is what a load that was killed has left
);

-- One application for credit: buy now, pay later. Times are UTC, NULL for steps not reached.
CREATE TABLE IF NOT EXISTS activation (
    id            VARCHAR,
    entered_at    TIMESTAMP,
    local_date    DATE,
    local_hour    UTINYINT,
    provider      VARCHAR,
    area          VARCHAR,
    eligible_at   TIMESTAMP,
    identified_at TIMESTAMP,
    applied_at    TIMESTAMP,
    decided_at    TIMESTAMP,
    decision      VARCHAR,          -- approved, declined, pending, cancelled; '' when not told
    reason        VARCHAR,          -- id of code list reason
    reason_code   VARCHAR,
    used_at       TIMESTAMP,
    user_key      VARCHAR,
    load          UINTEGER
);

-- One file. rows_in = loaded + rejected + duplicates.
CREATE TABLE IF NOT EXISTS loaded_file (
    load       UINTEGER NOT NULL,
    dataset    VARCHAR NOT NULL,
    resource   VARCHAR NOT NULL,
    file       VARCHAR NOT NULL,
    size       BIGINT NOT NULL,     -- bytes
    modified   BIGINT NOT NULL,     -- nanoseconds since 1970
    rows_in    BIGINT NOT NULL,
    loaded     BIGINT NOT NULL,
    rejected   BIGINT NOT NULL,
    duplicates BIGINT NOT NULL,
    first_day  DATE,                -- local; NULL if nothing was loaded
    last_day   DATE
);

-- How a resource was read: with another descriptor or another meaning of a text, all of it is read again.
CREATE TABLE IF NOT EXISTS loaded_set (
    dataset   VARCHAR NOT NULL,
    resource  VARCHAR NOT NULL,
    kind      VARCHAR NOT NULL,
    title     VARCHAR NOT NULL,
    publisher VARCHAR NOT NULL,
    area      VARCHAR NOT NULL,
    segment   VARCHAR NOT NULL,
    scope     VARCHAR NOT NULL,
    synthetic BOOLEAN NOT NULL,
    spec      VARCHAR NOT NULL      -- SHA-256 over everything that rows depend on, their files apart
);

-- What every text of a coded column was taken for; '' for nothing.
CREATE TABLE IF NOT EXISTS loaded_code (
    dataset  VARCHAR NOT NULL,
    resource VARCHAR NOT NULL,
    field    VARCHAR NOT NULL,
    raw      VARCHAR NOT NULL,
    id       VARCHAR NOT NULL
);

CREATE TABLE IF NOT EXISTS refused_row (
    load    UINTEGER NOT NULL,
    place   VARCHAR NOT NULL,       -- line; row of Parquet and Arrow
    printed VARCHAR NOT NULL,       -- the text that was refused, card numbers and users masked
    code    VARCHAR NOT NULL,
    field   VARCHAR NOT NULL        -- of the descriptor; '' for the row as a whole
);

-- Rows whose id had been seen. The first row of the first file stays.
CREATE TABLE IF NOT EXISTS duplicate_row (
    load  UINTEGER NOT NULL,
    place VARCHAR NOT NULL,
    id    VARCHAR NOT NULL,
    same  BOOLEAN NOT NULL          -- equal in every column to the row that stayed
);
