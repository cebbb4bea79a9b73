//go:build !portable

package shm

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-ff569660/seamless/internal/atomics"
	"github.com/seed-ff569660/seamless/notifier"
)

var _ notifier.Notifier = (*Bell)(nil)

// bell returns a bell over a shared word; it spins or does not.
func bell(t *testing.T, spins bool) (*Bell, *atomics.Uint32) {
	t.Helper()
	_, r := sealed(t, Control)
	word := At[atomics.Uint32](r, 128)
	b := NewBell(word)
	b.spin.off = !spins
	t.Cleanup(func() { require.NoError(t, b.Close()) }) // before the region's
	return b, word
}

func eachBell(t *testing.T, f func(t *testing.T, b *Bell, word *atomics.Uint32)) {
	for _, spins := range []bool{false, true} {
		t.Run(fmt.Sprintf("spins=%v", spins), func(t *testing.T) {
			b, word := bell(t, spins)
			f(t, b, word)
		})
	}
}

// until yields until the word has the value.
func until(word *atomics.Uint32, value uint32) {
	for word.Load() != value {
		runtime.Gosched()
	}
}

func TestBellWakesASleeper(t *testing.T) {
	eachBell(t, func(t *testing.T, b *Bell, word *atomics.Uint32) {
		for _, ctx := range []context.Context{context.Background(), t.Context()} {
			result := waits(ctx, b)
			until(word, asleep)
			require.Empty(t, result)
			NewBell(word).Notify() // as another process does
			require.NoError(t, <-result)
			require.EqualValues(t, idle, word.Load())
		}
	})
}

func TestBellRemembersOneRing(t *testing.T) {
	eachBell(t, func(t *testing.T, b *Bell, word *atomics.Uint32) {
		for _, ctx := range []context.Context{context.Background(), t.Context()} {
			b.Ring()
			b.Ring()
			require.NoError(t, b.Wait(ctx))
			result := waits(ctx, b)
			until(word, asleep) // the second was the first
			b.Ring()
			require.NoError(t, <-result)
		}
	})
}

func TestBellContextEnds(t *testing.T) {
	eachBell(t, func(t *testing.T, b *Bell, word *atomics.Uint32) {
		for range 100 {
			ctx, cancel := context.WithCancel(t.Context())
			result := waits(ctx, b)
			until(word, asleep)
			cancel()
			require.ErrorIs(t, <-result, context.Canceled)
			word.Store(idle) // the end of a context may leave a ring
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		require.ErrorIs(t, b.Wait(ctx), context.DeadlineExceeded)

		word.Store(idle)
		result := waits(t.Context(), b)
		until(word, asleep)
		b.Ring()
		require.NoError(t, <-result, "as good as before")
	})
}

func TestBellDoneContextLeavesTheRing(t *testing.T) {
	eachBell(t, func(t *testing.T, b *Bell, _ *atomics.Uint32) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		b.Ring()
		require.ErrorIs(t, b.Wait(ctx), context.Canceled)
		require.NoError(t, b.Wait(t.Context()))

		b.Ring() // between the first look and the sleep
		require.ErrorIs(t, b.sleep(ctx, -1), context.Canceled)
		require.NoError(t, b.Wait(t.Context()))
	})
}

// counted is a context that counts who watches it.
type counted struct {
	context.Context
	done     chan struct{}
	watchers *int
}

func (c counted) Done() <-chan struct{} { return c.done }

func (c counted) AfterFunc(func()) (stop func() bool) {
	*c.watchers++
	return func() bool { *c.watchers--; return true }
}

// TestContextsAreLetGo: a context that outlives its waits is not held to.
func TestContextsAreLetGo(t *testing.T) {
	b, _ := bell(t, false)
	near, far := doorbells(t)
	for name, c := range map[string]struct {
		notify func()
		wait   func(context.Context) error
		close  func() error
	}{
		"bell":     {b.Ring, func(ctx context.Context) error { b.watch(ctx); return b.Wait(ctx) }, b.Close},
		"doorbell": {near.Notify, far.Wait, far.Close},
	} {
		t.Run(name, func(t *testing.T) {
			watchers := 0
			for range 3 {
				ctx := counted{context.Background(), make(chan struct{}), &watchers}
				for range 3 {
					c.notify()
					require.NoError(t, c.wait(ctx))
					require.Equal(t, 1, watchers)
				}
			}
			require.NoError(t, c.close())
			require.Zero(t, watchers)
		})
	}
}

// A context that ends after its wait, or after another context's, is nobody's.
func TestBellForgetsContexts(t *testing.T) {
	b, word := bell(t, false)
	first, cancelFirst := context.WithCancel(t.Context())
	b.Ring()
	require.NoError(t, b.Wait(context.Background())) // a look only
	result := waits(first, b)
	until(word, asleep)
	b.Ring()
	require.NoError(t, <-result)
	second, cancelSecond := context.WithCancel(t.Context())
	result = waits(second, b)
	until(word, asleep)
	cancelFirst()
	runtime.Gosched()
	require.Empty(t, result)
	cancelSecond()
	require.ErrorIs(t, <-result, context.Canceled)
}

// TestBellClosed: the end of a context does not touch a word that is gone.
func TestBellClosed(t *testing.T) {
	for range 200 {
		s, err := Create("closed", page)
		require.NoError(t, err)
		r, err := s.Map(0, page, true)
		require.NoError(t, err)
		word := At[atomics.Uint32](r, 0)
		b := NewBell(word)
		ctx, cancel := context.WithCancel(t.Context())
		result := waits(ctx, b)
		until(word, asleep)
		b.Ring()
		require.NoError(t, <-result)
		b.waiting.Store(1) // at the worst moment
		var ended sync.WaitGroup
		ended.Go(cancel)
		require.NoError(t, b.Close())
		require.NoError(t, r.Close())
		require.NoError(t, s.Close())
		ended.Wait()
		b.end() // later still
	}
}

func TestBellHasNoFavoriteValues(t *testing.T) {
	eachBell(t, func(t *testing.T, b *Bell, word *atomics.Uint32) {
		for _, v := range []uint32{1, 3, 4, 1 << 31, math.MaxUint32} {
			word.Store(v)
			require.NoError(t, b.Wait(t.Context()), "%d", v)
		}
		word.Store(asleep) // of a waiter that died
		ctx, cancel := context.WithCancel(t.Context())
		result := waits(ctx, b)
		b.Ring()
		require.NoError(t, <-result)
		word.Store(asleep)
		result = waits(ctx, b)
		cancel()
		require.ErrorIs(t, <-result, context.Canceled)
	})
}

// TestBellHostilePeer: whatever happens to the word, the context ends the wait.
func TestBellHostilePeer(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	for name, hostile := range map[string]func(word *atomics.Uint32, rng *rand.Rand){
		"any value":   func(word *atomics.Uint32, rng *rand.Rand) { word.Store(rng.Uint32N(5)) },
		"never rung":  func(word *atomics.Uint32, rng *rand.Rand) { word.Store(2 * rng.Uint32N(2)) },
		"puts asleep": func(word *atomics.Uint32, _ *rand.Rand) { word.CompareAndSwap(rung, asleep) },
		"wakes":       func(word *atomics.Uint32, _ *rand.Rand) { FutexWake(word, 1) },
	} {
		t.Run(name, func(t *testing.T) {
			eachBell(t, func(t *testing.T, b *Bell, word *atomics.Uint32) {
				ctx, cancel := context.WithCancel(t.Context())
				var began, over atomics.Uint32
				var peer sync.WaitGroup
				peer.Go(func() {
					rng := rand.New(rand.NewPCG(seed, 0))
					for over.Load() == 0 {
						hostile(word, rng)
						began.Store(1)
					}
				})
				result := make(chan error, 1)
				go func() {
					for {
						if err := b.Wait(ctx); err != nil {
							result <- err
							return
						}
					}
				}()
				until(&began, 1)
				cancel()
				require.ErrorIs(t, <-result, context.Canceled)
				over.Store(1)
				peer.Wait()
			})
		})
	}
}

// A peer can move a sleeper to a word where no ring reaches it.
func TestBellMovedSleeper(t *testing.T) {
	b, word := bell(t, false)
	_, other := bell(t, false)
	ctx, cancel := context.WithCancel(t.Context())
	result := waits(ctx, b)
	for requeue(word, other) == 0 {
	}
	cancel()
	require.ErrorIs(t, <-result, context.Canceled)
	require.Zero(t, FutexWake(other, 1))
}

func TestBellDoesNotAllocate(t *testing.T) {
	eachBell(t, func(t *testing.T, b *Bell, _ *atomics.Uint32) {
		ctx := t.Context()
		over := make(chan struct{})
		answer, word := bell(t, false)
		go func() {
			defer close(over)
			for b.Wait(ctx) == nil && word.Load() != 7 {
				answer.Ring()
			}
		}()
		allocs := testing.AllocsPerRun(100, func() {
			b.Ring()
			if err := answer.Wait(ctx); err != nil {
				t.Error(err)
			}
		})
		require.Zero(t, allocs)
		word.Store(7)
		b.Ring()
		<-over
	})
}
