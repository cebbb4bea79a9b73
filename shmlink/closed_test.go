//go:build darwin || dragonfly || freebsd || netbsd || openbsd || linux || windows

package shmlink

import (
	"context"
	"errors"
	"io"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-ff569660/seamless"
	"github.com/seed-ff569660/seamless/shmlink/shm"
)

// TestClosedReader uses a reader whose memory has gone.
func TestClosedReader(t *testing.T) {
	for _, p := range []Policy{Block(), Drop(), Evict(time.Hour)} {
		for _, wait := range []Wait{Blocking, Polling, Spinning} {
			w, err := Create[uint64](unused(), 1)
			require.NoError(t, err)
			r, err := Open[uint64](t.Context(), w.Name(), WithPolicy(p), WithWait(wait))
			require.NoError(t, err)
			require.NoError(t, write(t.Context(), w, 200, fixed(100), nil))
			for s, err := range r.Batches(t.Context(), 1) { // the loop consumes what is left of the slice
				require.NoError(t, err)
				require.NoError(t, r.Consume(len(s)))
				require.NoError(t, r.Close())
				break
			}
			require.NoError(t, r.Consume(0))
			require.Empty(t, r.Tags(nil))
			require.EqualValues(t, 200, r.Position())
			require.EqualValues(t, 200, r.Stats().Items)
			_, err = r.TrySlice()
			require.ErrorIs(t, err, seamless.ErrClosed)
			_, err = r.Slice(t.Context(), 1)
			require.ErrorIs(t, err, seamless.ErrClosed)
			if wait == Polling {
				<-r.Ready()
			}
			require.NoError(t, r.Close())
			require.NoError(t, w.Close())
		}
	}
}

// TestClosedInALoop closes a reader in the body of a range loop.
func TestClosedInALoop(t *testing.T) {
	w, err := Create[uint64](unused(), 1)
	require.NoError(t, err)
	defer w.Close()
	r, err := Open[uint64](t.Context(), w.Name())
	require.NoError(t, err)
	require.NoError(t, write(t.Context(), w, 200, fixed(100), nil))
	n := 0
	for _, err := range r.Batches(t.Context(), 1) {
		if n++; n == 1 {
			require.NoError(t, err)
			require.NoError(t, r.Close())
		} else {
			require.ErrorIs(t, err, seamless.ErrClosed)
		}
	}
	require.Equal(t, 2, n)
}

// TestEvictableReaderWakesTheWriter gives back one item of a full ring, by a
// reader that may be put out.
func TestEvictableReaderWakesTheWriter(t *testing.T) {
	ctx := watchdog(t)
	w, err := Create[uint64](unused(), 1)
	require.NoError(t, err)
	defer w.Close()
	r, err := Open[uint64](ctx, w.Name(), WithPolicy(Evict(time.Hour)))
	require.NoError(t, err)
	defer r.Close()
	require.NoError(t, write(ctx, w, uint64(w.Cap()), fixed(1<<20), nil))
	_, err = r.Slice(ctx, w.Cap())
	require.NoError(t, err)
	went := make(chan error, 1)
	go func() { _, err := w.Slice(ctx, 1); went <- err }()
	for !settled(w) {
		runtime.Gosched()
	}
	require.NoError(t, r.Consume(1))
	require.NoError(t, <-went)
}

// settled reports whether the writer sleeps for no more than it needs.
func settled(w *Writer[uint64]) bool { return w.Stats().Waits > 1 }

// TestWriterDiesInAWake has a host die between the word of a bell and the wake.
func TestWriterDiesInAWake(t *testing.T) {
	if !shm.HasFutex {
		t.Skip("a doorbell has no word that is between idle and asleep")
	}
	w, err := Create[uint64](unused(), 1)
	require.NoError(t, err)
	defer w.Close()
	r, err := Open[uint64](t.Context(), w.Name())
	require.NoError(t, err)
	defer r.Close()
	ended := make(chan error, 1)
	go func() { _, err := r.Slice(context.Background(), 1); ended <- err }()
	const asleep, rung = 2, 1
	for word := bellWord(r.link.control); !word.CompareAndSwap(asleep, rung); {
		runtime.Gosched()
	}
	w.host.mu.Lock()
	g := w.host.guests[1]
	w.host.mu.Unlock()
	require.NoError(t, g.conn.Close())
	require.ErrorIs(t, <-ended, ErrWriterDied)
}

// TestLookWhileEndsClose looks at both ends from other goroutines while they
// come and go.
func TestLookWhileEndsClose(t *testing.T) {
	folder(t)
	leavesNothing(t, func() {
		for range 30 {
			w, err := Create[uint64](unused(), 1)
			require.NoError(t, err)
			done := make(chan struct{})
			var looking sync.WaitGroup
			for range 2 {
				looking.Go(func() {
					for {
						select {
						case <-done:
							return
						default:
							_, _, _ = w.Position(), w.Stats(), w.Readers()
							_ = w.Evict(1 << 40)
							_, _ = Inspect(context.Background(), w.Name())
							_, _ = List()
						}
					}
				})
			}
			var readers sync.WaitGroup
			for i := range 3 {
				readers.Go(func() {
					r, err := Open[uint64](context.Background(), w.Name(), WithWait(Wait(i)))
					if err != nil { // the writer was sooner
						return
					}
					stop := look(r)
					for range 3 {
						s, err := r.Slice(context.Background(), 1)
						if err == io.EOF {
							break
						}
						_ = r.Consume(len(s))
					}
					_ = r.Close()
					stop()
				})
			}
			ctx, cancel := context.WithTimeout(context.Background(), 5*time.Millisecond)
			_ = write(ctx, w, 5000, fixed(100), nil)
			cancel()
			require.NoError(t, w.Close())
			readers.Wait()
			close(done)
			looking.Wait()
		}
	})
}

// TestEvictableReaderLosesNothing reads as fast as it can under Evict, which
// loses no item and no tag as long as the reader is in.
func TestEvictableReaderLosesNothing(t *testing.T) {
	folder(t)
	leavesNothing(t, func() {
		ctx := watchdog(t)
		w, err := Create[uint64](unused(), 1, WithTagSpace(1))
		require.NoError(t, err)
		r, err := Open[uint64](ctx, w.Name(), WithPolicy(Evict(time.Hour)))
		require.NoError(t, err)
		const n = 1_000_000
		written := make(chan error, 1)
		go func() {
			err := write(ctx, w, n, fixed(100), nil)
			written <- errors.Join(err, w.Close())
		}()
		a, err := read(ctx, r, fixed(1), fixed(1<<30))
		require.NoError(t, err)
		require.NoError(t, <-written)
		require.True(t, a.EOF, a.Err)
		require.Zero(t, a.Lost)
		require.EqualValues(t, n, a.Items)
		require.Equal(t, (n+tagEvery-1)/uint64(tagEvery), a.Tags)
		require.NoError(t, r.Close())
	})
}
