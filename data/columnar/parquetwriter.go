package columnar

import (
	"fmt"
	"io"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/apache/arrow/go/v17/parquet"
	"github.com/apache/arrow/go/v17/parquet/compress"
	"github.com/apache/arrow/go/v17/parquet/file"
	"github.com/apache/arrow/go/v17/parquet/schema"
)

// ParquetKind is what a column of a Parquet file holds, and how it is encoded.
type ParquetKind uint8

// The kinds of Parquet columns.
const (
	PlainText    ParquetKind = iota // texts that hardly repeat, such as ids
	RepeatedText                    // texts that repeat: a dictionary per row group
	OptionalText                    // the same; an empty text is a null
	CodedText                       // one of the column's Words, given by its place among them
	LocalTime                       // milliseconds since 1970-01-01T00:00:00 of a clock on the wall, without a zone
	Money                           // whole thousandths: DECIMAL(18,3)
)

// ParquetColumn declares a column.
type ParquetColumn struct {
	Name  string
	Kind  ParquetKind
	Words []string // of CodedText: no two alike
}

// ParquetValues are a column's values in one row group. Which field counts depends on the
// kind: Codes for CodedText, Ints for LocalTime and Money, Text and Ends for the others.
type ParquetValues struct {
	Codes []int32
	Ints  []int64
	Text  []byte // the texts one behind the other
	Ends  []int  // where each of them ends
}

// Reset empties the values and keeps the memory.
func (v *ParquetValues) Reset() {
	v.Codes, v.Ints, v.Text, v.Ends = v.Codes[:0], v.Ints[:0], v.Text[:0], v.Ends[:0]
}

// ParquetWriter writes a Parquet file, compressed by Snappy, row group after row group.
// Equal values give equal bytes. It holds one column of one row group in memory at a time.
type ParquetWriter struct {
	columns []ParquetColumn
	words   []arrow.Array // of coded columns
	out     *file.Writer

	texts  []parquet.ByteArray // reused from column to column
	levels []int16
}

// NewParquetWriter begins a file. note is kept in the file's metadata under the key "note".
func NewParquetWriter(w io.Writer, columns []ParquetColumn, note string) (*ParquetWriter, error) {
	var fields schema.FieldList
	options := []parquet.WriterProperty{parquet.WithCompression(compress.Codecs.Snappy), parquet.WithCreatedBy("paystats"), parquet.WithStats(false)}
	p := &ParquetWriter{columns: columns, words: make([]arrow.Array, len(columns))}
	for i, c := range columns {
		node, err := c.node()
		if err != nil {
			return nil, fmt.Errorf("column %s: %w", c.Name, err)
		}
		fields = append(fields, node)
		switch c.Kind {
		case CodedText:
			p.words[i] = wordArray(c.Words)
		case LocalTime:
			options = append(options, parquet.WithDictionaryFor(c.Name, false), parquet.WithStatsFor(c.Name, true))
		case PlainText, Money:
			options = append(options, parquet.WithDictionaryFor(c.Name, false))
		}
	}
	root, err := schema.NewGroupNode("schema", parquet.Repetitions.Required, fields, -1)
	if err != nil {
		return nil, err
	}
	p.out = file.NewParquetWriter(w, root, file.WithWriterProps(parquet.NewWriterProperties(options...)))
	return p, p.out.AppendKeyValueMetadata("note", note)
}

func (c ParquetColumn) node() (schema.Node, error) {
	switch c.Kind {
	case LocalTime:
		return schema.NewPrimitiveNodeLogical(c.Name, parquet.Repetitions.Required,
			schema.NewTimestampLogicalType(false, schema.TimeUnitMillis), parquet.Types.Int64, -1, -1)
	case Money:
		return schema.NewPrimitiveNodeLogical(c.Name, parquet.Repetitions.Required, schema.NewDecimalLogicalType(18, 3), parquet.Types.Int64, -1, -1)
	case OptionalText:
		return schema.NewPrimitiveNodeLogical(c.Name, parquet.Repetitions.Optional, schema.StringLogicalType{}, parquet.Types.ByteArray, -1, -1)
	}
	return schema.NewPrimitiveNodeLogical(c.Name, parquet.Repetitions.Required, schema.StringLogicalType{}, parquet.Types.ByteArray, -1, -1)
}

func wordArray(words []string) arrow.Array {
	b := array.NewStringBuilder(memory.DefaultAllocator)
	b.AppendValues(words, nil)
	return b.NewArray()
}

// WriteGroup writes a row group: the values of each column, in order.
func (p *ParquetWriter) WriteGroup(values []ParquetValues) error {
	group := p.out.AppendRowGroup()
	for i := range p.columns {
		column, err := group.NextColumn()
		if err == nil {
			err = p.write(column, i, &values[i])
		}
		if err == nil {
			err = column.Close()
		}
		if err != nil {
			return fmt.Errorf("column %s: %w", p.columns[i].Name, err)
		}
	}
	return group.Close()
}

func (p *ParquetWriter) write(column file.ColumnChunkWriter, i int, v *ParquetValues) (err error) {
	switch c := column.(type) {
	case *file.Int64ColumnChunkWriter:
		_, err = c.WriteBatch(v.Ints, nil, nil)
	case *file.ByteArrayColumnChunkWriter:
		switch p.columns[i].Kind {
		case CodedText:
			return writeCodes(c, p.words[i], v.Codes)
		case OptionalText:
			p.split(v, true)
			_, err = c.WriteBatch(p.texts, p.levels, nil)
		default:
			p.split(v, false)
			_, err = c.WriteBatch(p.texts, nil, nil)
		}
	}
	return err
}

// split makes the texts of a column values as the library takes them, without the empty
// ones if they are nulls.
func (p *ParquetWriter) split(v *ParquetValues, optional bool) {
	p.texts, p.levels = p.texts[:0], p.levels[:0]
	start := 0
	for _, end := range v.Ends {
		switch {
		case end == start && optional:
			p.levels = append(p.levels, 0)
		default:
			p.texts, p.levels = append(p.texts, v.Text[start:end]), append(p.levels, 1)
		}
		start = end
	}
}

// writeCodes writes codes of a dictionary that is known beforehand, so that no text is
// looked up.
func writeCodes(c *file.ByteArrayColumnChunkWriter, words arrow.Array, codes []int32) error {
	if err := c.CurrentEncoder().(interface{ PutDictionary(arrow.Array) error }).PutDictionary(words); err != nil {
		return err
	}
	buffer := memory.NewBufferBytes(arrow.Int32Traits.CastToBytes(codes))
	data := array.NewData(arrow.PrimitiveTypes.Int32, len(codes), []*memory.Buffer{nil, buffer}, nil, 0, 0)
	return c.WriteDictIndices(array.NewInt32Data(data), nil, nil)
}

// Close ends the file; the writer below stays open.
func (p *ParquetWriter) Close() error { return p.out.Close() }
