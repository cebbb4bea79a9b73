//go:build darwin || dragonfly || freebsd || netbsd || openbsd || linux || windows

package shmlink

import (
	"context"
	"errors"
	"math"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-ff569660/seamless/shmlink/shm"
)

// TestRefusals fails in every way that is no attack. Nothing is left of any.
func TestRefusals(t *testing.T) {
	folder(t)
	leavesNothing(t, func() {
		ctx := watchdog(t)
		errNo := errors.New("not this one")
		open := func(w *Writer[uint64], want error, opts ...ReaderOption) {
			t.Helper()
			_, err := Open[uint64](ctx, w.Name(), opts...)
			require.ErrorIs(t, err, want)
			require.ErrorContains(t, err, w.Name())
		}
		for name, want := range map[string]error{
			"": shm.ErrBadName, ".": shm.ErrBadName, "..": shm.ErrBadName, "a/b": shm.ErrBadName, "a\x00b": shm.ErrBadName, "@": shm.ErrBadName,
			strings.Repeat("n", 300): shm.ErrNameTooLong, "@" + strings.Repeat("n", 300): errLongAbstract,
		} {
			_, err := Create[uint64](name, 1)
			require.ErrorIs(t, err, want)
			_, err = Open[uint64](ctx, name)
			require.ErrorIs(t, err, want)
			_, err = Inspect(ctx, name)
			require.ErrorIs(t, err, want)
		}
		_, err := Open[uint64](ctx, "nobody")
		require.ErrorIs(t, err, ErrNoStream)
		_, err = Create[*int](unused(), 1)
		require.ErrorIs(t, err, shm.ErrPointers)
		_, err = Create[uint64](unused(), math.MaxInt)
		require.Error(t, err)

		w, err := Create[uint64](unused(), 1, WithMaxReaders(2))
		require.NoError(t, err)
		_, err = Create[uint64](w.Name(), 1)
		require.ErrorIs(t, err, ErrInUse)
		_, err = Open[float64](ctx, w.Name())
		require.ErrorIs(t, err, ErrItemType)
		_, err = Open[int32](ctx, w.Name())
		require.ErrorIs(t, err, ErrItemType)
		_, err = Open[*int](ctx, w.Name())
		require.ErrorIs(t, err, shm.ErrPointers)
		open(w, errNo, WithHost(func(c shm.Cred) error {
			require.Equal(t, os.Getpid(), c.PID)
			return errNo
		}))
		open(w, ErrNotAllowed, WithHost(func(shm.Cred) error { return errNo }))
		var readers []*Reader[uint64]
		for range 2 {
			r, err := Open[uint64](ctx, w.Name())
			require.NoError(t, err)
			readers = append(readers, r)
		}
		open(w, ErrTooManyReaders)
		require.NoError(t, readers[0].Close())
		r, err := Open[uint64](ctx, w.Name()) // the place is free when Close returns
		require.NoError(t, err)
		require.NoError(t, errors.Join(r.Close(), readers[1].Close(), w.Close()))
		open(w, ErrNoStream)

		w, err = Create[uint64](unused(), 1, WithPermissions(func(c shm.Cred) error {
			require.Equal(t, os.Getuid(), c.UID)
			return errNo
		}))
		require.NoError(t, err)
		open(w, ErrNotAllowed)
		require.NoError(t, w.Close())

		w, err = Create[uint64](unused(), 1, WithPolicies(func(p Policy) (Policy, error) {
			if p.IsBlock() {
				return p, errNo
			}
			return Drop(), nil
		}))
		require.NoError(t, err)
		open(w, ErrNotAllowed, WithPolicy(Block()))
		r, err = Open[uint64](ctx, w.Name(), WithPolicy(Evict(time.Second)))
		require.NoError(t, err)
		require.Equal(t, "drop", w.Readers()[0].Policy)
		require.NoError(t, errors.Join(r.Close(), w.Close()))

		ended, cancel := context.WithCancel(ctx)
		cancel()
		_, err = Open[uint64](ended, w.Name())
		require.Error(t, err)
	})
}
