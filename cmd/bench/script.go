package main

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"paystats/data/warehouse"
)

//go:embed testdata/*.sql
var scripts embed.FS

// writeScript writes a script of testdata for the files of a dataset, and returns its path.
func writeScript(folder, name, format, files string) (string, error) {
	read := func(name string) string {
		text, err := scripts.ReadFile("testdata/" + name + ".sql")
		if err != nil {
			panic(err) // it is built in
		}
		return string(text)
	}
	quoted := func(pattern string) string {
		return "'" + strings.ReplaceAll(filepath.Join(files, pattern), "'", "''") + "'"
	}
	text := strings.NewReplacer("{files}", quoted("synthetic-[0-9]*."+format), "{reasons}", quoted("synthetic-reasons.csv")).
		Replace(strings.Replace(read(name), "{source}", read(format), 1))
	path := filepath.Join(folder, name+"-"+format+".sql")
	return path, os.WriteFile(path, []byte(text), 0o644)
}

// runScript runs SQL on the file of transactions in a folder.
func runScript(ctx context.Context, script, folder string) (err error) {
	text, err := os.ReadFile(script)
	if err != nil {
		return err
	}
	db, err := warehouse.OpenTransactions(ctx, folder, warehouse.Limits{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return db.Exec(ctx, string(text))
}

// same holds two files of transactions against each other. Large tables are compared by their rows' hashes.
func same(ctx context.Context, ours, theirs string, tables ...string) (err error) {
	db, err := warehouse.OpenTransactions(ctx, ours, warehouse.Limits{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := db.Exec(ctx, "ATTACH '"+filepath.Join(theirs, warehouse.TransactionsName)+"' AS theirs (READ_ONLY)"); err != nil {
		return err
	}
	for _, table := range tables {
		query := fmt.Sprintf("SELECT (SELECT count(*) FROM (FROM %[1]s EXCEPT ALL FROM theirs.%[1]s)) + (SELECT count(*) FROM (FROM theirs.%[1]s EXCEPT ALL FROM %[1]s)) AS n", table)
		if table == "transaction" {
			sums := "(SELECT (count(*), sum(hash(t)), bit_xor(hash(t.id, t))) FROM %stransaction AS t)"
			query = "SELECT CASE WHEN " + fmt.Sprintf(sums, "") + " = " + fmt.Sprintf(sums, "theirs.") + " THEN 0 ELSE 1 END AS n"
		}
		f, err := db.Query(ctx, query)
		if err != nil {
			return err
		}
		if f.Int("n", 0) != 0 {
			return fmt.Errorf("table %s is not what testdata makes of the same files", table)
		}
	}
	return nil
}
