//go:build darwin || dragonfly || freebsd || netbsd || openbsd || linux || windows

package shmlink

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-ff569660/seamless/shmlink/shm"
)

// FuzzHeader reads a page that may be anything.
func FuzzHeader(f *testing.F) {
	page := shm.PageSize()
	s, err := shm.Create("header", page)
	require.NoError(f, err)
	r, err := s.Map(0, page, true)
	require.NoError(f, err)
	f.Cleanup(func() { _, _ = s.Close(), r.Close() })
	item, err := layoutOf[complex64]()
	require.NoError(f, err)
	whole := facts{item: item, capacity: 512, maxReaders: 3, epoch: 4, created: 5, writer: 6, started: 7}
	whole.write(r)
	f.Add(append([]byte(nil), r.Bytes(0, page)...))
	f.Fuzz(func(t *testing.T, b []byte) {
		clear(r.Bytes(0, page))
		copy(r.Bytes(0, page), b)
		got, err := readFacts(r)
		if err != nil {
			return
		}
		clear(r.Bytes(0, page))
		got.write(r)
		again, err := readFacts(r)
		require.NoError(t, err)
		require.Equal(t, got, again)
		require.LessOrEqual(t, len(getText(r.Bytes(atGoodbye, 2+maxGoodbye), maxGoodbye)), maxGoodbye)
	})
}
