package qrs_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/seed-ff569660/seamless/examples/fanout/internal/qrs"
)

func ExampleCompare() {
	s := qrs.Compare([]uint64{100, 400, 700}, []uint64{110, 250, 690}, qrs.Tolerance)
	fmt.Println(s)
	// Output: sensitivity 66.67 %, predictivity 66.67 %: 1 missed, 1 invented
}

func TestCompareOfNone(t *testing.T) {
	for _, c := range []struct {
		known, found []uint64
		want         qrs.Score
	}{
		{nil, nil, qrs.Score{}},
		{[]uint64{5}, nil, qrs.Score{Missed: 1}},
		{nil, []uint64{5}, qrs.Score{Invented: 1}},
		{[]uint64{100}, []uint64{154}, qrs.Score{Matched: 1}},
		{[]uint64{100}, []uint64{155}, qrs.Score{Missed: 1, Invented: 1}},
		{[]uint64{100}, []uint64{90, 110}, qrs.Score{Matched: 1, Invented: 1}},
	} {
		if got := qrs.Compare(c.known, c.found, qrs.Tolerance); got != c.want {
			t.Errorf("%v, %v: %+v, want %+v", c.known, c.found, got, c.want)
		}
	}
	if s := (qrs.Score{}); s.Sensitivity() != 1 || s.Predictivity() != 1 {
		t.Errorf("of none: %v", s)
	}
}

// The pairs are as many as any choice of pairs has.
func TestCompareFindsMostPairs(t *testing.T) {
	seed := rand.Uint64()
	rnd := rand.New(rand.NewPCG(seed, 0))
	list := func() (s []uint64) {
		for range rnd.IntN(7) {
			s = append(s, uint64(rnd.IntN(60)))
		}
		slices.Sort(s)
		return s
	}
	var most func(a, b []uint64) int
	most = func(a, b []uint64) int {
		if len(a) == 0 {
			return 0
		}
		best := most(a[1:], b)
		for i, v := range b {
			if max(v, a[0])-min(v, a[0]) <= 5 {
				best = max(best, 1+most(a[1:], append(slices.Clone(b[:i]), b[i+1:]...)))
			}
		}
		return best
	}
	for range 300 {
		a, b := list(), list()
		want := most(a, b)
		if s := qrs.Compare(a, b, 5); s.Matched != want || s.Missed != len(a)-want || s.Invented != len(b)-want {
			t.Fatalf("seed %d: %v, %v: %+v, want %d pairs", seed, a, b, s, want)
		}
	}
}
