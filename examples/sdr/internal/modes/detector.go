package modes

import "math"

// Detector finds messages in a stream of magnitudes, full scale 1, as
// [Magnitude] makes them. It has the shape of a block of a flowgraph: see
// Transform. It belongs to one goroutine at a time.
//
// A message is accepted when its checksum says that every bit is right:
//
//	DF 17, 18                the syndrome is 0
//	DF 11                    it is 0, or an interrogator code, 1 to 79, and the address was heard recently
//	DF 0, 4, 5, 16, 20, 21   it is an address heard recently
//
// Recently is within the last 60 seconds of the stream, in a message whose
// syndrome was 0. By chance one candidate in 16 million has that, and as many fit
// an address for every aircraft about; so all but those of syndrome 0 and an
// address heard recently must have clear pulses, too (see the package for what
// noise then makes up). Bits are never repaired. Of messages that overlap, the
// one that begins first is taken if it can be read.
//
// Cost on noise: about 20 ns a sample; what looks like a message 1 to 3 µs.
type Detector struct {
	preamble  preamble
	sequences sequences
	addresses addresses
	short     int    // samples that hold a short message at any phase
	long      int    // and a long one
	position  uint64 // of src[0]
}

// tries is the number of phases at which bits are looked for, the best first.
const tries = 2

// NewDetector returns a Detector for samples at a rate in Hz: 2 to 20 million
// of which a message meets 4 to 10 different phases, such as 2, 2.4, 2.5, 3.2,
// 4, 8 or 10 million; else ErrRate.
func NewDetector(rate float64) (*Detector, error) {
	g, err := newGrid(rate)
	if err != nil {
		return nil, err
	}
	return &Detector{
		preamble:  newPreamble(g),
		sequences: newSequences(g),
		addresses: addresses{span: uint64(60 * rate)},
		short:     g.samples(preambleLength + shortBits),
		long:      g.samples(preambleLength + longBits),
	}, nil
}

// History returns the number of samples that src must be able to hold.
func (d *Detector) History() int { return d.long }

// Transform writes the messages of src to dst in the order they begin and says
// how many that were and how many samples it is done with. A message that may
// be going on at the end of src stays there, up to History samples; (0, 0, nil)
// asks for more. With atEOF src is all that will come. It never fails or
// blocks, allocates nothing, and keeps neither slice. What it finds does not
// depend on how the stream is cut.
func (d *Detector) Transform(dst []Message, src []float32, atEOF bool) (nDst, nSrc int, err error) {
	need := d.long
	if atEOF {
		need = d.short
	}
	for nDst < len(dst) {
		if len(src)-nSrc < need {
			if atEOF {
				nSrc = len(src)
			}
			break
		}
		nSrc += d.preamble.next(src[nSrc : len(src)-need+d.preamble.length])
		if len(src)-nSrc < need {
			continue
		}
		used := d.read(&dst[nDst], src[nSrc:], d.position+uint64(nSrc))
		if used > 0 {
			nDst++
		}
		nSrc += max(1, used)
	}
	d.position += uint64(nSrc)
	return nDst, nSrc, nil
}

// read writes the message that begins in m[0] and returns its length in samples;
// 0 if there is none to accept.
func (d *Detector) read(to *Message, m []float32, position uint64) int {
	m = m[:min(len(m), d.long)] // what is past it depends on how the stream is cut
	var fits [maxTicks]fit
	n := d.preamble.fit(&fits, m)
	for _, f := range fits[:min(n, tries)] {
		*to = Message{Position: position}
		to.Bits = uint8(d.sequences.bits(&to.Data, m, f))
		if to.Bits == 0 {
			continue
		}
		to.Syndrome = syndrome(to.Bytes())
		fitting, sure := d.check(to)
		if !fitting {
			continue
		}
		ahead, best := d.settle(m)
		if !sure && !d.clear(to, m, f) && !d.clear(to, m[ahead:], best) {
			continue
		}
		d.note(to)
		to.Position += uint64(ahead)
		to.Phase = float32(best.phase) / float32(d.sequences.ticks)
		to.Level = float32(20 * math.Log10(float64(best.high)))
		return (preambleLength + int(to.Bits)) * d.sequences.bit / d.sequences.ticks
	}
	return 0
}

// settle returns how many samples ahead a message begins and how it fits there:
// best within a chip of where it was found, which is the first that was good
// enough.
func (d *Detector) settle(m []float32) (ahead int, best fit) {
	for i := 0; i <= d.sequences.samples(1)/2; i++ {
		var fits [maxTicks]fit
		if d.preamble.fit(&fits, m[i:]) > 0 && fits[0].strength > best.strength {
			ahead, best = i, fits[0]
		}
	}
	return ahead, best
}

// check tells whether the checksum fits, and whether that is enough: the message
// is whole and the aircraft was heard.
func (d *Detector) check(m *Message) (fitting, sure bool) {
	const interrogators = 80
	switch df := m.DF(); {
	case parityFormats>>df&1 != 0:
		return d.addresses.recent(m.Syndrome, m.Position), false
	case m.Syndrome == 0:
		return true, d.addresses.recent(m.Address(), m.Position)
	default:
		return df == 11 && m.Syndrome < interrogators && d.addresses.recent(m.Address(), m.Position), false
	}
}

// clear tells whether the samples speak for a message where it fits.
func (d *Detector) clear(message *Message, m []float32, f fit) bool {
	return d.sequences.clear(message.Bytes(), m, f.phase) >= sureness
}

// note remembers the address of a message whose checksum is whole.
func (d *Detector) note(m *Message) {
	if parityFormats>>m.DF()&1 == 0 && m.Syndrome == 0 {
		d.addresses.see(m.Address(), m.Position)
	}
}
