package warehouse

import (
	"context"

	"paystats/data/frame"
)

// AsOf returns the day of the cut that the models answer for, as 2016-01-31; "" when they
// show all that stands.
func (db *DB) AsOf(ctx context.Context) (string, error) {
	f, err := db.Query(ctx, "SELECT CAST(as_of AS VARCHAR) AS as_of FROM request")
	if err != nil {
		return "", err
	}
	return f.Text("as_of", 0), nil
}

// SetAsOf asks for what was known on a day, 2016-01-31, or with "" for all that stands. The
// models show it once they have run.
func (db *DB) SetAsOf(ctx context.Context, day string) error {
	if err := db.Exec(ctx, "DELETE FROM request"); err != nil {
		return err
	}
	return db.Exec(ctx, "INSERT INTO request VALUES (CAST(nullif(?, '') AS DATE))", day)
}

// Undated returns a row for each dataset that has standing observations without a date of
// publication, which no cut shows. Columns: dataset, undated.
func (db *DB) Undated(ctx context.Context) (*frame.Frame, error) {
	return db.Query(ctx, `SELECT d.dataset, count(*) AS undated FROM observed AS o JOIN origin AS d ON d.id = o.origin
		WHERE o.vintage IS NULL AND o.superseded_by IS NULL GROUP BY d.dataset ORDER BY d.dataset`)
}
