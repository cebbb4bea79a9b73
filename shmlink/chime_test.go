//go:build darwin || dragonfly || freebsd || netbsd || openbsd || linux || windows

package shmlink

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-ff569660/seamless/notifier"
	"github.com/seed-ff569660/seamless/shmlink/shm"
)

// endsLater is a context that has ended when it is asked for the second time.
type endsLater struct {
	context.Context
	asked int
}

func (c *endsLater) Err() error {
	if c.asked++; c.asked == 1 {
		return nil
	}
	return context.DeadlineExceeded
}

// A wait in which both the writer's process hangs up and the context ends is over
// because of the context: that the stream has ended is said by others.
func TestChimeOfADeadWriterAtTheDeadline(t *testing.T) {
	door, far, err := shm.NewDoorbell()
	require.NoError(t, err)
	defer door.Close()
	require.NoError(t, far.Close())
	c := &chime{door: door, wake: notifier.NewChan()}
	require.Equal(t, context.DeadlineExceeded, c.Wait(&endsLater{Context: context.Background()}))
}
