package rds

import "fmt"

// MinRate is the lowest rate of a multiplex that holds the subcarrier and the
// slope of a filter above it, samples a second.
const MinRate = 128e3

// Receiver turns the multiplex of a station into groups: a Transformer from
// float32 to [Group] for a flowgraph. It uses up all of src, unless dst overflows;
// what it keeps itself is 0.2 s of the subcarrier at a low rate. A group comes about
// four bits after its end, the first of a station up to 0.4 s after, when it is known
// how they lie. At the end of the stream comes the group that was cut off, if it has
// a block without error.
//
// The groups, bit for bit, do not depend on how the stream is cut into calls. A
// Receiver belongs to one goroutine at a time. Transform allocates nothing once its
// queue has grown, but at the end. About 12 ns a sample, 50 ns while there is nothing
// but noise, which it searches.
type Receiver struct {
	baseband *baseband
	tracker  *tracker
	framer   *framer
	bit      float64 // samples of the multiplex a bit
	seen     uint64  // of them so far
	ended    bool
}

// NewReceiver returns a receiver for a multiplex at rate samples a second, not
// below [MinRate].
func NewReceiver(rate float64) *Receiver {
	if !(rate >= MinRate && rate < 1e9) {
		panic(fmt.Sprintf("rds: a multiplex of %g samples a second, need %g", rate, float64(MinRate)))
	}
	b := newBaseband(rate)
	return &Receiver{
		baseband: b,
		tracker:  newTracker(rate / float64(b.fir.Decimation())),
		framer:   newFramer(),
		bit:      rate / BitRate,
	}
}

// Transform receives; see package dsp for the contract.
func (r *Receiver) Transform(dst []Group, src []float32, atEOF bool) (nDst, nSrc int, err error) {
	for {
		n := copy(dst[nDst:], r.framer.queue)
		nDst += n
		r.framer.queue = r.framer.queue[:copy(r.framer.queue, r.framer.queue[n:])]
		switch {
		case len(r.framer.queue) > 0:
			return nDst, nSrc, nil
		case nSrc < len(src):
			used := r.take(src[nSrc:])
			nSrc += used
			r.seen += uint64(used)
		case atEOF && !r.ended:
			r.end()
		default:
			return nDst, nSrc, nil
		}
	}
}

// take takes in some samples and says how many.
func (r *Receiver) take(src []float32) int {
	out, used := r.baseband.filter(src)
	for _, z := range out {
		r.tracker.push(z)
		for {
			s, ok := r.tracker.next()
			if !ok {
				break
			}
			first, end := r.sample(s.position-r.tracker.period/2), r.sample(s.position+r.tracker.period/2)
			if r.ended {
				if end > r.seen+uint64(r.bit/8) {
					break // out of the silence that pushes out what the filters hold
				}
				end = min(end, r.seen)
			}
			r.framer.push(timeBit{s.bit, s.sure, first, end})
		}
	}
	return used
}

// end brings out what the filters hold, and the last group.
func (r *Receiver) end() {
	r.ended = true
	const bits = acquireBits + 2*pulseReach + 2
	silence := make([]float32, r.baseband.fir.Taps()+int(bits*r.bit))
	for len(silence) > 0 {
		silence = silence[r.take(silence):]
	}
	r.framer.finish()
}

// sample rounds a position in the baseband to a sample of the multiplex.
func (r *Receiver) sample(position float64) uint64 {
	return uint64(max(0, r.baseband.sample(position)+0.5))
}
