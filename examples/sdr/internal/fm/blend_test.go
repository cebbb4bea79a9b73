package fm_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/fm"
)

const blendRate = 200e3

// leftOnly is a multiplex that has a tone on the left alone, so that the
// difference is the sum; with a pilot that is off by some Hz where there is one.
func leftOnly(seconds, off float64, pilot func(t float64) bool) []float32 {
	s := make([]float32, int(seconds*blendRate))
	for n := range s {
		t := float64(n) / blendRate
		theta := 2 * math.Pi * (fm.Pilot + off) * t
		tone := 0.4 * math.Sin(2*math.Pi*1000*t)
		s[n] = float32(tone + tone*math.Sin(2*theta))
		if pilot(t) {
			s[n] += float32(0.09 * math.Sin(theta))
		}
	}
	return s
}

// opening measures how far stereo is open around a time: what of the difference
// comes, mixed with the tone over 2 ms.
func opening(out []complex64, at float64) float64 {
	var sum, whole float64
	for n := int((at - 0.001) * blendRate); n < int((at+0.001)*blendRate); n++ {
		tone := 0.4 * math.Sin(2*math.Pi*1000*float64(n)/blendRate)
		sum += float64(imag(out[n])) * tone
		whole += tone * tone
	}
	return sum / whole
}

// Stereo opens an eighth of a second after the lock, in a straight line, and
// closes in one when the pilot goes: the difference never jumps.
func TestBlendOpensAndCloses(t *testing.T) {
	for _, off := range []float64{0, 2} {
		src := leftOnly(0.8, off, func(t float64) bool { return t < 0.4 })
		out := drive(t, fm.NewStereo(blendRate, fm.Blend{}), src, pieces(1000))
		// Without a fade the difference ends when the pilot is missed.
		sharp, lost := drive(t, fm.NewStereo(blendRate, fm.Blend{Hold: 0.125}), src, pieces(1000)), 0
		for n, v := range sharp {
			if imag(v) != 0 {
				lost = n + 1
			}
		}
		end := float64(lost) / blendRate
		t.Logf("missed after %.4f s", end)
		if end < 0.402 || end > 0.41 {
			t.Errorf("the pilot is missed after %.4f s", end)
		}
		for at, want := range map[float64]float64{
			0.1: 0, 0.130: 0, 0.136 + 0.005: 0.25, 0.136 + 0.010: 0.5, 0.136 + 0.015: 0.75, 0.160: 1, 0.3: 1, 0.399: 1,
			end + 0.005: 0.75, end + 0.010: 0.5, end + 0.015: 0.25, end + 0.025: 0, 0.7: 0,
		} {
			if got := opening(out, at); math.Abs(got-want) > 0.06 {
				t.Errorf("pilot off by %g Hz: at %.3f s stereo is open by %.3f, want %.2f", off, at, got, want)
			}
		}
		for n, v := range out {
			if s := float64(n) / blendRate; (s < 0.1359 || s > end+0.025) && imag(v) != 0 {
				t.Fatalf("the difference is %g after %g s", imag(v), s)
			}
		}
	}
}

// A glitch, ten samples as far off as a discriminator can be, moves nothing.
func TestBlendThroughAGlitch(t *testing.T) {
	src := leftOnly(0.5, 1, func(float64) bool { return true })
	at := int(0.3 * blendRate)
	for n := range 10 {
		src[at+n] = blendRate / 2 / fm.Deviation
	}
	out := drive(t, fm.NewStereo(blendRate, fm.Blend{}), src, pieces(1000))
	for s := 0.302; s < 0.49; s += 0.004 {
		if got := opening(out, s); math.Abs(got-1) > 0.03 {
			t.Errorf("at %.3f s stereo is open by %.3f", s, got)
		}
	}
}

// The times are those asked for, to the sample.
func TestBlendTimes(t *testing.T) {
	src := leftOnly(0.3, 0, func(float64) bool { return true })
	open := func(b fm.Blend) (first, full int) {
		out, whole := drive(t, fm.NewStereo(blendRate, b), src, pieces(777)), drive(t, fm.NewStereo(blendRate, fm.Blend{Hold: 1e-9}), src, pieces(777))
		for n := range out {
			if first == 0 && imag(out[n]) != 0 {
				first = n
			}
			if imag(out[n]) != imag(whole[n]) {
				full = n + 1
			}
		}
		return first, full
	}
	at, _ := open(fm.Blend{Hold: 1e-9})
	if at < 0.01*blendRate || at > 0.0115*blendRate {
		t.Errorf("opens at once at sample %d", at)
	}
	for _, b := range []fm.Blend{{Hold: 0.05, Fade: 1e-9}, {Hold: 0.05, Fade: 0.01}, {Fade: 0.1}, {Hold: 0.125, Fade: 0.02}} {
		first, full := open(b)
		// The first steps of a fade are small but not nothing, unless the signal is.
		if hold := int(b.Hold*blendRate + 0.5); first < at+hold-2 || first > at+hold+10 {
			t.Errorf("%v: opens at sample %d, %d after the lock", b, first, first-at)
		}
		if end := int((b.Hold+b.Fade)*blendRate + 0.5); full > at+end+2 || full < at+end-60 {
			t.Errorf("%v: is open at sample %d, %d after the lock", b, full, full-at)
		}
	}
	for _, b := range []fm.Blend{{Hold: -1}, {Fade: -1}, {Hold: math.Inf(1)}, {Fade: math.NaN()}} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%v: no panic", b)
				}
			}()
			fm.NewStereo(blendRate, b)
		}()
	}
}

// Noise is taken for a pilot at times, but never for so long that stereo opens.
func TestBlendIsClosedToNoise(t *testing.T) {
	const rate, seconds = 48e3, 20 * 60
	rnd := rand.New(rand.NewPCG(1, 1))
	first, patient := fm.NewStereo(rate, fm.Blend{Hold: 1e-9}), fm.NewStereo(rate, fm.Blend{})
	src, dst := make([]float32, rate/10), make([]complex64, rate/10)
	opened := func(s *fm.Stereo) bool {
		s.Transform(dst, src, false)
		for _, v := range dst {
			if imag(v) != 0 {
				return true
			}
		}
		return false
	}
	locks := 0
	for range seconds * 10 {
		for i := range src {
			src[i] = float32(rnd.NormFloat64())
		}
		if opened(first) {
			locks++
		}
		if opened(patient) {
			t.Fatal("opens on noise")
		}
	}
	if locks == 0 {
		t.Error("the loop never locked: this shows nothing")
	}
	t.Logf("%d tenths of a second with lock", locks)
}

// A pilot that comes and goes gives the same bits however they are cut.
func TestBlendBatches(t *testing.T) {
	src := leftOnly(0.5, 1, func(t float64) bool { return t < 0.2 || t > 0.26 && t < 0.45 })
	want := drive(t, fm.NewStereo(blendRate, fm.Blend{Hold: 0.03, Fade: 0.1}), src, pieces(len(src)))
	rnd := rand.New(rand.NewPCG(5, 6))
	for name, batch := range map[string]func() int{"1": pieces(1), "777": pieces(777), "random": func() int { return 1 + rnd.IntN(3000) }} {
		got := drive(t, fm.NewStereo(blendRate, fm.Blend{Hold: 0.03, Fade: 0.1}), src, batch)
		for n := range want {
			if math.Float32bits(imag(got[n])) != math.Float32bits(imag(want[n])) || real(got[n]) != real(want[n]) {
				t.Fatalf("pieces of %s: sample %d is %v, want %v", name, n, got[n], want[n])
			}
		}
	}
}
