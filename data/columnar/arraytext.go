package columnar

import (
	"strconv"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
)

// arrayText returns what gives the cells of an array.
func arrayText(values arrow.Array) func(int) Cell {
	text := valueText(values)
	return func(i int) Cell {
		switch {
		case values.IsNull(i):
			return Cell{State: Null}
		case text == nil:
			return Cell{State: Nested}
		}
		return text(i)
	}
}

// valueText returns what gives the cells of an array that are not null; nil for lists,
// structs and whatever else has no plain text.
func valueText(values arrow.Array) func(int) Cell {
	switch a := values.(type) {
	case *array.Boolean:
		return func(i int) Cell { return Cell{Text: strconv.FormatBool(a.Value(i))} }
	case *array.Decimal128:
		scale := a.DataType().(*arrow.Decimal128Type).Scale
		return func(i int) Cell { return Cell{Text: decimalText(a.Value(i).BigInt(), scale), State: Number} }
	case *array.Decimal256:
		scale := a.DataType().(*arrow.Decimal256Type).Scale
		return func(i int) Cell { return Cell{Text: decimalText(a.Value(i).BigInt(), scale), State: Number} }
	case *array.Dictionary:
		texts := arrayText(a.Dictionary())
		return func(i int) Cell { return texts(a.GetValueIndex(i)) }
	case *array.RunEndEncoded:
		texts := arrayText(a.Values())
		return func(i int) Cell { return texts(a.GetPhysicalIndex(i)) }
	case array.ExtensionArray:
		return valueText(a.Storage())
	}
	if text := numberText(values); text != nil {
		return func(i int) Cell { return Cell{Text: text(i), State: Number} }
	}
	if text := stringText(values); text != nil {
		return func(i int) Cell { return Cell{Text: strings.Clone(text(i))} } // the buffer is not kept
	}
	if text := dayText(values); text != nil {
		return func(i int) Cell { return Cell{Text: text(i)} }
	}
	return nil
}

func numberText(values arrow.Array) func(int) string {
	switch a := values.(type) {
	case *array.Int8:
		return func(i int) string { return strconv.Itoa(int(a.Value(i))) }
	case *array.Int16:
		return func(i int) string { return strconv.Itoa(int(a.Value(i))) }
	case *array.Int32:
		return func(i int) string { return strconv.Itoa(int(a.Value(i))) }
	case *array.Int64:
		return func(i int) string { return strconv.FormatInt(a.Value(i), 10) }
	case *array.Uint8:
		return func(i int) string { return strconv.Itoa(int(a.Value(i))) }
	case *array.Uint16:
		return func(i int) string { return strconv.Itoa(int(a.Value(i))) }
	case *array.Uint32:
		return func(i int) string { return strconv.FormatUint(uint64(a.Value(i)), 10) }
	case *array.Uint64:
		return func(i int) string { return strconv.FormatUint(a.Value(i), 10) }
	case *array.Float16:
		return func(i int) string { return floatText(float64(a.Value(i).Float32()), 32) }
	case *array.Float32:
		return func(i int) string { return floatText(float64(a.Value(i)), 32) }
	case *array.Float64:
		return func(i int) string { return floatText(a.Value(i), 64) }
	}
	return nil
}

func stringText(values arrow.Array) func(int) string {
	switch a := values.(type) {
	case *array.String:
		return a.Value
	case *array.LargeString:
		return a.Value
	case *array.StringView:
		return a.Value
	case *array.Binary:
		return func(i int) string { return string(a.Value(i)) }
	case *array.LargeBinary:
		return func(i int) string { return string(a.Value(i)) }
	}
	return nil
}

func dayText(values arrow.Array) func(int) string {
	switch a := values.(type) {
	case *array.Date32:
		return func(i int) string { return timeText(a.Value(i).ToTime(), false) }
	case *array.Date64:
		return func(i int) string { return timeText(a.Value(i).ToTime(), false) }
	case *array.Time32:
		unit := a.DataType().(*arrow.Time32Type).Unit
		return func(i int) string { return clockText(a.Value(i).ToTime(unit)) }
	case *array.Time64:
		unit := a.DataType().(*arrow.Time64Type).Unit
		return func(i int) string { return clockText(a.Value(i).ToTime(unit)) }
	case *array.Timestamp:
		kind := a.DataType().(*arrow.TimestampType)
		return func(i int) string { return timeText(a.Value(i).ToTime(kind.Unit), kind.TimeZone != "") }
	}
	return nil
}
