package shm

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/seed-ff569660/seamless/notifier"
)

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

// A far end that never answers does not block, whatever it does to the flags
// of what it was given and of what it gave.
func TestDoorbellHostilePeer(t *testing.T) {
	near, f, err := NewDoorbell()
	require.NoError(t, err)
	defer near.Close()
	peers := duplicate(t, f) // what a host keeps of what it passes
	far, err := OpenDoorbell(f)
	require.NoError(t, err)
	defer far.Close()
	for _, blocking := range []bool{false, true} {
		require.NoError(t, unix.SetNonblock(int(peers.Fd()), !blocking))
		for range 10_000 {
			near.Notify() // to one that never looks
			far.Notify()
		}
		require.NoError(t, far.Wait(t.Context()))
		ctx, cancel := context.WithCancel(t.Context())
		go cancel()
		for err = nil; err == nil; {
			err = far.Wait(ctx)
		}
		require.ErrorIs(t, err, context.Canceled)
	}

	// Descriptors in the place of rings are thrown away.
	before := holds(t, "")
	rights := unix.UnixRights(0, 1, 2)
	require.NoError(t, control(near.f, func(fd int) error { return unix.Sendmsg(fd, []byte{1}, rights, nil, 0) }))
	for ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond); ; {
		defer cancel()
		if far.Wait(ctx) != nil {
			break
		}
	}
	require.Equal(t, before, holds(t, ""))
}

func TestOpenDoorbellRefuses(t *testing.T) {
	file := func(fd int, err error) *os.File {
		require.NoError(t, err)
		f := os.NewFile(uintptr(fd), "refused")
		t.Cleanup(func() { _ = f.Close() })
		return f
	}
	r, w, err := os.Pipe()
	require.NoError(t, err)
	defer r.Close()
	defer w.Close()
	tcp, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer tcp.Close()
	tcpFile, err := tcp.(*net.TCPListener).File()
	require.NoError(t, err)
	defer tcpFile.Close()
	unixListener, err := net.Listen("unix", filepath.Join(runtimeFolder(t), "l"))
	require.NoError(t, err)
	defer unixListener.Close()
	listening, err := unixListener.(*net.UnixListener).File()
	require.NoError(t, err)
	defer listening.Close()
	packets, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_SEQPACKET, 0)
	file(packets[1], err)
	closed, err := os.Open("/dev/null")
	require.NoError(t, err)
	require.NoError(t, closed.Close())
	memfd, _ := sealed(t, Data)
	for name, c := range map[string]struct {
		f   *os.File
		err error
	}{
		"a file":            {file(unix.Open("/dev/null", unix.O_RDONLY, 0)), ErrNotDoorbell},
		"a path":            {file(unix.Open("/dev/null", unix.O_PATH, 0)), ErrNotDoorbell},
		"memory":            {memfd.File(), ErrNotDoorbell},
		"a blocking pipe":   {r, ErrNotDoorbell},
		"an eventfd":        {file(unix.Eventfd(0, unix.EFD_NONBLOCK)), ErrNotDoorbell},
		"an epoll":          {file(unix.EpollCreate1(0)), ErrNotDoorbell},
		"tcp":               {tcpFile, ErrNotDoorbell},
		"packets":           {file(packets[0], nil), ErrNotDoorbell},
		"datagrams":         {file(unix.Socket(unix.AF_UNIX, unix.SOCK_DGRAM, 0)), ErrNotDoorbell},
		"a listener":        {listening, ErrNotDoorbell},
		"without a far end": {file(unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM, 0)), ErrNotDoorbell},
		"closed":            {closed, os.ErrClosed},
	} {
		t.Run(name, func(t *testing.T) {
			before := holds(t, "")
			_, err := OpenDoorbell(c.f)
			require.ErrorIs(t, err, c.err)
			require.ErrorContains(t, err, "shm: open doorbell: ")
			require.Equal(t, before, holds(t, ""), "and f stays the caller's")
		})
	}
}

func TestDoorbellLeaksNothing(t *testing.T) {
	leaksNothing(t, "", func() {
		near, f, err := NewDoorbell()
		require.NoError(t, err)
		far, err := OpenDoorbell(f)
		require.NoError(t, err)
		require.NoError(t, errors.Join(near.Close(), far.Close()))
	})
	if isChild(t) {
		must(unix.Setrlimit(unix.RLIMIT_NOFILE, &unix.Rlimit{Cur: 4, Max: 4}))
		if _, _, err := NewDoorbell(); !errors.Is(err, unix.EMFILE) {
			must(fmt.Errorf("expected %w, got %w", unix.EMFILE, err))
		}
		os.Exit(0)
	}
	child(t).ended(t)
}

func TestDoorbellDoesNotAllocate(t *testing.T) {
	near, far := doorbells(t)
	ctx := t.Context()
	require.Zero(t, testing.AllocsPerRun(100, func() {
		near.Notify()
		if err := far.Wait(ctx); err != nil {
			t.Error(err)
		}
	}))
}
