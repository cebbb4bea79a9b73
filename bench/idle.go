package bench

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/seed-ff569660/seamless/notifier"
)

// sleepers is how many readers sleep in the work "idle".
const sleepers = 8

// idles returns the work "idle": a writer sleeps before a full ring and eight
// readers before an empty one. One operation is a millisecond in which nothing
// happens; the figure is the processor time that the program took meanwhile.
// Systems that do not tell that have no such work.
func idles() (cases []Case) {
	if _, ok := processorTime(); !ok {
		return nil
	}
	add := func(peer string, role Role, m func() (*Subject, error)) {
		cases = append(cases, Case{
			Work: "idle", Shape: "writer=1/readers=8", Peer: peer, Role: role,
			Items: 1, Unit: Percent, New: m,
		})
	}
	add("circular", Ours, circularIdle(nil))
	for _, n := range notifiers() {
		add("circular-"+n.name, Ours, circularIdle(n.make))
	}
	add("channel", Peer, channelIdle)
	add("floor", Floor, func() (*Subject, error) { return idle(func() {}, nil), nil })
	return cases
}

// idle returns a subject that does nothing. The waits of those who sleep are
// not to become more meanwhile; a nil waits is of those who poll.
func idle(end func(), waits func() uint64) *Subject {
	return &Subject{
		Run: func(ms int) error {
			var before uint64
			if waits != nil {
				before = waits()
			}
			time.Sleep(time.Duration(ms) * time.Millisecond)
			if waits != nil && waits() != before {
				return errors.New("somebody woke up for nothing")
			}
			return nil
		},
		Clock: func() time.Duration { d, _ := processorTime(); return d },
		Close: end,
	}
}

func circularIdle(bell func() notifier.Notifier) func() (*Subject, error) {
	return func() (*Subject, error) {
		full, late, err := circularEnds[uint64](1, 1, bell)
		if err != nil {
			return nil, err
		}
		empty, readers, err := circularEnds[uint64](1, sleepers, bell)
		if err != nil {
			closeEnds(full, late)
			return nil, err
		}
		full.Produce(len(full.TrySlice()))
		waits := func() uint64 { return circularCounts(full, late).Waits + circularCounts(empty, readers).Waits }
		ctx, cancel := context.WithCancel(context.Background())
		var all sync.WaitGroup
		all.Go(func() { _, _ = full.Slice(ctx, 1) })
		for _, r := range readers {
			all.Go(func() { _, _ = r.Slice(ctx, 1) })
		}
		end := func() {
			cancel()
			all.Wait()
			closeEnds(full, late)
			closeEnds(empty, readers)
		}
		if bell != nil && bell() == (notifier.None{}) {
			waits = nil
		} else if err := settled(waits); err != nil {
			end()
			return nil, err
		}
		return idle(end, waits), nil
	}
}

// settled waits until everybody has gone to sleep, and the writer, who at
// first sleeps for a millisecond only, for good.
func settled(waits func() uint64) error {
	for begin := time.Now(); time.Since(begin) < 10*time.Second; {
		before := waits()
		time.Sleep(5 * time.Millisecond)
		if before > sleepers && waits() == before {
			return nil
		}
	}
	return errors.New("a writer and its readers do not go to sleep")
}

func channelIdle() (*Subject, error) {
	full, empty := make(chan uint64), make(chan uint64)
	var all sync.WaitGroup
	all.Go(func() { full <- 1 })
	for range sleepers {
		all.Go(func() { <-empty })
	}
	return idle(func() {
		<-full
		close(empty)
		all.Wait()
	}, nil), nil
}
