package dsp

import (
	"math"
	"math/cmplx"
	"math/rand/v2"
	"testing"
)

func TestCircleError(t *testing.T) {
	c := UnitCircle()
	phases := []uint64{0, 1, 1<<54 - 1, 1 << 54, 1<<62 - 1, 1 << 62, 1 << 63, math.MaxUint64}
	rnd := rand.New(rand.NewPCG(3, 4))
	for range 200000 {
		phases = append(phases, rnd.Uint64())
	}
	worst := 0.0
	for _, p := range phases {
		sin, cos := math.Sincos(2 * math.Pi * math.Ldexp(float64(p), -64))
		got := c.At(p)
		worst = max(worst, math.Abs(float64(real(got))-cos), math.Abs(float64(imag(got))-sin))
	}
	t.Logf("worst error %.3g", worst)
	if worst > 1e-7 {
		t.Errorf("error %g, promised 1e-7", worst)
	}
}

func TestPhaseStep(t *testing.T) {
	for _, c := range []struct {
		frequency, rate float64
		want            uint64
	}{{0, 1, 0}, {1, 4, 1 << 62}, {-1, 4, 3 << 62}, {1, 2, 1 << 63}, {-1, 2, 1 << 63}, {5, 4, 1 << 62}, {1, 1, 0}} {
		if got := PhaseStep(c.frequency, c.rate); got != c.want {
			t.Errorf("PhaseStep(%g, %g) = %#x, want %#x", c.frequency, c.rate, got, c.want)
		}
	}
	mustPanic(t, "rate 0", func() { PhaseStep(0, 0) })
}

func TestShift(t *testing.T) { eachSet(t, testShift) }

func testShift(t *testing.T, set isa) {
	const rate, frequency = 1.024e6, -200e3
	src := noise[complex64](100000)
	got := whole(t, newShift(set, frequency, rate), src)
	for i, y := range got {
		x := complex128(src[i])
		d := complex128(y) - x*cmplx.Rect(1, 2*math.Pi*math.Mod(frequency/rate*float64(i), 1))
		if math.Max(math.Abs(real(d)), math.Abs(imag(d))) > 2e-7*cmplx.Abs(x) {
			t.Fatalf("sample %d is %v, off by %v", i, y, d)
		}
	}
	checkBatches(t, func() transformer[complex64, complex64] { return newShift(set, frequency, rate) }, src[:20000])
}

// The oscillator's own error, at phases all around the circle.
func TestShiftTurnsByEveryPhase(t *testing.T) {
	eachSet(t, func(t *testing.T, set isa) {
		src := make([]complex64, 200003)
		for i := range src {
			src[i] = 1
		}
		const step = 0x9e3779b97f4a7c15 // the golden section of a turn
		s := newShift(set, 0, 1)
		s.step = step
		worst := 0.0
		for i, y := range whole(t, s, src) {
			sin, cos := math.Sincos(2 * math.Pi * math.Ldexp(float64(uint64(i)*step), -64))
			worst = max(worst, math.Abs(float64(real(y))-cos), math.Abs(float64(imag(y))-sin))
		}
		t.Logf("worst error %.3g", worst)
		if worst > 1e-7 {
			t.Errorf("error %g, promised 1e-7", worst)
		}
	})
}
