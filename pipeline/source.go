package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// idleCalls is how often a block may return without having done anything.
const idleCalls = 100

// Source adds a block that makes items. Read puts up to len(dst) items into
// dst, at least one, and returns how many; it may wait for them. With io.EOF,
// which may come with items, the stream ends; any other error ends the
// pipeline. Its ctx ends with the pipeline and when nobody reads the stream
// any more.
func Source[T any](p *Pipeline, name string, read func(ctx context.Context, dst []T) (int, error)) *Stream[T] {
	s := newStream[T](p, name)
	s.outlet.attach(p.add(name, func(ctx context.Context) error {
		idle := 0
		for {
			dst, err := s.outlet.Slice(ctx, 1)
			if err != nil {
				return err
			}
			dst = dst[:p.config.batch(len(dst), 1, size[T]())]
			n, err := read(ctx, dst)
			if n < 0 || n > len(dst) {
				return fmt.Errorf("it read %d items into a slice of %d", n, len(dst))
			}
			s.outlet.ProduceTags(n)
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return err
			}
			if idle++; n > 0 {
				idle = 0
			} else if idle == idleCalls {
				return fmt.Errorf("%w: %d reads gave no item", ErrNoProgress, idle)
			}
			if err := ctx.Err(); err != nil {
				return err
			}
		}
	}))
	return s
}
