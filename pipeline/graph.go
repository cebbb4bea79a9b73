package pipeline

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/seed-ff569660/seamless"
	"github.com/sourcegraph/conc/panics"
)

// block is a node of the graph. It is either a body, which has a goroutine of
// its own and waits as it likes, or a task, which is worked on by a run; or
// neither, where a stream from outside is read without it.
type block struct {
	// What each call looks at.
	task  *task
	idle  atomic.Bool // nobody reads any more what it makes
	clock clock

	name string
	body func(ctx context.Context) error
	ends []end
	from []*edge // streams it reads
	to   []*edge // streams it makes

	place int                 // in the graph: after the blocks it reads from
	run   atomic.Pointer[run] // that works on it; its ends' wakes go there

	p       *Pipeline
	ctx     context.Context
	cancel  context.CancelCauseFunc
	readers atomic.Int32 // streams of the block that somebody still reads
	waits   waits

	outer bool        // made by From or To
	over  atomic.Bool // it has ended, and closed its ends

	labels context.Context // for profiles; made when it is needed
}

// end is what a block holds of a stream.
type end interface {
	check() error    // says what is wrong with the graph here
	open() error     // makes what the end needs to run
	close(err error) // lets go of it; err is what the block returned
	stuck() string   // says what a sleeper here waits for in vain; any goroutine may ask
}

// unread says that one stream of the block has lost its last reader. With the
// last such stream the block has nothing left to do.
func (b *block) unread() {
	if b.readers.Add(-1) == 0 {
		b.idle.Store(true)
		b.cancel(seamless.ErrNoReaders)
		b.Notify()
	}
}

// Notify makes a block the notifier of its ends: a wake goes to whoever works
// on the block at that time.
func (b *block) Notify() {
	if r := b.run.Load(); r != nil { // pairs with run.adopt
		r.bell.Notify()
	}
}

// Wait is never called: who works on a block waits for all of them.
func (b *block) Wait(ctx context.Context) error { return b.run.Load().bell.Wait(ctx) }

// finish ends the block with what it returned: an error stops the pipeline,
// before the blocks behind it can see their streams end.
func (b *block) finish(err error) {
	switch {
	case err == nil, err == errDone:
		err = nil
	case errors.Is(err, seamless.ErrNoReaders):
		err = nil // nobody reads what the block makes: it is done
	case errors.Is(err, context.Canceled) && errors.Is(context.Cause(b.ctx), seamless.ErrNoReaders):
		err = nil // so too when it was told while it waited
	default:
		err = &BlockError{b.name, err}
		b.p.stop(err) // the first one is the cause that remains
	}
	for _, e := range b.ends {
		e.close(err)
	}
	b.cancel(nil)
	b.over.Store(true)
}

// errDone is returned by a task that has come to its end.
var errDone = errors.New("done")

// arrange checks the graph and gives every block its place, so that one
// follows those it reads from, and as closely as can be.
func (p *Pipeline) arrange() error {
	names := make(map[string]bool)
	for _, b := range p.blocks {
		if names[b.name] {
			return fmt.Errorf("%w: two blocks are named %q", ErrGraph, b.name)
		}
		names[b.name] = true
		for _, e := range b.ends {
			if err := e.check(); err != nil {
				return err
			}
		}
	}
	placed := make(map[*block]bool)
	var order []*block
	var place func(b *block)
	place = func(b *block) {
		if placed[b] || slices.ContainsFunc(b.from, func(e *edge) bool { return e.maker != nil && !placed[e.maker] }) {
			return
		}
		placed[b] = true
		b.place = len(order)
		order = append(order, b)
		for _, e := range b.to {
			for _, next := range e.takers {
				place(next)
			}
		}
	}
	for _, b := range p.blocks {
		place(b)
	}
	if len(order) < len(p.blocks) {
		return fmt.Errorf("%w: feedback: %s", ErrGraph, p.cycle(placed))
	}
	p.blocks = order
	return nil
}

// cycle names the blocks of a loop among those that have no place.
func (p *Pipeline) cycle(placed map[*block]bool) string {
	i := slices.IndexFunc(p.blocks, func(b *block) bool { return !placed[b] })
	var path []*block
	for b := p.blocks[i]; ; { // against the streams: every one of these waits for another
		if first := slices.Index(path, b); first >= 0 {
			path = append(path[first:], b)
			break
		}
		path = append(path, b)
		e := b.from[slices.IndexFunc(b.from, func(e *edge) bool { return !placed[e.maker] })]
		b = e.maker
	}
	slices.Reverse(path)
	var names []string
	for _, b := range path {
		names = append(names, fmt.Sprintf("%q", b.name))
	}
	return strings.Join(names, " reads from itself through ")
}

// work is the goroutine of a block that was added by Pipeline.Go.
func (b *block) work() {
	var err error
	if failed := panics.Try(func() { err = b.watch() }); failed != nil {
		err = failed.AsError()
	}
	b.finish(err)
}
