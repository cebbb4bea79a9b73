package pipeline

import (
	"errors"
	"fmt"

	"github.com/seed-ff569660/seamless"
)

// dry reports whether another call right after the last could have nothing to
// work on: all there was of a near stream has been used.
func (t *task) dry() bool {
	for i := range t.ins {
		if in := &t.ins[i]; in.seen == 0 && !in.more && !in.ended && in.edge.near {
			t.state = starved
			in.have = 0
			return true
		}
	}
	return false
}

// arm leaves wishes for what the task waits for at ends that other goroutines
// share. It reports how many it left, or ready when there is no need to wait.
func (t *task) arm(patient bool) (left int, ready bool, err error) {
	if t.b.idle.Load() { // since it was called: it is at its end
		return 0, true, nil
	}
	switch t.state {
	case starved:
		for i := range t.ins {
			in := &t.ins[i]
			if in.edge.near || in.ended {
				continue
			}
			want := in.least
			if t.hungry {
				want = in.want()
			}
			if in.have >= want {
				continue
			}
			armed, stall := in.arm(min(want, in.edge.capacity))
			switch {
			case stall != nil && in.edge.stretch(stall):
				return left, true, nil
			case stall != nil:
				err = asked(stall, want)
			case !armed:
				return left, true, nil
			default:
				left++
			}
		}
	case full:
		out := &t.outs[t.short]
		switch e := out.edge; {
		case e.live.Load() == 0: // its last reader has left since
			return left, true, nil
		case e.near:
		case out.arm(out.least, patient):
			left++
		default:
			return left, true, nil
		}
	}
	if left != 0 {
		err = nil
	}
	return left, false, err
}

func (t *task) disarm() {
	for i := range t.ins {
		t.ins[i].disarm()
	}
	for j := range t.outs {
		t.outs[j].disarm()
	}
}

// stall says why a task that is starved will get nothing more.
func (t *task) stall() error {
	for i := range t.ins {
		in := &t.ins[i]
		want := in.least
		if t.hungry {
			want = in.want()
		}
		if in.have < want && !in.ended {
			e := in.edge
			return fmt.Errorf("%w: it waits for %d items of %q and has %d, while what comes before it waits for room (%d items fit)",
				ErrTooSmall, want, e.name, in.have, e.most())
		}
	}
	if t.state == full {
		e := t.outs[t.short].edge
		return fmt.Errorf("%w: it waits for room in %q (%d items fit), whose readers wait for others", ErrTooSmall, e.name, e.most())
	}
	return fmt.Errorf("%w: it waits for items that never come", ErrTooSmall)
}

// tooSmall names the sizes when a block asked for more than a ring holds.
func tooSmall(items, most int) error {
	return fmt.Errorf("%w: at least %d items at its input: %d of %d: %w", ErrTooSmall, items, items, most, seamless.ErrExceedsCapacity)
}

// asked names the sizes when a reader can never get what it asked for.
func asked(err error, items int) error {
	var stall *seamless.StallError
	if errors.Is(err, seamless.ErrExceedsCapacity) || errors.As(err, &stall) {
		return fmt.Errorf("%w: at least %d items at its input: %w", ErrTooSmall, items, err)
	}
	return err
}
