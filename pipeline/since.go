package pipeline

import (
	"fmt"
	"time"
)

// Since returns what happened after an earlier snapshot of the same pipeline:
// the counts and times are differences, and the rates those of the time in
// between. Fill, MaxFill and Lag, Run, Left and Ended stay as they are now. It
// panics when earlier is of another graph.
func (s Stats) Since(earlier Stats) Stats {
	if len(s.Blocks) != len(earlier.Blocks) || len(s.Streams) != len(earlier.Streams) {
		panic(fmt.Sprintf("pipeline: Since of %d blocks and %d streams an earlier %d and %d",
			len(s.Blocks), len(s.Streams), len(earlier.Blocks), len(earlier.Streams)))
	}
	d := s
	d.Blocks, d.Streams = append([]BlockStats(nil), s.Blocks...), append([]StreamStats(nil), s.Streams...)
	for i := range d.Streams {
		d.Streams[i].Readers = append([]ReaderStats(nil), d.Streams[i].Readers...)
	}
	if earlier.State != "built" { // then all was 0, and not yet in order
		d.Elapsed -= earlier.Elapsed
		for i := range d.Blocks {
			d.Blocks[i].subtract(&earlier.Blocks[i])
		}
		for i := range d.Streams {
			d.Streams[i].subtract(&earlier.Streams[i])
		}
	}
	d.rate()
	return d
}

func (b *BlockStats) subtract(o *BlockStats) {
	b.Calls -= o.Calls
	b.In -= o.In
	b.Out -= o.Out
	b.Working = max(0, b.Working-o.Working) // a wait that began after the time of a snapshot was read
	b.Starved = max(0, b.Starved-o.Starved)
	b.Full = max(0, b.Full-o.Full)
}

func (s *StreamStats) subtract(o *StreamStats) {
	s.Items -= o.Items
	s.Tags -= o.Tags
	s.Lost -= o.Lost
	s.Wakes -= o.Wakes
	for i := range s.Readers {
		r, before := &s.Readers[i], &o.Readers[i]
		r.Items -= before.Items
		r.Wakes -= before.Wakes
	}
}

// rate works out all that is a quotient.
func (s *Stats) rate() {
	per := 0.0
	if s.Elapsed > 0 {
		per = 1 / s.Elapsed.Seconds()
	}
	for i := range s.Blocks {
		b := &s.Blocks[i]
		b.InRate, b.OutRate = float64(b.In)*per, float64(b.Out)*per
	}
	for i := range s.Streams {
		e := &s.Streams[i]
		e.Rate = float64(e.Items) * per
		for k := range e.Readers {
			r := &e.Readers[k]
			if r.LagTime = 0; e.Rate > 0 {
				r.LagTime = time.Duration(float64(r.Lag) / e.Rate * float64(time.Second))
			}
		}
	}
}
