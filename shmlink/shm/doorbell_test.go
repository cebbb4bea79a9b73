//go:build darwin || dragonfly || freebsd || netbsd || openbsd || linux || windows

package shm

import (
	"context"
	"io"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-ff569660/seamless/notifier"
)

// waits runs Wait in a goroutine; the channel gets its result.
func waits(ctx context.Context, n notifier.Notifier) <-chan error {
	result := make(chan error, 1)
	go func() { result <- n.Wait(ctx) }()
	return result
}

var _ notifier.Notifier = (*Doorbell)(nil)

// doorbells returns both ends.
func doorbells(t *testing.T) (near, far *Doorbell) {
	t.Helper()
	near, f, err := NewDoorbell()
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, near.Close()) })
	far, err = OpenDoorbell(f)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, far.Close()) })
	return near, far
}

func TestDoorbellRingsAtTheFarEnd(t *testing.T) {
	near, far := doorbells(t)
	for _, ctx := range []context.Context{context.Background(), t.Context()} {
		for range 100 {
			result := waits(ctx, far)
			near.Notify()
			require.NoError(t, <-result)
			near.Notify()
			near.Notify() // two are one
			require.NoError(t, far.Wait(ctx))
			far.Notify()
			require.NoError(t, near.Wait(ctx))
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	require.ErrorIs(t, far.Wait(ctx), context.DeadlineExceeded, "none is left")
}

func TestDoorbellWake(t *testing.T) {
	near, far := doorbells(t)
	for range 100 {
		result := waits(t.Context(), far)
		far.Wake()
		require.NoError(t, <-result)
		far.Wake()
		far.Wake() // two are one, and are remembered
		require.NoError(t, far.Wait(t.Context()))
		result = waits(t.Context(), far)
		near.Notify() // rings are heard as before
		require.NoError(t, <-result)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	require.ErrorIs(t, far.Wait(ctx), context.DeadlineExceeded, "none is left")
}

func TestDoorbellContextEnds(t *testing.T) {
	near, far := doorbells(t)
	for range 100 {
		ctx, cancel := context.WithCancel(t.Context())
		result := waits(ctx, far)
		cancel()
		require.ErrorIs(t, <-result, context.Canceled)

		near.Notify()
		require.ErrorIs(t, far.Wait(ctx), context.Canceled, "it wins over a ring")
		require.NoError(t, far.Wait(context.Background()), "which stays, after the end of another context")
		near.Notify()
		require.NoError(t, far.Wait(t.Context()))
	}
}

// A ring that comes as a wait is interrupted is taken by it or by the next.
func TestDoorbellRingsWhenInterrupted(t *testing.T) {
	near, far := doorbells(t)
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second) // reached in failure only
	defer cancel()
	for i := range 1000 {
		result := waits(ctx, far)
		far.interrupt()
		near.Notify()
		require.NoError(t, <-result, "ring %d is lost", i)
	}
}

// The end of a context that is not waited with any more wakes nobody.
func TestDoorbellForgetsContexts(t *testing.T) {
	near, far := doorbells(t)
	for range 100 {
		first, cancel := context.WithCancel(t.Context())
		near.Notify()
		require.NoError(t, far.Wait(first))
		result := waits(context.Background(), far)
		cancel()
		require.Empty(t, result)
		near.Notify()
		require.NoError(t, <-result)
	}
}

func TestDoorbellChannel(t *testing.T) {
	near, far := doorbells(t)
	c := far.C()
	for range 100 {
		near.Notify()
		select {
		case <-c:
		case <-t.Context().Done():
		}
	}
	require.NoError(t, near.Close())
	<-c
	require.ErrorIs(t, far.Wait(t.Context()), io.EOF)
	require.Equal(t, c, far.C())

	near, _ = doorbells(t)
	c = near.C()
	require.NoError(t, near.Close())
	<-c
	require.ErrorIs(t, near.Wait(t.Context()), os.ErrClosed)
}

func TestDoorbellEnds(t *testing.T) {
	near, far := doorbells(t)
	near.Notify()
	result := waits(t.Context(), near)
	require.NoError(t, far.Close())
	require.ErrorIs(t, <-result, io.EOF, "though it left without taking its ring")
	near.Notify() // to nobody
	require.ErrorIs(t, near.Wait(t.Context()), io.EOF)

	near, far = doorbells(t)
	near.Notify()
	require.NoError(t, near.Close())
	require.NoError(t, far.Wait(t.Context()), "the last ring")
	require.ErrorIs(t, far.Wait(t.Context()), io.EOF)

	near, _ = doorbells(t)
	result = waits(t.Context(), near)
	require.NoError(t, near.Close())
	require.ErrorIs(t, <-result, os.ErrClosed)
	require.NoError(t, near.Close(), "twice")
	near.Notify()
	require.ErrorIs(t, near.Wait(context.Background()), os.ErrClosed)
}

func TestDoorbellDoesNotAllocate(t *testing.T) {
	near, far := doorbells(t)
	ctx := t.Context()
	require.LessOrEqual(t, testing.AllocsPerRun(100, func() {
		near.Notify()
		if err := far.Wait(ctx); err != nil {
			t.Error(err)
		}
	}), float64(waitAllocates))
}
