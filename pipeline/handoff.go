package pipeline

import (
	"slices"

	"github.com/seed-ff569660/seamless/internal/fence"
)

// enter is called before a call of the user's that may wait.
func (b *block) enter() {
	if r := b.run.Load(); r != nil {
		r.entries.StoreRelease(r.entries.Load() + 1)
		r.show(b.number())
		r.p.rouse()
	}
}

// leave is called after it.
func (b *block) leave() {
	if r := b.run.Load(); r != nil {
		r.leave()
	}
}

func (r *run) leave() {
	r.show(0)
	if r.taking.Load() != 0 { // pairs with run.take
		r.mu.Lock() // until it is known, and the blocks that were taken are gone
		r.taking.Store(0)
		r.mu.Unlock()
	}
}

// show stores calling, so that it is seen before the goroutine's next load.
func (r *run) show(number uint64) {
	if r.p.fenced {
		r.calling.StoreRelease(number) // who looks has a fence for both
	} else {
		r.calling.Store(number)
	}
}

// settle makes what all goroutines have stored before visible, whatever they
// went on with.
func (p *Pipeline) settle() {
	if p.fenced {
		fence.All()
	}
}

// number is what calling is while the block is called: more than 0.
func (b *block) number() uint64 { return uint64(b.place) + 1 }

// take takes all blocks away but one, which is in a call. It reports false
// when the call has ended before.
func (r *run) take(b *block) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.taking.Store(1) // pairs with run.leave
	r.p.settle()
	if r.calling.Load() != b.number() { // pairs with block.enter, run.leave
		r.taking.Store(0)
		return false
	}
	if len(r.blocks)+len(r.joining) < 2 {
		return false // they were taken before, in the same call
	}
	rest := r.p.newRun()
	rest.tuner = r.tuner
	for _, o := range append(r.blocks, r.joining...) {
		if o != b {
			rest.blocks = append(rest.blocks, o)
		}
	}
	r.joining = nil
	r.blocks = []*block{b}
	rest.adopt(nil)
	r.adopt(nil)
	r.p.launch(rest)
	return true
}

// command has something done by the run's goroutine between two passes. One
// command at a time.
func (r *run) command(f func(*run)) {
	r.mu.Lock()
	r.order = f
	r.mu.Unlock()
	r.ordered.Store(1)
	r.bell.Notify()
}

// cut moves the blocks from a place on to another run, and puts it to work. A
// command.
func (r *run) cut(place int, second *run) {
	i := slices.IndexFunc(r.blocks, func(b *block) bool { return b.place >= place })
	if i <= 0 {
		return // what was to be cut has changed
	}
	second.tuner = r.tuner
	second.blocks = slices.Clone(r.blocks[i:])
	r.blocks = slices.Clone(r.blocks[:i])
	second.adopt(nil)
	r.adopt(nil)
	r.p.launch(second)
}

// give sends all blocks to another run, unless that has ended. A command.
func (r *run) give(into *run) {
	if into == r {
		return
	}
	into.mu.Lock()
	defer into.mu.Unlock()
	if into.over {
		return
	}
	for _, b := range r.blocks {
		b.run.Store(nil) // nobody's until it is adopted, else a stream would seem near to the run it leaves
	}
	into.joining = append(into.joining, r.blocks...)
	into.ordered.Store(1)
	r.blocks = nil
	r.adopt(nil)
	into.bell.Notify()
}
