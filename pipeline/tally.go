package pipeline

import (
	"errors"

	"github.com/seed-ff569660/seamless"
	"github.com/seed-ff569660/seamless/internal/atomics"
)

// tally counts what no ring does. One goroutine at a time writes each word, any
// may read.
type tally struct {
	items atomics.Uint64 // that passed a stream from outside, or were thrown away
	lost  atomics.Uint64 // by a lossy reader from outside
	tags  atomics.Uint64 // produced
}

// loss counts the items that an error of Consume speaks of, and returns it.
func (t *tally) loss(err error) error {
	if err == nil {
		return nil
	}
	if lost := (*seamless.OverrunError)(nil); errors.As(err, &lost) {
		add(&t.lost, lost.Lost)
	}
	return err
}

func (t *tally) tagged(n int) {
	if n != 0 {
		add(&t.tags, uint64(n))
	}
}
