package pipeline

import "slices"

// enter is called before a call of the user's that may wait.
func (b *block) enter() {
	if r := b.run.Load(); r != nil {
		r.entries.StoreRelease(r.entries.Load() + 1)
		r.calling.Store(b) // pairs with run.take, supervisor.sleep
		r.p.rouse()
	}
}

// leave is called after it.
func (b *block) leave() {
	if r := b.run.Load(); r != nil {
		r.leave(b)
	}
}

func (r *run) leave(b *block) {
	if !r.calling.CompareAndSwap(b, nil) { // pairs with run.take
		r.mu.Lock() // until the blocks that were taken are gone
		//lint:ignore SA2001 the supervisor has the lock for that time
		r.mu.Unlock()
	}
}

// take takes all blocks away but one, which is in a call. It reports false
// when the call has ended before.
func (r *run) take(b *block) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.calling.CompareAndSwap(b, nil) { // pairs with block.enter
		return false
	}
	rest := r.p.newRun()
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
