// Package columnartest writes small Arrow and Parquet files for the tests of others, which
// do not know the library.
package columnartest

import (
	"bytes"
	"strconv"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/ipc"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/apache/arrow/go/v17/parquet"
	"github.com/apache/arrow/go/v17/parquet/compress"
	"github.com/apache/arrow/go/v17/parquet/file"
	"github.com/apache/arrow/go/v17/parquet/schema"
)

// record returns a table as a record; the column of the name numbers holds floats, the others texts.
func record(tb testing.TB, rows [][]string, numbers string) (*arrow.Schema, arrow.Record) {
	tb.Helper()
	var fields []arrow.Field
	for _, name := range rows[0] {
		kind := arrow.DataType(&arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int8, ValueType: arrow.BinaryTypes.String})
		if name == numbers {
			kind = arrow.PrimitiveTypes.Float64
		}
		fields = append(fields, arrow.Field{Name: name, Type: kind})
	}
	columns := arrow.NewSchema(fields, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, columns)
	for _, row := range rows[1:] {
		for i, text := range row {
			if err := b.Field(i).AppendValueFromString(text); err != nil {
				tb.Fatal(err)
			}
		}
	}
	return columns, b.NewRecord()
}

// ArrowFile writes rows, the header first, as an Arrow file.
func ArrowFile(tb testing.TB, rows [][]string, numbers string) string {
	tb.Helper()
	columns, r := record(tb, rows, numbers)
	var out seeker
	w, err := ipc.NewFileWriter(&out, ipc.WithSchema(columns), ipc.WithZstd())
	if err == nil {
		err = w.Write(r)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		tb.Fatal(err)
	}
	return out.String()
}

// ArrowStream writes rows, the header first, as an Arrow stream.
func ArrowStream(tb testing.TB, rows [][]string, numbers string) string {
	tb.Helper()
	columns, r := record(tb, rows, numbers)
	var out bytes.Buffer
	w := ipc.NewWriter(&out, ipc.WithSchema(columns), ipc.WithLZ4())
	err := w.Write(r)
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		tb.Fatal(err)
	}
	return out.String()
}

// seeker is a file in memory that is written to its end only.
type seeker struct{ bytes.Buffer }

// Seek tells the place of the end.
func (s *seeker) Seek(int64, int) (int64, error) { return int64(s.Len()), nil }

// Parquet writes rows, the header first, as a Parquet file of two row groups.
func Parquet(tb testing.TB, rows [][]string, numbers string) string {
	tb.Helper()
	var fields schema.FieldList
	for _, name := range rows[0] {
		if name == numbers {
			fields = append(fields, schema.NewFloat64Node(name, parquet.Repetitions.Required, -1))
			continue
		}
		fields = append(fields, schema.Must(schema.NewPrimitiveNodeLogical(name, parquet.Repetitions.Optional, schema.StringLogicalType{}, parquet.Types.ByteArray, -1, -1)))
	}
	root, err := schema.NewGroupNode("schema", parquet.Repetitions.Required, fields, -1)
	if err != nil {
		tb.Fatal(err)
	}
	var out bytes.Buffer
	w := file.NewParquetWriter(&out, root, file.WithWriterProps(parquet.NewWriterProperties(parquet.WithCompression(compress.Codecs.Snappy))))
	half := len(rows) / 2
	for _, part := range [][][]string{rows[1:half], rows[half:]} {
		if err := group(w.AppendRowGroup(), part); err != nil {
			tb.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return out.String()
}

// group writes one row group.
func group(g file.SerialRowGroupWriter, rows [][]string) error {
	for i := range g.NumColumns() {
		column, err := g.NextColumn()
		if err != nil {
			return err
		}
		switch w := column.(type) {
		case *file.Float64ColumnChunkWriter:
			var values []float64
			for _, row := range rows {
				v, err := strconv.ParseFloat(row[i], 64)
				if err != nil {
					return err
				}
				values = append(values, v)
			}
			_, err = w.WriteBatch(values, nil, nil)
		case *file.ByteArrayColumnChunkWriter:
			var values []parquet.ByteArray
			levels := make([]int16, len(rows))
			for r, row := range rows {
				if row[i] != "" {
					values, levels[r] = append(values, []byte(row[i])), 1
				}
			}
			_, err = w.WriteBatch(values, levels, nil)
		}
		if err != nil {
			return err
		}
		if err := column.Close(); err != nil {
			return err
		}
	}
	return g.Close()
}
