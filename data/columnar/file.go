package columnar

import (
	"errors"
	"fmt"
	"io"
)

// batchRows is how many rows are turned into text at once.
const batchRows = 4096

// maxBuffer limits what a file may have the library allocate at once, in bytes.
const maxBuffer = 512 << 20

// ErrTooLarge is the error of a file that needs more memory at once than it may.
var ErrTooLarge = fmt.Errorf("the file needs more than %d MiB of memory at once", maxBuffer>>20)

// errCut is the error of a file that ends too early.
var errCut = errors.New("the file is cut off")

// State says whether a cell has a text.
type State uint8

// The states of cells.
const (
	Text   State = iota
	Number       // a text that is a number
	Null         // no value
	Nested       // a list, a struct or another value that is no single text
)

// Cell is one value as text: numbers exactly or, for floats, in the fewest digits that
// name them; days as 2016-09-30, times as 2016-09-30T14:05:00, with a Z if they are of UTC.
type Cell struct {
	Text  string
	State State
}

// File is an open Arrow or Parquet file.
type File struct {
	Columns []string
	source
}

// source reads batches of rows.
type source interface {
	// next returns the next rows of the wanted columns, column by column; io.EOF at the end.
	next(wanted []int) ([][]Cell, error)
	io.Closer
}

// Rows calls yield for each row with the cells of the wanted columns, in order, until
// yield returns an error. Rows count from 1; cells are good until yield returns.
func (f *File) Rows(wanted []int, yield func(number int, cells []Cell) error) error {
	if len(wanted) == 0 {
		return nil
	}
	cells := make([]Cell, len(wanted))
	for number := 1; ; {
		var batch [][]Cell
		err := guard(func() (err error) {
			batch, err = f.next(wanted)
			return err
		})
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("after row %d: %w", number-1, err)
		}
		for i := range batch[0] {
			for c := range batch {
				cells[c] = batch[c][i]
			}
			if err := yield(number, cells); err != nil {
				return err
			}
			number++
		}
	}
}

// guard calls into the library, which trusts files: its panics are errors.
func guard(call func() error) (err error) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case error:
			err = fmt.Errorf("the file is broken: %w", p)
			if errors.Is(p, ErrTooLarge) {
				err = ErrTooLarge
			}
		default:
			err = fmt.Errorf("the file is broken: %v", p)
		}
	}()
	return call()
}
