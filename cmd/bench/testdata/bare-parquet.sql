CREATE TABLE bare AS SELECT * FROM read_parquet({files});

CHECKPOINT;
