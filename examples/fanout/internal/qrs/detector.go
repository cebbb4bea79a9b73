package qrs

import "github.com/seed-ff569660/seamless/examples/fanout/internal/ecg"

// Beat is a beat that was found.
type Beat struct {
	Sample   uint64 // the top of its R wave, counted from the beginning of the stream
	Interval uint64 // samples since the beat before; 0 for the first
}

const (
	learning = 2 * ecg.Rate // samples after the first top until it is decided what is a beat
	silence  = 8 * ecg.Rate // samples without a beat until it learns anew

	// least is the least height of a beat in the band, that of a wave of about
	// 0.05 mV: what is lower is never one.
	least = ecg.Gain / 20 * lowLength * lowLength * highLength / 512
)

// MaxLag bounds how far [Detector.Decided] is behind what was detected, in
// samples. Mostly it is 200 to 300 samples behind, and during a pause of the heart
// as long as that lasts.
const MaxLag = silence + lag + 1

// Detector finds beats in one lead. It belongs to one goroutine. A sample costs
// some 10 ns, and nothing is allocated. The zero Detector has seen nothing.
type Detector struct {
	filter filter
	tops   tops

	learned bool
	window  level // heights of tops in the window
	band    level // and in the band
	rhythm  rhythm

	beats   uint64
	last    top    // the last beat
	decided uint64 // no beat to come is before it

	open   [64]top // tops since the last beat that may yet be beats, in order
	opened int
	search bool // whether any was not searched yet
}

// Detect takes samples, in steps, and appends to dst the beats that are decided,
// in order.
func (d *Detector) Detect(dst []Beat, samples []int16) []Beat {
	for _, s := range samples {
		dst = d.push(dst, s)
	}
	return dst
}

// DetectLead is Detect for a lead of frames, 0 or 1.
func (d *Detector) DetectLead(dst []Beat, frames []ecg.Frame, lead int) []Beat {
	for _, f := range frames {
		dst = d.push(dst, f[lead])
	}
	return dst
}

// Flush appends the beats that are open at the end of the stream; it takes the
// signal to stay as it was last. Only Decided may be called after it.
func (d *Detector) Flush(dst []Beat) []Beat {
	n := d.filter.n
	if n == 0 {
		return dst
	}
	from, held := len(dst), int16(d.filter.raw[(n-1)&ringMask]+d.filter.first)
	for range lag {
		dst = d.push(dst, held)
	}
	if !d.learned && d.opened > 0 {
		dst = d.learn(dst)
	}
	for len(dst) > from && dst[len(dst)-1].Sample >= n {
		dst = dst[:len(dst)-1]
	}
	d.decided = n
	return dst
}

// Decided returns up to where everything is decided: no beat to come is before
// this sample.
func (d *Detector) Decided() uint64 { return d.decided }

// push takes a sample. All decisions hang on the sample they are made at.
func (d *Detector) push(dst []Beat, sample int16) []Beat {
	n := d.filter.n
	if d.tops.push(n, d.filter.push(sample)) {
		t := d.filter.look(d.tops.at, d.tops.height)
		d.tops.height = 0
		if d.learned {
			dst = d.decide(dst, t)
		} else {
			d.keep(t)
		}
	}
	known := n + 1 - min(n+1, lag) // the tops of all samples before it are there
	if !d.learned {
		switch {
		case d.opened == 0:
			d.decided = max(d.decided, known)
		case known >= d.open[0].sample+learning:
			dst = d.learn(dst)
		}
		return dst
	}
	if d.missed(known) {
		dst = d.searchBack(dst)
	}
	if known > max(d.last.sample, d.decided)+silence {
		d.learned = false
		if d.opened > 0 {
			dst = d.learn(dst)
		}
	}
	return dst
}
