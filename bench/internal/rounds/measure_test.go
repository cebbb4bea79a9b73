package rounds

import (
	"errors"
	"strings"
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

// TestMeasureFails with the name of a case whose sum is wrong or that cannot
// be made.
func TestMeasureFails(t *testing.T) {
	broken := errors.New("broken")
	runs := 0
	for name, c := range map[string]bench.Case{
		"cannot be made": {Work: "w", Items: 1, New: func() (*bench.Subject, error) { return nil, broken }},
		"fails at once": {Work: "w", Items: 1, New: func() (*bench.Subject, error) {
			return &bench.Subject{Run: func(int) error { return broken }}, nil
		}},
		"fails when measured": {Work: "w", Items: 1, New: func() (*bench.Subject, error) {
			if runs++; runs > 1 {
				return &bench.Subject{Run: func(int) error { return broken }}, nil
			}
			return &bench.Subject{Run: func(int) error { return nil }}, nil
		}},
	} {
		if _, err := measure([]bench.Case{c}, 1, time.Nanosecond, func() {}); !errors.Is(err, broken) || !strings.Contains(err.Error(), c.Name()) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
