package bench

import (
	"runtime"
	"sync/atomic"
	"time"
)

// doze is how long the receiver of the work "parked" is left to sleep.
const doze = 20 * time.Microsecond

// parks returns the work "parked": an item goes to a goroutine that sleeps. The
// figure is the time from before it is sent until the receiver has it; what
// they do to get the receiver to sleep does not count. The waits tell that it
// did: a million for a million items is every time.
func parks() (cases []Case) {
	add := func(peer string, role Role, m func() (*Subject, error)) {
		cases = append(cases, Case{
			Work: "parked", Shape: "items=1", Peer: peer, Role: role,
			Items: 1, Unit: Nanoseconds, New: m,
		})
	}
	add("circular", Ours, circularParked)
	add("notifier-sync", Ours, func() (*Subject, error) { return parked(notifierLane(notifiers()[0].make()), nil), nil })
	add("channel", Peer, func() (*Subject, error) { return parked(channelLane(make(chan uint64)), nil), nil })
	add("cond", Peer, func() (*Subject, error) { return parked(condLane(), nil), nil })
	return cases
}

func circularParked() (*Subject, error) {
	w, ends, err := circularEnds[uint64](1, 1, nil)
	if err != nil {
		return nil, err
	}
	s := parked(circularLane(w, ends[0]), func() uint64 { return ends[0].Stats().Waits })
	s.Close = func() { closeEnds(w, ends) }
	s.Counts = func() Counts { return circularCounts(w, ends) }
	return s, nil
}

// parked sends the time along a lane whenever the receiver has gone to sleep,
// which waits, where it is not nil, has counted.
func parked(l lane, waits func() uint64) *Subject {
	begin, late := time.Now(), new(atomic.Int64)
	run := func(n int) error {
		asked, got := new(cursor), new(cursor)
		slept := func() uint64 { return 0 }
		if waits != nil {
			before := waits()
			slept = func() uint64 { return waits() - before }
		}
		receive := func() (float64, error) {
			for range n {
				asked.v.Add(1)
				sent, err := l.receive()
				if err != nil {
					return 0, err
				}
				late.Add(int64(time.Since(begin)) - int64(sent))
				got.v.Add(1)
			}
			return float64(n), nil
		}
		send := func() error {
			for i := range uint64(n) {
				for asked.v.Load() <= i || waits != nil && slept() <= i {
					runtime.Gosched()
				}
				for since := time.Now(); time.Since(since) < doze; {
					runtime.Gosched()
				}
				if err := l.send(uint64(time.Since(begin))); err != nil {
					return err
				}
				for got.v.Load() <= i {
					runtime.Gosched()
				}
			}
			return nil
		}
		return relay(1, float64(n), send, func(int) (float64, error) { return receive() })
	}
	return &Subject{Run: run, Clock: func() time.Duration { return time.Duration(late.Load()) }}
}
