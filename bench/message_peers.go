package bench

import "github.com/puzpuzpuz/xsync/v4"

// channelMessages sends every message by value, to each reader through a
// channel of its own.
func channelMessages(s shape) (*Subject, error) {
	channels := make([]chan Message, s.readers)
	for i := range channels {
		channels[i] = make(chan Message, s.ring)
	}
	produce := func(n int) error {
		for i := range n * s.batch {
			m := letter(i)
			for _, c := range channels {
				c <- m
			}
		}
		return nil
	}
	consume := func(in <-chan Message, items int) (float64, error) {
		var total uint64
		for range items {
			m := <-in
			total += m.Number + m.Body[6]
		}
		return float64(total), nil
	}
	return &Subject{Run: func(n int) error {
		return relay(s.readers, letters(n*s.batch),
			func() error { return produce(n) },
			func(i int) (float64, error) { return consume(channels[i], n*s.batch) })
	}}, nil
}

// channelLetters sends slices of messages that come from a pool and go back to
// it through another channel, given back by the last reader.
func channelLetters(s shape) (*Subject, error) {
	free := make(chan *shared[Message], s.buffers())
	for _, b := range slab[Message](s) {
		free <- &shared[Message]{items: b}
	}
	channels := make([]chan *shared[Message], s.readers)
	for i := range channels {
		channels[i] = make(chan *shared[Message], s.buffers())
	}
	produce := func(n int) error {
		for i := range n {
			b := <-free
			for j := range b.items {
				b.items[j] = letter(i*s.batch + j)
			}
			if s.readers > 1 {
				b.refs.Store(int32(s.readers))
			}
			for _, c := range channels {
				c <- b
			}
		}
		return nil
	}
	consume := func(in <-chan *shared[Message], n int) (float64, error) {
		var total uint64
		for range n {
			b := <-in
			total += read(b.items)
			if s.readers == 1 || b.refs.Add(-1) == 0 {
				free <- b
			}
		}
		return float64(total), nil
	}
	return &Subject{Run: func(n int) error {
		return relay(s.readers, letters(n*s.batch),
			func() error { return produce(n) },
			func(i int) (float64, error) { return consume(channels[i], n) })
	}}, nil
}

// spscMessages is a queue of messages for each reader. The queue knows no
// batches.
func spscMessages(s shape) (*Subject, error) {
	queues := make([]*xsync.SPSCQueue[Message], s.readers)
	for i := range queues {
		queues[i] = xsync.NewSPSCQueue[Message](s.ring)
	}
	produce := func(n int) error {
		for i := range n * s.batch {
			m := letter(i)
			for _, q := range queues {
				spscPut(q, m)
			}
		}
		return nil
	}
	consume := func(in *xsync.SPSCQueue[Message], items int) (float64, error) {
		var total uint64
		for range items {
			m := spscTake(in)
			total += m.Number + m.Body[6]
		}
		return float64(total), nil
	}
	return &Subject{Run: func(n int) error {
		return relay(s.readers, letters(n*s.batch),
			func() error { return produce(n) },
			func(i int) (float64, error) { return consume(queues[i], n*s.batch) })
	}}, nil
}
