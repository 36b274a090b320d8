package columnar

import (
	"fmt"

	"github.com/apache/arrow/go/v17/arrow/array"
)

// Numbers are columns of numbers by name, all of one length and without nulls.
type Numbers struct {
	Int64   map[string][]int64
	Float64 map[string][]float64
}

// ReadNumbers reads a stream to its end and releases it. A column of another kind than
// whole numbers of 64 bits and doubles, and a null, is an error.
func ReadNumbers(stream Stream) (Numbers, error) {
	defer stream.Release()
	n := Numbers{Int64: map[string][]int64{}, Float64: map[string][]float64{}}
	for stream.Next() {
		for i, column := range stream.Record().Columns() {
			name := stream.Schema().Field(i).Name
			if column.NullN() > 0 {
				return Numbers{}, fmt.Errorf("column %s: %d nulls, where all are numbers", name, column.NullN())
			}
			switch c := column.(type) {
			case *array.Int64:
				n.Int64[name] = append(n.Int64[name], c.Int64Values()...)
			case *array.Float64:
				n.Float64[name] = append(n.Float64[name], c.Float64Values()...)
			default:
				return Numbers{}, fmt.Errorf("column %s holds %s, not numbers of 64 bits", name, column.DataType())
			}
		}
	}
	return n, stream.Err()
}
