package spmc

import (
	"context"
	"fmt"
	"runtime"
	"time"

	"github.com/seed-ff569660/seamless"
	"github.com/seed-ff569660/seamless/notifier"
)

// patience is how long a writer that could go on holds out for half a ring.
const patience = time.Millisecond

// Wait takes a slice of at least min items, sleeping until there is the space
// for it. A min below 1 takes what there is and does not sleep.
func (w *writer) Wait(ctx context.Context, min int) error {
	if min > w.capacity {
		return fmt.Errorf("%d of %d: %w", min, w.capacity, seamless.ErrExceedsCapacity)
	}
	err := w.Look(min)
	if err != nil || w.held >= min {
		return err
	}
	if w.ring.local {
		runtime.Gosched() // on a shared processor a reader has then often done its part
	}
	patient := true
	for {
		if err := w.Look(min); err != nil || w.held >= min {
			return err
		}
		if err := ctx.Err(); err != nil {
			w.held = 0
			return err
		}
		if w.announce(min, patient) {
			w.waits.Add(1)
			patient, err = w.sleep(ctx, patient)
		}
		w.disarm()
		if err != nil {
			w.held = 0
			return err
		}
	}
}

// announce stores the writer's wish, looks again, and reports whether it is
// time to sleep. A patient writer wishes for half the ring, as long as no
// reader sleeps.
func (w *writer) announce(min int, patient bool) bool {
	g := w.ring
	need, want := uint64(min), uint64(min)
	if patient {
		want = max(need, minimum(g.bound(), g.capacity/2))
	}
	g.wish.need.Store(w.pos + need - g.capacity) // pairs with Ring.press
	g.wish.want.Store(w.pos + want - g.capacity) // pairs with reader.Consume
	g.ask(w.pos+need-g.capacity, w.pos+want-g.capacity)
	if deserted := w.raise(need); deserted {
		return false
	}
	space := w.limit - w.pos
	if space >= want {
		return false
	}
	if !g.dozing() {
		return true
	}
	if space >= need {
		return false
	}
	w.wakes.Add(g.wakeStalled(w.pos + need - g.capacity))
	return true
}

// sleep waits for a wake; a patient writer only for so long. It reports
// whether the writer may be patient again.
func (w *writer) sleep(ctx context.Context, patient bool) (bool, error) {
	g := w.ring
	if !patient {
		return false, g.bell.Wait(ctx)
	}
	if w.hold == nil {
		w.hold = time.AfterFunc(patience, g.bell.Notify)
	} else {
		w.hold.Reset(patience)
	}
	err := g.bell.Wait(ctx)
	return w.hold.Stop(), err
}

// Bell returns the notifier that wakes the writer.
func (w *writer) Bell() notifier.Notifier { return w.ring.bell }
