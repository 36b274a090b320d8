package columnar

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	flatbuffers "github.com/google/flatbuffers/go"
)

// Limits on the schema of an Arrow file, which is held in memory.
const (
	maxMetadata = 16 << 20 // bytes
	maxFields   = 100_000  // nested ones counted
	maxNesting  = 64
)

// slot is the place of a field in a FlatBuffers table: Arrow's format/*.fbs counts them.
func slot(n flatbuffers.VOffsetT) flatbuffers.VOffsetT { return 4 + 2*n }

// checkFileSchema looks through the footer of an Arrow file before the library does, which
// reserves memory for whatever a schema claims, and follows it to any depth.
func checkFileSchema(src *io.SectionReader) error {
	const tail = 10 // the footer's length and the magic bytes
	end := make([]byte, tail)
	if src.Size() < 2*tail {
		return errCut
	}
	if _, err := src.ReadAt(end, src.Size()-tail); err != nil {
		return err
	}
	if string(end[4:]) != "ARROW1" {
		return errCut
	}
	footer, err := metadata(src, src.Size()-tail-int64(binary.LittleEndian.Uint32(end)), binary.LittleEndian.Uint32(end))
	if err != nil {
		return err
	}
	return checkSchema(footer, 1)
}

// checkStreamSchema looks at the first message of a stream.
func checkStreamSchema(src *io.SectionReader) error {
	head := make([]byte, 8)
	if _, err := src.ReadAt(head, 0); err != nil {
		return errCut
	}
	start := int64(len(head))
	size := binary.LittleEndian.Uint32(head[4:])
	if binary.LittleEndian.Uint32(head) != 0xffffffff { // before 0.15, a message began with its length
		start, size = 4, binary.LittleEndian.Uint32(head)
	}
	message, err := metadata(src, start, size)
	if err != nil {
		return err
	}
	return checkSchema(message, 2)
}

func metadata(src io.ReaderAt, start int64, size uint32) ([]byte, error) {
	if size < 4 || size > maxMetadata || start < 0 {
		return nil, fmt.Errorf("the file's schema claims %d bytes", size)
	}
	data := make([]byte, size)
	if _, err := src.ReadAt(data, start); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	return data, nil
}

// checkSchema checks the schema that stands in a slot of the root table.
func checkSchema(data []byte, in flatbuffers.VOffsetT) error {
	root := flatbuffers.Table{Bytes: data, Pos: flatbuffers.GetUOffsetT(data)}
	schema, ok := child(root, in)
	if !ok {
		return errors.New("the file has no schema")
	}
	c := schemaCheck{left: maxFields}
	const fields, more = 1, 2
	if err := c.vector(schema, more); err != nil {
		return err
	}
	return c.fields(schema, fields, 0)
}

// child returns the table in a slot.
func child(t flatbuffers.Table, n flatbuffers.VOffsetT) (flatbuffers.Table, bool) {
	o := flatbuffers.UOffsetT(t.Offset(slot(n)))
	if o == 0 {
		return t, false
	}
	return flatbuffers.Table{Bytes: t.Bytes, Pos: t.Indirect(o + t.Pos)}, true
}

// schemaCheck counts what a schema holds.
type schemaCheck struct{ left int }

// vector checks that the vector in a slot is no longer than the schema.
func (c *schemaCheck) vector(t flatbuffers.Table, n flatbuffers.VOffsetT) error {
	o := flatbuffers.UOffsetT(t.Offset(slot(n)))
	if o == 0 {
		return nil
	}
	if length := t.VectorLen(o); length < 0 || length > len(t.Bytes) {
		return fmt.Errorf("the file's schema claims a list of %d", length)
	}
	return nil
}

// fields checks the fields in a slot, and theirs.
func (c *schemaCheck) fields(t flatbuffers.Table, n flatbuffers.VOffsetT, depth int) error {
	if err := c.vector(t, n); err != nil {
		return err
	}
	o := flatbuffers.UOffsetT(t.Offset(slot(n)))
	if o == 0 {
		return nil
	}
	const kind, children, more, typeIDs = 3, 5, 6, 1
	for i := range t.VectorLen(o) {
		if c.left--; c.left < 0 || depth > maxNesting {
			return fmt.Errorf("the file's schema has more than %d fields, or nests deeper than %d", maxFields, maxNesting)
		}
		field := flatbuffers.Table{Bytes: t.Bytes, Pos: t.Indirect(t.Vector(o) + flatbuffers.UOffsetT(4*i))}
		err := c.vector(field, more)
		if of, ok := child(field, kind); ok && err == nil && field.GetByteSlot(slot(2), 0) == 14 { // a union
			err = c.vector(of, typeIDs)
		}
		if err == nil {
			err = c.fields(field, children, depth+1)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
