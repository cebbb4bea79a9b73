package dsp

import (
	"math"
	"math/cmplx"
	"math/rand/v2"
	"testing"
)

const pilotRate = 256e3

// multiplex returns seconds of a pilot of 0.09 at frequency, with a loud tone
// of 14.9 kHz, another that modulates 38 kHz, and white noise.
func multiplex(seconds, frequency, noise float64) []float32 {
	rnd := rand.New(rand.NewPCG(7, 8))
	s := make([]float32, int(seconds*pilotRate))
	for i := range s {
		t := float64(i) / pilotRate
		s[i] = float32(0.09*math.Cos(2*math.Pi*frequency*t+1) +
			0.4*math.Cos(2*math.Pi*14900*t) + 0.3*math.Cos(2*math.Pi*13900*t)*math.Cos(2*math.Pi*2*frequency*t) +
			noise*rnd.NormFloat64())
	}
	return s
}

func TestPLLFollows(t *testing.T) {
	for _, c := range []struct{ frequency, noise, limit float64 }{
		{19000, 0, 0.01}, {19002, 0, 0.02}, {18996, 0.02, 0.03}, {19008, 0, 0.02},
	} {
		src := multiplex(1, c.frequency, c.noise)
		p := NewPLL(19e3, 10, 0.02, pilotRate)
		out := whole(t, p, src)
		if out[0] != 0 || out[int(0.0105*pilotRate)] == 0 {
			t.Errorf("%v: want 0 at first and lock after 10 ms", c)
		}
		worst := 0.0
		for i := len(out) / 2; i < len(out); i++ {
			want := 2*math.Pi*c.frequency*float64(i)/pilotRate + 1
			worst = max(worst, math.Abs(cmplx.Phase(complex128(out[i])*cmplx.Rect(1, -want))))
		}
		frequency, amplitude, seconds := p.Tone()
		t.Logf("%v: phase within %.4f rad, %.3f Hz, amplitude %.4f, %.3f s", c, worst, frequency, amplitude, seconds)
		if worst > c.limit {
			t.Errorf("%v: phase off by %g rad", c, worst)
		}
		if math.Abs(frequency-c.frequency) > 0.3 || math.Abs(amplitude-0.09) > 0.006 || math.Abs(seconds-0.99) > 0.002 || !p.Locked() {
			t.Errorf("%v: reports %g Hz, amplitude %g, %g s", c, frequency, amplitude, seconds)
		}
	}
}

// Noise, a multiplex without pilot and a pilot too weak are no pilot.
func TestPLLFindsNothing(t *testing.T) {
	rnd := rand.New(rand.NewPCG(9, 10))
	for name, at := range map[string]func(t float64) float64{
		"silence":    func(float64) float64 { return 0 },
		"noise":      func(float64) float64 { return rnd.NormFloat64() },
		"mono":       func(t float64) float64 { return 0.9 * math.Sin(2*math.Pi*14500*t) },
		"weak pilot": func(t float64) float64 { return 0.01 * math.Sin(2*math.Pi*19000*t) },
		"far tone":   func(t float64) float64 { return 0.1 * math.Sin(2*math.Pi*19200*t) },
		"NaN":        func(float64) float64 { return math.NaN() },
	} {
		src := make([]float32, 4*pilotRate)
		for i := range src {
			src[i] = float32(at(float64(i) / pilotRate))
		}
		p := NewPLL(19e3, 10, 0.02, pilotRate)
		for i, y := range whole(t, p, src) {
			if y != 0 {
				t.Errorf("%s: locks by sample %d", name, i)
				break
			}
		}
	}
}

// A pilot that stops is let go, one that comes back is found again, and a
// sample that is not a number costs nothing.
func TestPLLLosesAndFinds(t *testing.T) {
	src := multiplex(1, 19000, 0)
	clear(src[len(src)/4 : len(src)/2])
	src[len(src)*3/4] = float32(math.NaN())
	p := NewPLL(19e3, 10, 0.02, pilotRate)
	out := whole(t, p, src)
	for _, c := range []struct {
		at   float64
		lock bool
	}{{0.2, true}, {0.255, true}, {0.35, false}, {0.49, false}, {0.52, true}, {0.755, true}, {0.9, true}} {
		if got := out[int(c.at*pilotRate)] != 0; got != c.lock {
			t.Errorf("after %g s lock is %v, want %v", c.at, got, c.lock)
		}
	}
}

func TestPLLBatches(t *testing.T) {
	src := multiplex(0.1, 19001, 0.1)
	checkBatches(t, func() transformer[float32, complex64] { return NewPLL(19e3, 10, 0.02, pilotRate) }, src)
	mustPanic(t, "tone beyond half the rate", func() { NewPLL(19e3, 10, 0.02, 30e3) })
}
