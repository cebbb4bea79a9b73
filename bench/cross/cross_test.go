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
	_ = os.Setenv("GORACE", "atexit_sleep_ms=0") // else each process of a race build takes a second to end
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
		if testing.Short() && (strings.Contains(c.Name(), "readers=2/") || strings.Contains(c.Name(), "readers=8/")) {
			continue
		}
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

// TestNothingIsAllocated: what a process allocates for an order does not grow
// with it. The processes that keep a processor are where they should be.
func TestNothingIsAllocated(t *testing.T) {
	cores, err := processors()
	if err != nil {
		t.Fatal(err)
	}
	const ops, few = 500, 100
	for _, j := range []job{
		{Work: "stream", Peer: "shmlink", Batch: 512, Readers: 1},
		{Work: "stream", Peer: "shmlink-copy", Batch: 8, Readers: 1},
		{Work: "roundtrip", Peer: "shmlink-block", Readers: 1},
		{Work: "roundtrip", Peer: "shmlink-poll", Readers: 1},
		{Work: "roundtrip", Peer: "shmlink-spin", Readers: 1},
	} {
		g, err := start(j, 1, 1, elapsed)
		if err != nil {
			t.Fatal(err)
		}
		if err := g.order(order{Ops: ops}); err != nil {
			t.Fatal(err)
		}
		for i, r := range g.last {
			if r.Mallocs > few {
				t.Errorf("%s, %s, process %d: %d allocations for %d operations", j.Work, j.Peer, i, r.Mallocs, ops)
			}
			if want := place(cores, i); r.Core != want {
				t.Errorf("%s, %s: process %d is on processor %d, not %d", j.Work, j.Peer, i, r.Core, want)
			}
		}
		g.close()
	}
}

// A case whose processes fail says why, and leaves none behind.
func TestAProcessFails(t *testing.T) {
	if _, err := start(job{Work: "nosuchwork"}, 1, 1, elapsed); err == nil || !strings.Contains(err.Error(), `no work "nosuchwork"`) {
		t.Error(err)
	}
}

func TestSums(t *testing.T) {
	src := newSource(11)
	total := uint64(0)
	for n := range 20 {
		if got := src.sum(n); got != total {
			t.Errorf("%d batches sum up to %x, not %x", n, got, total)
		}
		for _, v := range src.at(n) {
			total += v
		}
	}
	if check(5, 5, 7, 7) != nil || check(4, 5, 7, 7) == nil || check(5, 5, 8, 7) == nil {
		t.Error("what is lost must show")
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
