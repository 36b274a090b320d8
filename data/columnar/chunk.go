package columnar

import (
	"errors"
	"math/big"
	"slices"
	"strconv"
	"time"

	"github.com/apache/arrow/go/v17/arrow/float16"
	"github.com/apache/arrow/go/v17/parquet"
	"github.com/apache/arrow/go/v17/parquet/file"
	"github.com/apache/arrow/go/v17/parquet/schema"
)

// chunkText gives the next cells of a column in a row group.
type chunkText func(rows int) ([]Cell, error)

func nestedChunk(rows int) ([]Cell, error) { return slices.Repeat([]Cell{{State: Nested}}, rows), nil }

// typedChunk is a reader of the library for one type.
type typedChunk[T any] interface {
	ReadBatch(size int64, values []T, definition, repetition []int16) (total int64, read int, err error)
}

// newChunk returns the cells of a column that is not nested.
func newChunk(chunk file.ColumnChunkReader) chunkText {
	d := chunk.Descriptor()
	logical := d.LogicalType()
	optional := d.MaxDefinitionLevel() > 0
	switch r := chunk.(type) {
	case *file.BooleanColumnChunkReader:
		return chunkOf(r, optional, Text, strconv.FormatBool)
	case *file.Int32ColumnChunkReader:
		return chunkOf(r, optional, intState(logical), intText[int32](logical))
	case *file.Int64ColumnChunkReader:
		return chunkOf(r, optional, intState(logical), intText[int64](logical))
	case *file.Int96ColumnChunkReader:
		return chunkOf(r, optional, Text, func(v parquet.Int96) string { return timeText(v.ToTime(), false) })
	case *file.Float32ColumnChunkReader:
		return chunkOf(r, optional, Number, func(v float32) string { return floatText(float64(v), 32) })
	case *file.Float64ColumnChunkReader:
		return chunkOf(r, optional, Number, func(v float64) string { return floatText(v, 64) })
	case *file.ByteArrayColumnChunkReader:
		if state, text := bytesText(logical, true); text != nil {
			return chunkOf(r, optional, state, func(v parquet.ByteArray) string { return text(v) })
		}
	case *file.FixedLenByteArrayColumnChunkReader:
		if state, text := bytesText(logical, false); text != nil {
			return chunkOf(r, optional, state, func(v parquet.FixedLenByteArray) string { return text(v) })
		}
	}
	return nestedChunk
}

// chunkOf reads values of one type: those that are there stand without gaps, and the
// definition levels say which rows they belong to.
func chunkOf[T any](r typedChunk[T], optional bool, state State, text func(T) string) chunkText {
	values, levels := make([]T, batchRows), make([]int16, batchRows)
	return func(rows int) ([]Cell, error) {
		cells := make([]Cell, 0, rows)
		for len(cells) < rows {
			total, read, err := r.ReadBatch(int64(rows-len(cells)), values, levels, nil)
			if err != nil {
				return nil, err
			}
			if total == 0 {
				return nil, errors.New("the column ends before the other columns")
			}
			next := 0
			for i := range int(total) {
				switch {
				case optional && levels[i] == 0:
					cells = append(cells, Cell{State: Null})
				case next == read:
					return nil, errors.New("the column has fewer values than it says")
				default:
					cells = append(cells, Cell{Text: text(values[next]), State: state})
					next++
				}
			}
		}
		return cells, nil
	}
}

// intState says whether whole numbers are that, or stand for days and times.
func intState(logical schema.LogicalType) State {
	switch logical.(type) {
	case schema.DateLogicalType, *schema.TimestampLogicalType, *schema.TimeLogicalType:
		return Text
	}
	return Number
}

// intText returns how whole numbers are written: they may be numbers, decimals or times.
func intText[T int32 | int64](logical schema.LogicalType) func(T) string {
	switch l := logical.(type) {
	case *schema.DecimalLogicalType:
		return func(v T) string { return decimalText(big.NewInt(int64(v)), l.Scale()) }
	case schema.DateLogicalType:
		return func(v T) string { return timeText(time.Unix(int64(v)*24*60*60, 0), false) }
	case *schema.TimestampLogicalType:
		return func(v T) string { return timeText(moment(int64(v), l.TimeUnit()), l.IsAdjustedToUTC()) }
	case *schema.TimeLogicalType:
		return func(v T) string { return clockText(moment(int64(v), l.TimeUnit())) }
	case *schema.IntLogicalType:
		if !l.IsSigned() {
			return func(v T) string {
				if small, ok := any(v).(int32); ok {
					return strconv.FormatUint(uint64(uint32(small)), 10)
				}
				return strconv.FormatUint(uint64(v), 10)
			}
		}
	}
	return func(v T) string { return strconv.FormatInt(int64(v), 10) }
}

func moment(n int64, unit schema.TimeUnitType) time.Time {
	switch unit {
	case schema.TimeUnitMillis:
		return time.UnixMilli(n)
	case schema.TimeUnitMicros:
		return time.UnixMicro(n)
	}
	return time.Unix(n/1e9, n%1e9)
}

// bytesText returns how bytes are written: as a decimal, or as text where that is what
// they are. Old writers do not say so of a ByteArray.
func bytesText(logical schema.LogicalType, plain bool) (State, func([]byte) string) {
	switch l := logical.(type) {
	case *schema.DecimalLogicalType:
		return Number, func(v []byte) string { return decimalText(bigEndian(v), l.Scale()) }
	case schema.Float16LogicalType:
		return Number, func(v []byte) string { return floatText(float64(float16.FromLEBytes(v).Float32()), 32) }
	case schema.StringLogicalType, schema.EnumLogicalType, schema.JSONLogicalType:
		return Text, func(v []byte) string { return string(v) }
	}
	if plain && (logical == nil || logical.IsNone()) {
		return Text, func(v []byte) string { return string(v) }
	}
	return Nested, nil
}

// bigEndian reads a number in two's complement, the first byte first.
func bigEndian(data []byte) *big.Int {
	const most = 32 // bytes, of the largest decimal that others know
	if len(data) > most {
		data = data[:most]
	}
	n := new(big.Int).SetBytes(data)
	if len(data) > 0 && data[0]&0x80 != 0 {
		n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(8*len(data))))
	}
	return n
}
