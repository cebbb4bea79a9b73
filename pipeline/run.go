package pipeline

import (
	"cmp"
	"context"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/seed-ff569660/seamless/internal/atomics"
	"github.com/seed-ff569660/seamless/internal/pad"
	"github.com/seed-ff569660/seamless/internal/spmc"
	"github.com/seed-ff569660/seamless/notifier"
	"github.com/sourcegraph/conc/panics"
)

// run is a part of the graph that one goroutine works on: its blocks are
// called in turn, each on what the one before it has just made, so that a batch
// is in the nearest cache from one end to the other.
//
// # Ownership
//
// All fields and the blocks belong to the run's goroutine, but for those that
// mu guards and the atomic words. While the goroutine is inside a call that
// may wait, calling has the number of the block called, and the supervisor may
// take away all the others (take). A block that is taken away or joins another run
// changes its goroutine together with its tasks and its ends of streams.
//
// # Publication
//
// The goroutine stores calling before the call (enter). The supervisor stores
// taking, under mu, and then finds calling as it was: what the goroutine did
// before the call has happened before, and the blocks are the supervisor's to
// hand on to a goroutine that it starts. After the call the goroutine clears
// calling and looks at taking (leave); where that is set it waits for mu, and then
// sees which blocks it has left.
//
// # Why it cannot go wrong
//
// Each of the two stores its word and then looks at the other's, so that one of
// them sees what the other did: either the supervisor finds the call at its end,
// and takes nothing, or the goroutine finds that it has to wait. That needs a
// fence between store and look on both sides. The goroutine makes two calls a
// batch that may wait, the supervisor looks every millisecond at most, so the
// supervisor has the fence for both where there is one (package fence): what the
// goroutine had stored when it passed that fence is seen, and what it looks at
// afterwards is not older. Elsewhere the goroutine's store has its own. Sleep and
// rouse do the same with asleep.
//
// Edges between the block left behind and the others become far before either
// owner goes on: the block's goroutine looks after leave, the other one is started
// after. Blocks on their way to another run are nobody's, and wait for nothing. A
// wake on the way to an end of a block that has changed hands goes where block.run
// points when the wish is cleared; whoever works on the block stored that pointer
// before it left the wish.
type run struct {
	// What each call looks at.
	blocks  []*block // in the order of the graph
	first   []*task  // of these, the heads
	rest    []*task  // and the others
	now     *task    // being called
	changed bool     // blocks is not what it was when the pass began
	left    bool     // work is left that needs no more input from heads
	timed   bool     // this pass is timed
	eager   bool     // a writer that sleeps settles for what it needs
	weight  uint64

	p      *Pipeline
	number uint64 // from 1
	bell   notifier.Notifier
	edges  []*edge // that have an end here
	pool   spmc.Pool
	tuner  tuner
	scale  int // of the batches at present
	hold   *time.Timer

	labels  context.Context // with the names of the blocks, for profiles
	relabel bool            // they are not what they should be
	watched bool            // calls are labelled or traced

	_ pad.Line

	calling atomics.Uint64 // the number of a block; see above
	taking  atomics.Uint32 // see above
	entries atomics.Uint64 // calls that may wait, so far
	passes  atomics.Uint64 // so far
	parked  atomics.Uint32 // 1 while it sleeps
	armed   atomics.Uint32 // wishes it has left when it sleeps
	size    atomics.Uint32 // len(blocks)
	depends atomics.Uint32 // 1: while a head waits, another block may become able to go on
	heads   atomics.Uint32 // of blocks, those that begin a run

	_ pad.Line

	mu      sync.Mutex
	order   func(*run) // to be carried out between two passes
	joining []*block   // on their way here from another run
	over    bool       // its goroutine has ended
	ordered atomics.Uint32
}

func (p *Pipeline) newRun() *run {
	return &run{p: p, number: p.numbers.Add(1), bell: p.config.notifier()}
}

// launch starts the goroutine of a run that has adopted its blocks.
func (p *Pipeline) launch(r *run) {
	p.mu.Lock()
	p.runs = append(p.runs, r)
	p.mu.Unlock()
	p.workers.Go(r.work)
}

// work is the run's goroutine.
func (r *run) work() {
	for {
		if failed := panics.Try(r.loop); failed != nil {
			r.leave()
			r.drop(r.now.b, failed.AsError())
			continue
		}
		if r.retire() {
			return
		}
	}
}

// retire ends the run unless blocks have joined it meanwhile.
func (r *run) retire() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.joining) != 0 {
		return false
	}
	r.over = true
	p := r.p
	p.mu.Lock()
	p.runs = slices.DeleteFunc(p.runs, func(o *run) bool { return o == r })
	p.mu.Unlock()
	return true
}

// loop works until no block is left.
func (r *run) loop() {
	idle := 0
	for {
		if r.ordered.Load() != 0 {
			r.obey()
		}
		if len(r.blocks) == 0 {
			return
		}
		if r.p.stopped.Load() {
			r.abort()
			return
		}
		r.passes.StoreRelease(r.passes.Load() + 1)
		r.p.rouse()
		switch moved := r.pass(); {
		case moved:
			idle, r.eager = 0, false
		case idle == 0:
			idle++
			runtime.Gosched() // on a shared processor the others have then often done their part
		default:
			r.park()
		}
	}
}

// obey takes in the blocks that have come and carries out a command.
func (r *run) obey() {
	r.mu.Lock()
	r.ordered.Store(0)
	joining, f := r.joining, r.order
	r.joining, r.order = nil, nil
	r.mu.Unlock()
	if len(joining) != 0 {
		r.adopt(joining)
	}
	if f != nil {
		f(r)
	}
}

// adopt makes blocks part of the run.
func (r *run) adopt(blocks []*block) {
	r.blocks = append(r.blocks, blocks...)
	for _, b := range r.blocks {
		b.task.slow()
	}
	slices.SortFunc(r.blocks, func(a, b *block) int { return cmp.Compare(a.place, b.place) })
	r.first, r.rest, r.edges = nil, nil, r.edges[:0]
	for _, b := range r.blocks {
		b.run.Store(r) // pairs with block.Notify
		if b.task.head {
			r.first = append(r.first, b.task)
		} else {
			r.rest = append(r.rest, b.task)
		}
		r.edges = append(append(r.edges, b.from...), b.to...)
	}
	for _, e := range r.edges {
		near := r.holds(e)
		if near && e.pool != &r.pool {
			e.pool = &r.pool
			e.making.lend()
		}
		if near != e.near { // one that stays far is not this goroutine's
			e.place(near, r.tuner.scale)
		}
	}
	r.tuner.skip()
	r.resize(r.tuner.scale)
	r.depends.Store(0)
	if slices.ContainsFunc(r.blocks, (*block).depends) {
		r.depends.Store(1)
	}
	r.heads.Store(uint32(len(r.first)))
	r.size.Store(uint32(len(r.blocks)))
	r.changed, r.relabel = true, true
}

// holds reports whether all ends of a stream are in the run.
func (r *run) holds(e *edge) bool {
	here := func(b *block) bool { return b.task != nil && b.run.Load() == r }
	return here(e.maker) && !slices.ContainsFunc(e.takers, func(b *block) bool { return !here(b) })
}

// drop ends a block that has returned err.
func (r *run) drop(b *block, err error) {
	b.task.disarm()
	b.finish(err)
	r.blocks = slices.DeleteFunc(slices.Clone(r.blocks), func(o *block) bool { return o == b })
	r.adopt(nil)
}

// abort ends all blocks.
func (r *run) abort() {
	for _, b := range r.blocks {
		b.finish(context.Cause(r.p.ctx))
	}
	r.blocks = nil
	r.adopt(nil)
}

// depends reports whether the block may be able to go on, or be at its end, by
// what another goroutine does while a head waits.
func (b *block) depends() bool {
	far := func(e *edge) bool { return !e.near }
	return !b.task.head && (slices.ContainsFunc(b.from, far) || slices.ContainsFunc(b.to, far))
}
