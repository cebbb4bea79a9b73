package shmlink

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"sync"
	"time"

	"github.com/seed-ff569660/seamless"
	"github.com/seed-ff569660/seamless/internal/spmc"
	"github.com/seed-ff569660/seamless/metadata"
	"github.com/seed-ff569660/seamless/shmlink/shm"
)

// Reader is a reading end of a stream across processes. Its verbs are those of
// circular.Reader; one goroutine at a time may call them.
type Reader[T any] struct {
	end    spmc.Reader[T]
	tags   *tagReader
	link   *link
	name   string
	config *readerConfig
	looks  shm.Spin

	closed bool  // the reader has left for good
	why    error // how the last writer is gone, between two

	mu       sync.RWMutex // the memory is mapped while it is read-locked and not away
	away     bool         // from any writer
	position uint64       // when it went away
	stats    seamless.ReaderStats

	watching sync.WaitGroup // watchers, which outlive their links
}

// TrySlice returns all the items there are now as one slice, empty when there
// is none. When there are none and there will never be more it returns io.EOF
// or why; see Slice.
func (r *Reader[T]) TrySlice() ([]T, error) {
	s, err := r.end.TrySlice()
	return s, r.cause(err)
}

// TrySliceMin returns at least min items, or an empty slice; at the end of the
// stream what is left, and then its error. Unlike TrySlice it looks at the
// writer only when the items it last saw do not suffice.
func (r *Reader[T]) TrySliceMin(min int) ([]T, error) {
	s, err := r.end.TrySliceMin(min)
	return s, r.cause(err)
}

// cause is how the last writer is gone where the reader has not found another.
func (r *Reader[T]) cause(err error) error {
	if err == seamless.ErrClosed && !r.closed {
		return r.why
	}
	return err
}

// Slice waits until there are at least min items and returns the items as one
// slice, mostly a longer one, as circular.Reader does. At the end of the stream
// it returns what is left, which may be less, and then why there is no more:
//
//	io.EOF             the writer has closed the stream
//	*RemoteError       it did so with an error
//	ErrWriterDied      its process is gone
//	ErrEvicted         it has put this reader out; there is nothing left
//	ErrPeerCorrupt     one side has shown what cannot be true; nothing left either
//
// With [WithReconnect] it waits for the next writer instead. Other errors are
// ctx.Err(), [seamless.ErrClosed], [seamless.ErrExceedsCapacity] and
// [*seamless.StallError].
func (r *Reader[T]) Slice(ctx context.Context, min int) ([]T, error) {
	var s []T
	var err error
	switch wait := r.config.wait; {
	case min < 1 || wait == Polling:
		s, err = r.end.Slice(ctx, min)
	case wait == Spinning:
		s, err = r.sliceSpinning(ctx, min)
	default:
		s, err = r.sliceBlocking(ctx, min)
	}
	if err != nil && r.config.reconnect {
		return r.again(ctx, min, r.cause(err))
	}
	return s, err
}

// Tags appends to dst the tags of the items of the slice, their offsets
// counted from its start, and returns dst. On a stream that never had a tag it
// costs next to nothing.
func (r *Reader[T]) Tags(dst []metadata.Tag) []metadata.Tag { return r.end.Tags(dst) }

// Consume gives back the first n items of the slice; the rest of it is still
// the reader's. It panics when n is negative or more than what is left of the
// slice.
//
// The error is a [*seamless.OverrunError] when a reader that drops has lost
// items, else nil. A reader that may be evicted gets one too, if what it gives
// back was overwritten after it had been put out.
func (r *Reader[T]) Consume(n int) error {
	err := r.end.Consume(n)
	if r.end.MetTags() {
		r.tags.skip(r.end.Position())
	}
	return err
}

// Ready returns a channel that holds a value as soon as there is an item, or
// the stream has ended, for a select. Call it anew for every select. It panics
// unless the reader is made with WithWait(Polling).
func (r *Reader[T]) Ready() <-chan struct{} {
	if r.config.wait != Polling {
		panic("shmlink: Ready needs a reader made with WithWait(Polling)")
	}
	if r.away {
		c := make(chan struct{}, 1)
		c <- struct{}{}
		return c
	}
	r.end.Arm()
	return r.link.chime.C()
}

// Batches returns the items of the stream in slices of at least min items, the
// last one possibly shorter, for a range loop. Each is consumed when the body
// of the loop is done, save what the body has consumed itself; one left by
// break is not.
//
// The loop ends after the last item, or after an error, which comes with an
// empty slice. Only after a *seamless.OverrunError does it go on.
func (r *Reader[T]) Batches(ctx context.Context, min int) iter.Seq2[[]T, error] {
	return func(yield func([]T, error) bool) {
		for {
			s, err := r.Slice(ctx, max(min, 1))
			if err == io.EOF {
				return
			}
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(s, nil) {
				return
			}
			if err := r.Consume(r.end.Held()); err != nil && !yield(nil, err) {
				return
			}
		}
	}
}

// watch waits for the host's last word, or its death; then it tidies up after
// it, which holds nobody up who goes on to another writer.
func (r *Reader[T]) watch(l *link) {
	hungUp := r.hear(l)
	close(l.over)
	if hungUp {
		shm.Sweep(r.name, sweepTime)
	}
}

// sweepTime is how long a dead host's name may stay locked after it has hung up:
// the kernel does both in one go, if it has the processor for it.
const sweepTime = 50 * time.Millisecond

// hear ends the stream of a link with the host's last word. It reports whether
// that was none, and the reader still there.
func (r *Reader[T]) hear(l *link) (hungUp bool) {
	b := make([]byte, maxMessage)
	n, _, err := l.conn.Receive(b, 0)
	if err == nil {
		code, text, bad := decodeVerdict(b[:n])
		why := told(code, text)
		if kindOf(b[:n]) != msgGoodbye || bad != nil {
			why = fmt.Errorf("a message of kind %d: %w", kindOf(b[:n]), ErrPeerCorrupt)
		}
		l.verdict.Store(&why)
	}
	hungUp = err != nil
	return r.cut(l, hungUp) && hungUp
}

// cut ends the stream of a link, unless the reader has gone on to another.
func (r *Reader[T]) cut(l *link, valid bool) bool {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if r.link != l || r.away {
		return false
	}
	if r.end.Cut(valid); l.bell != nil {
		l.bell.Rouse() // the writer may have died in the middle of a wake
	}
	return true
}

// lastWord is how long what a host says when it puts a reader out may come
// behind the deed.
const lastWord = 100 * time.Millisecond

// distrust ends the stream of a writer that has published what none can, and
// what none can to this reader: that it has been put out is on the line then.
func (r *Reader[T]) distrust(what string, err error) {
	l := r.link
	select {
	case <-l.over:
	case <-time.After(lastWord):
	}
	why := fmt.Errorf("%s: %w", what, err)
	l.verdict.CompareAndSwap(nil, &why)
	r.cut(l, false)
}

// Close leaves the stream: the writer no longer waits for this reader. What a
// writer that was killed has left behind is gone then. Closing again does
// nothing.
func (r *Reader[T]) Close() error {
	if r.closed {
		return nil
	}
	r.closed = true
	err := r.detach()
	r.watching.Wait()
	return err
}

// farewell is how long a reader that leaves waits for the host to take note, so
// that its place is free and the writer goes on when Close returns. A host that
// lives takes note as soon as it gets a processor; one that is stopped does not.
const farewell = time.Second

// detach gives back what the reader has of its writer, if it has one.
func (r *Reader[T]) detach() error {
	r.mu.Lock()
	already := r.away
	if !already {
		r.away, r.position, r.stats = true, r.end.Position(), r.end.Stats()
	}
	r.mu.Unlock()
	if already {
		return nil
	}
	l := r.link
	_ = l.conn.SetDeadline(time.Now().Add(farewell))
	_ = l.conn.Send(verdict(msgGoodbye, 0, ""))
	err := r.end.Close()
	if !r.tags.none {
		err = errors.Join(err, r.tags.end.Close())
	}
	<-l.over // the host has hung up, or is not there to
	return errors.Join(err, l.close())
}
