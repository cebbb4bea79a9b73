package modes_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/modes"
)

// How many of 400 squitters are read at a ratio of pulse power to noise power in
// the band that is sampled; the phase is random. None may be read wrong. The
// bounds leave 5 to 10 % to what is measured.
func TestSensitivity(t *testing.T) {
	for _, c := range []struct {
		rate, db float64
		atLeast  int
	}{
		{2e6, 10, 45}, {2e6, 12, 150}, {2e6, 15, 270}, {2e6, 18, 375}, {2e6, 21, 395},
		{2.4e6, 10, 45}, {2.4e6, 12, 250}, {2.4e6, 15, 390},
		{4e6, 8, 100}, {4e6, 10, 320}, {4e6, 12, 390},
	} {
		const messages = 400
		rnd := rand.New(rand.NewPCG(1090, uint64(c.rate)))
		gap := 200e-6 * c.rate
		samples := make([]complex64, int(messages*gap))
		hiss(rnd, samples, math.Pow(10, -c.db/10))
		sent := map[string]int{}
		for i := range messages {
			data := squitter(0x400000+uint32(i), rnd.Uint64()>>8)
			m := modes.Modulator{Rate: c.rate, Amplitude: 1, Frequency: 1e6 * (rnd.Float64() - 0.5), Phase: 2 * math.Pi * rnd.Float64()}
			m.Add(samples, data, (float64(i)+0.3*rnd.Float64())*gap)
			parsed, _ := modes.Parse(data)
			sent[parsed.Hex()]++
		}
		read := 0
		for _, m := range drive(t, detector(t, c.rate), magnitude(samples), pieces(16384)) {
			if read++; sent[m.Hex()] == 0 {
				t.Errorf("%g samples a second, %g dB: %s was never sent", c.rate, c.db, m.Hex())
			}
		}
		t.Logf("%4.1f MS/s %3.0f dB: %5.1f %%", c.rate/1e6, c.db, 100*float64(read)/messages)
		if read < c.atLeast {
			t.Errorf("%g samples a second, %g dB: read %d of %d, want %d", c.rate, c.db, read, messages, c.atLeast)
		}
	}
}

// A second of noise says nothing.
func TestNoiseSaysNothing(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	samples := make([]complex64, 2_000_000)
	hiss(rnd, samples, 1)
	if got := drive(t, detector(t, 2e6), magnitude(samples), pieces(65536)); len(got) != 0 {
		t.Errorf("heard %v", hexes(got))
	}
}

// Of two messages that overlap, the stronger is read where it begins first;
// where it begins second, too, once the weaker has failed.
func TestOverlap(t *testing.T) {
	weak, strong := squitter(0x400001, 0x123456789abcde), squitter(0x400002, 0xedcba987654321)
	for _, c := range []struct{ weak, strong float64 }{{300.3, 200.6}, {200.2, 320.7}} {
		samples := make([]complex64, 1000)
		modes.Modulator{Rate: 2e6, Amplitude: 0.05, Frequency: 3e5}.Add(samples, weak, c.weak)
		modes.Modulator{Rate: 2e6, Amplitude: 0.5}.Add(samples, strong, c.strong)
		got := drive(t, detector(t, 2e6), magnitude(samples), pieces(1000))
		if !slices.ContainsFunc(got, func(m modes.Message) bool { return slices.Equal(m.Bytes(), strong) }) {
			t.Errorf("the strong one at %g, the weak at %g: read %v", c.strong, c.weak, hexes(got))
		}
	}
}
