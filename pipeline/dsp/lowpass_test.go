package dsp

import (
	"math"
	"math/cmplx"
	"testing"
)

// response is the magnitude in dB of taps at f Hz.
func response(taps []float32, f, rate float64) float64 {
	var sum complex128
	for k, t := range taps {
		sum += complex(float64(t), 0) * cmplx.Rect(1, -2*math.Pi*f/rate*float64(k))
	}
	return 20 * math.Log10(cmplx.Abs(sum)+1e-12)
}

func TestWindows(t *testing.T) {
	half := integralI0(8.6*math.Sqrt(0.75)) / integralI0(8.6)
	for _, c := range []struct {
		name      string
		got, want []float64
	}{
		{"hamming", Hamming(5), []float64{0.08, 0.54, 1, 0.54, 0.08}},
		{"blackman", Blackman(5), []float64{0, 0.34, 1, 0.34, 0}},
		{"kaiser", Kaiser(5, 8.6), []float64{1 / integralI0(8.6), half, 1, half, 1 / integralI0(8.6)}},
		{"rectangular", Kaiser(3, 0), []float64{1, 1, 1}},
		{"one point", Hamming(1), []float64{1}},
	} {
		for i := range c.want {
			if math.Abs(c.got[i]-c.want[i]) > 1e-12 {
				t.Errorf("%s: %v, want %v", c.name, c.got, c.want)
				break
			}
		}
	}
	mustPanic(t, "no points", func() { Hamming(0) })
}

// integralI0 is the integral of e^(x·cos θ) over half a turn, divided by π.
func integralI0(x float64) float64 {
	const steps = 1000 // the midpoint rule converges at once on a period
	sum := 0.0
	for i := range steps {
		sum += math.Exp(x * math.Cos(math.Pi*(float64(i)+0.5)/steps))
	}
	return sum / steps
}

func TestBesselI0(t *testing.T) {
	// Abramowitz and Stegun, table 9.8.
	for x, want := range map[float64]float64{0: 1, 1: 1.2660658778, 5: 27.2398718236, 10: 2815.7166284} {
		if got := besselI0(x); math.Abs(got/want-1) > 1e-9 {
			t.Errorf("I0(%g) = %.10g, want %.10g", x, got, want)
		}
	}
}

func TestLowPassResponse(t *testing.T) {
	const rate = 1.024e6
	taps := LowPass(Hamming(81), 100e3, rate)
	for i := range taps {
		if taps[i] != taps[len(taps)-1-i] {
			t.Fatalf("taps %d and %d differ: no linear phase", i, len(taps)-1-i)
		}
	}
	for _, c := range []struct{ f, low, high float64 }{{0, -1e-5, 1e-5}, {70e3, -0.05, 0.05}, {100e3, -6.2, -5.8}, {130e3, -200, -50}} {
		if got := response(taps, c.f, rate); got < c.low || got > c.high {
			t.Errorf("at %g Hz %.4f dB, want %g..%g", c.f, got, c.low, c.high)
		}
	}
	mustPanic(t, "cutoff beyond half the rate", func() { LowPass(Hamming(5), 600e3, rate) })
	mustPanic(t, "NaN", func() { LowPass(Hamming(5), math.NaN(), rate) })
}

func TestKaiserLowPass(t *testing.T) {
	for _, c := range []struct{ pass, stop, attenuation, rate float64 }{
		{15e3, 19e3, 80, 256e3}, {100e3, 150e3, 70, 1.024e6}, {50, 60, 40, 1000}, {15e3, 19e3, 100, 768e3},
	} {
		taps := KaiserLowPass(c.pass, c.stop, c.attenuation, c.rate)
		ripple := 20 * math.Log10(1+math.Pow(10, -c.attenuation/20)) * 1.5
		for i := range 400 {
			u := float64(i) / 399
			if got := response(taps, u*c.pass, c.rate); math.Abs(got) > ripple {
				t.Fatalf("%v: %g dB at %g Hz, in the pass band", c, got, u*c.pass)
			}
			if f := c.stop + u*(c.rate/2-c.stop); response(taps, f, c.rate) > -c.attenuation+1.5 {
				t.Fatalf("%v: %g dB at %g Hz, in the stop band", c, response(taps, f, c.rate), f)
			}
		}
	}
	mustPanic(t, "no transition", func() { KaiserLowPass(10, 10, 60, 100) })
}
