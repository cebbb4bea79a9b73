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
		if err := r.next(ctx); err != nil {
			return nil, err
		}
		s, err := r.end.Slice(ctx, min)
		if err == nil {
			return s, nil
		}
		why = err
	}
}

// gone reports whether an error says that there will be nothing more from this
// writer.
func gone(err error) bool {
	var remote *RemoteError
	return err == io.EOF || errors.Is(err, ErrWriterDied) || errors.As(err, &remote)
}

// next attaches to the next writer of the name.
func (r *Reader[T]) next(ctx context.Context) error {
	const shortest, longest = time.Millisecond, 200 * time.Millisecond
	old := r.Epoch()
	if err := r.detach(); err != nil {
		return err
	}
	for pause := shortest; ; pause = min(2*pause, longest) {
		from := r.config.start
		if from == startAt { // a position of an earlier writer means nothing
			from = startOldest
		}
		err := r.attach(ctx, from, 0)
		switch {
		case err == nil:
			if r.config.gap != nil {
				r.config.gap(Gap{Lost: r.end.Position(), OldEpoch: old, NewEpoch: r.Epoch()})
			}
			return nil
		case !errors.Is(err, ErrNoStream):
			return fmt.Errorf("shmlink: reconnect to %q: %w", r.name, err)
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
