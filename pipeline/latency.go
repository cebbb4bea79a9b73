package pipeline

import (
	"errors"
	"runtime"
	"time"

	"github.com/seed-ff569660/seamless"
	"github.com/seed-ff569660/seamless/internal/atomics"
)

// latency bounds how old the items of a stream become: it turns the time that
// the user allows into a number of items, at the rate of late. The supervisor
// measures; the ends of the stream read the words.
type latency struct {
	limit time.Duration // 0: none

	timed atomics.Uint64 // items that the limit amounts to
	least atomics.Uint64 // items that the blocks at the ends need, whatever the limit

	rate  float64 // items a second; the supervisor's
	read  uint64  // items consumed when it was asked
	asked time.Time
}

// memory is the time over which a rate is averaged, and at least so many times
// the limit: when a stream may hold more, what fills it up makes a burst that
// must not count as much as it weighs.
const (
	memory = 10 * time.Millisecond
	limits = 4
)

func (l *latency) begin(least int) {
	l.timed.Store(uint64(least))
	l.least.Store(uint64(least))
}

func (l *latency) items() int { return int(max(l.timed.Load(), l.least.Load())) }

// raise lets the stream hold more, though it may take longer, because the
// blocks at its ends cannot go on otherwise. It reports whether it does.
func (l *latency) raise(most int) bool {
	n := l.items()
	if n >= most {
		return false
	}
	l.least.Store(uint64(min(2*n, most)))
	return true
}

// stretch is called by a reader that has got an error. If that is because the
// stream may not hold what it needs for its latency, it is let hold as much, and
// the reader is to try again: the writer still waits by the old limit, but not
// for long.
func (e *edge) stretch(err error) bool {
	var stall *seamless.StallError
	if e.latency.limit == 0 || !errors.As(err, &stall) {
		return false
	}
	w, _, _ := e.needs()
	need := uint64(stall.Items + w - 1)
	if need > uint64(e.most()) {
		return false
	}
	if least := e.latency.least.Load(); least < need {
		e.latency.least.CompareAndSwap(least, need)
	}
	e.bell.Notify()
	runtime.Gosched()
	return true
}

// measure is called by the supervisor.
func (l *latency) measure(read uint64, now time.Time) {
	if took := now.Sub(l.asked); !l.asked.IsZero() && took > 0 {
		rate := float64(read-l.read) / took.Seconds()
		l.rate += (rate - l.rate) * min(1, took.Seconds()/max(memory, limits*l.limit).Seconds())
		l.timed.Store(uint64(l.rate * l.limit.Seconds()))
	}
	l.read, l.asked = read, now
}

// measure turns the limits in time into items, and reports whether there are
// any.
func (s *supervisor) measure() (any bool) {
	for _, b := range s.p.blocks {
		for _, e := range b.to {
			if e.latency.limit != 0 && e.writer != nil {
				e.latency.measure(e.read(), s.now)
				any = true
			}
		}
	}
	return any
}

// spread divides the latency allowed for a whole graph among its streams, by
// the longest way from a source to a sink.
func (p *Pipeline) spread(limit time.Duration) {
	longest := 1
	depth := make(map[*block]int)
	for _, b := range p.blocks {
		for _, e := range b.from {
			depth[b] = max(depth[b], depth[e.maker]+1)
		}
		longest = max(longest, depth[b])
	}
	for _, b := range p.blocks {
		for _, e := range b.to {
			if e.latency.limit == 0 {
				e.latency.limit = max(1, limit/time.Duration(longest))
			}
		}
	}
}
