-- The base tables of the warehouse; models add one table each. Text columns hold ''
-- for "none"; NULL is kept for values and dates that are not known.
-- No PRIMARY KEY and no UNIQUE: their indexes cost more than the checks that replace them.

CREATE TABLE IF NOT EXISTS meta (
    key   VARCHAR NOT NULL,   -- 'schema' (layout version), 'codelists' (content hash of the code lists)
    value VARCHAR NOT NULL
);

-- One row a dataset: its latest load. rows_in = loaded + rejected, counted in cells.
CREATE TABLE IF NOT EXISTS load (
    id          BIGINT NOT NULL,
    dataset     VARCHAR NOT NULL,
    title       VARCHAR NOT NULL,
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

-- One value of one series in one period, as one document printed it in one place.
CREATE TABLE IF NOT EXISTS observation (
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
    scope          VARCHAR NOT NULL,
    period         VARCHAR NOT NULL,
    period_start   DATE NOT NULL,
    period_end     DATE NOT NULL,       -- inclusive
    vintage        DATE,                -- NULL: publication date unknown
    revision       INTEGER NOT NULL,
    value          DECIMAL(38, 9),      -- base units; fractions for shares and growth; NULL iff status is M
    status         VARCHAR NOT NULL,
    hedge          VARCHAR NOT NULL,
    precision_exp  INTEGER,             -- power of ten of the last printed digit, base units
    confidence     VARCHAR NOT NULL,
    printed        VARCHAR NOT NULL,    -- value and unit as printed
    document       VARCHAR NOT NULL,
    document_title VARCHAR NOT NULL,
    dataset        VARCHAR NOT NULL,
    resource       VARCHAR NOT NULL,
    file           VARCHAR NOT NULL,
    place          VARCHAR NOT NULL,    -- line:field, or JSON pointer
    note           VARCHAR NOT NULL,
    load           BIGINT NOT NULL,
    superseded_by  BIGINT               -- the load that no longer holds this value
);
