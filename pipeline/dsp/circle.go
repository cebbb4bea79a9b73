package dsp

import (
	"math"
	"sync"
)

// Circle is the unit circle as a table, for oscillators whose phase is a
// uint64: 2^64 is one turn, overflow is the wrap, and a phase that was stepped
// a million million times is as exact as at the start. Harmonics are exact
// too: At(2·phase) turns twice as fast and never drifts against At(phase).
type Circle [circlePoints]complex64

const (
	circlePoints = 1024    // 8 KiB: fits the first cache beside the samples
	circleShift  = 64 - 10 // phase>>circleShift is the entry, the bits below turn within its arc
)

var unitCircle = sync.OnceValue(func() *Circle {
	c := new(Circle)
	for i := range c {
		// Each entry is the middle of its arc: what is left to turn is half as far.
		sin, cos := math.Sincos(2 * math.Pi * (float64(i) + 0.5) / circlePoints)
		c[i] = complex(float32(cos), float32(sin))
	}
	return c
})

// UnitCircle returns the table, which is made once and shared; it is only read.
func UnitCircle() *Circle { return unitCircle() }

// At returns e^(2πi·phase/2^64). The error is below 1e-7 in each part: the
// table gives the nearest of 1024 directions, and a rotation by what remains
// (at most 2π/2048) needs only two terms of its series.
func (c *Circle) At(phase uint64) complex64 {
	p := c[phase>>circleShift]
	rest := int64(phase&(1<<circleShift-1)) - 1<<(circleShift-1)
	a := float32(rest) * (2 * math.Pi / circlePoints / (1 << circleShift))
	cos, sin := real(p), imag(p)
	h := 0.5 * a * a
	return complex(cos-(cos*h+sin*a), sin+(cos*a-sin*h))
}
