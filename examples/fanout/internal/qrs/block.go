package qrs

import (
	"github.com/seed-ff569660/seamless/examples/fanout/internal/ecg"
	"github.com/seed-ff569660/seamless/metadata"
)

// Key is the key of the tag on each beat that was found. Its value is the interval
// since the beat before in samples, an int64; 0 for the first.
const Key = "beat"

// Block is a [Detector] as a block of a flowgraph: its output is its input, with a
// tag on the sample of each beat. Nothing goes out before it is decided whether it
// is a beat, so the output is up to MaxLag samples behind; mostly it is 200 to 300.
// Tags of the input stay on their samples.
type Block struct {
	lead     int
	detector Detector
	flushed  bool

	held    [4096]ecg.Frame // those that went in and not out; a power of two, above MaxLag
	in, out uint64          // how many went in, and out
	beats   []Beat          // decided, not out
	wentIn  uint64          // what in and out were before the last call
	wentOut uint64
}

// NewBlock returns a Block that looks at a lead, 0 or 1.
func NewBlock(lead int) *Block { return &Block{lead: lead} }

// Transform takes all of src that it has room for, and gives what is decided.
func (b *Block) Transform(dst, src []ecg.Frame, atEOF bool) (nDst, nSrc int, err error) {
	b.wentIn, b.wentOut = b.in, b.out
	nDst = b.give(dst)
	nSrc = min(len(src), len(b.held)-int(b.in-b.out))
	b.beats = b.detector.DetectLead(b.beats, src[:nSrc], b.lead)
	for _, f := range src[:nSrc] {
		b.held[b.in%uint64(len(b.held))] = f
		b.in++
	}
	if atEOF && nSrc == len(src) && !b.flushed {
		b.beats, b.flushed = b.detector.Flush(b.beats), true
	}
	return nDst + b.give(dst[nDst:]), nSrc, nil
}

// give copies to dst what is decided.
func (b *Block) give(dst []ecg.Frame) (n int) {
	for decided := b.detector.Decided(); n < len(dst) && b.out < decided && b.out < b.in; n++ {
		dst[n] = b.held[b.out%uint64(len(b.held))]
		b.out++
	}
	return n
}

// Retag puts the tags where their items are now, and those of the beats on theirs.
func (b *Block) Retag(dst, src []metadata.Tag, nDst, nSrc int) []metadata.Tag {
	for _, t := range src {
		t.Offset += int(b.wentIn - b.wentOut)
		dst = append(dst, t)
	}
	n := 0
	for ; n < len(b.beats) && b.beats[n].Sample < b.out; n++ {
		dst = append(dst, metadata.New(int(b.beats[n].Sample-b.wentOut), Key, int64(b.beats[n].Interval)))
	}
	b.beats = b.beats[:copy(b.beats, b.beats[n:])]
	return dst
}
