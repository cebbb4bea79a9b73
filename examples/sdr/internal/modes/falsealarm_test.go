package modes

import (
	"math"
	"math/rand/v2"
	"testing"
)

// receive returns the messages of all of m.
func receive(d *Detector, m []float32) (all []Message) {
	out := make([]Message, 64)
	for {
		nDst, nSrc, _ := d.Transform(out, m, true)
		if nDst == 0 && nSrc == 0 {
			return all
		}
		all, m = append(all, out[:nDst]...), m[nSrc:]
	}
}

// crowded returns a Detector that heard of as many addresses as it can hold:
// each of them is one more checksum that fits a reply. What noise makes up is
// accepted 4096 times as often as with one, which makes a rate of few an hour
// one that a second of work can measure.
func crowded(tb testing.TB, rnd *rand.Rand, rate float64) *Detector {
	tb.Helper()
	d, err := NewDetector(rate)
	if err != nil {
		tb.Fatal(err)
	}
	d.addresses.span = 1 << 60
	full := func() bool {
		for _, s := range d.addresses.table {
			if s.address == 0 {
				return false
			}
		}
		return true
	}
	for !full() {
		d.addresses.see(rnd.Uint32()&0xffffff, 0)
	}
	return d
}

// How often noise makes a reply up, of each aircraft heard of. Squitters and
// all-calls are less than half as many, whatever was heard of: see the package.
// The bounds leave a few to the seed; without the look at the pulses it is one
// an hour at 2 million samples a second.
func TestFalseAcceptsOfNoise(t *testing.T) {
	for _, c := range []struct{ rate, anHour float64 }{{2e6, 0.3}, {2.4e6, 0.1}} {
		rnd := rand.New(rand.NewPCG(24, uint64(c.rate)))
		d := crowded(t, rnd, c.rate)
		m := make([]float32, 1e6)
		const pieces = 40
		replies := 0
		for range pieces {
			for i := range m {
				m[i] = float32(math.Sqrt(rnd.ExpFloat64()))
			}
			for _, message := range receive(d, m) {
				if parityFormats>>message.DF()&1 == 0 {
					t.Errorf("%g samples a second: %s", c.rate, message.Hex())
				}
				replies++
			}
		}
		hours := pieces * float64(len(m)) / c.rate / 3600
		anHour := float64(replies) / hours / float64(len(d.addresses.table))
		t.Logf("%g samples a second: %d replies, %.3f an hour of noise for each address", c.rate, replies, anHour)
		if anHour > c.anHour {
			t.Errorf("%g samples a second: %.3f false replies an hour for each address, want %g at most", c.rate, anHour, c.anHour)
		}
	}
}

// Frames as strong as can be whose bits nobody sent: the preamble and the format
// of a squitter, then pulses at random. No noise parts them from true ones, the
// checksum is alone. One in 16 million passes; with any two bits repaired, one in
// 3000 would.
func TestFalseAcceptsOfPulses(t *testing.T) {
	rnd := rand.New(rand.NewPCG(24, 24))
	const rate, gap, frames = 2e6, 300, 20_000
	samples := make([]complex64, gap*frames)
	for i := range frames {
		data := make([]byte, 14)
		for k := range data {
			data[k] = byte(rnd.Uint32())
		}
		data[0] = 17<<3 | 5
		Modulator{Rate: rate, Amplitude: 0.1 + rnd.Float64()}.Add(samples, data, (float64(i)+0.1*rnd.Float64())*gap)
	}
	m := make([]float32, len(samples))
	Magnitude{}.Transform(m, samples, true)
	d, err := NewDetector(rate)
	if err != nil {
		t.Fatal(err)
	}
	for _, message := range receive(d, m) {
		t.Errorf("%s at %d", message.Hex(), message.Position)
	}
}
