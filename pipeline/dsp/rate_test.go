package dsp

import (
	"math"
	"math/cmplx"
	"math/rand/v2"
	"testing"
)

// clock is what a block tells of time, with 1 for the fewest samples it needs
// where it does not.
type clock struct {
	out, in int
	delay   float64
	fewest  int
}

func clockOf(t any) clock {
	var c clock
	c.out, c.in = t.(interface{ Rate() (out, in int) }).Rate()
	c.delay = t.(interface{ Delay() float64 }).Delay()
	c.fewest = 1
	if t, ok := t.(interface{ MinInput() int }); ok {
		c.fewest = t.MinInput()
	}
	return c
}

// at is the output at which input p shows.
func (c clock) at(p int) int {
	return int(math.Floor((float64(p) + c.delay) * float64(c.out) / float64(c.in)))
}

const timedSamples = 12000

// checkClock drives fresh blocks with random pieces and asserts what they tell
// of time: how many outputs there are, where an event at sample p shows, and
// that nothing is made of too few samples. event returns the samples, shown how
// much an output looks like the event.
func checkClock[In, Out Sample](t *testing.T, fresh func() transformer[In, Out], event func(p int) []In, shown func(y complex128) float64) {
	t.Helper()
	seed := rand.Uint64()
	rnd := rand.New(rand.NewPCG(seed, 0))
	t.Logf("seed %d", seed)
	batch := func() int { return 1 + rnd.IntN(1+rnd.IntN(300)) }
	c := clockOf(fresh())
	if a, b := reduced(c.out, c.in); a != c.out || b != c.in || a < 1 {
		t.Errorf("rate %d/%d is not in lowest terms", c.out, c.in)
	}
	for range 10 {
		p := timedSamples/2 + rnd.IntN(timedSamples/4)
		src := event(p)
		block := fresh()
		out := drive(t, block, src, batch)
		if now := clockOf(block); now != c {
			t.Fatalf("%+v at first, %+v at the end", c, now)
		}
		// The last window that is full begins fewest before the end.
		most := len(src) * c.out / c.in
		if least := (len(src) - c.fewest) * c.out / c.in; len(out) < least || len(out) > most+1 {
			t.Fatalf("%d samples gave %d outputs at a rate of %d/%d, want %d to %d", len(src), len(out), c.out, c.in, least, most+1)
		}
		// Where it shows most, near where it should.
		want, best := c.at(p), 0
		from, to := max(0, want-6), min(len(out), want+7)
		for n := from; n < to; n++ {
			if n == from || shown(wide(out[n])) > shown(wide(out[best])) {
				best = n
			}
		}
		if best < want-1 || best > want+1 {
			t.Fatalf("what happened at sample %d shows at output %d of %d, want %d", p, best, len(out), want)
		}
		for n := range c.fewest {
			block := fresh()
			if made, _, _ := block.Transform(make([]Out, 8), src[:n], false); made != 0 {
				t.Fatalf("%d outputs of %d samples, MinInput is %d", made, n, c.fewest)
			}
		}
		if made, _, _ := fresh().Transform(make([]Out, 8), src[:c.fewest], false); made == 0 && c.fewest > 1 {
			t.Fatalf("no output of %d samples, MinInput is no more", c.fewest)
		}
	}
}

// impulse is a sample among zeros.
func impulse[T Sample](p int) []T {
	s := make([]T, timedSamples)
	s[p] = T(1)
	return s
}

// jump is a carrier whose phase steps by a right angle.
func jump(p int) []complex64 {
	s := tone(timedSamples, 0.01, 1)
	for i := p; i < len(s); i++ {
		s[i] *= 1i
	}
	return s
}

// crest is a pilot with a crest at p; the next are 13 samples away.
func crest(p int) []float32 {
	s := make([]float32, timedSamples)
	for i := range s {
		s[i] = float32(0.1 * math.Cos(2*math.Pi*19e3/pilotRate*float64(i-p)))
	}
	return s
}

func TestClocks(t *testing.T) {
	highest := func(y complex128) float64 { return real(y) }
	for _, c := range []struct {
		name string
		run  func(t *testing.T)
	}{
		{"FIR", func(t *testing.T) {
			for _, taps := range []int{1, 2, 31, 80} {
				for _, decimation := range []int{1, 2, 10, 100} {
					h := LowPass(Hamming(taps + 2)[1:taps+1], 0.5/float64(decimation+2), 1)
					checkClock(t, func() transformer[complex64, complex64] { return NewFIR[complex64](h, decimation) }, spread[complex64](decimation), cmplx.Abs)
					checkClock(t, func() transformer[float32, float32] { return NewFIR[float32](h, decimation) }, spread[float32](decimation), cmplx.Abs)
				}
			}
		}},
		{"ComplexFIR", func(t *testing.T) {
			var h []complex64
			for i, tap := range LowPass(Hamming(61), 0.04, 1) {
				h = append(h, complex64(complex(float64(tap), 0)*cmplx.Rect(1, float64(i))))
			}
			checkClock(t, func() transformer[complex64, complex64] { return NewComplexFIR(h, 7) }, impulse, cmplx.Abs)
		}},
		{"Resampler", func(t *testing.T) {
			for _, ratio := range [][2]int{{1, 1}, {3, 1}, {2, 4}, {3, 16}, {24, 125}, {17, 5}} {
				h := KaiserLowPass(0.4/float64(max(ratio[0], ratio[1])), 0.5/float64(max(ratio[0], ratio[1])), 60, 1)
				checkClock(t, func() transformer[complex64, complex64] { return NewResampler[complex64](ratio[0], ratio[1], h) }, impulse, cmplx.Abs)
				checkClock(t, func() transformer[float32, float32] { return NewResampler[float32](ratio[0], ratio[1], h) }, impulse, cmplx.Abs)
			}
		}},
		{"Shift", func(t *testing.T) {
			checkClock(t, func() transformer[complex64, complex64] { return NewShift(0.1, 1) }, impulse, cmplx.Abs)
		}},
		{"QuadratureDemod", func(t *testing.T) {
			checkClock(t, func() transformer[complex64, float32] { return NewQuadratureDemod(1, 10) }, jump, highest)
		}},
		{"AGC", func(t *testing.T) {
			checkClock(t, func() transformer[complex64, complex64] { return NewAGC[complex64](1, 1, 1, 10, 1000) }, impulse, cmplx.Abs)
			checkClock(t, func() transformer[float32, float32] { return NewAGC[float32](1, 1, 1, 10, 1000) }, impulse, cmplx.Abs)
		}},
		{"PLL", func(t *testing.T) {
			checkClock(t, func() transformer[float32, complex64] { return NewPLL(19e3, 10, 0.02, pilotRate) }, crest, highest)
		}},
		{"DeEmphasis", func(t *testing.T) {
			checkClock(t, func() transformer[complex64, complex64] { return NewDeEmphasis[complex64](75e-6, 256e3) }, impulse, cmplx.Abs)
			checkClock(t, func() transformer[float32, float32] { return NewDeEmphasis[float32](75e-6, 256e3) }, impulse, cmplx.Abs)
		}},
		{"DCBlocker", func(t *testing.T) {
			checkClock(t, func() transformer[complex64, complex64] { return NewDCBlocker[complex64](10, 1000) }, impulse, cmplx.Abs)
			checkClock(t, func() transformer[float32, float32] { return NewDCBlocker[float32](10, 1000) }, impulse, cmplx.Abs)
		}},
		{"Magnitude", func(t *testing.T) {
			checkClock(t, func() transformer[complex64, float32] { return Magnitude{} }, impulse, highest)
			checkClock(t, func() transformer[complex64, float32] { return MagnitudeSquared{} }, impulse, highest)
		}},
		{"Goertzel", func(t *testing.T) {
			for _, block := range []int{1, 205} {
				checkClock(t, func() transformer[complex64, complex64] { return NewGoertzel[complex64](1, 8, block) }, impulse, cmplx.Abs)
				checkClock(t, func() transformer[float32, complex64] { return NewGoertzel[float32](1, 8, block) }, impulse, cmplx.Abs)
			}
		}},
	} {
		t.Run(c.name, c.run)
	}
}

// spread returns an event as long as a decimation, so that a filter shorter
// than that does not step over it.
func spread[T Sample](width int) func(p int) []T {
	return func(p int) []T {
		s := make([]T, timedSamples)
		for i := range width {
			s[p-width/2+i] = T(1)
		}
		return s
	}
}
