package fm_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/fm"
)

// hill is part of a made-up spectrum: its top at an offset, width being where it
// is 20 dB down on each side, flat or round.
type hill struct {
	offset, level, width float64
	flat                 bool
}

// lines makes 4096 lines with noise of some dB about -90.
func lines(seed uint64, rate float64, hills ...hill) []float64 {
	rnd := rand.New(rand.NewPCG(seed, 0))
	levels := make([]float64, 4096)
	for i := range levels {
		f := (float64(i)/4096 - 0.5) * rate
		power := math.Pow(10, -9+0.1*rnd.NormFloat64())
		for _, h := range hills {
			x := math.Abs(f-h.offset) / h.width
			down := 20 * x * x
			if h.flat {
				down = 0
				if x > 1 {
					down = 40
				}
			}
			power += math.Pow(10, (h.level-min(down, 80))/10)
		}
		levels[i] = 10 * math.Log10(power)
	}
	return levels
}

func TestFind(t *testing.T) {
	for name, c := range map[string]struct {
		rate  float64
		hills []hill
		want  []float64
	}{
		"nothing":               {2.4e6, nil, nil},
		"one":                   {2.4e6, []hill{{300e3, -50, 80e3, false}}, []float64{300e3}},
		"strong and weak":       {2.4e6, []hill{{-600e3, -20, 80e3, false}, {500e3, -70, 70e3, false}}, []float64{-600e3, 500e3}},
		"neighbours":            {2.4e6, []hill{{-200e3, -40, 70e3, false}, {0, -45, 70e3, false}, {200e3, -40, 70e3, false}}, []float64{-200e3, 0, 200e3}},
		"a carrier":             {2.4e6, []hill{{100e3, -20, 1e3, false}}, nil},
		"narrow FM":             {2.4e6, []hill{{100e3, -20, 6e3, false}}, nil},
		"digital, 1.5 MHz wide": {2.4e6, []hill{{0, -50, 770e3, true}}, nil},
		"fills the band":        {256e3, []hill{{0, -50, 100e3, false}}, []float64{0}},
		"too weak":              {2.4e6, []hill{{0, -84, 80e3, false}}, nil},
		"cut off by the edge":   {2.4e6, []hill{{1.15e6, -50, 80e3, false}}, nil},
		"rate of one station":   {192e3, []hill{{0, -50, 80e3, false}}, nil},
	} {
		for seed := range uint64(20) {
			got := fm.Find(lines(seed, c.rate, c.hills...), c.rate)
			if len(got) != len(c.want) {
				t.Errorf("%s: %v, want %v", name, got, c.want)
				break
			}
			for i := range got {
				if math.Abs(got[i]-c.want[i]) > 8e3 {
					t.Errorf("%s: %v, want %v", name, got, c.want)
				}
			}
		}
	}
	if got := fm.Find(nil, 1e6); got != nil {
		t.Errorf("in nothing: %v", got)
	}
	if got := fm.Find(make([]float64, 4096), 2.4e6); got != nil {
		t.Errorf("in a flat band: %v", got)
	}
}
