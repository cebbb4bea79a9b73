//go:build darwin || dragonfly || freebsd || netbsd || openbsd || linux

package shmlink

import (
	"context"
	"flag"
	"runtime"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// For how long a reader is stopped.
var stopped = flag.Duration("shmlink.stop", 500*time.Millisecond, "how long readers stop reading")

// TestStoppedReader stops a reader's process under each policy.
func TestStoppedReader(t *testing.T) {
	for _, p := range []Policy{Block(), Drop(), Evict(*stopped / 4)} {
		t.Run(p.String(), func(t *testing.T) {
			onStage(t, func(s *stage) {
				c := spawn(t, s.ctx, "read", orders{Name: s.w.Name(), Kind: uint8(p.kind), After: p.after})
				c.told(t)
				number := s.sees(Joined, nil).Reader
				s.goesOn()
				require.NoError(t, c.cmd.Process.Signal(syscall.SIGSTOP))
				var status syscall.WaitStatus // until it has stopped
				_, err := syscall.Wait4(c.cmd.Process.Pid, &status, syscall.WUNTRACED, nil)
				require.NoError(t, err)
				require.True(t, status.Stopped())

				switch {
				case p.IsBlock(): // the writer waits as long as it takes
					for s.guest(number) != nil && !s.guest(number).items.Behind(0) {
						require.NoError(t, s.ctx.Err())
						runtime.Gosched()
					}
					at := s.w.Position()
					<-time.After(*stopped)
					require.Equal(t, at, s.w.Position())
				case p.IsDrop(): // it never does
					s.goesOn()
					<-time.After(*stopped)
					s.goesOn()
				case p.IsEvict(): // it waits once
					require.Equal(t, number, s.sees(Evicted, ErrEvicted).Reader)
					s.goesOn()
					<-time.After(*stopped)
				}
				require.NoError(t, c.cmd.Process.Signal(syscall.SIGCONT))
				s.goesOn()
				s.after = func() {
					a := c.told(t)
					c.ended(t)
					require.Equal(t, p.IsEvict(), a.Evicted, a.Err)
					require.Equal(t, !p.IsEvict(), a.EOF, a.Err)
					require.Equal(t, a.End-a.First, a.Items+a.Lost)
					require.True(t, p.IsEvict() || p.IsDrop() == (a.Lost != 0), "%d lost", a.Lost)
					require.Equal(t, a.Lost, a.Stats.Lost)
				}
			})
		})
	}
}

// guest returns the reader of that number as the host has it, or nil.
func (s *stage) guest(number uint64) *guest {
	s.w.host.mu.Lock()
	defer s.w.host.mu.Unlock()
	return s.w.host.guests[number]
}

// TestEvictByHand puts a reader out at the user's wish.
func TestEvictByHand(t *testing.T) {
	onStage(t, func(s *stage) {
		for _, wait := range []Wait{Blocking, Polling, Spinning} {
			r, err := Open[uint64](s.ctx, s.w.Name(), WithWait(wait))
			require.NoError(t, err)
			number := s.sees(Joined, nil).Reader
			require.False(t, s.w.Evict(number+1))
			require.True(t, s.w.Evict(number))
			require.Equal(t, number, s.sees(Evicted, ErrEvicted).Reader)
			for err = nil; err == nil; {
				var got []uint64
				if got, err = r.Slice(s.ctx, 1); err == nil {
					_ = r.Consume(len(got))
				}
			}
			require.ErrorIs(t, err, ErrEvicted)
			require.NoError(t, r.Close())
		}
	})
}

// TestTrickle reads a little each millisecond under Evict, so that the writer
// waits nearly all the time, and for longer in all than the policy allows: the
// time is that of each wait, and a reader that moves in time stays.
func TestTrickle(t *testing.T) {
	ctx := watchdog(t)
	w, err := Create[uint64](unused(), 1)
	require.NoError(t, err)
	defer w.Close()
	r, err := Open[uint64](ctx, w.Name(), WithPolicy(Evict(time.Second)))
	require.NoError(t, err)
	defer r.Close()
	writing, enough := context.WithCancel(ctx)
	written := make(chan error, 1)
	go func() { written <- write(writing, w, ^uint64(0), fixed(w.Cap()/2), nil) }()
	defer func() {
		enough()
		require.ErrorIs(t, <-written, context.Canceled)
	}()
	pace := time.NewTicker(time.Millisecond)
	defer pace.Stop()
	for range 3000 {
		<-pace.C
		s, err := r.Slice(ctx, 1)
		require.NoError(t, err)
		require.Equal(t, item(r.Position()), s[0])
		require.NoError(t, r.Consume(min(len(s), r.Cap()/64)))
	}
}
