package dsp

import (
	"math"
	"math/rand/v2"
	"testing"
)

type transformer[In, Out any] interface {
	Transform(dst []Out, src []In, atEOF bool) (nDst, nSrc int, err error)
}

// drive feeds all of src through t in pieces whose sizes batch chooses, and
// returns what comes out. It fails when t writes or uses more than it was given,
// stands still with all of src before it, or leaves some of it at the end.
func drive[In, Out any](tb testing.TB, t transformer[In, Out], src []In, batch func() int) []Out {
	tb.Helper()
	var out []Out
	shown := 0 // how much of src has come
	for used := 0; ; {
		atEOF := shown == len(src)
		dst := make([]Out, batch())
		nDst, nSrc, err := t.Transform(dst, src[used:shown:shown], atEOF)
		if err != nil || nDst < 0 || nDst > len(dst) || nSrc < 0 || nSrc > shown-used {
			tb.Fatalf("Transform(dst of %d, src of %d, %v) = %d, %d, %v", len(dst), shown-used, atEOF, nDst, nSrc, err)
		}
		out, used = append(out, dst[:nDst]...), used+nSrc
		switch {
		case nDst > 0 || nSrc > 0:
		case !atEOF:
			shown = min(shown+batch(), len(src))
		case used < len(src):
			tb.Fatalf("stands still at the end with %d of %d samples unused", len(src)-used, len(src))
		default:
			return out
		}
	}
}

// whole drives in one piece.
func whole[In, Out any](tb testing.TB, t transformer[In, Out], src []In) []Out {
	tb.Helper()
	return drive(tb, t, src, func() int { return 4*len(src) + 16 })
}

// checkBatches asserts that fresh blocks give the same bits one sample at a
// time, in random pieces and all at once.
func checkBatches[In, Out Sample](t *testing.T, fresh func() transformer[In, Out], src []In) {
	t.Helper()
	want := whole(t, fresh(), src)
	if len(want) == 0 {
		t.Fatal("no output at all")
	}
	compare := func(how string, got []Out) {
		t.Helper()
		if len(got) != len(want) {
			t.Fatalf("%s: %d outputs, all at once %d", how, len(got), len(want))
		}
		for i := range got {
			if !sameBits(got[i], want[i]) {
				t.Fatalf("%s: output %d of %d is %v, all at once %v", how, i, len(got), got[i], want[i])
			}
		}
	}
	compare("one by one", drive(t, fresh(), src, func() int { return 1 }))
	seed := rand.Uint64()
	rnd := rand.New(rand.NewPCG(seed, 0))
	t.Logf("seed %d", seed)
	for _, limit := range []int{2, 7, 64, 1000, 10000} {
		compare("random pieces", drive(t, fresh(), src, func() int { return 1 + rnd.IntN(limit) }))
	}
}

func sameBits[T Sample](a, b T) bool {
	switch a := any(a).(type) {
	case float32:
		return math.Float32bits(a) == math.Float32bits(any(b).(float32))
	case complex64:
		b := any(b).(complex64)
		return sameBits(real(a), real(b)) && sameBits(imag(a), imag(b))
	}
	return false
}

// noise returns n samples of white noise, each part within ±1, always the same.
func noise[T Sample](n int) []T {
	rnd := rand.New(rand.NewPCG(1, 2))
	s := make([]T, n)
	for i := range s {
		switch p := any(&s[i]).(type) {
		case *float32:
			*p = 2*rnd.Float32() - 1
		case *complex64:
			*p = complex(2*rnd.Float32()-1, 2*rnd.Float32()-1)
		}
	}
	return s
}

// wide returns a sample in double precision.
func wide[T Sample](v T) complex128 {
	switch v := any(v).(type) {
	case float32:
		return complex(float64(v), 0)
	case complex64:
		return complex128(v)
	}
	return 0
}

// mustPanic asserts that f panics with a message of this package.
func mustPanic(t *testing.T, what string, f func()) {
	t.Helper()
	defer func() {
		if s, ok := recover().(string); !ok || len(s) < 5 || s[:5] != "dsp: " {
			t.Errorf("%s: want a panic with the numbers, got %v", what, s)
		}
	}()
	f()
}

// sets returns the instructions that this processor has.
func sets() (all []isa) {
	for set := range best() + 1 {
		all = append(all, set)
	}
	return all
}

// eachSet runs f for the instructions that this processor has.
func eachSet(t *testing.T, f func(t *testing.T, set isa)) {
	for _, set := range sets() {
		t.Run(set.String(), func(t *testing.T) { f(t, set) })
	}
}
