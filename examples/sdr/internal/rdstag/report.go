// Package rdstag lays the groups of RDS, as tags, on the samples they came in.
//
// A group is known only some time after its samples have passed: a [Reporter] says
// for each stretch of a station's multiplex that all groups which begin before it
// are known, and [Apply] holds the band back for as long.
package rdstag

import "github.com/seed-ff569660/seamless/examples/sdr/internal/rds"

// Lag is the most, in seconds, by which a group comes after its first sample: the
// receiver looks back at 512 bits to see how groups lie, and at 96 more to find the
// bits.
const Lag = 0.75

// interval is the time between two marks, in seconds.
const interval = 0.01

// Report is either a group, or the mark that all groups are known which begin
// before a sample.
type Report struct {
	Group   rds.Group
	IsGroup bool
	Known   uint64 // of a mark: the sample of the multiplex
}

// Reporter receives RDS: a Transformer from the multiplex to reports, with a mark
// every 10 ms. It uses up all of src, unless dst overflows. The reports do not
// depend on how the samples are cut. It belongs to one goroutine at a time.
type Reporter struct {
	receiver *rds.Receiver
	every, n int    // samples from mark to mark, and since the last
	lag      uint64 // samples
	seen     uint64
	groups   [1]rds.Group
	due      bool // a mark is
}

// NewReporter returns a reporter for a multiplex at rate samples a second, not
// below [rds.MinRate].
func NewReporter(rate float64) *Reporter {
	return &Reporter{receiver: rds.NewReceiver(rate), every: int(interval * rate), lag: uint64(Lag * rate)}
}

// Transform receives; see package dsp for the contract.
func (r *Reporter) Transform(dst []Report, src []float32, atEOF bool) (nDst, nSrc int, err error) {
	for nDst < len(dst) {
		if r.due {
			r.due, r.n = false, 0
			dst[nDst] = Report{Known: r.seen - min(r.lag, r.seen)}
			nDst++
			continue
		}
		part := src[nSrc:min(len(src), nSrc+r.every-r.n)]
		ended := atEOF && nSrc+len(part) == len(src)
		groups, used, err := r.receiver.Transform(r.groups[:], part, ended)
		nSrc, r.n, r.seen = nSrc+used, r.n+used, r.seen+uint64(used)
		if groups > 0 {
			dst[nDst] = Report{Group: r.groups[0], IsGroup: true}
			nDst++
		}
		if err != nil {
			return nDst, nSrc, err
		}
		if used == len(part) && r.n == r.every && groups == 0 {
			r.due = true
		}
		if groups == 0 && used == 0 && !r.due {
			break
		}
	}
	return nDst, nSrc, nil
}
