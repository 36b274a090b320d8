package sample

import "context"

// inOrder makes the pieces first to end-1 with so many workers, and hands them to take one
// by one in order. No more than workers+1 pieces are in memory at a time, and each is made
// in the memory of one that was taken.
func inOrder[T any](ctx context.Context, first, end int64, workers int, empty func() T, fill func(T, int64), take func(T) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	free := make(chan T, workers+1)
	for range workers + 1 {
		free <- empty()
	}
	promised := make(chan chan T, workers+1) // pieces that are being made, in order
	go func() {
		defer close(promised)
		for i := first; i < end; i++ {
			var piece T
			select {
			case piece = <-free:
			case <-ctx.Done():
				return
			}
			done := make(chan T, 1)
			promised <- done
			go func() {
				fill(piece, i)
				done <- piece
			}()
		}
	}()
	for done := range promised {
		piece := <-done
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := take(piece); err != nil {
			return err
		}
		free <- piece
	}
	return ctx.Err()
}
