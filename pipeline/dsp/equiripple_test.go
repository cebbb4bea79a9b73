package dsp

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// realGain is the gain of symmetric taps at f in cycles a sample, with its sign.
func realGain(h []float32, f float64) (sum float64) {
	for i, t := range h {
		sum += float64(t) * math.Cos(2*math.Pi*f*(float64(i)-float64(len(h)-1)/2))
	}
	return sum
}

// checkEquiripple asserts what the alternation theorem asks of the best filter
// there is: the weighted error reaches the ripple, with signs in turn, at one
// frequency more than there are different taps, and is nowhere greater. It looks
// at frequencies of its own, far denser than the design's.
func checkEquiripple(t *testing.T, h []float32, ripple, rate float64, bands []Band) {
	t.Helper()
	for i := range h {
		if h[i] != h[len(h)-1-i] {
			t.Fatalf("taps %d and %d differ: no linear phase", i, len(h)-1-i)
		}
	}
	const rounding, density = 2e-7, 4000
	alternations, sign := 0, 0.0
	for _, b := range bands {
		for i := range density + 1 {
			f := b.From + (b.To-b.From)*float64(i)/density
			off := (realGain(h, f/rate) - b.Gain) * b.Weight
			if math.Abs(off) > ripple*1.01+rounding*b.Weight {
				t.Fatalf("%d taps: off by %g at %g Hz, promised %g", len(h), off, f, ripple)
			}
			if math.Abs(off) > ripple*0.98-rounding*b.Weight && math.Copysign(1, off) != sign {
				sign = math.Copysign(1, off)
				alternations++
			}
		}
	}
	if least := (len(h)+1)/2 + 1; alternations < least {
		t.Fatalf("%d taps: the error reaches %g %d times, the best filter does %d times", len(h), ripple, alternations, least)
	}
}

func TestEquiripple(t *testing.T) {
	for _, c := range []struct {
		name  string
		taps  []int
		bands []Band
	}{
		{"low-pass", []int{3, 4, 5, 20, 21, 64, 127}, []Band{{0, 0.16, 1, 1}, {0.22, 0.5, 0, 1}}},
		{"weighted", []int{24, 55, 80}, []Band{{0, 0.1, 1, 1}, {0.14, 0.5, 0, 30}}},
		{"short of half the rate", []int{32, 33}, []Band{{0, 0.1, 1, 1}, {0.2, 0.45, 0, 1}}},
		{"high-pass", []int{3, 31, 75}, []Band{{0, 0.3, 0, 1}, {0.35, 0.5, 1, 1}}},
		{"band-pass", []int{32, 55, 100}, []Band{{0, 0.1, 0, 10}, {0.2, 0.35, 1, 1}, {0.425, 0.5, 0, 10}}},
		{"two gains", []int{41, 60}, []Band{{0, 0.1, 2, 1}, {0.15, 0.25, 0.5, 4}, {0.3, 0.5, 0, 2}}},
	} {
		for _, taps := range c.taps {
			t.Run(fmt.Sprintf("%s/taps=%d", c.name, taps), func(t *testing.T) {
				h, ripple, err := Equiripple(taps, 1, c.bands...)
				if err != nil || len(h) != taps {
					t.Fatalf("%d taps, %v", len(h), err)
				}
				checkEquiripple(t, h, ripple, 1, c.bands)
			})
		}
	}
}

// The example of J. H. McClellan, T. W. Parks, L. R. Rabiner, A Computer Program
// for Designing Optimum FIR Linear Phase Digital Filters, 1973, whose grid is
// coarser.
func TestEquirippleOfThePaper(t *testing.T) {
	h, ripple, err := Equiripple(24, 1, Band{0, 0.08, 1, 1}, Band{0.16, 0.5, 0, 1})
	if err != nil || math.Abs(ripple-0.01243) > 5e-5 {
		t.Errorf("ripple %g, %v", ripple, err)
	}
	for i, want := range []float64{0.0033740917, 0.014938299, 0.010569360, 0.0025415067, -0.015929392, -0.034085343,
		-0.038112177, -0.014629169, 0.040089541, 0.11540713, 0.18850752, 0.23354606} {
		if math.Abs(float64(h[i])-want) > 2e-5 {
			t.Errorf("tap %d is %g, want %g", i, h[i], want)
		}
	}
}

// Any low-pass that float32 taps can be of use for.
func TestEquirippleRandom(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rnd := rand.New(rand.NewPCG(seed, 0))
	for range 30 {
		taps, weight := 3+rnd.IntN(150), math.Exp(3*rnd.Float64())
		pass := 0.02 + 0.4*rnd.Float64()
		stop := pass + (0.49-pass)*min(rnd.Float64(), 4/float64(taps))
		bands := []Band{{0, pass * 48e3, 1, 1}, {stop * 48e3, 24e3, 0, weight}}
		h, ripple, err := Equiripple(taps, 48e3, bands...)
		if err != nil {
			t.Fatalf("%d taps for %v: %v", taps, bands, err)
		}
		checkEquiripple(t, h, ripple, 48e3, bands)
	}
}

func TestEquirippleArguments(t *testing.T) {
	if h, _, err := Equiripple(301, 1, Band{0, 0.1, 1, 1}, Band{0.4, 0.5, 0, 1}); h != nil || !errors.Is(err, ErrNoEquiripple) {
		t.Errorf("far too many taps: %v", err)
	}
	low, high := Band{0, 1, 1, 1}, Band{2, 4, 0, 1}
	for name, f := range map[string]func(){
		"too few taps":         func() { Equiripple(2, 8, low, high) },
		"no bands":             func() { Equiripple(9, 8) },
		"no rate":              func() { Equiripple(9, math.NaN(), low, high) },
		"out of order":         func() { Equiripple(9, 8, high, low) },
		"that touch":           func() { Equiripple(9, 8, low, Band{1, 4, 0, 1}) },
		"beyond half the rate": func() { Equiripple(9, 7, low, high) },
		"no weight":            func() { Equiripple(9, 8, low, Band{2, 4, 0, 0}) },
		"no width":             func() { Equiripple(9, 8, low, Band{2, 2, 0, 1}) },
		"no gain":              func() { Equiripple(9, 8, Band{0, 1, math.NaN(), 1}, high) },
		"even high-pass":       func() { Equiripple(10, 8, Band{0, 1, 0, 1}, Band{2, 4, 1, 1}) },
	} {
		mustPanic(t, name, f)
	}
}
