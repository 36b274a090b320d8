package page

import (
	"context"
	"errors"
	"fmt"
	"time"

	"paystats/data/frame"
	"paystats/data/reads"
)

// The bounds of a query that a page brings along. What it returns is drawn, so that more
// is a mistake, and the engine bounds neither time nor the length of a text.
const (
	sqlRows = 10000 // rows; as many are too many
	sqlCell = 10000 // bytes of one text
	sqlTime = time.Minute
)

// ownQuery runs the query that a block brings along, as wrapped. A query that is refused,
// or returns what cannot be drawn, is recorded as a mistake: then there is no frame. The
// error is what ended the build.
func (r *run) ownQuery(ctx context.Context, b block, wrapped query) (*frame.Frame, error) {
	set, err := reads.Of(ctx, r.src, b.query.sql)
	if err != nil {
		return nil, err
	}
	for _, refusal := range set.Refused {
		if refusal.Code != reads.CodeSyntax { // the engine says it better, as it runs the query
			before := b.query.sql[:max(0, min(refusal.Offset, len(b.query.sql)))]
			r.fail(r.page.behind(b.sql.pos, before), codeSQLRefused, refusal.Hint, "%s", refusal.Msg)
			return nil, nil
		}
	}
	f, err := r.bounded(ctx, wrapped)
	pos := b.sql.pos
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.Is(err, context.DeadlineExceeded):
		r.fail(pos, codeSQLSize, "does it loop for ever? what takes long belongs in a model", "the query does not end within %s", sqlTime)
	case err != nil:
		r.fail(r.page.sqlPlace(b, err), codeSQLError, "`paystats query` runs it by itself", "%s", firstLine(err))
	default:
		if what := oversized(f); what != "" {
			r.fail(pos, codeSQLSize, "a page shows what people can read: sum up, or name the rows that matter", "the query returns %s", what)
			return nil, nil
		}
		return f, nil
	}
	return nil, nil
}

// bounded is cached within sqlTime.
func (r *run) bounded(ctx context.Context, q query) (*frame.Frame, error) {
	ctx, cancel := context.WithTimeout(ctx, sqlTime)
	defer cancel()
	return r.cached(ctx, q)
}

// oversized says by what a frame is too large to be drawn; "" if it is not.
func oversized(f *frame.Frame) string {
	if f.Rows() >= sqlRows {
		return fmt.Sprintf("%d rows or more", sqlRows)
	}
	for _, c := range f.Columns {
		for i, cell := range c.Cells {
			if text, ok := cell.(string); ok && len(text) > sqlCell {
				return fmt.Sprintf("a text of %d bytes in column %s, row %d", len(text), c.Name, i+1)
			}
		}
	}
	return ""
}
