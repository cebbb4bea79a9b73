package modes

// sequences finds the bits of a message. Samples rarely begin with a chip, so
// most hold parts of two chips, and one in each bit parts of two bits. A
// decision bit by bit throws away what a neighbour explains: these are the most
// likely bits as a sequence, a Viterbi search whose state is the last bit. The
// samples that end in a bit depend on that bit and the one before.
//
// Sources: G. D. Forney, Maximum-Likelihood Sequence Estimation of Digital
// Sequences in the Presence of Intersymbol Interference, 1972. That correlation
// with what a bit looks like at each phase needs no resampling is the idea of
// demod_2400 in dump1090 (O. Jowett).
type sequences struct {
	grid
	shapes []bitShape // by the phase at which a bit begins
}

// bitShape is how a bit spreads over the samples that end in it.
type bitShape struct {
	late          float32       // of the first sample: what the bit before may fill
	first, second []float32     // of each: what lies in the two chips
	energy        [2][2]float32 // of all, by the bit before and the bit
	next          int           // the phase of the next bit
}

func newSequences(g grid) sequences {
	s := sequences{grid: g, shapes: make([]bitShape, g.ticks)}
	for phase := range s.shapes {
		n := (phase + g.bit) / g.ticks
		b := bitShape{
			late:   float32(phase) / float32(g.ticks),
			first:  make([]float32, n),
			second: make([]float32, n),
			next:   (phase + g.bit) % g.ticks,
		}
		for i := range n {
			b.first[i] = g.overlap(i, phase, 0, 0.5)
			b.second[i] = g.overlap(i, phase, 0.5, 1)
			for bit, level := range [2]float32{b.second[i], b.first[i]} {
				b.energy[1][bit] += level * level
				if i == 0 {
					level += b.late
				}
				b.energy[0][bit] += level * level
			}
		}
		s.shapes[phase] = b
	}
	return s
}

// bits writes the likely message whose preamble begins in m[0] to data and
// returns its length in bits: 112 if the first of them is 1, else 56, or 0 if
// m is too short or the format is none that is accepted.
func (s *sequences) bits(data *[14]byte, m []float32, f fit) int {
	const early = 8 // the format is settled by then, but in noise
	t := trellis{lead: silence}
	scale := 1 / (f.high - f.low)
	begin := f.phase + preambleLength*s.bit
	i, b := begin/s.ticks, &s.shapes[begin%s.ticks]
	length := longBits
	for k := 0; k < length; k++ {
		if k == early {
			t.trace(data, early)
			if length = lengthOf(data[0] >> 3); length == 0 {
				return 0
			}
		}
		if i+len(b.first) > len(m) {
			return 0
		}
		in, seconds := m[i:i+len(b.first)], b.second[:len(b.first)]
		var first, second float32
		for x, w := range b.first {
			v := (in[x] - f.low) * scale
			first += v * w
			second += v * seconds[x]
		}
		late := (in[0] - f.low) * scale * b.late
		e := &b.energy
		t.step(k, e[0][0]-2*(late+second), e[1][0]-2*second, e[0][1]-2*(late+first), e[1][1]-2*first)
		i, b = i+len(b.first), &s.shapes[b.next]
	}
	// The last chip may reach into one more sample.
	if b.late > 0 {
		if i >= len(m) {
			return 0
		}
		t.lead += b.late * (2*(m[i]-f.low)*scale - b.late)
	}
	t.trace(data, length)
	if lengthOf(data[0]>>3) != length {
		return 0
	}
	return length
}

// lengthOf returns the bits of a message of a format; 0 if none is accepted.
func lengthOf(format byte) int {
	switch {
	case formats>>format&1 == 0:
		return 0
	case format < 16:
		return shortBits
	default:
		return longBits
	}
}
