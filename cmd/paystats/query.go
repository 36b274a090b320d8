package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"paystats/data/frame"
	"paystats/data/warehouse"
	"paystats/data/workspace"
)

// queryFormats are the forms in which a result is written.
var queryFormats = map[string]func(io.Writer, *frame.Frame) error{
	"table": frame.WriteTable,
	"csv":   frame.WriteCSV,
	"json":  frame.WriteJSON,
}

func (a *app) queryCommand() *cobra.Command {
	var format, output, asOf string
	c := &cobra.Command{
		Use:   "query SQL",
		Short: "Run read-only SQL over the warehouse",
		Long: `Runs one SELECT over the warehouse, which is opened read-only with file and network
access off. Tables: observation, reject, load, the code lists (market, member, ...)
and one table or view a model (paystats list models); a view has no order of its own.
Rows of payment attempts: transaction, activation, loaded_file, refused_row,
duplicate_row; they cannot be read while a load writes them.
"-" reads the SQL from stdin.`,
		Example: `  paystats query "SELECT period, value FROM core_market_value
                  WHERE market = 'cn-third-party' AND member = 'total' ORDER BY period"
  paystats query -f csv -o shares.csv "FROM metric_share ORDER BY ALL"
  echo "FROM reject" | paystats query -`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if a.json && !c.Flags().Changed("format") {
				format = "json"
			}
			return a.within(c.Context(), func(ctx context.Context) error { return a.query(ctx, args[0], format, output, asOf) })
		},
	}
	c.Flags().StringVarP(&format, "format", "f", "table", "table, csv, or json (an object a line)")
	c.Flags().StringVarP(&output, "output", "o", "", "write to this file instead of stdout")
	addAsOf(c, &asOf)
	return c
}

func (a *app) query(ctx context.Context, sql, format, output, asOf string) error {
	write, ok := queryFormats[format]
	if !ok {
		return unknown("format", format, []string{"table", "csv", "json"}, "")
	}
	if sql == "-" {
		text, err := io.ReadAll(a.stdin)
		if err != nil {
			return fmt.Errorf("read SQL from stdin: %w", err)
		}
		sql = string(text)
	}
	if strings.TrimSpace(sql) == "" {
		return &usageError{msg: "an empty query", hint: "see `paystats query --help`"}
	}
	w, err := a.workspace()
	if err != nil {
		return err
	}
	db, err := a.queryReader(ctx, w, sql, asOf)
	if err != nil {
		return err
	}
	defer db.Close()
	result, err := db.Query(ctx, sql)
	if err != nil {
		return queryError(err)
	}
	if output == "" {
		return write(a.stdout, result)
	}
	return writeFile(a.path(output), func(out io.Writer) error { return write(out, result) })
}

// rawTables finds the names of the tables of transactions in a query.
var rawTables = regexp.MustCompile(`(?i)\b(` + strings.Join(warehouse.RawTables, "|") + `)\b`)

// queryReader opens the warehouse for a query; with the file of transactions if the query names one
// of its tables, since that excludes a load.
func (a *app) queryReader(ctx context.Context, w *workspace.Workspace, sql, asOf string) (*warehouse.DB, error) {
	if _, err := os.Stat(filepath.Join(w.State, warehouse.TransactionsName)); err != nil || !rawTables.MatchString(sql) {
		return a.cutReader(ctx, w, asOf)
	}
	if asOf != "" {
		return nil, &usageError{msg: "--as-of with a table of transactions", hint: "rows of payment attempts have no publication date; leave it out"}
	}
	return warehouse.OpenBoth(ctx, w.State, a.limits(w))
}

// queryError makes the engine's error a usage error with its line.
func queryError(err error) error {
	var sqlErr *warehouse.SQLError
	if !errors.As(err, &sqlErr) {
		return err
	}
	msg := sqlErr.Error()
	if sqlErr.Line > 0 {
		msg = fmt.Sprintf("line %d: %s", sqlErr.Line, msg)
	}
	hint := "`paystats list models` shows the tables; `paystats transform` builds those of models"
	if strings.Contains(msg, "read-only") || strings.Contains(msg, "base table") || sqlErr.Kind == "Permission Error" {
		hint = "the warehouse is read-only here; only SELECT is possible"
	}
	return &usageError{msg: msg, hint: hint}
}

// writeFile writes a file whole or not at all. A link is followed; a pipe or a device is
// refused, since the file would take its place.
func writeFile(path string, write func(io.Writer) error) error {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	mode := fs.FileMode(0o666)
	info, err := os.Lstat(path)
	if err == nil && !info.Mode().IsRegular() {
		return &usageError{msg: path + " is no regular file", hint: "leave -o out and redirect stdout"}
	}
	if err == nil {
		mode = info.Mode().Perm() // whoever could not read it before cannot after
	}
	part := path + ".part"
	f, err := os.OpenFile(part, os.O_RDWR|os.O_CREATE|os.O_TRUNC, mode)
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	if err := errors.Join(write(f), f.Close()); err != nil {
		return errors.Join(fmt.Errorf("write %s: %w", path, err), os.Remove(part))
	}
	if err := os.Rename(part, path); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}
