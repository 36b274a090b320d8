package warehouse

import (
	"context"
	"errors"
	"fmt"
	"os"
)

// leastBlocks is how large a file must be to be worth compacting: 64 MiB in blocks of 256 KiB.
const leastBlocks = 256

// compacted writes all that the database at path holds to a file beside it if more than half of it is
// free, and returns that file's path, else "".
func (db *DB) compacted(ctx context.Context, path string) (small string, err error) {
	f, err := db.Query(ctx, "SELECT database_name, total_blocks, free_blocks FROM pragma_database_size() WHERE database_name = current_database()")
	if err != nil {
		return "", err
	}
	total, free := f.Int("total_blocks", 0), f.Int("free_blocks", 0)
	if total < leastBlocks || free*2 < total {
		return "", nil
	}
	small = path + ".compact"
	if err := os.RemoveAll(small); err != nil {
		return "", err
	}
	for _, statement := range []string{
		"ATTACH " + quote(small) + " AS compact", "COPY FROM DATABASE " + identifier(f.Text("database_name", 0)) + " TO compact", "DETACH compact",
	} {
		if err := db.Exec(ctx, statement); err != nil {
			return "", errors.Join(fmt.Errorf("compact %s: %w", path, err), os.RemoveAll(small))
		}
	}
	return small, nil
}
