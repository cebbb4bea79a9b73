package pipeline

import "time"

// The supervisor looks at the runs now and then. It rests longer the longer it
// finds nothing to do.
const (
	shortRest = time.Millisecond
	longRest  = 32 * time.Millisecond
)

// watch is what the supervisor remembers of a run from one look to the next.
type watch struct {
	entries uint64
	calling *block
}

// supervise looks after the runs until the pipeline has ended.
func (p *Pipeline) supervise(ended <-chan struct{}) {
	seen := make(map[*run]watch)
	rest := shortRest
	timer := time.NewTimer(rest)
	defer timer.Stop()
	for {
		select {
		case <-ended:
			return
		case <-timer.C:
		}
		rest = min(2*rest, longRest)
		if p.relieve(seen) {
			rest = shortRest
		}
		timer.Reset(rest)
	}
}

// relieve gives a goroutine of their own to blocks that keep others waiting: a
// sink that has been in one call since the last look, or one of several
// sources.
func (p *Pipeline) relieve(seen map[*run]watch) (found bool) {
	p.mu.Lock()
	runs := append([]*run(nil), p.runs...)
	p.mu.Unlock()
	for r := range seen {
		r.mu.Lock()
		if r.over {
			delete(seen, r)
		}
		r.mu.Unlock()
	}
	for _, r := range runs {
		b, n := r.calling.Load(), r.entries.Load()
		before := seen[r]
		seen[r] = watch{n, b}
		if b == nil || before.calling != b || before.entries != n {
			continue
		}
		if others := r.size.Load() > 1; others && (!b.task.head || r.heads.Load() > 1) {
			found = r.take(b) || found
		}
	}
	return found
}
