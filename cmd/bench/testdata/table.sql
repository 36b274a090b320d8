-- What an expert writes to make table transaction of the synthetic files. The source is csv.sql or parquet.sql.
--
-- No join: the engine loses the order of rows in them, and the order tells on which line a row stands and which of
-- two with the same id came first. So codes are looked up in types, and offsets are a CASE. Rows that are refused
-- have no outcome until they are deleted.
CREATE TYPE provider_id AS ENUM ('aster-pay', 'birch-wallet', 'cedar-pay', 'delta-card', 'elm-wallet', 'fern-pay', 'garnet-card', 'harbor-card', 'iris-wallet', 'juniper-later', 'kite-bank', 'lumen-card');
CREATE TYPE method_id AS ENUM ('bank-card', 'bank-transfer', 'bnpl', 'wallet');
CREATE TYPE channel_id AS ENUM ('app', 'h5', 'in-store', 'mini-program', 'scan', 'web');
CREATE TYPE category_id AS ENUM ('digital-goods', 'dining', 'electronics', 'fashion', 'groceries', 'health', 'travel', 'utilities');
CREATE TYPE area_id AS ENUM ('CN', 'DE', 'IN', 'KW', 'US');
CREATE TYPE currency_id AS ENUM ('CNY', 'EUR', 'INR', 'KWD', 'USD');
CREATE TYPE outcome_id AS ENUM ('approved', 'cancelled', 'declined', 'failed', 'pending', 'refunded');
CREATE TYPE reason_code_id AS ENUM (SELECT reason_code FROM read_csv({reasons}, all_varchar = true));
-- The key of synthetic users, which is no secret, as HMAC needs it.
SET VARIABLE outer_pad = '\x2F\x25\x32\x28\x34\x39\x28\x35\x3F\x7C\x29\x2F\x39\x2E\x2F\x7C\x32\x39\x39\x38\x7C\x32\x33\x7C\x2F\x39\x3F\x2E\x39\x28\x66\x7C\x28\x34\x39\x25\x7C\x3D\x2E\x39\x7C\x32\x33\x3E\x33\x38\x25\x5C\x5C\x5C\x5C\x5C\x5C\x5C\x5C\x5C\x5C\x5C\x5C\x5C\x5C\x5C\x5C\x5C'::BLOB;
SET VARIABLE inner_pad = '\x45\x4F\x58\x42\x5E\x53\x42\x5F\x55\x16\x43\x45\x53\x44\x45\x16\x58\x53\x53\x52\x16\x58\x59\x16\x45\x53\x55\x44\x53\x42\x0C\x16\x42\x5E\x53\x4F\x16\x57\x44\x53\x16\x58\x59\x54\x59\x52\x4F\x36\x36\x36\x36\x36\x36\x36\x36\x36\x36\x36\x36\x36\x36\x36\x36\x36'::BLOB;
SET VARIABLE reasons = (SELECT list(reason ORDER BY CAST(reason_code AS reason_code_id)) FROM read_csv({reasons}, all_varchar = true));

INSERT INTO transaction
WITH source AS ({source}),
clock AS (SELECT *, CASE zone
    WHEN 'Asia/Shanghai' THEN INTERVAL 8 HOURS
    WHEN 'Asia/Kolkata' THEN INTERVAL 330 MINUTES
    WHEN 'Asia/Kuwait' THEN INTERVAL 3 HOURS
    WHEN 'Europe/Berlin' THEN CASE
        WHEN at >= '2023-03-26 03:00:00' AND at < '2023-10-29 03:00:00' OR at >= '2024-03-31 03:00:00' AND at < '2024-10-27 03:00:00' THEN INTERVAL 2 HOURS
        WHEN at >= '2023-03-26 02:00:00' AND at < '2023-03-26 03:00:00' OR at >= '2024-03-31 02:00:00' AND at < '2024-03-31 03:00:00' THEN NULL
        ELSE INTERVAL 1 HOUR END
    WHEN 'America/New_York' THEN CASE
        WHEN at >= '2023-03-12 03:00:00' AND at < '2023-11-05 02:00:00' OR at >= '2024-03-10 03:00:00' AND at < '2024-11-03 02:00:00' THEN INTERVAL (-4) HOURS
        WHEN at >= '2023-03-12 02:00:00' AND at < '2023-03-12 03:00:00' OR at >= '2024-03-10 02:00:00' AND at < '2024-03-10 03:00:00' THEN NULL
        ELSE INTERVAL (-5) HOURS END
    WHEN 'America/Los_Angeles' THEN CASE
        WHEN at >= '2023-03-12 03:00:00' AND at < '2023-11-05 02:00:00' OR at >= '2024-03-10 03:00:00' AND at < '2024-11-03 02:00:00' THEN INTERVAL (-7) HOURS
        WHEN at >= '2023-03-12 02:00:00' AND at < '2023-03-12 03:00:00' OR at >= '2024-03-10 02:00:00' AND at < '2024-03-10 03:00:00' THEN NULL
        ELSE INTERVAL (-8) HOURS END
    END AS ahead FROM source),
told AS (SELECT *, CASE
    WHEN transaction_id IS NULL THEN 'id'
    WHEN at IS NULL OR at < '1970-01-01' OR at >= '2038-01-01' OR ahead IS NULL THEN 'time'
    WHEN TRY_CAST(provider AS provider_id) IS NULL THEN 'provider'
    WHEN method IS NOT NULL AND TRY_CAST(method AS method_id) IS NULL THEN 'method'
    WHEN channel IS NOT NULL AND TRY_CAST(channel AS channel_id) IS NULL THEN 'channel'
    WHEN category IS NOT NULL AND TRY_CAST(category AS category_id) IS NULL THEN 'category'
    WHEN area IS NOT NULL AND TRY_CAST(area AS area_id) IS NULL THEN 'area'
    WHEN TRY_CAST(currency AS currency_id) IS NULL THEN 'currency'
    WHEN money IS NULL OR NOT exact OR money < 0 AND outcome <> 'refunded' THEN 'amount'
    WHEN TRY_CAST(outcome AS outcome_id) IS NULL THEN 'outcome'
    WHEN strlen(merchant_id) >= 12 AND regexp_matches(merchant_id, '[0-9](?:[ -]?[0-9]){11}') THEN 'merchant' -- a card number
    WHEN strlen(reason_code) >= 12 AND regexp_matches(reason_code, '[0-9](?:[ -]?[0-9]){11}') THEN 'reason'
    END AS fault FROM clock)
SELECT
    coalesce(transaction_id, ''),
    at - ahead,
    CAST(at AS DATE),
    hour(at),
    coalesce(provider, ''),
    coalesce(method, ''),
    coalesce(channel, ''),
    coalesce(category, ''),
    coalesce(area, ''),
    coalesce(merchant_id, ''),
    CASE outcome WHEN 'refunded' THEN -abs(money) ELSE money END,
    currency,
    CASE WHEN fault IS NULL THEN outcome END,
    CASE WHEN fault IS NOT NULL THEN fault WHEN reason_code IS NULL OR reason_code = '' THEN ''
        ELSE coalesce(list_extract(getvariable('reasons'), 1 + enum_code(TRY_CAST(reason_code AS reason_code_id))), 'unmapped') END,
    coalesce(reason_code, ''),
    coalesce(order_id, ''),
    CASE WHEN user_id IS NULL OR user_id = '' THEN '' ELSE left(sha256(getvariable('outer_pad') || unhex(sha256(getvariable('inner_pad') || encode(user_id)))), 32) END,
    CAST(regexp_extract(file, 'synthetic-([0-9]+)', 1) AS UINTEGER)
FROM told;

INSERT INTO refused_row
SELECT t.load, CAST(1 + rowid - f.first AS VARCHAR), '', reason, ''
FROM transaction AS t JOIN (SELECT load, min(rowid) AS first FROM transaction GROUP BY load) AS f USING (load)
WHERE outcome IS NULL;

DELETE FROM transaction WHERE outcome IS NULL;

-- Ids that come twice: by a hash, which takes a quarter of the memory of the ids.
CREATE TEMP TABLE surplus AS
SELECT rowid AS r, load, id
FROM transaction
WHERE hash(id) IN (SELECT hash(id) AS h FROM transaction GROUP BY h HAVING count(*) > 1)
QUALIFY row_number() OVER (PARTITION BY id ORDER BY rowid) > 1;

INSERT INTO duplicate_row SELECT load, CAST(r AS VARCHAR), id, true FROM surplus;

DELETE FROM transaction WHERE rowid IN (SELECT r FROM surplus);

CHECKPOINT;
