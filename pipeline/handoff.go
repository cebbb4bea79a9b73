package pipeline

// enter is called before a call of the user's that may wait.
func (b *block) enter() {
	if r := b.run.Load(); r != nil {
		r.entries.StoreRelease(r.entries.Load() + 1)
		r.calling.Store(b) // pairs with run.take
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
	for _, o := range r.blocks {
		if o != b {
			rest.blocks = append(rest.blocks, o)
		}
	}
	rest.blocks = append(rest.blocks, r.joining...)
	r.joining = nil
	r.blocks = []*block{b}
	rest.adopt(nil)
	r.adopt(nil)
	r.p.launch(rest)
	return true
}
