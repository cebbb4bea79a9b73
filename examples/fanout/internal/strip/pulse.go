package strip

import "github.com/seed-ff569660/seamless/examples/fanout/internal/ecg"

// pulse is the heart rate over the last eight intervals.
type pulse struct {
	intervals [8]uint64
	beats     int
	last      uint64 // interval
}

func (p *pulse) beat(interval uint64) {
	p.beats++
	if interval == 0 {
		return // of the first there is none
	}
	p.last = interval
	p.intervals[p.beats%len(p.intervals)] = interval
}

// rate returns beats a minute, 0 as long as that is not known.
func (p *pulse) rate() float64 {
	sum, n := uint64(0), uint64(0)
	for _, v := range p.intervals {
		if v > 0 {
			sum += v
			n++
		}
	}
	if n == 0 {
		return 0
	}
	return 60 * ecg.Rate * float64(n) / float64(sum)
}

// milliseconds returns the time that so many samples take.
func milliseconds(samples uint64) uint64 { return (samples*1000 + ecg.Rate/2) / ecg.Rate }
