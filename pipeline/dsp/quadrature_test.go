package dsp

import (
	"math"
	"math/cmplx"
	"math/rand/v2"
	"testing"
)

func TestAtan2Error(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 6))
	worst := 0.0
	try := func(y, x float64) { worst = max(worst, math.Abs(atan2(y, x)-math.Atan2(y, x))) }
	for range 500000 {
		sin, cos := math.Sincos(2 * math.Pi * rnd.Float64())
		r := math.Exp2(200 * (rnd.Float64() - 0.5))
		try(r*sin, r*cos)
	}
	for _, v := range [][2]float64{{0, 1}, {0, -1}, {1, 0}, {-1, 0}, {1, 1}, {-1, 1}, {1, -1}, {-1, -1}, {1e-300, 1}, {1, 1e-300}} {
		try(v[0], v[1])
	}
	t.Logf("worst error %.3g rad", worst)
	if worst > 3e-8 {
		t.Errorf("error %g, promised 3e-8", worst)
	}
	inf, nan := math.Inf(1), math.NaN()
	for _, v := range [][2]float64{{0, 0}, {inf, inf}, {nan, 1}, {1, nan}, {nan, nan}, {-inf, inf}} {
		if got := atan2(v[0], v[1]); got != 0 {
			t.Errorf("atan2%v = %g, want 0", v, got)
		}
	}
}

// fm returns a carrier whose frequency follows message, in Hz at full scale.
func fm(message func(n int) float64, n int, deviation, rate, amplitude float64) []complex64 {
	s, phase := make([]complex64, n), 0.0
	for i := range s {
		sin, cos := math.Sincos(phase)
		s[i] = complex(float32(amplitude*cos), float32(amplitude*sin))
		phase += 2 * math.Pi * deviation / rate * message(i)
	}
	return s
}

func TestQuadratureDemod(t *testing.T) { eachSet(t, testQuadratureDemod) }

func testQuadratureDemod(t *testing.T, set isa) {
	const deviation, rate = 75e3, 256e3
	tone := func(n int) float64 { return 1.2 * math.Sin(0.1*float64(n)) }
	for _, amplitude := range []float64{1, 1e-3, 1e-30, 1e30} {
		got := whole(t, newQuadratureDemod(set, deviation, rate), fm(tone, 5000, deviation, rate, amplitude))
		if len(got) != 4999 {
			t.Fatalf("%d outputs of 5000 samples", len(got))
		}
		for i, y := range got {
			if d := math.Abs(float64(y) - tone(i)); d > 3e-7 { // float32 of the input: 2·6e-8 rad
				t.Fatalf("amplitude %g: output %d is %g, want %g", amplitude, i, y, tone(i))
			}
		}
	}
	checkBatches(t, func() transformer[complex64, float32] { return newQuadratureDemod(set, deviation, rate) }, noise[complex64](3000))
}

// All angles, all octants, against the exact function.
func TestQuadratureDemodError(t *testing.T) {
	eachSet(t, func(t *testing.T, set isa) {
		src := noise[complex64](200001)
		worst := 0.0
		for i, y := range whole(t, newQuadratureDemod(set, 1/(2*math.Pi), 1), src) { // gain 1
			a, b := complex128(src[i]), complex128(src[i+1])
			worst = max(worst, math.Abs(float64(y)-cmplx.Phase(b*cmplx.Conj(a))))
		}
		t.Logf("worst error %.3g rad", worst)
		if worst > 3e-8+1.2e-7 { // half a unit in the last place of π besides
			t.Errorf("error %g, promised 3e-8", worst)
		}
	})
}

func TestQuadratureDemodOddSamples(t *testing.T) { eachSet(t, testQuadratureDemodOddSamples) }

func testQuadratureDemodOddSamples(t *testing.T, set isa) {
	inf, nan := float32(math.Inf(1)), float32(math.NaN())
	src := []complex64{1, 0, 1, complex(inf, 0), 1, complex(nan, nan), 1i, complex(inf, inf), 1, -1}
	for i, y := range whole(t, newQuadratureDemod(set, 1, 1), src) {
		if i < 8 && y != 0 || y != y {
			t.Errorf("output %d is %g, want 0", i, y)
		}
	}
	for n := range 2 {
		if got := whole(t, newQuadratureDemod(set, 1, 1), make([]complex64, n)); len(got) != 0 {
			t.Errorf("%d samples gave %v", n, got)
		}
	}
	mustPanic(t, "no deviation", func() { NewQuadratureDemod(0, 1) })
}

// A message of a continuous transmitter comes out level.
func TestApertureTaps(t *testing.T) {
	for _, c := range []struct{ f, limit float64 }{{0.001, 1e-4}, {0.05, 1e-3}, {0.15, 0.01}, {0.23, 0.1}} {
		x := math.Pi * c.f
		got := response(ApertureTaps(), c.f, 1) + 20*math.Log10(math.Sin(x)/x)
		if math.Abs(got) > c.limit {
			t.Errorf("at %g of the rate: %.4f dB, promised %g", c.f, got, c.limit)
		}
	}
}
