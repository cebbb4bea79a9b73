package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/seed-ff569660/seamless"
)

// Sink adds a block that takes items. Write uses items from the start of src
// and returns how many; it may wait. Using none asks for a longer src. With
// io.EOF the sink wants no more, and what is above it ends unless somebody
// else reads it; any other error ends the pipeline.
func Sink[T any](p *Pipeline, name string, in *Stream[T], write func(ctx context.Context, src []T) (int, error)) {
	from := in.inlet()
	from.attach(p.add(name, func(ctx context.Context) error {
		want := 1
		for {
			src, err := from.Slice(ctx, want)
			if err == io.EOF {
				return nil
			}
			if err != nil {
				return asked(err, want)
			}
			atEOF := len(src) < want
			src = src[:p.config.batch(len(src), want, size[T]())]
			n, err := write(ctx, src)
			if n < 0 || n > len(src) {
				return fmt.Errorf("it used %d items of a slice of %d", n, len(src))
			}
			if lost := consume(from.Input, n); err == nil {
				err = lost
			}
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return err
			}
			want = 1
			if n == 0 {
				if atEOF {
					return fmt.Errorf("%w: it left the last %d items", ErrNoProgress, len(src))
				}
				want = len(src) + 1
			}
			if err := ctx.Err(); err != nil {
				return err
			}
		}
	}))
}

// asked names the sizes when a block asked for more than a ring holds.
func asked(err error, items int) error {
	var stall *seamless.StallError
	if errors.Is(err, seamless.ErrExceedsCapacity) || errors.As(err, &stall) {
		return fmt.Errorf("%w: at least %d items at its input: %w", ErrTooSmall, items, err)
	}
	return err
}
