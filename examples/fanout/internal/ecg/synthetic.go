package ecg

import (
	"fmt"
	"io"
	"math"
	"math/rand/v2"
)

// Config says what a [Synthetic] is to be.
type Config struct {
	HeartRate float64 // beats a minute on average, 30 to 200
	Seed      uint64  // the same seed gives the same signal
	Frames    uint64  // its length; 0: without end
	Clean     bool    // no wander of the baseline, no hum, no noise
}

// Synthetic makes an electrocardiogram whose beats are known: the R wave of each
// is exactly on a sample. It has what real ones have: intervals that vary with
// breath and blood pressure, a baseline that wanders, hum of the mains, noise. The
// second lead sees the same beats from another side.
//
// Every beat is a sum of five Gaussians, and the intervals have two sinusoids in
// them (breath at 0.25 Hz, Mayer waves at 0.1 Hz), as in P. E. McSharry, G. D.
// Clifford, L. Tarassenko, L. A. Smith, A dynamical model for generating synthetic
// electrocardiogram signals, IEEE Trans. Biomed. Eng. 50(3), 2003; here the
// Gaussians are added up in time instead of being integrated along a trajectory,
// so that the place of each is exact.
//
// It belongs to one goroutine. A frame costs some 150 ns; nothing is
// allocated.
type Synthetic struct {
	c        Config
	rnd      *rand.Rand
	position uint64
	near     []beat // those whose waves reach the frame at position, in order
	last     uint64 // the last beat made
	phase    [2]float64
}

type beat struct {
	at      uint64
	stretch float64
}

// NewSynthetic returns a Synthetic, or an error for a heart rate out of range.
func NewSynthetic(c Config) (*Synthetic, error) {
	if !(c.HeartRate >= 30 && c.HeartRate <= 200) {
		return nil, fmt.Errorf("a heart rate of %g: 30 to 200 beats a minute can be made", c.HeartRate)
	}
	s := &Synthetic{c: c, rnd: rand.New(rand.NewPCG(c.Seed, 0xec9)), near: make([]beat, 0, 16)}
	for i := range s.phase {
		s.phase[i] = 2 * math.Pi * s.rnd.Float64()
	}
	first := uint64(0.5 * Rate * 60 / c.HeartRate)
	s.near = append(s.near, beat{first, math.Sqrt(60 / c.HeartRate)})
	s.last = first
	return s, nil
}

// interval returns the time from the last beat to the next in s.
func (s *Synthetic) interval() float64 {
	t := float64(s.last) / Rate
	breath := math.Sin(2*math.Pi*0.25*t + s.phase[0])
	mayer := math.Sin(2*math.Pi*0.1*t + s.phase[1])
	return 60 / s.c.HeartRate * (1 + 0.03*breath + 0.02*mayer + 0.01*max(-3, min(3, s.rnd.NormFloat64())))
}

// Read makes up to len(dst) frames and appends to beats the offsets in dst of
// those on which an R wave is. At the end of its length it returns io.EOF, with
// the last frames or after them.
func (s *Synthetic) Read(dst []Frame, beats []int) (n int, at []int, err error) {
	for ; n < len(dst) && (s.c.Frames == 0 || s.position < s.c.Frames); n++ {
		t := float64(s.position) / Rate
		for float64(s.last)/Rate < t+before {
			interval := s.interval()
			s.last += uint64(math.Round(interval * Rate))
			s.near = append(s.near, beat{s.last, math.Sqrt(interval)})
		}
		if float64(s.near[0].at)/Rate < t-after {
			s.near = s.near[:copy(s.near, s.near[1:])]
		}
		mv := s.disturbance(t)
		for _, b := range s.near {
			add(&mv, t-float64(b.at)/Rate, b.stretch)
			if b.at == s.position {
				beats = append(beats, n)
			}
		}
		dst[n] = Frame{Sample(mv[0]), Sample(mv[1])}
		s.position++
	}
	if s.c.Frames != 0 && s.position == s.c.Frames {
		err = io.EOF
	}
	return n, beats, err
}

// disturbance returns what is in the leads, in mV, besides the heart: the
// baseline goes with the breath, hum and noise are those of a fair recording.
func (s *Synthetic) disturbance(t float64) (mv [2]float64) {
	if s.c.Clean {
		return mv
	}
	wander := 0.15*math.Sin(2*math.Pi*0.25*t+s.phase[0]) + 0.1*math.Sin(2*math.Pi*0.07*t)
	hum := 0.03 * math.Sin(2*math.Pi*50*t)
	return [2]float64{
		wander + hum + 0.02*s.rnd.NormFloat64(),
		-0.6*wander + 0.8*hum + 0.02*s.rnd.NormFloat64(),
	}
}
