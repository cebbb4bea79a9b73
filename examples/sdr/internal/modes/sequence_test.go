package modes

import (
	"math/bits"
	"math/rand/v2"
	"testing"
)

// The pulse of a last bit 0 lies for the most part in a sample after all of
// those that end in the bit: it is looked at, too.
func TestLastPulse(t *testing.T) {
	g, err := newGrid(2e6)
	if err != nil {
		t.Fatal(err)
	}
	want := [14]byte{11<<3 | 5, 1, 2, 3, 4, 5, 6}
	samples := make([]complex64, 200)
	Modulator{Rate: 2e6, Amplitude: 1}.Add(samples, want[:7], 0.75)
	samples[2*(8+55)+1] = 0.6 // 0.25 of it is the pulse
	m := make([]float32, len(samples))
	Magnitude{}.Transform(m, samples, true)
	var got [14]byte
	s := newSequences(g)
	if n := s.bits(&got, m, fit{phase: 3, high: 1}); n != shortBits || got != want {
		t.Errorf("%d bits, %x, want %x", n, got, want)
	}
	if n := s.bits(&got, m[:2*(8+56)], fit{phase: 3, high: 1}); n != 0 {
		t.Errorf("%d bits without the last sample", n)
	}
}

// The best of all sequences of 16 bits, found one by one, is what trace gives.
func TestTrellisAgainstAll(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rnd := rand.New(rand.NewPCG(seed, 0))
	for range 20 {
		const n = 16
		var costs [n][4]float32 // small integers: every sum is exact
		search := trellis{lead: silence}
		for k := range costs {
			for i := range costs[k] {
				costs[k][i] = float32(rnd.IntN(1000))/8 - 60
			}
			if k == 0 {
				costs[k][0], costs[k][2] = 500, 500 // after silence a 0 came not before
			}
			c := &costs[k]
			search.step(k, c[0], c[1], c[2], c[3])
		}
		cost := func(sequence uint16) (sum float32) {
			before := uint16(1)
			for k := range costs {
				bit := sequence >> (n - 1 - k) & 1
				sum += costs[k][2*bit+before]
				before = bit
			}
			return sum
		}
		best := uint16(0)
		for sequence := range 1 << n {
			if cost(uint16(sequence)) < cost(best) {
				best = uint16(sequence)
			}
		}
		var data [14]byte
		search.trace(&data, n)
		if got := uint16(data[0])<<8 | uint16(data[1]); cost(got) != cost(best) {
			t.Errorf("%016b costs %g, %016b costs %g: %d bits differ", got, cost(got), best, cost(best), bits.OnesCount16(got^best))
		}
	}
}

// What is most likely after eight bits need not be in the end: of what noise
// makes up, too, format and length belong together.
func TestFormatInTheEnd(t *testing.T) {
	g, err := newGrid(2e6)
	if err != nil {
		t.Fatal(err)
	}
	rnd := rand.New(rand.NewPCG(6, 7))
	s := newSequences(g)
	m := make([]float32, 250)
	read := map[int]int{}
	for i := range 40_000 {
		for k := range m {
			m[k] = float32(rnd.ExpFloat64())
		}
		var data [14]byte
		n := s.bits(&data, m, fit{phase: i % g.ticks, low: 0.5, high: 1.5})
		format := data[0] >> 3
		if n > 0 && (formats>>format&1 == 0 || n != shortBits && format < 16 || n != longBits && format >= 16) {
			t.Fatalf("%d bits of format %d", n, format)
		}
		read[n]++
	}
	if len(read) != 3 || read[shortBits] < 1000 || read[longBits] < 1000 {
		t.Errorf("messages by length: %v", read)
	}
}
