package notifier

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// TestNoWakeIsLost runs rounds in lockstep: two senders each publish the round
// and notify one waiter, which goes on when it sees both and answers both. A
// lost wake of the later sender and all three sleep for good: nothing in the
// test wakes anybody a second time. The senders give some waits up at random
// moments and wait anew.
func TestNoWakeIsLost(t *testing.T) {
	const senders = 2
	rounds := uint64(100_000)
	if testing.Short() {
		rounds = 10_000
	}
	for _, c := range remembering {
		t.Run(c.name, func(t *testing.T) {
			seed := rand.Uint64()
			t.Logf("seed %d", seed)
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute) // reached in failure only
			defer cancel()
			var (
				wg    sync.WaitGroup
				sent  [senders]atomic.Uint64
				ack   atomic.Uint64
				wake  = c.make()
				acked [senders]Notifier
			)
			for i := range senders {
				acked[i] = c.make()
				wg.Go(func() {
					rng := rand.New(rand.NewPCG(seed, uint64(i)))
					for round := range rounds {
						sent[i].Store(round + 1)
						wake.Notify()
						if err := until(ctx, acked[i], rng, func() bool { return ack.Load() > round }); err != nil {
							t.Errorf("sender %d, round %d: %v", i, round, err)
							return
						}
					}
				})
			}
			wg.Go(func() {
				for round := range rounds {
					both := func() bool { return sent[0].Load() > round && sent[1].Load() > round }
					if err := until(ctx, wake, nil, both); err != nil {
						t.Errorf("waiter, round %d: %v", round, err)
						return
					}
					ack.Store(round + 1)
					for i := range senders {
						acked[i].Notify()
					}
				}
			})
			wg.Wait()
		})
	}
}

// until looks and waits in turn; with rng one wait in 50 has a short deadline.
func until(ctx context.Context, n Notifier, rng *rand.Rand, look func() bool) error {
	for !look() {
		once, cancel := ctx, func() {}
		if rng != nil && rng.IntN(50) == 0 {
			once, cancel = context.WithTimeout(ctx, time.Duration(rng.IntN(20_000)))
		}
		err := n.Wait(once)
		cancel()
		if err != nil && (ctx.Err() != nil || !errors.Is(err, context.DeadlineExceeded)) {
			return err
		}
	}
	return nil
}
