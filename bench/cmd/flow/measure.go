package main

import (
	"fmt"
	"runtime"
	"time"

	"github.com/seed-ff569660/seamless/bench/flow"
	"github.com/seed-ff569660/seamless/bench/internal/table"
)

// measured is what was found out about one work, everything by round.
type measured struct {
	work                    flow.Work
	ours, peer, hand, floor []float64 // figures; empty where there was none to measure
	quiet                   table.Quiet
}

// side is one of those that do the work.
type side struct {
	name    string
	run     flow.Run
	samples int // that take about as long as a measurement shall
	figures *[]float64
}

// measure has all sides do the work in turn, as often as there are rounds, each
// time for about the length. No program, no peer. It calls progress after each
// round.
func measure(w flow.Work, program string, rounds int, length time.Duration, progress func()) (*measured, error) {
	m := &measured{work: w}
	sides := []*side{{name: "ours", run: w.Ours, figures: &m.ours}}
	if program != "" {
		sides = append(sides, &side{name: "GNU Radio", run: gnuRadio(program, w), figures: &m.peer})
	}
	if w.Hand != nil {
		sides = append(sides, &side{name: "by hand", run: w.Hand, figures: &m.hand})
	}
	if w.Floor != nil {
		sides = append(sides, &side{name: "floor", run: w.Floor, figures: &m.floor})
	}
	for _, s := range sides {
		if err := s.calibrate(length); err != nil {
			return nil, fmt.Errorf("%s, %s: %w", w.Name, s.name, err)
		}
	}
	for range rounds {
		for _, s := range sides {
			runtime.GC() // what others left is not this one's to clean up
			r, err := s.run(s.samples)
			if err != nil {
				return nil, fmt.Errorf("%s, %s, %d samples: %w", w.Name, s.name, s.samples, err)
			}
			*s.figures = append(*s.figures, w.Unit.Of(r))
		}
		if err := m.quiet.Look(); err != nil {
			return nil, err
		}
		progress()
	}
	return m, nil
}

// calibrate finds out how many samples take about the length. It tries runs of
// at least half of it: to start and end a graph takes up to 30 ms, however few
// the samples.
func (s *side) calibrate(length time.Duration) error {
	for s.samples = 4096; ; s.samples *= 4 {
		r, err := s.run(s.samples)
		if err != nil {
			return err
		}
		if took := max(r.Took, 1); took >= length/2 {
			s.samples = max(4096, int(float64(s.samples)*float64(length)/float64(took)))
			return nil
		}
	}
}
