-- The columns of the files as they are used below: exact is whether no decimal of the amount is lost.
SELECT *, TRY_CAST(time AS TIMESTAMP) AS at, TRY_CAST(amount AS DECIMAL(18, 4)) AS money,
    strpos(amount, '.') = 0 OR strlen(amount) - strpos(amount, '.') <= CASE currency WHEN 'KWD' THEN 3 ELSE 2 END AS exact
FROM read_csv({files}, all_varchar = true, header = true, delim = ',', quote = '"', escape = '"', auto_detect = false, filename = 'file', store_rejects = true,
    columns = {'transaction_id': 'VARCHAR', 'time': 'VARCHAR', 'zone': 'VARCHAR', 'provider': 'VARCHAR', 'method': 'VARCHAR', 'channel': 'VARCHAR', 'category': 'VARCHAR',
        'area': 'VARCHAR', 'merchant_id': 'VARCHAR', 'amount': 'VARCHAR', 'currency': 'VARCHAR', 'outcome': 'VARCHAR', 'reason_code': 'VARCHAR', 'order_id': 'VARCHAR', 'user_id': 'VARCHAR'})
