//go:build darwin || dragonfly || freebsd || netbsd || openbsd || linux

package shm

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

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
