package dsp

import "math"

// Coefficients of atan(z)/z in powers of z², by Abramowitz and Stegun,
// Handbook of Mathematical Functions, 1964, formula 4.4.49.
const (
	atan2c = -0.3333314528
	atan4c = 0.1999355085
	atan6c = -0.1420889944
	atan8c = 0.1065626393
	atanAc = -0.0752896400
	atanCc = 0.0429096138
	atanEc = -0.0161657367
	atanGc = 0.0028662257
)

// octants gives the angle from that in the first octant, as offset + sign·a;
// the index has a bit for |y| > |x|, one for x < 0 and one for y < 0.
var octants = [8]struct{ offset, sign float64 }{
	{0, 1}, {math.Pi / 2, -1}, {math.Pi, -1}, {math.Pi / 2, 1},
	{0, -1}, {-math.Pi / 2, 1}, {-math.Pi, 1}, {-math.Pi / 2, -1},
}

// atan2 is the angle of (x, y) in -π..π, wrong by at most 3e-8; that of (0, 0)
// and of anything that is not a number is 0. The octant is looked up, not
// branched to: noise would make every branch a guess.
func atan2(y, x float64) float64 {
	ax, ay := math.Abs(x), math.Abs(y)
	z := min(ax, ay) / max(ax, ay)
	q := z * z
	q2 := q * q
	q4 := q2 * q2
	// Pairs and pairs of pairs: four short chains instead of one of eight.
	p := (1 + atan2c*q) + q2*(atan4c+atan6c*q) + q4*((atan8c+atanAc*q)+q2*(atanCc+atanEc*q)) + q4*q4*atanGc
	o := &octants[signbit(ax-ay)|signbit(x)<<1|signbit(y)<<2]
	a := o.offset + o.sign*(z*p)
	if a != a { // 0/0, inf/inf or NaN
		return 0
	}
	return a
}

// signbit is 1 for negative numbers and -0.
func signbit(v float64) uint64 { return math.Float64bits(v) >> 63 }
