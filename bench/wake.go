package bench

import (
	"context"
	"sync"

	"github.com/seed-ff569660/seamless/circular"
	"github.com/seed-ff569660/seamless/notifier"
)

// wakes returns the work "wake": an item goes to the other goroutine and comes
// back. One operation is one round trip.
//
// A circular stream yields once before it sleeps, and in a ping-pong the other
// side has mostly answered by then; the waits that are counted say how often
// it did sleep. A notifier alone sleeps every time, as a channel does.
func wakes() (cases []Case) {
	add := func(peer string, role Role, m func() (*Subject, error)) {
		cases = append(cases, Case{
			Work: "wake", Shape: "items=1", Peer: peer, Role: role,
			Items: 1, Unit: Nanoseconds, New: m,
		})
	}
	add("circular", Ours, circularWake(nil))
	for _, n := range notifiers() {
		add("circular-"+n.name, Ours, circularWake(n.make))
	}
	for _, n := range notifiers()[:2] { // None does not sleep
		add("notifier-"+n.name, Ours, notifierWake(n.make))
	}
	add("channel", Peer, channelWake)
	add("cond", Peer, condWake)
	add("floor", Floor, spinWake)
	return cases
}

// lane is a way from one goroutine to another.
type lane struct {
	send    func(uint64) error
	receive func() (uint64, error)
}

// pingPong sends numbers along one lane and back along the other, which each
// add something, and checks them.
func pingPong(there, back lane) func(n int) error {
	ping := func(n int) (total float64, err error) {
		for i := range uint64(n) {
			if err := there.send(i); err != nil {
				return 0, err
			}
			v, err := back.receive()
			if err != nil {
				return 0, err
			}
			total += float64(v)
		}
		return total, nil
	}
	pong := func(n int) error {
		for range n {
			v, err := there.receive()
			if err != nil {
				return err
			}
			if err := back.send(v + 1); err != nil {
				return err
			}
		}
		return nil
	}
	return func(n int) error {
		want := float64(n) * float64(n+1) / 2
		return relay(1, want,
			func() error { return pong(n) },
			func(int) (float64, error) { return ping(n) })
	}
}

func circularWake(bell func() notifier.Notifier) func() (*Subject, error) {
	return func() (*Subject, error) {
		w1, r1, err := circularEnds[uint64](1, 1, bell)
		if err != nil {
			return nil, err
		}
		w2, r2, err := circularEnds[uint64](1, 1, bell)
		if err != nil {
			return nil, err
		}
		return &Subject{
			Run:   pingPong(circularLane(w1, r1[0]), circularLane(w2, r2[0])),
			Close: func() { closeEnds(w1, r1); closeEnds(w2, r2) },
			Counts: func() Counts {
				c, d := circularCounts(w1, r1), circularCounts(w2, r2)
				return Counts{c.Items + d.Items, c.Waits + d.Waits, c.Wakes + d.Wakes}
			},
		}, nil
	}
}

func circularLane(w *circular.Writer[uint64], r *circular.Reader[uint64]) lane {
	ctx := context.Background()
	return lane{
		send: func(v uint64) error {
			s, err := w.Slice(ctx, 1)
			if err != nil {
				return err
			}
			s[0] = v
			w.Produce(1)
			return nil
		},
		receive: func() (uint64, error) {
			s, err := r.Slice(ctx, 1)
			if err != nil {
				return 0, err
			}
			v := s[0]
			return v, r.Consume(1)
		},
	}
}

// notifierWake is wake over a word and a notifier for each direction: what is
// left of a stream without its ring.
func notifierWake(bell func() notifier.Notifier) func() (*Subject, error) {
	return func() (*Subject, error) {
		return &Subject{Run: pingPong(notifierLane(bell()), notifierLane(bell()))}, nil
	}
}

func notifierLane(bell notifier.Notifier) lane {
	ctx, word := context.Background(), new(cursor)
	return lane{
		send: func(v uint64) error {
			word.v.Store(v + 1)
			bell.Notify()
			return nil
		},
		receive: func() (uint64, error) {
			for {
				if err := bell.Wait(ctx); err != nil {
					return 0, err
				}
				if v := word.v.Swap(0); v != 0 {
					return v - 1, nil
				}
			}
		},
	}
}

func channelWake() (*Subject, error) {
	there, back := make(chan uint64), make(chan uint64)
	return &Subject{Run: pingPong(channelLane(there), channelLane(back))}, nil
}

func channelLane(c chan uint64) lane {
	return lane{
		send:    func(v uint64) error { c <- v; return nil },
		receive: func() (uint64, error) { return <-c, nil },
	}
}

func condWake() (*Subject, error) {
	return &Subject{Run: pingPong(condLane(), condLane())}, nil
}

// condLane is a place for one item under a mutex.
func condLane() lane {
	var (
		mu      sync.Mutex
		changed = sync.NewCond(&mu)
		full    bool
		item    uint64
	)
	return lane{
		send: func(v uint64) error {
			mu.Lock()
			for full {
				changed.Wait()
			}
			item, full = v, true
			mu.Unlock()
			changed.Signal()
			return nil
		},
		receive: func() (uint64, error) {
			mu.Lock()
			for !full {
				changed.Wait()
			}
			v := item
			full = false
			mu.Unlock()
			changed.Signal()
			return v, nil
		},
	}
}
