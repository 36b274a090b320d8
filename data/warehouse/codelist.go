package warehouse

import (
	"context"
	"fmt"
	"strings"

	"paystats/data/columnar"
)

// CodeList is a code list as a table: all columns are text.
type CodeList struct {
	Name    string
	Columns []string
	Rows    [][]string
}

// ReplaceCodeLists makes the warehouse hold exactly these code lists, a table each.
// stamp is a hash of their content; nothing is done if it is the one stored.
func (db *DB) ReplaceCodeLists(ctx context.Context, stamp string, lists []CodeList) error {
	if stored, err := db.meta(ctx, "codelists"); err != nil || stored == stamp {
		return err
	}
	return db.InTransaction(ctx, func() error {
		for _, list := range lists {
			if err := db.replaceCodeList(ctx, list); err != nil {
				return fmt.Errorf("store code list %s: %w", list.Name, err)
			}
		}
		return db.setMeta(ctx, "codelists", stamp)
	})
}

func (db *DB) replaceCodeList(ctx context.Context, list CodeList) error {
	columns := make([]string, len(list.Columns))
	for i, c := range list.Columns {
		columns[i] = identifier(c) + " VARCHAR NOT NULL"
	}
	name := identifier(list.Name)
	if err := db.Exec(ctx, "CREATE OR REPLACE TABLE "+name+" ("+strings.Join(columns, ", ")+")"); err != nil {
		return err
	}
	if len(list.Rows) == 0 {
		return nil
	}
	batch := columnar.NewBatch(texts(list.Columns...))
	for _, row := range list.Rows {
		batch.Text(row...)
	}
	return db.insert(ctx, name, batch.Stream())
}

// identifier quotes a name for SQL.
func identifier(name string) string {
	return `"` + strings.ReplaceAll(name, `"`, `""`) + `"`
}
