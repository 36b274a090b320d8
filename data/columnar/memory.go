package columnar

import "github.com/apache/arrow/go/v17/arrow/memory"

// bounded is an allocator that refuses what no honest file needs. It panics, as the
// interface has no errors; guard gives the error.
type bounded struct{ memory.Allocator }

func newBounded() memory.Allocator { return bounded{memory.NewGoAllocator()} }

// Allocate returns memory.
func (b bounded) Allocate(size int) []byte {
	if size > maxBuffer {
		panic(ErrTooLarge)
	}
	return b.Allocator.Allocate(size)
}

// Reallocate returns more or less memory with the same content.
func (b bounded) Reallocate(size int, data []byte) []byte {
	if size > maxBuffer {
		panic(ErrTooLarge)
	}
	return b.Allocator.Reallocate(size, data)
}
