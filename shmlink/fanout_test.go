//go:build darwin || dragonfly || freebsd || netbsd || openbsd || linux || windows

package shmlink

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestFanOut sends one stream to eight processes, each of which checks every
// item and every tag at its item.
func TestFanOut(t *testing.T) {
	folder(t)
	n := uint64(1_000_000)
	if testing.Short() {
		n /= 10
	}
	leavesNothing(t, func() {
		ctx := watchdog(t)
		w, err := Create[uint64](unused(), 1<<14)
		require.NoError(t, err)
		var readers []*child
		for i := range 8 {
			c := spawn(t, ctx, "read", orders{
				Name: w.Name(), Wait: Wait(i % 3), Min: []int{1, 1, 1000, 4096, 1 << 13, 40, 100, 1}[i], Most: []int{0, 50, 999, 0, 0, 64, 0, 5000}[i],
			})
			require.Zero(t, c.told(t).Items, "it says where it begins")
			readers = append(readers, c)
		}
		require.Len(t, w.Readers(), 8)
		most := upTo(rand.New(rand.NewPCG(1, 2)), w.Cap())
		require.NoError(t, write(ctx, w, n, most, nil))
		require.NoError(t, w.Close())
		require.Zero(t, w.DroppedTags())
		for i, c := range readers {
			a := c.told(t)
			require.True(t, a.EOF, "%d: %s", i, a.Err)
			require.Equal(t, n, a.Items, i)
			require.Equal(t, n, a.End, i)
			require.Equal(t, (n+tagEvery-1)/tagEvery, a.Tags, i)
			require.Equal(t, span(0, n), a.Sum, i)
			require.Equal(t, n, a.Stats.Items, i)
			c.ended(t)
		}
	})
}
