package fm_test

import (
	"math"
	"math/cmplx"
	"math/rand/v2"
	"testing"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/fm"
	"github.com/seed-ff569660/seamless/examples/sdr/internal/fmtx"
	"github.com/seed-ff569660/seamless/pipeline/dsp"
)

// made returns a second of a band whose samples f makes of the time.
func made(rate, seconds float64, f func(t float64) complex128) []complex64 {
	s := make([]complex64, int(rate*seconds))
	for n := range s {
		s[n] = complex64(f(float64(n) / rate))
	}
	return s
}

func TestJudge(t *testing.T) {
	const rate = 1.024e6
	rnd := rand.New(rand.NewPCG(11, 12))
	noise := func(size float64) complex128 {
		return complex(size*rnd.NormFloat64(), size*rnd.NormFloat64())
	}
	// A sum of 64 carriers over 150 kHz, each keyed anew every 0.5 ms: what digital
	// radio looks like.
	var carriers [64]float64
	digital := func(s float64) (v complex128) {
		if math.Mod(s, 0.0005) < 1/rate {
			for k := range carriers {
				carriers[k] = math.Pi / 2 * float64(rnd.IntN(4))
			}
		}
		for k, p := range carriers {
			v += cmplx.Rect(0.02, p+2*math.Pi*float64(k-32)*150e3/64*s)
		}
		return v
	}
	phase := 0.0
	// Something like music: noise that falls with the frequency, up to a limit.
	programme := func(limit, level float64) []complex64 {
		low := dsp.NewFIR[float32](dsp.KaiserLowPass(limit, limit+3000, 60, rate), 1)
		white := make([]float32, rate/2)
		for i := range white {
			white[i] = float32(rnd.NormFloat64())
		}
		shape := make([]float32, len(white))
		n, _, _ := low.Transform(shape, white, true)
		var bass, square float64
		for i, v := range shape[:n] {
			bass += (float64(v) - bass) * 2 * math.Pi * 3000 / rate
			shape[i] = float32(bass)
			square += bass * bass
		}
		scale := 20e3 / math.Sqrt(square/float64(n))
		return made(rate, 0.4, func(s float64) complex128 {
			phase += 2 * math.Pi * scale * float64(shape[min(int(s*rate+0.5), n-1)]) / rate
			return cmplx.Rect(0.3, phase) + noise(level)
		})
	}
	// Data: one of some frequencies up to 40 kHz off, a new one each 1/rate.
	keyed := func(baud float64, frequencies int, level float64) []complex64 {
		at, last := 0.0, -1
		return made(rate, 0.5, func(s float64) complex128 {
			if k := int(s * baud); k != last {
				last, at = k, 40e3*(2*float64(rnd.IntN(frequencies))/float64(frequencies-1)-1)
			}
			phase += 2 * math.Pi * at / rate
			return cmplx.Rect(0.3, phase) + noise(level)
		})
	}
	for name, c := range map[string]struct {
		band []complex64
		want bool
	}{
		"stereo":       {band(t, fmtx.Config{Rate: rate, Seconds: 0.5, Noise: 0.03, Stations: []fmtx.Station{{Left: 440, Right: 1000, Level: 0.3}}}), true},
		"stereo, weak": {band(t, fmtx.Config{Rate: rate, Seconds: 0.5, Noise: 0.1, Stations: []fmtx.Station{{Left: 440, Right: 1000, Level: 0.3}}}), true},
		"silent station": {made(rate, 0.3, func(s float64) complex128 {
			return cmplx.Rect(0.3, 6.75/19*math.Sin(2*math.Pi*19000*s)) + noise(0.01)
		}), true},
		"mono": {made(rate, 0.3, func(s float64) complex128 {
			phase += 2 * math.Pi * 40e3 * math.Sin(2*math.Pi*800*s) / rate
			return cmplx.Rect(0.3, phase) + noise(0.01)
		}), true},
		"a tone at 14 kHz": {made(rate, 0.3, func(s float64) complex128 {
			phase += 2 * math.Pi * 60e3 * math.Sin(2*math.Pi*14e3*s) / rate
			return cmplx.Rect(0.3, phase) + noise(0.03)
		}), true},
		"programme":                 {programme(15e3, 0.03), true},
		"programme, weak":           {programme(15e3, 0.15), true},
		"programme that is limited": {programme(10e3, 0.003), true},
		"programme without a limit": {programme(60e3, 0.003), true},
		"FSK, 1200 Bd":              {keyed(1200, 2, 0.01), false},
		"FSK, 9600 Bd":              {keyed(9600, 2, 0.01), false},
		"FSK, 9600 Bd, weak":        {keyed(9600, 2, 0.08), false},
		"FSK, 50 kBd":               {keyed(50e3, 2, 0.1), false},
		"FSK, 100 kBd":              {keyed(100e3, 2, 0.01), false},
		"four frequencies":          {keyed(20e3, 4, 0.01), false},
		"noise":                     {made(rate, 0.5, func(float64) complex128 { return noise(0.3) }), false},
		"silence":                   {made(rate, 0.3, func(float64) complex128 { return 0 }), false},
		"a carrier":                 {made(rate, 0.3, func(s float64) complex128 { return cmplx.Rect(0.3, 2*math.Pi*3000*s) + noise(0.003) }), false},
		"narrow FM":                 {made(rate, 0.3, func(s float64) complex128 { return cmplx.Rect(0.3, 3*math.Sin(2*math.Pi*1000*s)) + noise(0.003) }), false},
		"AM":                        {made(rate, 0.3, func(s float64) complex128 { return complex(0.3+0.2*math.Sin(2*math.Pi*5000*s), 0) + noise(0.003) }), false},
		"digital":                   {made(rate, 0.5, digital), false},
		"too short":                 {band(t, fmtx.Config{Rate: rate, Seconds: 0.015, Stations: []fmtx.Station{{Left: 440, Right: 1000, Level: 0.3}}}), false},
		"nothing":                   {nil, false},
	} {
		e, err := fm.Judge(fm.Config{Rate: rate}, c.band)
		t.Logf("%s: %+v", name, e)
		if err != nil || e.Station() != c.want {
			t.Errorf("%s: %+v, %v", name, e, err)
		}
	}
	for name, c := range map[string]struct {
		rate, offset float64
		band         []complex64
		want         bool
	}{
		"wxrt":             {256e3, 0, wxrt256k(t), true},
		"wxrt off":         {1.024e6, 200e3, wxrt1024k(t), true},
		"beside wxrt":      {1.024e6, -200e3, wxrt1024k(t), false},
		"half beside wxrt": {1.024e6, 0, wxrt1024k(t), false},
	} {
		e, err := fm.Judge(fm.Config{Rate: c.rate, Offset: c.offset}, c.band)
		t.Logf("%s: %+v", name, e)
		if err != nil || e.Station() != c.want {
			t.Errorf("%s: %+v, %v", name, e, err)
		}
	}
	if _, err := fm.Judge(fm.Config{Rate: 1e5}, nil); err == nil {
		t.Error("no error for a rate that is too small")
	}
}
