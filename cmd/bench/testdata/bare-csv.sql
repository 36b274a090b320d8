CREATE TABLE bare AS SELECT * FROM read_csv({files}, header = true, delim = ',', quote = '"', escape = '"', auto_detect = false, ignore_errors = true,
    columns = {'transaction_id': 'VARCHAR', 'time': 'TIMESTAMP', 'zone': 'VARCHAR', 'provider': 'VARCHAR', 'method': 'VARCHAR', 'channel': 'VARCHAR', 'category': 'VARCHAR',
        'area': 'VARCHAR', 'merchant_id': 'VARCHAR', 'amount': 'DECIMAL(18, 4)', 'currency': 'VARCHAR', 'outcome': 'VARCHAR', 'reason_code': 'VARCHAR', 'order_id': 'VARCHAR', 'user_id': 'VARCHAR'});

CHECKPOINT;
