// Package pipelinetest checks blocks of a pipeline in tests.
//
// A block is to give the same items, and its tags are to land on the same
// items, however its input and output are cut into calls. [SameForEveryCut]
// drives it many times to see whether it does.
package pipelinetest

import (
	"fmt"
	"math/rand/v2"
	"reflect"

	"github.com/seed-ff569660/seamless/metadata"
	"github.com/seed-ff569660/seamless/pipeline"
)

// T is the part of *testing.T that is used.
type T interface {
	Helper()
	Fatalf(format string, args ...any)
}

// cuts is how many random cuts are tried.
const cuts = 200

// SameForEveryCut drives a block with all of src at once, then fresh ones with
// an item at a time and with many random cuts, and fails t unless all give
// identical items and tags: identical to the last bit, so that a sum of floats
// in another order fails too. It returns them. newBlock makes a block that has
// seen nothing yet.
func SameForEveryCut[In, Out any](t T, newBlock func() pipeline.Transformer[In, Out], src []In, tags []metadata.Tag) ([]Out, []metadata.Tag) {
	t.Helper()
	items, landed, err := pipeline.Drive(newBlock(), src, tags, nil)
	if err != nil {
		t.Fatalf("all at once: %v", err)
	}
	seed := rand.Uint64()
	for n := range cuts {
		how, cut := Cut(seed, n)
		got, at, err := pipeline.Drive(newBlock(), src, tags, cut)
		if err != nil {
			t.Fatalf("%s: %v", how, err)
		}
		if diff := differ(items, got); diff != "" {
			t.Fatalf("%s: items: %s", how, diff)
		}
		if diff := differ(landed, at); diff != "" {
			t.Fatalf("%s: tags: %s", how, diff)
		}
	}
	return items, landed
}

// Cut returns the n-th way to cut that goes with a seed, for [pipeline.Drive],
// and says what it is. The 0th is an item at a time; the others are random
// between 0 and a most that lies between 1 and 10 000.
func Cut(seed uint64, n int) (how string, cut func() int) {
	if n == 0 {
		return "an item at a time", func() int { return 1 }
	}
	rnd := rand.New(rand.NewPCG(seed, uint64(n)))
	most := 1
	for range rnd.IntN(5) {
		most *= 1 + rnd.IntN(10)
	}
	return fmt.Sprintf("seed %d, cut %d (0 to %d at a time)", seed, n, most), func() int { return rnd.IntN(most + 1) }
}

// differ says where two slices differ; "" if they do not.
func differ[E any](want, got []E) string {
	for i := range min(len(want), len(got)) {
		if !reflect.DeepEqual(want[i], got[i]) && fmt.Sprintf("%#v", want[i]) != fmt.Sprintf("%#v", got[i]) { // NaN is NaN
			return fmt.Sprintf("number %d is %v, was %v", i, got[i], want[i])
		}
	}
	if len(want) != len(got) {
		return fmt.Sprintf("%d of them, were %d", len(got), len(want))
	}
	return ""
}
