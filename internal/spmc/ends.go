package spmc

import (
	"context"

	"github.com/seed-ff569660/seamless/dmb"
	"github.com/seed-ff569660/seamless/internal/atomics"
	"github.com/seed-ff569660/seamless/internal/pad"
)

// Writer is the writing end of a stream of T: the cursor and the items.
//
// An end takes its slices out of the items itself: the cursor vouches for the
// bounds, and an end that is closed finds nothing at hand, so that it does not
// touch memory that has gone.
type Writer[T any] struct {
	_      pad.Line
	items  []T // both halves
	memory *dmb.Buffer[T]
	view   int // heap mirror: where in its 2*capacity items the slice taken begins
	writer
}

// Init makes w the writer of a ring over a buffer, which is closed with the
// ring's last end.
func Init[T any](w *Writer[T], items *dmb.Buffer[T], c Config) {
	w.ring = newRing(items.Cap(), c, items.Close)
	w.head = w.ring.head
	if c.Fence != nil {
		w.few = c.Light
	}
	w.capacity = items.Cap()
	w.memory, w.items = items, twice(items)
	if items.Mirrored() {
		w.mirror = w.mirrorNext
	}
}

// TrySlice returns all the space there is.
func (w *Writer[T]) TrySlice() []T {
	if w.mirror != nil {
		w.settle()
	}
	if w.Look(1) != nil {
		return nil
	}
	return w.slice()
}

// TrySliceMin returns at least min items of space, or none.
func (w *Writer[T]) TrySliceMin(min int) []T {
	if w.mirror != nil || !w.Grant(min) {
		return w.lookMin(min)
	}
	return w.items[w.offset:][:w.held:w.held]
}

// Slice waits for at least min items of space.
func (w *Writer[T]) Slice(ctx context.Context, min int) ([]T, error) {
	if w.mirror != nil || !w.Grant(min) {
		return w.wait(ctx, min)
	}
	return w.items[w.offset:][:w.held:w.held], nil
}

//go:noinline
func (w *Writer[T]) lookMin(min int) []T {
	if w.mirror != nil {
		w.settle()
	}
	if !w.Grant(min) && (w.Look(min) != nil || w.held < min) {
		w.held = 0
	}
	return w.slice()
}

//go:noinline
func (w *Writer[T]) wait(ctx context.Context, min int) ([]T, error) {
	if w.mirror != nil {
		w.settle()
	}
	if !w.Grant(min) {
		if err := w.Wait(ctx, min); err != nil {
			return nil, err
		}
	}
	return w.slice(), nil
}

// slice returns the slice taken, nil where it is empty.
func (w *Writer[T]) slice() []T {
	if w.held == 0 {
		return nil
	}
	return w.items[w.offset:][:w.held:w.held]
}

// Bring copies items to where the slice taken begins, unless that is where they
// are: they were made in a slice of the ring's near form.
func (w *Writer[T]) Bring(items []T) {
	if len(items) != 0 && len(items) <= w.held && &items[0] != &w.items[w.offset] {
		copy(w.items[w.offset:], items)
	}
}

// settle makes what was written into a slice and not produced show in the one
// taken next, which once a lap begins in the other half of a heap mirror.
func (w *Writer[T]) settle() {
	if w.view == w.offset {
		return
	}
	if w.held != 0 {
		w.memory.Mirror(w.view, w.held)
	}
	w.view = w.offset
}

// mirrorNext copies the next n items to their twins.
func (w *Writer[T]) mirrorNext(n int) {
	w.memory.Mirror(w.view, n)
	w.view += n
}

// Reader is a reading end of a stream of T: the cursor and the items.
type Reader[T any] struct {
	_     pad.Line
	items []T // both halves
	copy  []T // of a lossy reader in race builds
	reader
}

// Join makes r a reader. It fails with ErrNoSlot when the ring has a fixed
// number of readers and they are all there. Any goroutine may call it.
func (w *Writer[T]) Join(r *Reader[T], c ReaderConfig) error {
	r.items = w.items
	return w.add(&r.reader, c)
}

// Cap returns the capacity in items.
func (w *Writer[T]) Cap() int { return w.capacity }

// TrySlice returns all the items there are.
func (r *Reader[T]) TrySlice() ([]T, error) {
	if err := r.Look(1); err != nil {
		return nil, err
	}
	return r.slice(), nil
}

// TrySliceMin returns at least min items, or none, or what is left at the end.
func (r *Reader[T]) TrySliceMin(min int) ([]T, error) {
	if n := r.available(min); n > uint64(min-1) {
		r.held = int(n)
		return r.items[r.offset:][:n:n], nil
	}
	return r.lookMin(min)
}

// Slice waits for at least min items, or the end.
func (r *Reader[T]) Slice(ctx context.Context, min int) ([]T, error) {
	if n := r.available(min); n > uint64(min-1) {
		r.held = int(n)
		return r.items[r.offset:][:n:n], nil
	}
	return r.wait(ctx, min)
}

//go:noinline
func (r *Reader[T]) lookMin(min int) ([]T, error) {
	if err := r.Look(min); err != nil {
		return nil, err
	}
	return r.slice(), nil
}

//go:noinline
func (r *Reader[T]) wait(ctx context.Context, min int) ([]T, error) {
	if err := r.Wait(ctx, min); err != nil {
		return nil, err
	}
	return r.slice(), nil
}

// Cap returns the capacity in items.
func (r *Reader[T]) Cap() int { return r.capacity }

// Held returns how many items of the last slice are not yet consumed.
func (r *Reader[T]) Held() int { return r.held }

// slice returns the slice taken, nil where it is empty.
func (r *Reader[T]) slice() []T {
	if r.held == 0 {
		return nil
	}
	s := r.items[r.offset:][:r.held:r.held]
	if atomics.Race && r.lossy {
		return r.unraced(s)
	}
	return s
}

// unraced returns a copy that the race detector takes no notice of. A lossy
// reader may read an item while it is overwritten; it finds out afterwards and
// says so, which the detector cannot know.
//
//go:norace
func (r *Reader[T]) unraced(s []T) []T {
	if r.copy == nil {
		r.copy = make([]T, r.capacity)
	}
	//lint:ignore S1001 the detector sees the built-in copy, not this loop
	for i := range s {
		r.copy[i] = s[i]
	}
	return r.copy[:len(s):len(s)]
}
