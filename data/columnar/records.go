package columnar

import (
	"errors"
	"io"
	"os"

	"github.com/apache/arrow/go/v17/arrow"
)

// OpenStream opens an Arrow file or stream as record batches for the engine. file is read until
// Release; what is broken is an error of Err, or ends the stream.
func OpenStream(file *os.File) (Stream, error) {
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	opened, err := OpenArrow(file, info.Size())
	if err != nil {
		return nil, err
	}
	return &records{source: opened.source.(*arrowSource)}, nil
}

// records are the batches of a file, one at a time.
type records struct {
	source *arrowSource
	record arrow.Record
	err    error
}

// Schema returns the file's columns.
func (r *records) Schema() *arrow.Schema { return r.source.schema }

// Next goes to the next batch.
func (r *records) Next() bool {
	r.err = guard(func() (err error) {
		r.record, err = r.source.batch()
		return err
	})
	if errors.Is(r.err, io.EOF) {
		r.err = nil
		return false
	}
	return r.err == nil
}

// Record returns the present batch.
func (r *records) Record() arrow.Record { return r.record }

// Err returns why Next gave up.
func (r *records) Err() error { return r.err }

// Retain does nothing: a stream has one reader.
func (r *records) Retain() {}

// Release lets go of memory.
func (r *records) Release() {
	if r.source != nil {
		_ = r.source.Close() // what it gives back is memory
		r.source = nil
	}
}
