package rds_test

import (
	"math"
	"math/cmplx"
	"testing"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/rds"
	"github.com/seed-ff569660/seamless/pipeline/dsp"
)

// subcarrier returns samples of a subcarrier, the pilot moving by step a sample.
func subcarrier(n int, step uint64) []float32 {
	m := rds.NewModulator(random(11))
	s := make([]float32, n)
	for i := range s {
		s[i] = m.Next(uint64(i) * step)
	}
	return s
}

// At the same phase of the pilot the subcarrier is the same, whatever the rate, it
// is an envelope within ±1 times the third harmonic, and it uses what it may.
func TestModulatorFollowsThePilot(t *testing.T) {
	step := dsp.PhaseStep(19e3, 1.024e6)
	fine, coarse := subcarrier(200000, step), subcarrier(50000, 4*step)
	var most float32
	for i, v := range coarse {
		if v != fine[4*i] {
			t.Fatalf("sample %d is %g, at four times the rate %g", i, v, fine[4*i])
		}
	}
	for i, v := range fine {
		most = max(most, v)
		if c := imag(dsp.UnitCircle().At(3 * uint64(i) * step)); math.Abs(float64(v)) > math.Abs(float64(c))+1e-6 {
			t.Fatalf("sample %d is %g, the harmonic %g", i, v, c)
		}
	}
	if most < 0.7 || most > 1 {
		t.Errorf("at most %g", most)
	}
}

// It stays within 2.4 kHz of 57 kHz, and the carrier itself is not there.
func TestModulatorSpectrum(t *testing.T) {
	const rate, n = 256e3, 1 << 17
	s := subcarrier(n, dsp.PhaseStep(19e3, rate))
	// level is the mean power around f, in a band of some 4/n of the rate.
	level := func(f float64) float64 {
		var sum complex128
		for i, v := range s {
			w := 1 - math.Cos(2*math.Pi*float64(i)/n)
			sum += complex(float64(v)*w, 0) * complex128(dsp.UnitCircle().At(uint64(i)*dsp.PhaseStep(-f, rate)))
		}
		return real(sum * cmplx.Conj(sum))
	}
	mean := func(from, to float64) float64 {
		sum := 0.0
		for k := range 20 {
			sum += level(from + (to-from)*float64(k)/20)
		}
		return 10 * math.Log10(sum/20)
	}
	within := mean(57e3-1600, 57e3-600)
	for _, c := range []struct{ from, to, below float64 }{
		{57e3 + 600, 57e3 + 1600, -3}, {57e3 - 5, 57e3 + 5, 30},
		{53e3, 54e3, 50}, {60e3, 61e3, 50}, {37e3, 39e3, 60}, {0, 15e3, 60}, {76e3, 100e3, 60},
	} {
		if d := within - mean(c.from, c.to); d < c.below {
			t.Errorf("from %g to %g Hz %.1f dB below, want %g", c.from, c.to, d, c.below)
		}
	}
}
