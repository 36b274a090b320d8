package output

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
)

// kept names the i-th report before the one in dir.
func kept(dir string, i int) string { return fmt.Sprintf("%s.%d", dir, i) }

// Keep keeps the report that Commit has put out of its place as DIR.1, the one before as DIR.2, and
// so on: so many reports; one that is equal to the new one is not kept. ErrForeign if one of these folders holds anything else. Files that two reports
// share are links to one, so that an old report takes little.
func (d *Draft) Keep(reports int) error {
	if reports == 0 || d.before == nil || maps.Equal(d.before, d.files) {
		return nil
	}
	for i := 1; i <= reports; i++ {
		if err := Check(kept(d.dir, i)); err != nil {
			return fmt.Errorf("keep old report: %w", err)
		}
	}
	for i := reports; ; i++ { // more, if fewer are kept than before
		if _, err := Read(kept(d.dir, i)); err != nil && i > reports {
			break
		}
		if err := os.RemoveAll(kept(d.dir, i)); err != nil {
			return fmt.Errorf("drop old report: %w", err)
		}
	}
	for i := reports; i > 1; i-- {
		if err := os.Rename(kept(d.dir, i-1), kept(d.dir, i)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("keep old report: %w", err)
		}
	}
	if err := os.Rename(d.fresh, kept(d.dir, 1)); err != nil {
		return fmt.Errorf("keep old report: %w", err)
	}
	return nil
}
