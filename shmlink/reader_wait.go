package shmlink

import (
	"context"
	"time"

	"github.com/seed-ff569660/seamless/shmlink/shm"
)

// A reader looks for items before it sleeps, and leaves a wish only then: as
// long as it looks, the writer has nobody to wake.

// spinTime is how long a reader looks that is to look all the time: longer than
// a stream pauses that comes in chunks of milliseconds, so that it is found
// looking by each of them.
const spinTime = 10 * time.Millisecond

func (r *Reader[T]) sliceSpinning(ctx context.Context, min int) ([]T, error) {
	if s, err := r.end.TrySliceMin(min); len(s) != 0 {
		return s, err
	}
	r.look(ctx, min, time.Time{}, spinTime)
	return r.end.Slice(ctx, min)
}

func (r *Reader[T]) sliceBlocking(ctx context.Context, min int) ([]T, error) {
	if s, err := r.end.TrySliceMin(min); len(s) != 0 {
		return s, err
	}
	began := time.Now()
	budget := r.looks.Budget()
	found := budget != 0 && r.look(ctx, min, began, budget)
	s, err := r.end.Slice(ctx, min)
	r.looks.Learn(time.Since(began), found)
	return s, err
}

// look looks for min items, or the end, until the budget is spent, from began
// or, where that is zero, from a little later on. It reports whether it found
// any.
func (r *Reader[T]) look(ctx context.Context, min int, began time.Time, budget time.Duration) bool {
	const looks = 64 // between looks at the clock
	for {
		for range looks {
			if r.end.News(min) {
				return true
			}
			shm.Pause()
		}
		switch now := time.Now(); {
		case began.IsZero():
			began = now
		case now.Sub(began) > budget || ctx.Err() != nil:
			return false
		}
	}
}
