-- The base tables of the warehouse; models add one table each. Text columns hold ''
-- for "none"; NULL is kept for values and dates that are not known.
-- No PRIMARY KEY and no UNIQUE: their indexes cost more than the checks that replace them.

CREATE TABLE IF NOT EXISTS meta (
    key   VARCHAR NOT NULL,   -- 'schema' (layout version), 'codelists' (content hash of the code lists)
    value VARCHAR NOT NULL
);

-- What the models answer: one row. A base table, so that the models notice a change.
CREATE TABLE IF NOT EXISTS request (
    as_of DATE                -- models see what was published by this day; NULL: all that stands
);

-- Whether a value counts on a day: it had been published, and no later release had dropped or
-- replaced it; a value that was corrected within its release (until = vintage) never counts.
-- Without a day, what no load has superseded counts, dated or not.
CREATE MACRO IF NOT EXISTS known_on(day, vintage, superseded_by, until) AS CASE
    WHEN day IS NULL THEN superseded_by IS NULL
    ELSE vintage <= day AND (superseded_by IS NULL OR until IS NULL OR until > day)
END;

-- The number of a market's series: by what it is, so that every model gives it the same one.
CREATE MACRO IF NOT EXISTS line_of(market, measure, publisher, frequency, member) AS
    CAST(hash(market, measure, publisher, frequency, member) >> 1 AS BIGINT);

-- A DECIMAL(38, 9) as DOUBLE, as CAST makes it: below a thousand million by way of 64 bits, as the engine (1.1.3) divides
-- 128 bits bit by bit, twice.
CREATE MACRO IF NOT EXISTS as_double(x) AS CASE
    WHEN x BETWEEN -999999999 AND 999999999 THEN CAST(CAST(x AS DECIMAL(18, 9)) AS DOUBLE)
    ELSE CAST(x AS DOUBLE)
END;

-- The ends of the 95 % interval of a part, hits of n, by Wilson (1927), Journal of the American Statistical
-- Association 22, 209-212: z = 1.959963984540054. Both ends are NULL for n = 0; none leaves 0..1.
CREATE MACRO IF NOT EXISTS wilson_low(hits, n) AS CASE
    WHEN hits = 0 THEN CASE WHEN n > 0 THEN CAST(0 AS DOUBLE) END
    ELSE (hits / n + 1.920729410347062 / n - 1.959963984540054 * sqrt((hits / n * (1 - hits / n) + 0.960364705173531 / n) / n)) / (1 + 3.841458820694124 / n)
END;
CREATE MACRO IF NOT EXISTS wilson_high(hits, n) AS CASE
    WHEN hits = n THEN CASE WHEN n > 0 THEN CAST(1 AS DOUBLE) END
    ELSE (hits / n + 1.920729410347062 / n + 1.959963984540054 * sqrt((hits / n * (1 - hits / n) + 0.960364705173531 / n) / n)) / (1 + 3.841458820694124 / n)
END;

-- One row a dataset: its latest load. rows_in = loaded + rejected, counted in cells.
CREATE TABLE IF NOT EXISTS load (
    id          BIGINT NOT NULL,
    dataset     VARCHAR NOT NULL,
    title       VARCHAR NOT NULL,
    title_zh    VARCHAR NOT NULL,
    licence     VARCHAR NOT NULL,
    sources     VARCHAR NOT NULL,   -- titles and addresses, one a line
    fingerprint VARCHAR NOT NULL,   -- SHA-256 over descriptor, maps, files and the code lists
    rows_in     BIGINT NOT NULL,
    loaded      BIGINT NOT NULL,
    rejected    BIGINT NOT NULL
);

CREATE TABLE IF NOT EXISTS reject (
    load     BIGINT NOT NULL,
    dataset  VARCHAR NOT NULL,
    resource VARCHAR NOT NULL,
    file     VARCHAR NOT NULL,
    place    VARCHAR NOT NULL,
    printed  VARCHAR NOT NULL,
    code     VARCHAR NOT NULL,
    message  VARCHAR NOT NULL,
    hint     VARCHAR NOT NULL
);

-- What the values of one series share; the grain of a series key.
CREATE TABLE IF NOT EXISTS series (
    id             BIGINT NOT NULL,
    area           VARCHAR NOT NULL,
    segment        VARCHAR NOT NULL,
    measure        VARCHAR NOT NULL,
    transformation VARCHAR NOT NULL,
    base_measure   VARCHAR NOT NULL,
    dimension      VARCHAR NOT NULL,
    member         VARCHAR NOT NULL,
    frequency      VARCHAR NOT NULL,
    unit           VARCHAR NOT NULL,
    publisher      VARCHAR NOT NULL,
    scope          VARCHAR NOT NULL
);

CREATE TABLE IF NOT EXISTS period (
    id           BIGINT NOT NULL,
    period       VARCHAR NOT NULL,
    period_start DATE NOT NULL,
    period_end   DATE NOT NULL          -- inclusive
);

-- Where values come from: file and document, with the trust that they deserve.
CREATE TABLE IF NOT EXISTS origin (
    id             BIGINT NOT NULL,
    confidence     VARCHAR NOT NULL,
    document       VARCHAR NOT NULL,
    document_title VARCHAR NOT NULL,
    dataset        VARCHAR NOT NULL,
    resource       VARCHAR NOT NULL,
    file           VARCHAR NOT NULL
);

-- What the view observation shows, without the texts that many rows share: writing those
-- row by row takes the engine four times as long.
CREATE TABLE IF NOT EXISTS observed (
    id             BIGINT NOT NULL,
    series         BIGINT NOT NULL,
    origin         BIGINT NOT NULL,
    period         BIGINT NOT NULL,
    vintage        DATE,                -- NULL: publication date unknown
    revision       INTEGER NOT NULL,
    value          DECIMAL(38, 9),      -- base units; fractions for shares and growth; NULL iff status is M
    status         VARCHAR NOT NULL,
    hedge          VARCHAR NOT NULL,
    precision_exp  INTEGER,             -- power of ten of the last printed digit, base units
    printed        VARCHAR NOT NULL,    -- value and unit as printed
    place          VARCHAR NOT NULL,    -- line:field, or JSON pointer
    note           VARCHAR NOT NULL,
    load           BIGINT NOT NULL,     -- the load that brought the value; 0: it was read from the history
    superseded_by  BIGINT,              -- the load that no longer held this value; 0: an earlier one, by the history
    fate           VARCHAR NOT NULL,    -- '', repeated, replaced or removed: what became of it in the files
    until          DATE                 -- publication date of what no longer prints it; NULL when none or unknown
);

-- One value of one series in one period, as one document printed it in one place.
CREATE VIEW IF NOT EXISTS observation AS
SELECT
    o.id, o.series, o.period AS period_id, s.area, s.segment, s.measure, s.transformation, s.base_measure, s.dimension, s.member, s.frequency, s.unit, s.publisher, s.scope,
    p.period, p.period_start, p.period_end, o.vintage, o.revision, o.value, o.status, o.hedge, o.precision_exp, d.confidence, o.printed,
    d.document, d.document_title, d.dataset, d.resource, d.file, o.place, o.note, o.load, o.superseded_by, o.fate, o.until
FROM observed AS o
JOIN series AS s ON s.id = o.series
JOIN period AS p ON p.id = o.period
JOIN origin AS d ON d.id = o.origin;

-- Transactions: one row a dataset of payment attempts. rows_in = loaded + rejected + duplicates.
CREATE TABLE IF NOT EXISTS transaction_set (
    dataset    VARCHAR NOT NULL,
    title      VARCHAR NOT NULL,
    publisher  VARCHAR NOT NULL,
    area       VARCHAR NOT NULL,
    synthetic  BOOLEAN NOT NULL,        -- made up: every result says so
    rows_in    BIGINT NOT NULL,
    loaded     BIGINT NOT NULL,
    rejected   BIGINT NOT NULL,
    duplicates BIGINT NOT NULL,
    first_day  DATE,                    -- first and last local day of an attempt; NULL: none was loaded
    last_day   DATE
);

-- One row a run that changed the warehouse; the newest are kept. Clock and durations are in the
-- run record beside the warehouse: nothing that a page may read knows them.
CREATE TABLE IF NOT EXISTS run (
    id            BIGINT NOT NULL,
    command       VARCHAR NOT NULL,
    program       VARCHAR NOT NULL,     -- version
    datasets      BIGINT NOT NULL,      -- that were loaded
    rows_in       BIGINT NOT NULL,      -- cells of these: loaded + rejected
    loaded        BIGINT NOT NULL,
    rejected      BIGINT NOT NULL,
    models        BIGINT NOT NULL,      -- that ran
    checks        BIGINT NOT NULL,      -- that stand behind the tables
    checks_failed BIGINT NOT NULL,
    checks_warned BIGINT NOT NULL
);
