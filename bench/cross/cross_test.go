//go:build linux

package cross

import (
	"os"
	"strings"
	"testing"

	"github.com/seed-ff569660/seamless/bench"
)

func TestMain(m *testing.M) {
	Serve()
	os.Exit(m.Run())
}

// few returns how many operations make a run that is over at once and yet goes
// round the ring where there is one.
func few(c bench.Case) int {
	switch c.Work {
	case "stream":
		return min(max(300_000/c.Items, 20), 3000)
	case "message":
		return 20_000 / c.Items
	case "attached":
		return 200_000
	case "roundtrip":
		return 100
	}
	return 5
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
			for _, ops := range []int{few(c), 3} {
				before := s.Clock()
				if err := s.Run(ops); err != nil {
					t.Fatalf("%d operations: %v", ops, err)
				}
				if s.Clock() < before || s.Clock() == before && c.Work != "idle" {
					t.Errorf("the clock went from %v to %v", before, s.Clock())
				}
			}
		})
	}
}

func TestCasesAreDistinct(t *testing.T) {
	seen, last := map[string]bool{}, ""
	groups := map[string]bool{}
	for _, c := range Cases() {
		if seen[c.Name()] {
			t.Errorf("%s is there twice", c.Name())
		}
		if c.Group() != last && groups[c.Group()] {
			t.Errorf("the cases of %s do not stand next to each other", c.Group())
		}
		seen[c.Name()], groups[c.Group()], last = true, true, c.Group()
		if ours := strings.HasPrefix(c.Peer, "shmlink"); ours != (c.Role == bench.Ours) {
			t.Errorf("%s has role %v", c.Name(), c.Role)
		}
	}
}
