package bench

import (
	"strings"
	"testing"
)

// few returns how many operations make a run that is over at once and yet goes
// round the ring, save where a lap is long. Goroutines that wait for each other
// at every item take milliseconds for one where they must share a processor.
func few(c Case) int {
	switch c.Work {
	case "wake", "parked":
		return 100
	case "idle":
		return 5
	}
	return min(max(70000/c.Items, 20), 1100)
}

// TestCases runs every case twice; each run checks what came out.
func TestCases(t *testing.T) {
	for _, c := range Cases() {
		t.Run(c.Name(), func(t *testing.T) {
			s, err := c.New()
			if err != nil {
				t.Fatal(err)
			}
			defer s.Release()
			for _, ops := range []int{few(c), 7} {
				if err := s.Run(ops); err != nil {
					t.Fatalf("%d operations: %v", ops, err)
				}
			}
			if s.Counts == nil || c.Work == "wake" {
				return
			}
			if got, want := s.Counts().Items, uint64((few(c)+7)*c.Items); got != want {
				t.Errorf("the ends counted %d items, want %d", got, want)
			}
		})
	}
}

func TestCasesAreDistinct(t *testing.T) {
	seen, floors := map[string]bool{}, map[string]int{}
	last := ""
	for _, c := range Cases() {
		if seen[c.Name()] {
			t.Errorf("%s is there twice", c.Name())
		}
		if c.Group() != last && floors[c.Group()] != 0 {
			t.Errorf("the cases of %s do not stand next to each other", c.Group())
		}
		seen[c.Name()], last = true, c.Group()
		if c.Role == Floor {
			floors[c.Group()]++
		}
		door, _, _ := strings.Cut(c.Peer, "-")
		if ours := door == "circular" || door == "lockfree" || door == "notifier"; ours != (c.Role == Ours) {
			t.Errorf("%s has role %d", c.Name(), c.Role)
		}
	}
	for group, n := range floors {
		if n != 1 {
			t.Errorf("%s has %d floors", group, n)
		}
	}
}

func TestSpinAndCores(t *testing.T) {
	if took, err := Spin(); err != nil || took <= 0 {
		t.Errorf("the spin ping-pong took %v, %v", took, err)
	}
	if c := Cores(); c <= 0 {
		t.Errorf("%v cores", c)
	}
}

// TestNothingIsAllocated by our side of any comparison, except to begin a run.
func TestNothingIsAllocated(t *testing.T) {
	for _, c := range Cases() {
		if c.Role != Ours {
			continue
		}
		s, err := c.New()
		if err != nil {
			t.Fatal(err)
		}
		const beginning = 40 // goroutines, their closures, what the scheduler keeps about sleepers
		got := testing.AllocsPerRun(1, func() {
			if err := s.Run(few(c)); err != nil {
				t.Fatal(err)
			}
		})
		if got > beginning {
			t.Errorf("%s: %.0f allocations in %d operations", c.Name(), got, few(c))
		}
		s.Release()
	}
}
