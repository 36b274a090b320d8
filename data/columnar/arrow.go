package columnar

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/ipc"
)

// OpenArrow opens an Arrow file (which Feather 2 is another name of) or an Arrow stream.
// src is read until Close.
func OpenArrow(src io.ReaderAt, size int64) (*File, error) {
	head := make([]byte, 8)
	n, err := src.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	a := &arrowSource{}
	whole := io.NewSectionReader(src, 0, size)
	switch head = head[:n]; {
	case n == 0:
		return nil, errors.New("the file is empty")
	case bytes.HasPrefix(head, []byte("FEA1")):
		return nil, errors.New("the file is Feather 1, which came before Arrow files")
	case bytes.HasPrefix(head, []byte("ARROW1")):
		err = guard(func() error { return a.openFile(whole) })
	case bytes.HasPrefix(head, []byte("\xff\xff\xff\xff")) || n == 8 && head[3] == 0 && head[2] < 0x10:
		err = guard(func() error { return a.openStream(whole) })
	default:
		err = errors.New("the file is neither an Arrow file nor an Arrow stream")
	}
	if err != nil {
		return nil, err
	}
	f := &File{source: a}
	for _, field := range a.schema.Fields() {
		f.Columns = append(f.Columns, field.Name)
	}
	return f, nil
}

// arrowSource reads record batches.
type arrowSource struct {
	schema  *arrow.Schema
	batch   func() (arrow.Record, error) // the next one; io.EOF at the end
	release func()

	record arrow.Record // the present one
	at     int          // the first of its rows that is not read yet
	texts  []func(int) Cell
}

func (a *arrowSource) openFile(src *io.SectionReader) error {
	if err := checkFileSchema(src); err != nil {
		return err
	}
	file, err := ipc.NewFileReader(src, ipc.WithAllocator(newBounded()))
	if err != nil {
		return err
	}
	a.schema, a.batch = file.Schema(), file.Read
	a.release = func() { file.Close() } // it only lets go of memory
	return nil
}

func (a *arrowSource) openStream(src *io.SectionReader) error {
	if err := checkStreamSchema(src); err != nil {
		return err
	}
	stream, err := ipc.NewReaderFromMessageReader(messages{ipc.NewMessageReader(src, ipc.WithAllocator(newBounded()))}, ipc.WithAllocator(newBounded()))
	if err != nil {
		return err
	}
	a.schema, a.release = stream.Schema(), stream.Release
	a.batch = func() (arrow.Record, error) {
		if stream.Next() {
			return stream.Record(), nil
		}
		if err := stream.Err(); err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		return nil, io.EOF
	}
	return nil
}

// messages are the messages of a stream. The library takes any end of the bytes for the end
// of the stream; it is one between two messages only.
type messages struct{ ipc.MessageReader }

// Message returns the next message.
func (m messages) Message() (*ipc.Message, error) {
	message, err := m.MessageReader.Message()
	if err != nil && errors.Is(err, io.EOF) && err.Error() != io.EOF.Error() && !strings.Contains(err.Error(), "continuation indicator") {
		return nil, errCut
	}
	return message, err
}

// Close lets go of memory.
func (a *arrowSource) Close() error {
	return guard(func() error {
		a.release()
		return nil
	})
}

func (a *arrowSource) next(wanted []int) ([][]Cell, error) {
	for a.record == nil || a.at >= int(a.record.NumRows()) {
		record, err := a.batch()
		if err != nil {
			return nil, err
		}
		a.record, a.at, a.texts = record, 0, a.texts[:0]
		for _, i := range wanted {
			column := record.Column(i)
			if column.Len() != int(record.NumRows()) {
				return nil, fmt.Errorf("column %q has %d values, and the batch %d rows", a.schema.Field(i).Name, column.Len(), record.NumRows())
			}
			a.texts = append(a.texts, arrayText(column))
		}
	}
	rows := min(batchRows, int(a.record.NumRows())-a.at)
	out := make([][]Cell, len(wanted))
	for c, text := range a.texts {
		out[c] = make([]Cell, rows)
		for i := range rows {
			out[c][i] = text(a.at + i)
		}
	}
	a.at += rows
	return out, nil
}
