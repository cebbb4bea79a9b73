package shmlink

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	fences "github.com/seed-ff569660/seamless/internal/fence"
	"github.com/seed-ff569660/seamless/shmlink/shm"
)

var fenceTrips = flag.Int("shmlink.trips", 4_000, "round trips in which both ends go to sleep, for each kind of fence")

// Two streams, there and back, whose ends sleep whenever they find nothing: a
// wake that is lost is a hang. Each end may have a fence of its own or not.
func TestSleepersAreFound(t *testing.T) {
	if !fences.CanAll() {
		t.Log("this kernel has no membarrier: stores have their own fences")
	}
	both := fence
	t.Cleanup(func() { fence = both })
	none := func() func() { return nil }
	for _, host := range []bool{true, false} {
		for _, guest := range []bool{true, false} {
			for _, wait := range []Wait{Polling, Blocking} {
				t.Run(fmt.Sprintf("host=%v/guest=%v/wait=%d", host, guest, wait), func(t *testing.T) {
					ctx := watchdog(t)
					set := func(fenced bool) {
						if fence = both; !fenced {
							fence = none
						}
					}
					ends := func(name string) (*Writer[uint64], *Reader[uint64]) {
						set(host)
						w, err := Create[uint64](name, 1)
						require.NoError(t, err)
						t.Cleanup(func() { _ = w.Close() })
						set(guest)
						r, err := Open[uint64](ctx, name, WithWait(wait))
						require.NoError(t, err)
						t.Cleanup(func() { _ = r.Close() })
						return w, r
					}
					there, echoed := ends("fence-there")
					back, answered := ends("fence-back")
					done := make(chan error, 1)
					go func() { done <- echo(ctx, echoed, back) }()
					rng := rand.New(rand.NewPCG(1, 2))
					for n := range uint64(*fenceTrips) {
						to, err := there.Slice(ctx, 1)
						require.NoError(t, err)
						to[0] = n
						dawdle(rng)
						there.Produce(1)
						dawdle(rng)
						s, err := answered.Slice(ctx, 1)
						require.NoErrorf(t, err, "trip %d", n)
						require.Equal(t, n, s[0])
						require.NoError(t, answered.Consume(1))
					}
					require.NoError(t, there.Close())
					require.NoError(t, <-done)
				})
			}
		}
	}
}

// echo answers each item with itself until there are no more.
func echo(ctx context.Context, r *Reader[uint64], w *Writer[uint64]) error {
	rng := rand.New(rand.NewPCG(3, 4))
	for s, err := range r.Batches(ctx, 1) {
		if err != nil {
			return err
		}
		dawdle(rng)
		to, err := w.Slice(ctx, len(s))
		if err != nil {
			return err
		}
		w.Produce(copy(to, s))
	}
	return nil
}

// dawdle takes some time, up to as long as it takes to fall asleep.
func dawdle(rng *rand.Rand) {
	for range rng.IntN(64) {
		shm.Pause()
	}
}
