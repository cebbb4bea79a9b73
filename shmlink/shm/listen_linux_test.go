package shm

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestListenLeaksNothing(t *testing.T) {
	run := runtimeFolder(t)
	held, err := Listen("held")
	require.NoError(t, err)
	defer held.Close()
	// A socket's file that cannot be replaced.
	require.NoError(t, os.MkdirAll(filepath.Join(run, "seamless", "stuck.sock", "full"), 0o700))
	leaksNothing(t, "", func() {
		_, err := Listen("held")
		require.ErrorIs(t, err, ErrInUse)
		_, err = Listen("stuck")
		require.ErrorContains(t, err, "directory not empty")
		l, err := Listen("free")
		require.NoError(t, err)
		require.NoError(t, l.Close())
		_, err = Dial(t.Context(), "none")
		require.ErrorIs(t, err, ErrNoHost)
		names, err := List()
		require.NoError(t, err)
		require.Equal(t, []string{"held"}, names)
	})
	require.Equal(t, []string{"held.lock", "held.sock", "stuck.sock"}, entries(t))
}

// TestFullBacklog: who finds no room waits for it, or for the end of its context.
func TestFullBacklog(t *testing.T) {
	name := fmt.Sprintf("@shm-test-backlog-%d", os.Getpid())
	address, err := address(name)
	require.NoError(t, err)
	l := rawListener(t, address, 0)
	var waiting []*Conn
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	for err == nil {
		var c *Conn
		if c, err = Dial(ctx, name); err == nil {
			waiting = append(waiting, c)
		}
	}
	require.ErrorIs(t, err, context.DeadlineExceeded)
	require.Len(t, waiting, 1)
	dialed := make(chan error)
	go func() {
		c, err := Dial(t.Context(), name)
		if err == nil {
			err = c.Close()
		}
		dialed <- err
	}()
	accepted, err := l.Accept()
	require.NoError(t, err)
	require.NoError(t, <-dialed)
	require.NoError(t, errors.Join(accepted.Close(), waiting[0].Close()))
}
