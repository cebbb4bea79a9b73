package spmc

import "github.com/seed-ff569660/seamless"

// Position returns the position of the next item to consume. Any goroutine may
// call it.
func (r *reader) Position() uint64 { return r.cursor.tail.Load() }

// Stats returns a snapshot. Any goroutine may call it.
func (r *reader) Stats() seamless.ReaderStats {
	return r.slot.stats(r.ring.head)
}

func (s *slot) stats(head *Head) seamless.ReaderStats {
	lost, tail := s.lost.Load(), s.tail.Load() // in this order: tail is stored first, so Items is never negative
	for range 100 {                            // a guest could go on for ever
		again := s.lost.Load()
		if again == lost {
			break
		}
		lost, tail = again, s.tail.Load()
	}
	return seamless.ReaderStats{
		Items:   tail - s.start.Load() - lost,
		Fill:    int(head.commit.Load() - tail),
		MaxFill: int(s.maxFill.Load()),
		Waits:   s.waits.Load(),
		Wakes:   s.wakes.Load(),
		Lost:    lost,
	}
}
