package columnar

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/apache/arrow/go/v17/parquet"
	"github.com/apache/arrow/go/v17/parquet/file"
	"github.com/apache/arrow/go/v17/parquet/schema"
)

// OpenParquet opens a Parquet file. src is read until Close.
func OpenParquet(src io.ReaderAt, size int64) (*File, error) {
	if err := parquetMagic(src, size); err != nil {
		return nil, err
	}
	properties := parquet.NewReaderProperties(newBounded())
	properties.BufferedStreamEnabled = true // else whole columns are held in memory
	p := &parquetSource{}
	f := &File{source: p}
	err := guard(func() (err error) {
		if p.file, err = file.NewParquetReader(io.NewSectionReader(src, 0, size), file.WithReadProps(properties)); err != nil {
			return err
		}
		f.Columns = p.readSchema()
		return nil
	})
	if err != nil {
		return nil, err
	}
	return f, nil
}

// parquetMagic looks at both ends of a file.
func parquetMagic(src io.ReaderAt, size int64) error {
	const length = 4
	if size == 0 {
		return errors.New("the file is empty")
	}
	head, tail := make([]byte, length), make([]byte, length)
	if size >= 2*length {
		if _, err := src.ReadAt(head, 0); err != nil {
			return err
		}
		if _, err := src.ReadAt(tail, size-length); err != nil && !errors.Is(err, io.EOF) {
			return err
		}
	}
	switch {
	case bytes.Equal(tail, []byte("PARE")):
		return errors.New("the file is encrypted")
	case !bytes.Equal(head, []byte("PAR1")):
		return errors.New("the file is no Parquet file")
	case !bytes.Equal(tail, []byte("PAR1")):
		return errCut
	}
	return nil
}

// parquetSource reads row groups.
type parquetSource struct {
	file   *file.Reader
	leaves []int // by column, its place among the columns that are stored; -1 for nested ones

	group  int // the next one
	left   int64
	chunks []chunkText
}

// readSchema returns the names of the columns.
func (p *parquetSource) readSchema() []string {
	var names []string
	all := p.file.MetaData().Schema
	leaf := 0
	for i := range all.Root().NumFields() {
		node := all.Root().Field(i)
		names = append(names, node.Name())
		if node.Type() == schema.Primitive && node.RepetitionType() != parquet.Repetitions.Repeated {
			p.leaves = append(p.leaves, leaf)
		} else {
			p.leaves = append(p.leaves, -1)
		}
		leaf += leavesOf(node)
	}
	return names
}

func leavesOf(node schema.Node) int {
	group, ok := node.(*schema.GroupNode)
	if !ok {
		return 1
	}
	n := 0
	for i := range group.NumFields() {
		n += leavesOf(group.Field(i))
	}
	return n
}

// Close lets go of memory.
func (p *parquetSource) Close() error { return guard(p.file.Close) }

func (p *parquetSource) next(wanted []int) ([][]Cell, error) {
	for p.left == 0 {
		if p.group == p.file.NumRowGroups() {
			return nil, io.EOF
		}
		if err := p.open(wanted); err != nil {
			return nil, err
		}
		p.group++
	}
	rows := int(min(batchRows, p.left))
	out := make([][]Cell, len(wanted))
	for i, read := range p.chunks {
		cells, err := read(rows)
		if err != nil {
			return nil, fmt.Errorf("column %q: %w", p.file.MetaData().Schema.Root().Field(wanted[i]).Name(), err)
		}
		out[i] = cells
	}
	p.left -= int64(rows)
	return out, nil
}

// open opens the next row group.
func (p *parquetSource) open(wanted []int) error {
	group := p.file.RowGroup(p.group)
	if p.left = group.NumRows(); p.left < 0 {
		return fmt.Errorf("row group %d claims %d rows", p.group+1, p.left)
	}
	p.chunks = p.chunks[:0]
	for _, i := range wanted {
		if p.leaves[i] < 0 {
			p.chunks = append(p.chunks, nestedChunk)
			continue
		}
		chunk, err := group.Column(p.leaves[i])
		if err != nil {
			return err
		}
		p.chunks = append(p.chunks, newChunk(chunk))
	}
	return nil
}
