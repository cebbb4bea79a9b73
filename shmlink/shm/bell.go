package shm

import (
	"context"
	"math"
	"sync"
	"time"

	"github.com/seed-ff569660/seamless/internal/atomics"
)

// The states of a bell's word. Every other value counts as rung.
const (
	idle   = 0
	rung   = 1
	asleep = 2 // the waiter sleeps, or is about to
)

// Bell wakes the waiter of another process through one word of shared memory,
// and remembers one ring. It is a [github.com/seed-ff569660/seamless/notifier.Notifier]:
// any number of goroutines in any number of processes may ring, one goroutine
// of all of them may wait. Each process makes a Bell of its own over the word,
// which is zero at first.
//
// A ring costs an atomic swap, and a system call only if the waiter sleeps: so
// there is one for each sleep. A wait first looks for a while, if waits have
// been that short of late, and then sleeps on the calling thread. The runtime
// gives the thread's processor to other goroutines only when it notices, after
// 20 µs to 10 ms; [Doorbell] is the slower bell that blocks no thread.
//
// Ownership. The word belongs to all. Everything else is the waiter's, apart
// from the registration, which mu guards.
//
// Publication. Whoever rings publishes what changed, then swaps in rung. The
// waiter swaps in idle, then looks at what changed.
//
// Why it cannot go wrong. The waiter sleeps only while the word is asleep,
// which it has put in the place of idle in one step: a ring before that is
// found, and a ring after it swaps asleep out, so it either comes before the
// kernel compares, and the sleep does not begin, or sees asleep and wakes.
//
// A peer that writes what it likes costs the waiter its own waiting. Values
// that no bell has are rings. A peer that puts asleep back, or moves the
// sleeper to another word, can hide a ring, which only it would have lost, but
// not the end of a context: sleeps with a context that can end are cut into
// pieces, of a quarter of a second at first and of four seconds in the end. To
// fall asleep again costs a Go process 0.2 ms of processor time.
type Bell struct {
	word *atomics.Uint32

	spin  Spin
	blind bool // it does not look

	waiting atomics.Uint32  // 1 while in Wait past its first look
	done    <-chan struct{} // of the context that is watched
	stop    func() bool     // ends the watch

	mu     sync.Mutex
	closed bool // the word may be gone
}

// A waiter whose context can end sleeps in pieces that grow so long.
const (
	firstPiece   = 250 * time.Millisecond
	longestPiece = 4 * time.Second
)

// NewBell returns a Bell over the word.
func NewBell(word *atomics.Uint32) *Bell { return &Bell{word: word, spin: NewSpin()} }

// NewSleeper is NewBell for a waiter that has looked for itself, at what it
// waits for: its Wait sleeps at once.
func NewSleeper(word *atomics.Uint32) *Bell { return &Bell{word: word, blind: true} }

// Ring wakes the waiter or the next Wait. It never blocks.
func (b *Bell) Ring() {
	if b.word.Swap(rung) == asleep { // pairs with Wait: its swaps and its compare
		FutexWake(b.word, 1)
	}
}

// Rouse is Ring, and wakes the waiter whatever the word says: one whose ringer
// died between the word and the wake too. It costs a system call.
func (b *Bell) Rouse() {
	b.word.Swap(rung)
	FutexWake(b.word, math.MaxInt)
}

// Notify is Ring.
func (b *Bell) Notify() { b.Ring() }

// Wait returns nil after a ring, which may have come before the call and may
// be spurious, else ctx.Err(). A context that is done when Wait is called wins
// over a remembered ring, which then stays remembered. Waits with one and the
// same context allocate nothing after the first. An error of the system, which
// means that the word is not mapped any more, is returned as well.
func (b *Bell) Wait(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if b.take() {
		return nil
	}
	longest := time.Duration(-1)
	if ctx.Done() != nil {
		longest = firstPiece
		b.watch(ctx)
		b.waiting.Store(1) // pairs with end: the load of waiting
		defer b.waiting.Store(0)
	}
	if b.blind {
		return b.sleep(ctx, longest)
	}
	begin := time.Now()
	found := b.look(begin)
	err := ctx.Err()
	switch {
	case !found:
		err = b.sleep(ctx, longest)
	case err != nil:
		b.word.Swap(rung) // it may have been a ring, so it stays
	}
	b.spin.Learn(time.Since(begin), found)
	return err
}

// take takes a remembered ring.
func (b *Bell) take() bool {
	if v := b.word.Load(); v == idle || v == asleep {
		return false
	}
	b.word.Swap(idle) // pairs with Ring: whoever rang before it is seen
	return true
}

// look looks for a ring for as long as it is worth it.
func (b *Bell) look(begin time.Time) bool {
	const looks = 16 // between looks at the clock
	for budget := b.spin.Budget(); budget > 0 && time.Since(begin) < budget; {
		for range looks {
			if b.take() {
				return true
			}
			pause()
		}
	}
	return false
}

func (b *Bell) sleep(ctx context.Context, longest time.Duration) error {
	for {
		if err := ctx.Err(); err != nil { // pairs with end
			b.word.CompareAndSwap(asleep, idle) // a ring stays
			return err
		}
		// The waiter alone puts asleep there, and takes it away when it leaves.
		if !b.word.CompareAndSwap(idle, asleep) && b.take() {
			return nil
		}
		if _, err := FutexWait(b.word, asleep, longest); err != nil {
			return err
		}
		longest = min(2*longest, longestPiece)
	}
}

// watch has the end of ctx ring the bell, once for each context that is used.
// Contexts with one channel end together.
func (b *Bell) watch(ctx context.Context) {
	done := ctx.Done()
	if done == b.done {
		return
	}
	if b.stop != nil {
		b.stop()
	}
	b.done, b.stop = done, context.AfterFunc(ctx, b.end)
}

// end wakes the waiter to find its context done. The waiter stores waiting
// before it looks at its context, and this loads waiting after the context has
// ended: one of the two sees the other.
func (b *Bell) end() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.closed && b.waiting.Load() != 0 {
		b.word.Swap(rung)
		FutexWake(b.word, math.MaxInt) // whatever the word was: a peer may have written it
	}
}

// Close lets go of the context. It must come before the end of the word's
// Region and after the last Wait; rings of this process must have ended too.
func (b *Bell) Close() error {
	if b.stop != nil {
		b.stop()
	}
	b.mu.Lock() // waits for an end that is under way
	defer b.mu.Unlock()
	b.closed = true
	return nil
}
