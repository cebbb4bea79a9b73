package pipeline

import (
	"slices"
	"time"

	"github.com/seed-ff569660/seamless"
)

// Stats takes a snapshot. Any goroutine may call it once the graph is built:
// before Run, while it runs, and after. It holds nobody up, and costs about
// a microsecond for each block and stream.
//
// The counts of a stream and its readers are of one moment as seen from the
// stream; those of different streams are read from the sinks to the sources, so
// that a stream never seems to have had less than what was made of it.
func (p *Pipeline) Stats() Stats {
	p.seen.RLock()
	defer p.seen.RUnlock()
	s := Stats{Taken: time.Now()}
	switch {
	case !p.ended.IsZero():
		s.State, s.Elapsed = "ended", p.ended.Sub(p.began)
	case !p.began.IsZero():
		s.State, s.Elapsed = "running", s.Taken.Sub(p.began)
	default:
		s.State = "built"
	}
	index := make(map[*block]int)
	for i, b := range p.blocks {
		index[b] = i
		s.Blocks = append(s.Blocks, b.look(&s))
	}
	for _, b := range slices.Backward(p.blocks) {
		for output, e := range slices.Backward(b.to) {
			stream := e.look(b.name, output)
			s.Blocks[index[b]].Out += stream.Items
			for k, taker := range e.takers {
				s.Blocks[index[taker]].In += stream.Readers[k].Items
			}
			s.Streams = append(s.Streams, stream)
		}
	}
	slices.Reverse(s.Streams)
	s.rate()
	return s
}

// look returns what is known of a block alone.
func (b *block) look(s *Stats) BlockStats {
	c := &b.clock
	v := BlockStats{
		Name:    b.name,
		Kind:    b.kind(),
		Ended:   b.over.Load() || s.State == "ended",
		Starved: min(c.starve.sum(s.Elapsed), s.Elapsed), // it may have ended since
		Full:    min(c.full.sum(s.Elapsed), s.Elapsed),
		Working: time.Duration(c.work.Load()),
	}
	if b.task != nil {
		v.Calls = b.task.calls.Load()
	}
	if r := b.run.Load(); r != nil {
		v.Run = r.number
	}
	if began := time.Duration(c.began.Load()); began != 0 {
		until := s.Elapsed
		if ended := time.Duration(c.ended.Load()); ended != 0 {
			until = ended
		}
		v.Working = max(0, until-began-v.Starved-v.Full)
	}
	return v
}

func (b *block) kind() string {
	switch {
	case b.body != nil:
		return "go"
	case b.outer && len(b.to) != 0:
		return "from"
	case b.outer:
		return "to"
	case len(b.from) == 0:
		return "source"
	case len(b.to) == 0:
		return "sink"
	}
	return "transform"
}

// look returns what is known of a stream.
func (e *edge) look(from string, output int) StreamStats {
	s := StreamStats{Name: e.name, From: from, Output: output, ItemBytes: e.bytes, Capacity: e.capacity, Limit: e.limit, MaxLatency: e.latency.limit}
	if n := e.latency.items(); e.latency.limit != 0 && n != 0 && (n < s.Limit || s.Limit == 0) {
		s.Limit = n
	}
	e.making.read(&s)
	for _, r := range e.taking {
		r.read(&s)
	}
	return s
}

// gauge is an end of a stream whose counters any goroutine may read.
type gauge interface{ read(s *StreamStats) }

func (o *outlet[T]) read(s *StreamStats) {
	t := &o.stream.tally
	s.Items, s.Tags, s.Lost = t.items.Load(), t.tags.Load(), t.lost.Load()
	if o.opened {
		ring := o.stats()
		s.Items += ring.Items
		s.Wakes = ring.Wakes
	}
}

// stats returns the figures of the ring, whichever form its items go through.
// Each of the two forms is behind while the other is in use, so the truth is
// the one that is further. Any goroutine may call it.
func (o *outlet[T]) stats() seamless.WriterStats {
	s := o.end.Stats()
	floor, made := o.near.Progress()
	floor = max(floor, s.Items-uint64(s.Fill))
	s.Items = max(s.Items, made)
	s.Fill = int(s.Items - min(s.Items, floor))
	return s
}

// read is called after that of the outlet: what the reader has used beyond the
// items counted there does not show yet.
func (in *inlet[T]) read(s *StreamStats) {
	r := ReaderStats{Block: in.block.name, Items: s.Items, Left: in.closed.Load()}
	if in.opened {
		end := in.end.Stats()
		if pos, open := in.tail.Position(); open { // else the ring's words are the last
			end.Items = max(end.Items, pos)
		}
		r.Items, r.Wakes = min(end.Items, s.Items), end.Wakes
		if !r.Left {
			r.Lag = int(s.Items - r.Items)
		}
		s.Fill = max(s.Fill, r.Lag)
		s.MaxFill = max(s.MaxFill, end.MaxFill, int(in.most.Load()), s.Fill)
	}
	s.Readers = append(s.Readers, r)
}
