package columnar_test

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/ipc"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/apache/arrow/go/v17/parquet"
	"github.com/apache/arrow/go/v17/parquet/file"
	"github.com/apache/arrow/go/v17/parquet/schema"

	"paystats/data/columnar"
	"paystats/data/columnar/columnartest"
)

// texts reads all columns of a file, a line a row: nulls as -, nested values as *, numbers with a #.
func texts(t testing.TB, f *columnar.File) ([]string, error) {
	t.Helper()
	var wanted []int
	for i := range f.Columns {
		wanted = append(wanted, i)
	}
	var lines []string
	err := f.Rows(wanted, func(number int, cells []columnar.Cell) error {
		var line []string
		for _, c := range cells {
			line = append(line, map[columnar.State]string{columnar.Null: "-", columnar.Nested: "*", columnar.Number: "#"}[c.State]+c.Text)
		}
		lines = append(lines, fmt.Sprint(number, " ", strings.Join(line, " ")))
		return nil
	})
	return lines, err
}

func TestArrowTypesAsText(t *testing.T) {
	types := []struct {
		kind        arrow.DataType
		value, want string
	}{
		{arrow.PrimitiveTypes.Int64, "9223372036854775807", "#9223372036854775807"},
		{arrow.PrimitiveTypes.Uint64, "18446744073709551615", "#18446744073709551615"},
		{arrow.PrimitiveTypes.Int8, "-128", "#-128"},
		{arrow.PrimitiveTypes.Float64, "439.93117942199996", "#439.93117942199996"},
		{arrow.PrimitiveTypes.Float64, "1e300", "#1E+300"},
		{arrow.PrimitiveTypes.Float32, "0.1", "#0.1"},
		{&arrow.Decimal128Type{Precision: 38, Scale: 9}, "-0.000000001", "#-0.000000001"},
		{&arrow.Decimal256Type{Precision: 50, Scale: 2}, "123456789012345678901234567890.12", "#123456789012345678901234567890.12"},
		{arrow.BinaryTypes.String, "阿克米", "阿克米"},
		{arrow.BinaryTypes.LargeString, "Acme", "Acme"},
		{arrow.FixedWidthTypes.Boolean, "true", "true"},
		{arrow.FixedWidthTypes.Date32, "2016-09-30", "2016-09-30"},
		{arrow.FixedWidthTypes.Date64, "1969-12-31", "1969-12-31"},
		{&arrow.TimestampType{Unit: arrow.Second}, "2016-09-30 14:05:00", "2016-09-30T14:05:00"},
		{&arrow.TimestampType{Unit: arrow.Microsecond}, "2016-09-30", "2016-09-30"},
		{&arrow.TimestampType{Unit: arrow.Millisecond, TimeZone: "Asia/Kolkata"}, "2016-09-30T00:00:00.5+05:30", "2016-09-29T18:30:00.5Z"},
		{&arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int8, ValueType: arrow.BinaryTypes.String}, "x", "x"},
		{arrow.ListOf(arrow.PrimitiveTypes.Int64), "[1]", "*"},
		{arrow.StructOf(arrow.Field{Name: "a", Type: arrow.PrimitiveTypes.Int64}), `{"a":1}`, "*"},
		{&arrow.MonthIntervalType{}, "3", "*"},
	}
	for _, tt := range types {
		t.Run(tt.kind.String(), func(t *testing.T) {
			columns := arrow.NewSchema([]arrow.Field{{Name: "c", Type: tt.kind, Nullable: true}}, nil)
			b := array.NewRecordBuilder(memory.DefaultAllocator, columns)
			if err := b.Field(0).AppendValueFromString(tt.value); err != nil {
				t.Fatal(err)
			}
			b.Field(0).AppendNull()
			var out bytes.Buffer
			w := ipc.NewWriter(&out, ipc.WithSchema(columns))
			if err := w.Write(b.NewRecord()); err != nil {
				t.Fatal(err)
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			f, err := columnar.OpenArrow(bytes.NewReader(out.Bytes()), int64(out.Len()))
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			if got, err := texts(t, f); err != nil || !slices.Equal(got, []string{"1 " + tt.want, "2 -"}) {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
}

// leaf is a column of a Parquet file with one value.
func leaf(logical schema.LogicalType, kind parquet.Type, length int) schema.Node {
	return schema.Must(schema.NewPrimitiveNodeLogical("c", parquet.Repetitions.Required, logical, kind, length, -1))
}

func TestParquetTypesAsText(t *testing.T) {
	hours := parquet.Int96{}
	hours.SetNanoSeconds(int64(14 * time.Hour))
	copy(hours[8:], []byte{0x8c, 0x3d, 0x25, 0}) // day 2440588 is 1970-01-01
	types := []struct {
		node  schema.Node
		value any
		want  string
	}{
		{leaf(schema.NoLogicalType{}, parquet.Types.Int64, -1), int64(math.MaxInt64), "#9223372036854775807"},
		{leaf(schema.NewIntLogicalType(64, false), parquet.Types.Int64, -1), int64(-1), "#18446744073709551615"},
		{leaf(schema.NewIntLogicalType(32, false), parquet.Types.Int32, -1), int32(-1), "#4294967295"},
		{leaf(schema.NewIntLogicalType(8, true), parquet.Types.Int32, -1), int32(-5), "#-5"},
		{leaf(schema.NoLogicalType{}, parquet.Types.Float, -1), float32(0.1), "#0.1"},
		{leaf(schema.NoLogicalType{}, parquet.Types.Boolean, -1), true, "true"},
		{leaf(schema.DateLogicalType{}, parquet.Types.Int32, -1), int32(17074), "2016-09-30"},
		{leaf(schema.NewTimestampLogicalType(true, schema.TimeUnitMillis), parquet.Types.Int64, -1), int64(1475244300000), "2016-09-30T14:05:00Z"},
		{leaf(schema.NewTimestampLogicalType(false, schema.TimeUnitNanos), parquet.Types.Int64, -1), int64(1475193600000000000), "2016-09-30"},
		{leaf(schema.NoLogicalType{}, parquet.Types.Int96, -1), hours, "1970-01-01T14:00:00"},
		{leaf(schema.NewDecimalLogicalType(9, 2), parquet.Types.Int32, -1), int32(-5), "#-0.05"},
		{leaf(schema.NewDecimalLogicalType(38, 3), parquet.Types.FixedLenByteArray, 16), parquet.FixedLenByteArray(append(bytes.Repeat([]byte{0xff}, 15), 0xfe)), "#-0.002"},
		{leaf(schema.StringLogicalType{}, parquet.Types.ByteArray, -1), parquet.ByteArray("阿克米"), "阿克米"},
		{leaf(schema.NoLogicalType{}, parquet.Types.ByteArray, -1), parquet.ByteArray("Acme"), "Acme"},
		{leaf(schema.UUIDLogicalType{}, parquet.Types.FixedLenByteArray, 16), parquet.FixedLenByteArray(make([]byte, 16)), "*"},
	}
	for _, tt := range types {
		t.Run(tt.want, func(t *testing.T) {
			data := oneValue(t, tt.node, tt.value)
			f, err := columnar.OpenParquet(bytes.NewReader(data), int64(len(data)))
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			if got, err := texts(t, f); err != nil || !slices.Equal(got, []string{"1 " + tt.want}) {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
}

func oneValue(t *testing.T, node schema.Node, value any) []byte {
	t.Helper()
	root, err := schema.NewGroupNode("schema", parquet.Repetitions.Required, schema.FieldList{node}, -1)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := file.NewParquetWriter(&out, root)
	g := w.AppendRowGroup()
	column, err := g.NextColumn()
	if err != nil {
		t.Fatal(err)
	}
	switch c := column.(type) {
	case *file.Int32ColumnChunkWriter:
		_, err = c.WriteBatch([]int32{value.(int32)}, nil, nil)
	case *file.Int64ColumnChunkWriter:
		_, err = c.WriteBatch([]int64{value.(int64)}, nil, nil)
	case *file.Int96ColumnChunkWriter:
		_, err = c.WriteBatch([]parquet.Int96{value.(parquet.Int96)}, nil, nil)
	case *file.Float32ColumnChunkWriter:
		_, err = c.WriteBatch([]float32{value.(float32)}, nil, nil)
	case *file.BooleanColumnChunkWriter:
		_, err = c.WriteBatch([]bool{value.(bool)}, nil, nil)
	case *file.ByteArrayColumnChunkWriter:
		_, err = c.WriteBatch([]parquet.ByteArray{value.(parquet.ByteArray)}, nil, nil)
	case *file.FixedLenByteArrayColumnChunkWriter:
		_, err = c.WriteBatch([]parquet.FixedLenByteArray{value.(parquet.FixedLenByteArray)}, nil, nil)
	}
	for _, closer := range []func() error{column.Close, g.Close, w.Close} {
		if err == nil {
			err = closer()
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// Rows of several batches and row groups come in order, and only the wanted columns.
func TestRowsOfManyBatches(t *testing.T) {
	rows := [][]string{{"name", "value"}}
	for i := range 10_000 {
		rows = append(rows, []string{fmt.Sprint("n", i%7), fmt.Sprint(i)})
	}
	rows[5001][0] = ""
	data := columnartest.Parquet(t, rows, "value")
	f, err := columnar.OpenParquet(strings.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	seen := 0
	err = f.Rows([]int{1, 0}, func(number int, cells []columnar.Cell) error {
		want := []columnar.Cell{{Text: rows[number][1], State: columnar.Number}, {Text: rows[number][0]}}
		if number == 5001 {
			want[1].State = columnar.Null
		}
		if seen++; number != seen || !slices.Equal(cells, want) {
			return fmt.Errorf("row %d: %v", number, cells)
		}
		return nil
	})
	if err != nil || seen != 10_000 {
		t.Errorf("%d rows, %v", seen, err)
	}
}

// What a ParquetWriter writes is read again: every kind of column, in several row groups.
func TestParquetWriter(t *testing.T) {
	columns := []columnar.ParquetColumn{{Name: "id", Kind: columnar.PlainText}, {Name: "shop", Kind: columnar.RepeatedText}, {Name: "reason", Kind: columnar.OptionalText},
		{Name: "outcome", Kind: columnar.CodedText, Words: []string{"approved", "declined"}}, {Name: "time", Kind: columnar.LocalTime}, {Name: "amount", Kind: columnar.Money}}
	var out bytes.Buffer
	w, err := columnar.NewParquetWriter(&out, columns, "synthetic")
	if err != nil {
		t.Fatal(err)
	}
	for _, group := range [][]columnar.ParquetValues{
		{{Text: []byte("ab"), Ends: []int{1, 2}}, {Text: []byte("支付支付"), Ends: []int{6, 12}}, {Text: []byte("05"), Ends: []int{0, 2}},
			{Codes: []int32{0, 1}}, {Ints: []int64{-1000, 1731283200000}}, {Ints: []int64{-1, 1250}}},
		{{Text: []byte("c"), Ends: []int{1}}, {Text: nil, Ends: []int{0}}, {Text: nil, Ends: []int{0}}, {Codes: []int32{1}}, {Ints: []int64{1}}, {Ints: []int64{0}}},
	} {
		if err := w.WriteGroup(group); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	f, err := columnar.OpenParquet(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	want := []string{"1 a 支付 - approved 1969-12-31T23:59:59 #-0.001", "2 b 支付 05 declined 2024-11-11 #1.250", "3 c  - declined 1970-01-01T00:00:00.001 #0.000"}
	if got, err := texts(t, f); err != nil || !slices.Equal(got, want) {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
}

// A stream may end without a mark, but between two messages only.
func TestArrowStreamCutOff(t *testing.T) {
	good := columnartest.ArrowStream(t, [][]string{{"name", "value"}, {"a", "1"}, {"b", "2"}}, "value")
	whole := 0
	for length := range len(good) {
		file, err := columnar.OpenArrow(strings.NewReader(good[:length]), int64(length))
		if err != nil {
			continue
		}
		switch rows, err := texts(t, file); {
		case err == nil && len(rows) == 2:
			whole++
		case err == nil && len(rows) > 0: // without any, the stream ends before its first batch
			t.Errorf("of %d bytes, %d rows", length, len(rows))
		}
		file.Close()
	}
	if whole == 0 {
		t.Error("a stream without its mark of the end is not read")
	}
}

func FuzzArrow(f *testing.F) {
	rows := [][]string{{"name", "value"}, {"a", "1"}, {"b", "2"}}
	file, stream := columnartest.ArrowFile(f, rows, "value"), columnartest.ArrowStream(f, rows, "value")
	for _, seed := range []string{file, stream, file[:len(file)/2], stream[:len(stream)/2], "FEA1", "0"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if file, err := columnar.OpenArrow(bytes.NewReader(data), int64(len(data))); err == nil {
			_, _ = texts(t, file) // may fail, may not panic
			file.Close()
		}
	})
}

func FuzzParquet(f *testing.F) {
	good := columnartest.Parquet(f, [][]string{{"name", "value"}, {"a", "1"}, {"", "2"}, {"b", "3"}}, "value")
	for _, seed := range []string{good, good[:len(good)/2] + "PAR1", "PAR1PAR1"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if file, err := columnar.OpenParquet(bytes.NewReader(data), int64(len(data))); err == nil {
			_, _ = texts(t, file) // may fail, may not panic
			file.Close()
		}
	})
}
