package shmlink

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"
)

// again waits for the next writer when the one there was is gone, and then for
// its items. why is how the stream has ended.
func (r *Reader[T]) again(ctx context.Context, min int, why error) ([]T, error) {
	for {
		if !gone(why) {
			return nil, why
		}
		r.why = why
		if err := r.next(ctx); err != nil {
			return nil, err
		}
		s, err := r.end.Slice(ctx, min)
		if err == nil {
			return s, nil
		}
		why = r.cause(err)
	}
}

// gone reports whether an error says that there will be nothing more from this
// writer.
func gone(err error) bool {
	var remote *RemoteError
	return err == io.EOF || errors.Is(err, ErrWriterDied) || errors.As(err, &remote)
}

// next attaches to the next writer of the name. What the reader had of the last
// one it gives back first; when the context is done it is left with neither.
func (r *Reader[T]) next(ctx context.Context) error {
	old := r.Epoch()
	if err := r.detach(); err != nil {
		return err
	}
	from := r.config.start
	if from == startAt { // a position of an earlier writer means nothing
		from = startOldest
	}
	switch err := r.find(ctx, from, 0); {
	case err == nil:
	case err == ctx.Err(), err == context.DeadlineExceeded:
		return err
	default:
		return fmt.Errorf("shmlink: reconnect to %q: %w", r.name, err)
	}
	if f := r.config.gap; f != nil {
		f(Gap{Lost: r.end.Position(), OldEpoch: old, NewEpoch: r.Epoch()})
	}
	return nil
}

// find attaches to a writer of the name as soon as there is one.
func (r *Reader[T]) find(ctx context.Context, from start, position uint64) error {
	const shortest, longest = time.Millisecond, 100 * time.Millisecond
	for pause := shortest; ; pause = min(2*pause, longest) {
		if err := r.attach(ctx, from, position); !errors.Is(err, ErrNoStream) {
			return err
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
