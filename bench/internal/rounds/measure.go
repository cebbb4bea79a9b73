package rounds

import (
	"fmt"
	"runtime"
	"time"

	"github.com/seed-ff569660/seamless/bench"
	"github.com/seed-ff569660/seamless/bench/internal/table"
)

// measured is what was found out about one group, everything by round.
type measured struct {
	cases   []bench.Case
	figures [][]float64 // of each case
	waits   [][]float64 // of each case, for a million items; empty where it does not count
	quiet   table.Quiet
}

// measure runs the cases in turn, as often as there are rounds, each time for
// about the length. It calls progress after each round.
func measure(cases []bench.Case, rounds int, length time.Duration, progress func()) (*measured, error) {
	m := &measured{
		cases:   cases,
		figures: make([][]float64, len(cases)),
		waits:   make([][]float64, len(cases)),
	}
	ops := make([]int, len(cases))
	for i, c := range cases {
		var err error
		if ops[i], err = calibrate(c, length); err != nil {
			return nil, err
		}
	}
	for range rounds {
		for i, c := range cases {
			if err := m.once(i, c, ops[i]); err != nil {
				return nil, err
			}
		}
		if err := m.quiet.Look(); err != nil {
			return nil, err
		}
		progress()
	}
	return m, nil
}

// once measures case i with new memory, after a warm-up.
func (m *measured) once(i int, c bench.Case, ops int) error {
	s, err := c.New()
	if err != nil {
		return fmt.Errorf("%s: %w", c.Name(), err)
	}
	defer s.Release()
	runtime.GC() // what others left is not this one's to clean up
	if _, err := timed(c, s, ops/10+1); err != nil {
		return err
	}
	var before bench.Counts
	if s.Counts != nil {
		before = s.Counts()
	}
	figure, err := figure(c, s, ops)
	if err != nil {
		return err
	}
	m.figures[i] = append(m.figures[i], figure)
	if s.Counts != nil {
		waits, _ := s.Counts().Since(before)
		m.waits[i] = append(m.waits[i], waits)
	}
	return nil
}

// calibrate returns how many operations take about the length.
func calibrate(c bench.Case, length time.Duration) (int, error) {
	s, err := c.New()
	if err != nil {
		return 0, fmt.Errorf("%s: %w", c.Name(), err)
	}
	defer s.Release()
	for ops := 16; ; ops *= 4 {
		start := time.Now()
		if _, err := timed(c, s, ops); err != nil {
			return 0, err
		}
		took := time.Since(start)
		if took >= length/8 {
			return max(1, int(float64(ops)*float64(length)/float64(took))), nil
		}
	}
}

// pieces is into how many parts the work of a single goroutine is cut.
const pieces = 50

// figure measures ops operations. Of a goroutine that is alone it is that of
// the median piece: who is put off the processor loses a piece and no more.
// Where several work together a piece would be too short to be like the whole.
func figure(c bench.Case, s *bench.Subject, ops int) (float64, error) {
	n := 1
	if c.Alone {
		n = min(pieces, ops)
	}
	figures := make([]float64, n)
	for i := range figures {
		took, err := timed(c, s, ops/n)
		if err != nil {
			return 0, err
		}
		figures[i] = c.Unit.Of(ops/n*c.Items, took)
	}
	return table.SpreadOf(figures).Median, nil
}

// timed runs a subject, which must have been given all its items, and returns
// how far its clock went.
func timed(c bench.Case, s *bench.Subject, ops int) (time.Duration, error) {
	clock := s.Clock
	if clock == nil {
		begin := time.Now()
		clock = func() time.Duration { return time.Since(begin) }
	}
	start := clock()
	if err := s.Run(ops); err != nil {
		return 0, fmt.Errorf("%s, %d operations: %w", c.Name(), ops, err)
	}
	return max(clock()-start, 1), nil
}
