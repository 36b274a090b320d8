package columnar

import (
	"time"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/decimal128"
	"github.com/apache/arrow/go/v17/arrow/memory"
)

// Kind is what a column of a Batch holds.
type Kind uint8

// The kinds of columns.
const (
	String  Kind = iota
	Int32        // whole numbers of 32 bits
	Int64        // whole numbers of 64 bits
	Float64      // doubles
	Date         // days
	Decimal      // 38 digits, 9 of them after the point
)

var kinds = [...]arrow.DataType{String: arrow.BinaryTypes.String, Int32: arrow.PrimitiveTypes.Int32, Int64: arrow.PrimitiveTypes.Int64,
	Float64: arrow.PrimitiveTypes.Float64,
	Date:    arrow.FixedWidthTypes.Date32, Decimal: &arrow.Decimal128Type{Precision: 38, Scale: 9}}

// Column is one column of a Batch.
type Column struct {
	Name     string
	Kind     Kind
	Nullable bool
}

// Stream is a stream of record batches, as engines take them.
type Stream = array.RecordReader

// Batch collects rows in columns. Values are appended row after row, field after field,
// in the order and of the kinds of the columns.
type Batch struct {
	schema  *arrow.Schema
	builder *array.RecordBuilder
	next    int // the field that is appended next
}

// NewBatch returns an empty batch.
func NewBatch(columns []Column) *Batch {
	fields := make([]arrow.Field, len(columns))
	for i, c := range columns {
		fields[i] = arrow.Field{Name: c.Name, Type: kinds[c.Kind], Nullable: c.Nullable}
	}
	schema := arrow.NewSchema(fields, nil)
	return &Batch{schema: schema, builder: array.NewRecordBuilder(memory.DefaultAllocator, schema)}
}

// Stream returns the rows collected so far, and empties the batch. The caller releases it.
func (b *Batch) Stream() Stream { return &single{record: b.builder.NewRecord(), schema: b.schema} }

// single is a stream of one record batch, which it lets go of when it has been read.
//
// The engine's driver never ends a stream that it was handed, so that the stream itself
// stays in memory: it must hold nothing for as long.
type single struct {
	schema *arrow.Schema // nil when the batch was read: nobody asks any more
	record arrow.Record  // nil when it was read or released
	read   bool
}

// Schema returns the schema of the batch.
func (s *single) Schema() *arrow.Schema { return s.schema }

// Next reports whether there is a batch to read: once.
func (s *single) Next() bool {
	if s.read {
		s.Release()
		s.schema = nil
		return false
	}
	s.read = true
	return s.record != nil
}

// Record returns the batch.
func (s *single) Record() arrow.Record { return s.record }

// Err returns nil: a batch in memory cannot fail.
func (*single) Err() error { return nil }

// Retain does nothing: Release counts no holders.
func (*single) Retain() {}

// Release lets go of the batch.
func (s *single) Release() {
	if s.record != nil {
		s.record.Release()
		s.record = nil
	}
}

func (b *Batch) field() array.Builder {
	f := b.builder.Field(b.next)
	b.next = (b.next + 1) % len(b.builder.Fields())
	return f
}

// Text appends to as many fields.
func (b *Batch) Text(values ...string) {
	for _, v := range values {
		b.field().(*array.StringBuilder).Append(v)
	}
}

// Int64 appends to a field.
func (b *Batch) Int64(v int64) { b.field().(*array.Int64Builder).Append(v) }

// Float64 appends to a field.
func (b *Batch) Float64(v float64) { b.field().(*array.Float64Builder).Append(v) }

// Int32 appends to a field.
func (b *Batch) Int32(v int) { b.field().(*array.Int32Builder).Append(int32(v)) }

// Null appends a null.
func (b *Batch) Null() { b.field().AppendNull() }

// Date appends a day, null for the zero time.
func (b *Batch) Date(t time.Time) {
	if t.IsZero() {
		b.Null()
		return
	}
	b.field().(*array.Date32Builder).Append(arrow.Date32FromTime(t))
}

// Decimal appends a number that is given in billionths, as the two halves of 128 bits.
func (b *Batch) Decimal(hi int64, lo uint64) {
	b.field().(*array.Decimal128Builder).Append(decimal128.New(hi, lo))
}
