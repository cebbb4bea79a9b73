package fm_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/cmplx"
	"math/rand/v2"
	"testing"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/fm"
	"github.com/seed-ff569660/seamless/examples/sdr/internal/fmtx"
)

// amplitude measures the tone of f Hz in s: a Fourier sum under a Hann window.
func amplitude(s []float64, f, rate float64) float64 {
	var sum complex128
	for n, v := range s {
		w := 1 - math.Cos(2*math.Pi*float64(n)/float64(len(s)))
		sum += complex(v*w, 0) * cmplx.Rect(1, -2*math.Pi*f/rate*float64(n))
	}
	return 2 * cmplx.Abs(sum) / float64(len(s))
}

func decibels(a, b float64) float64 { return 20 * math.Log10(a/b) }

// band returns what the transmitter sends.
func band(tb testing.TB, c fmtx.Config) []complex64 {
	s := make([]complex64, int(math.Round(c.Rate*c.Seconds)))
	tx := fmtx.New(c)
	for n := 0; n < len(s); {
		m, err := tx.Read(context.Background(), s[n:])
		if err != nil {
			tb.Fatalf("after %d of %d samples: %v", n, len(s), err)
		}
		n += m
	}
	return s
}

// Each tone is heard on its side and not on the other, at its level, for all
// kinds of rates, and neither the pilot nor the neighbour is heard.
func TestTonesAndSeparation(t *testing.T) {
	for _, c := range []struct {
		rate, offset, tau, audio float64
	}{
		{1.024e6, 200e3, 50e-6, 48e3},
		{1.024e6, -250e3, 75e-6, 48e3},
		{1e6, 200e3, 50e-6, 48e3},
		{2.4e6, -900e3, 50e-6, 48e3},
		{256e3, 0, 75e-6, 32e3},
		{192e3, 0, 50e-6, 48e3},
		{250e3, 10e3, 50e-6, 48e3},
		{400001, 50e3, 50e-6, 48e3},
		{1234567.5, 300e3, 50e-6, 44.1e3},
	} {
		t.Run(fmt.Sprintf("rate=%g/offset=%g", c.rate, c.offset), func(t *testing.T) {
			stations := []fmtx.Station{{Offset: c.offset, Left: 700, Right: 1900, Level: 0.2}}
			if c.rate > 900e3 { // a stronger neighbour
				stations = append(stations, fmtx.Station{Offset: c.offset * (1 - 300e3/math.Abs(c.offset)), Left: 500, Right: 3100, Level: 0.5})
			}
			in := band(t, fmtx.Config{Rate: c.rate, Seconds: 0.75, PreEmphasis: c.tau, Noise: 1e-4, Stations: stations})
			frames, r := listen(t, fm.Config{Rate: c.rate, Offset: c.offset, DeEmphasis: c.tau, AudioRate: c.audio}, in, pieces(8192))
			if want := 0.75 * c.audio; math.Abs(float64(len(frames))-want) > want/100 {
				t.Fatalf("%d frames, want about %g", len(frames), want)
			}
			frames = frames[len(frames)/3:]
			left, right := lane(frames, 0), lane(frames, 1)
			for name, s := range map[string]struct{ wanted, crossed float64 }{
				"left":  {amplitude(left, 700, c.audio), amplitude(right, 700, c.audio)},
				"right": {amplitude(right, 1900, c.audio), amplitude(left, 1900, c.audio)},
			} {
				separation := decibels(s.wanted, s.crossed)
				t.Logf("%s: %.4f of 0.4, separation %.1f dB", name, s.wanted, separation)
				if separation < 45 {
					t.Errorf("%s: separation %.1f dB, want 45", name, separation)
				}
				if off := decibels(s.wanted, 0.4); math.Abs(off) > 0.1 {
					t.Errorf("%s: level off by %.2f dB", name, off)
				}
			}
			if c.audio > 40e3 {
				if p := decibels(amplitude(left, 19000, c.audio), 0.4); p > -70 {
					t.Errorf("the pilot is heard at %.1f dB", p)
				}
			}
			if p := decibels(amplitude(left, 500, c.audio), 0.4); p > -60 {
				t.Errorf("the neighbour is heard at %.1f dB", p)
			}
			frequency, deviation, seconds := r.Stereo.Pilot()
			if math.Abs(frequency-19000) > 0.5 || math.Abs(deviation-0.09*75e3) > 100 || seconds < 0.7 {
				t.Errorf("pilot of %.2f Hz, %.0f Hz deviation, %.2f s", frequency, deviation, seconds)
			}
		})
	}
}

// Without a pilot both sides are the same, whatever lies at 38 kHz.
func TestMonoWithoutPilot(t *testing.T) {
	const rate = 256e3
	in := make([]complex64, rate/2)
	phase := 0.0
	for n := range in {
		s := float64(n) / rate
		in[n] = complex64(cmplx.Rect(0.5, phase))
		phase += 2 * math.Pi * fm.Deviation / rate * (0.4*math.Sin(2*math.Pi*1000*s) + 0.2*math.Sin(2*math.Pi*37000*s))
	}
	frames, r := listen(t, fm.Config{Rate: rate}, in, pieces(1000))
	for n, f := range frames {
		if f[0] != f[1] {
			t.Fatalf("frame %d differs: %v", n, f)
		}
	}
	if _, _, seconds := r.Stereo.Pilot(); seconds != 0 {
		t.Errorf("a pilot for %g s", seconds)
	}
	if a := amplitude(lane(frames, 0), 1000, 48e3); a < 0.3 {
		t.Errorf("tone of %g", a)
	}
}

// The scale of the input must not matter, only its level changes.
func TestScaleOfTheInput(t *testing.T) {
	c := fmtx.Config{Rate: 1.024e6, Seconds: 0.1, Noise: 0.001, Stations: []fmtx.Station{{Offset: 100e3, Left: 500, Right: 900, Level: 0.5}}}
	in := band(t, c)
	want, _ := listen(t, fm.Config{Rate: c.Rate, Offset: 100e3}, in, pieces(5000))
	for _, scale := range []float32{1 << 15, 1. / (1 << 20)} {
		scaled := make([]complex64, len(in))
		for i, v := range in {
			scaled[i] = complex(real(v)*scale, imag(v)*scale)
		}
		got, _ := listen(t, fm.Config{Rate: c.Rate, Offset: 100e3}, scaled, pieces(5000))
		for i := range got {
			if got[i] != want[i] { // a power of two: not even rounding differs
				t.Fatalf("scale %g: frame %d is %v, want %v", scale, i, got[i], want[i])
			}
		}
	}
}

// The same bits come out whatever the sizes of the pieces.
func TestBatchesThroughTheChain(t *testing.T) {
	c := fmtx.Config{Rate: 1.024e6, Seconds: 0.05, Noise: 0.01, Stations: []fmtx.Station{{Offset: 100e3, Left: 500, Right: 900, Level: 0.5}}}
	in := band(t, c)
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rnd := rand.New(rand.NewPCG(seed, 0))
	want, _ := listen(t, fm.Config{Rate: c.Rate, Offset: 100e3}, in, pieces(len(in)))
	if len(want) < 2000 {
		t.Fatalf("%d frames", len(want))
	}
	for name, batch := range map[string]func() int{
		"1": pieces(1), "2": pieces(2), "777": pieces(777), "random": func() int { return 1 + rnd.IntN(3000) },
	} {
		got, _ := listen(t, fm.Config{Rate: c.Rate, Offset: 100e3}, in, batch)
		if len(got) != len(want) {
			t.Fatalf("pieces of %s: %d frames, all at once %d", name, len(got), len(want))
		}
		for i := range got {
			for k := range got[i] {
				if math.Float32bits(got[i][k]) != math.Float32bits(want[i][k]) {
					t.Fatalf("pieces of %s: frame %d is %v, all at once %v", name, i, got[i], want[i])
				}
			}
		}
	}
}

func TestRateTooSmall(t *testing.T) {
	for _, c := range []struct {
		config fm.Config
		want   string
	}{
		{fm.Config{Rate: 150e3}, "sample rate too small: 150000 samples a second, and a broadcast FM station takes 192000"},
		{fm.Config{Rate: 0}, "sample rate too small: 0 samples a second, and a broadcast FM station takes 192000"},
		{fm.Config{Rate: math.NaN()}, "sample rate too small: NaN samples a second, and a broadcast FM station takes 192000"},
		{fm.Config{Rate: 1.024e6, Offset: -450e3}, "sample rate too small: a station at -450000 Hz reaches out to ±546000 Hz, and 1024000 samples a second hold ±512000 Hz"},
	} {
		if _, err := fm.New(c.config); err == nil || err.Error() != c.want || !errors.Is(err, fm.ErrRate) {
			t.Errorf("%v: %v\nwant %v", c.config, err, c.want)
		}
	}
	for _, c := range []fm.Config{{Rate: 192e3}, {Rate: 1.024e6, Offset: 416e3}, {Rate: 20e6, Offset: -9.9e6}} {
		if _, err := fm.New(c); err != nil {
			t.Errorf("%v: %v", c, err)
		}
	}
}

func TestMeter(t *testing.T) {
	var m fm.Meter
	if l := m.Level(); !math.IsInf(l, -1) {
		t.Errorf("level of nothing is %g", l)
	}
	m.Write(context.Background(), []complex64{0.1, 0.1i, -0.1})
	if l := m.Level(); math.Abs(l+20) > 1e-5 {
		t.Errorf("level of 0.1 is %g dB", l)
	}
}
