package qrs

// Times in samples.
const (
	refractory = 72  // 200 ms: no beat follows another so soon
	tWave      = 130 // 360 ms: what comes sooner may be a T wave
	nearby     = 18  // 50 ms: so far from the band's top the R wave has its own

	// covered is how far below a value of the window what it is made of begins.
	covered = windowLength + slopeLength - 1

	// lag bounds how many samples after an R wave its top is found: no top that is
	// found later has an R wave before the last sample but lag.
	lag = bandDelay + nearby + covered + refractory
)

// top is a place where the window is higher than for 200 ms on either side.
type top struct {
	sample uint64 // of the R wave, if it is one
	window int64  // height there
	band   int32  // and of the band's top that belongs to it, without its sign
	slope  int32  // the steepest
}

// tops finds the tops of the window.
type tops struct {
	before int64  // the window's last value
	height int64  // of the highest since the last top; 0: none
	at     uint64 // where that is
}

// push takes value n of the window and tells whether the top it has kept in mind
// is one.
func (t *tops) push(n uint64, v int64) bool {
	if v > t.before && v > t.height {
		t.height, t.at = v, n
	}
	t.before = v
	return t.height > 0 && n-t.at >= refractory
}

// look returns the top at value at of the window, and what belongs to it: the
// window covers the complex, so the band's top is below it, and the R wave about
// that, bandDelay sooner. It looks at the last lag values and some more.
func (f *filter) look(at uint64, height int64) top {
	t := top{window: height}
	from := at - min(at, covered)
	peak := from
	for n := from; n <= at; n++ {
		if v := magnitude(f.band[n&ringMask]); v > t.band {
			t.band, peak = v, n
		}
		t.slope = max(t.slope, magnitude(f.slope(n)))
	}
	centre := peak - min(peak, bandDelay)
	t.sample = centre
	sign := int32(1)
	if f.band[peak&ringMask] < 0 {
		sign = -1
	}
	for n := centre - min(centre, nearby); n <= min(centre+nearby, f.n-1); n++ {
		if sign*f.raw[n&ringMask] > sign*f.raw[t.sample&ringMask] {
			t.sample = n
		}
	}
	return t
}

func magnitude(v int32) int32 { return max(v, -v) }
