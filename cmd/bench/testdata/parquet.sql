-- The columns of the files as they are used below: exact is whether no decimal of the amount is lost.
SELECT *, CAST(time AS TIMESTAMP) AS at, TRY_CAST(amount AS DECIMAL(18, 4)) AS money,
    amount = CASE currency WHEN 'KWD' THEN CAST(amount AS DECIMAL(18, 3)) ELSE CAST(amount AS DECIMAL(18, 2)) END AS exact
FROM read_parquet({files}, filename = 'file')
