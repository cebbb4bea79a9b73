//go:build !portable

package shmlink

import (
	"errors"
	"os"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/seed-ff569660/seamless/shmlink/shm"
)

// TestHostileArrival gets all that a reader gets and does not keep to what is
// left of the handshake. The writer never looks at such a control page: to touch
// a hole in it could be the end of its process.
func TestHostileArrival(t *testing.T) {
	const hole = unix.FALLOC_FL_PUNCH_HOLE | unix.FALLOC_FL_KEEP_SIZE
	seal := func(e *enemy, seals int) {
		_, err := unix.FcntlInt(e.files[2].Fd(), unix.F_ADD_SEALS, seals)
		require.NoError(e, err)
	}
	says := func(e *enemy, b []byte) { require.NoError(e, e.conn.Send(b)) }
	ready := message(wordSize, msgReady)
	for name, c := range map[string]struct {
		act  func(e *enemy)
		want error
	}{
		"NotSealed": {func(e *enemy) { says(e, ready) }, shm.ErrUnsealed},
		"NoSeal":    {func(e *enemy) { seal(e, unix.F_SEAL_SEAL); says(e, ready) }, shm.ErrUnsealed},
		"HalfASeal": {func(e *enemy) { seal(e, unix.F_SEAL_FUTURE_WRITE); says(e, ready) }, shm.ErrUnsealed},
		"Hole": {func(e *enemy) {
			require.NoError(e, unix.Fallocate(int(e.files[2].Fd()), hole, 0, int64(os.Getpagesize())))
			require.NoError(e, e.segment.Seal(shm.Data))
			says(e, ready)
		}, shm.ErrSparse},
		"LongReady": {func(e *enemy) { require.NoError(e, e.segment.Seal(shm.Data)); says(e, append(ready, 0)) }, ErrPeerCorrupt},
		"Goodbye":   {func(e *enemy) { says(e, verdict(msgGoodbye, 0, "")) }, ErrPeerCorrupt},
	} {
		t.Run(name, func(t *testing.T) {
			onStage(t, func(s *stage) {
				e := s.halfway(Block())
				c.act(e)
				refused := s.sees(Refused, c.want)
				require.ErrorIs(t, refused.Err, ErrPeerCorrupt)
				b := make([]byte, maxMessage)
				n, _, err := e.conn.Receive(b, 0)
				require.NoError(t, err, "it is told")
				code, _, err := decodeVerdict(b[:n])
				require.NoError(t, err)
				require.EqualValues(t, msgReject, kindOf(b[:n]))
				require.Equal(t, codeOf(ErrPeerCorrupt), code)
				e.vanishes()
			})
		})
	}
}

// TestHalfArrived has a reader say nothing more once it has what it needs. It
// has a place, but holds nobody up.
func TestHalfArrived(t *testing.T) {
	onStage(t, func(s *stage) {
		e := s.halfway(Block())
		s.goesOn()
		require.Len(t, s.w.Readers(), 1)
		_, err := Open[uint64](s.ctx, s.w.Name())
		require.ErrorIs(t, err, ErrTooManyReaders)
		s.sees(Refused, ErrTooManyReaders)
		e.vanishes()
		for err != nil { // its place is free as soon as the host has seen that
			require.NoError(t, s.ctx.Err())
			runtime.Gosched()
			var r *Reader[uint64]
			if r, err = Open[uint64](s.ctx, s.w.Name()); err == nil {
				require.NoError(t, r.Close())
			} else {
				s.sees(Refused, ErrTooManyReaders)
			}
		}
		last := s.halfway(Block()) // nor does it keep the stream from ending
		s.after = func() {
			_, _, err := last.conn.Receive(make([]byte, maxMessage), 0)
			require.True(t, shm.HungUp(err), errors.Unwrap(err))
			last.vanishes()
		}
	}, WithMaxReaders(2))
}
