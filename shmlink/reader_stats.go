package shmlink

import (
	"time"

	"github.com/seed-ff569660/seamless"
	"github.com/seed-ff569660/seamless/shmlink/shm"
)

// Name returns the name of the stream.
func (r *Reader[T]) Name() string { return r.name }

// Epoch returns the number of the writer among all of that name.
// Any goroutine may call it.
func (r *Reader[T]) Epoch() uint64 {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.link.facts.epoch
}

// Cap returns the capacity of the ring in items.
func (r *Reader[T]) Cap() int { return r.end.Cap() }

// Position returns the position of the next item to consume, counted from the
// beginning of the stream. Any goroutine may call it.
func (r *Reader[T]) Position() uint64 {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if r.away {
		return r.position
	}
	return r.end.Position()
}

// Stats returns a snapshot of the reader's statistics. Any goroutine may call
// it.
func (r *Reader[T]) Stats() seamless.ReaderStats {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if r.away {
		return r.stats
	}
	return r.end.Stats()
}

// Silence returns for how long the writer's process has not shown that it runs,
// and false where it never does, see [WithHeartbeat]. Any goroutine may call
// it.
func (r *Reader[T]) Silence() (time.Duration, bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if r.away {
		return 0, false
	}
	last := heartbeatOf(r.link.header).Load()
	if last == 0 {
		return 0, false
	}
	return max(0, time.Duration(uint64(shm.MonoNow())-last)), true
}
