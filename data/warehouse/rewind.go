package warehouse

import "context"

// newestSQL are the newest loads of datasets that were loaded before, of one or, with an empty name, of all.
const newestSQL = `(SELECT l.id FROM load AS l WHERE (? = '' OR l.dataset = ?)
	AND EXISTS (FROM observed AS p JOIN origin AS q ON q.id = p.origin WHERE q.dataset = l.dataset AND p.load > 0 AND p.load < l.id))`

// Rewind takes back the newest load of a dataset, or of all with "": what it superseded
// stands again, what it brought is gone. A dataset that was loaded only once stays, and so
// do code lists. It is meant for a run that is given up.
func (db *DB) Rewind(ctx context.Context, dataset string) error {
	return db.InTransaction(ctx, func() error {
		for _, statement := range []string{
			// Models are stamped by the fingerprints of loads.
			"UPDATE load SET fingerprint = fingerprint || ' taken back' WHERE id IN " + newestSQL,
			"UPDATE observed SET superseded_by = NULL, fate = '', until = NULL WHERE superseded_by IN " + newestSQL,
			"DELETE FROM observed WHERE load IN " + newestSQL,
		} {
			if err := db.Exec(ctx, statement, dataset, dataset); err != nil {
				return err
			}
		}
		return nil
	})
}
