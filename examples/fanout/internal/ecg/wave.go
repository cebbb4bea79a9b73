package ecg

import "math"

// wave is one of the five waves of a beat, a Gaussian in time.
type wave struct {
	at     float64    // s after the R wave
	width  float64    // s, standard deviation
	moves  bool       // whether at and width go with the square root of the interval
	height [2]float64 // mV, in each lead
}

// waves are P, Q, R, S and T: places and widths as angles of McSharry et al.,
// table I, at 60 beats a minute, where a second is 2π; heights those of a normal
// beat in leads MLII and V5.
var waves = [...]wave{
	{-0.167, 0.025, true, [2]float64{0.14, 0.05}},
	{-0.042, 0.010, false, [2]float64{-0.12, -0.05}},
	{0, 0.011, false, [2]float64{1.10, 0.55}},
	{0.042, 0.012, false, [2]float64{-0.22, -0.45}},
	{0.270, 0.045, true, [2]float64{0.28, -0.12}},
}

// The waves of a beat reach so far, in s, at 30 beats a minute or more.
const (
	before = 0.45
	after  = 0.80
)

// add adds the waves of a beat, t seconds after its R wave, to the voltages of the
// leads. stretch is the square root of its interval in s.
func add(mv *[2]float64, t, stretch float64) {
	for _, w := range waves {
		at, width := w.at, w.width
		if w.moves {
			at, width = at*stretch, width*stretch
		}
		x := (t - at) / width
		if x < -6 || x > 6 {
			continue
		}
		g := math.Exp(-x * x / 2)
		mv[0] += w.height[0] * g
		mv[1] += w.height[1] * g
	}
}
