package main

import (
	"testing"
	"time"

	"github.com/seed-ff569660/seamless/bench"
)

// One goroutine that is put off the processor once loses one piece of many;
// several that work together are timed as a whole.
func TestFigureOfPieces(t *testing.T) {
	const ops, late = 100 * pieces, time.Millisecond
	for _, test := range []struct {
		alone bool
		want  float64
	}{
		{true, 10},
		{false, 10 + float64(late)/ops},
	} {
		clock, runs := time.Duration(0), 0
		s := &bench.Subject{
			Clock: func() time.Duration { return clock },
			Run: func(n int) error {
				if runs++; runs == 1 {
					clock += late
				}
				clock += time.Duration(10 * n)
				return nil
			},
		}
		got, err := figure(bench.Case{Items: 1, Unit: bench.Nanoseconds, Alone: test.alone}, s, ops)
		if err != nil || got != test.want {
			t.Errorf("alone %v: %v ns, want %v; %v", test.alone, got, test.want, err)
		}
	}
}
