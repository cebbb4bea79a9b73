//go:build darwin || dragonfly || freebsd || netbsd || openbsd || linux || windows

package shmlink

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestTagsBeginWithARecord joins a stream whose tags have gone round their ring
// many times, at many places of a record.
func TestTagsBeginWithARecord(t *testing.T) {
	ctx := watchdog(t)
	w, err := Create[uint64](unused(), 1, WithTagSpace(1))
	require.NoError(t, err)
	defer w.Close()
	dropping, err := Open[uint64](ctx, w.Name(), WithPolicy(Drop()))
	require.NoError(t, err)
	defer dropping.Close()
	for i := range uint64(300) {
		require.NoError(t, write(ctx, w, 1000+i, fixed(300), nil))
		r, err := Open[uint64](ctx, w.Name(), FromOldest())
		require.NoError(t, err)
		ended, end := context.WithCancel(ctx)
		here := w.Position()
		a, err := read(ended, r, fixed(1), func() int {
			if r.Position()+uint64(r.end.Held()) == here {
				end()
			}
			return r.end.Held()
		})
		require.ErrorIs(t, err, context.Canceled)
		require.Equal(t, here, a.End)
		require.NotZero(t, a.Tags)
		require.NoError(t, r.Close())
	}
	require.Zero(t, w.DroppedTags())
	a := account{}
	for s, err := dropping.TrySlice(); len(s) != 0; s, err = dropping.TrySlice() {
		require.NoError(t, err)
		tags := dropping.Tags(nil)
		require.NoError(t, checkTags(tags, dropping.Position(), len(s), true))
		a.Tags += uint64(len(tags))
		_ = dropping.Consume(len(s))
	}
	require.NoError(t, write(ctx, w, 200, fixed(300), nil))
	s, err := dropping.TrySlice()
	require.NoError(t, err)
	require.NoError(t, checkTags(dropping.Tags(nil), dropping.Position(), len(s), false), "it has found a record again")
}

// TestJoinAWriterThatWaitsForTagSpace joins, again and again, a writer that has
// no room for tags because of a reader that stands still for a while.
func TestJoinAWriterThatWaitsForTagSpace(t *testing.T) {
	ctx := watchdog(t)
	w, err := Create[uint64](unused(), 1<<14, WithTagSpace(1))
	require.NoError(t, err)
	slow, err := Open[uint64](ctx, w.Name())
	require.NoError(t, err)
	writing, enough := context.WithCancel(ctx)
	written := make(chan error, 1)
	go func() { written <- write(writing, w, ^uint64(0), fixed(1000), nil) }()
	for range 500 {
		r, err := Open[uint64](ctx, w.Name())
		require.NoError(t, err)
		require.NoError(t, r.Close())
		s, err := slow.Slice(ctx, 1)
		require.NoError(t, err)
		require.NoError(t, slow.Consume(min(len(s), 300)))
	}
	enough()
	require.NoError(t, slow.Close())
	require.ErrorIs(t, <-written, context.Canceled)
	require.NoError(t, w.Close())
}
