package main

import (
	"fmt"
	"strconv"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

func (a *app) manCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "man DIR",
		Short: "Write the manual pages to a folder",
		Long: `Writes a manual page a command to an existing folder: paystats.1, paystats-report.1, ...
They bear the date of SOURCE_DATE_EPOCH (seconds since 1970), or none.`,
		Example: `  paystats man ~/.local/share/man/man1`,
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			date, err := sourceDate(a.getenv("SOURCE_DATE_EPOCH"))
			if err != nil {
				return err
			}
			header := &doc.GenManHeader{Section: "1", Date: &date, Source: "paystats " + programVersion(), Manual: "paystats"}
			root := c.Root()
			root.DisableAutoGenTag = true // it would bear today's date
			if err := doc.GenManTree(root, header, a.path(args[0])); err != nil {
				return fmt.Errorf("write manual pages: %w", err)
			}
			return nil
		},
	}
}

// sourceDate is the day that a build is to bear, as SOURCE_DATE_EPOCH says it; the zero
// time if it says none.
func sourceDate(epoch string) (time.Time, error) {
	if epoch == "" {
		return time.Time{}, nil
	}
	seconds, err := strconv.ParseInt(epoch, 10, 64)
	if err != nil {
		return time.Time{}, &usageError{msg: fmt.Sprintf("SOURCE_DATE_EPOCH is %q", epoch), hint: "it is a number of seconds since 1970"}
	}
	return time.Unix(seconds, 0).UTC(), nil
}
