package modes_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/modes"
	"github.com/seed-ff569660/seamless/pipeline/iq"
)

// Every phase of every kind of rate, in silence: the bits, the place, the level.
func TestPhases(t *testing.T) {
	rnd := random(t)
	for _, rate := range []float64{2e6, 2.4e6, 2.5e6, 3.2e6, 4e6, 8e6, 10e6, 20e6} {
		for part := range 20 {
			data := squitter(0x400000+uint32(part), rnd.Uint64()>>8)
			if part%2 == 0 {
				data = sealed([]byte{11<<3 | 5, 0x40, 0, byte(part)}, 0)
			}
			samples := make([]complex64, 4000)
			at := 100 + float64(part)/20
			modes.Modulator{Rate: rate, Amplitude: 0.5, Frequency: 1e4, Phase: rnd.Float64()}.Add(samples, data, at)
			got := drive(t, detector(t, rate), magnitude(samples), pieces(1000))
			if len(got) != 1 || !slices.Equal(got[0].Bytes(), data) {
				t.Fatalf("%g samples a second, at %.2f: got %d messages, %v", rate, at, len(got), hexes(got))
			}
			m := got[0]
			if off := float64(m.Position) + float64(m.Phase) - at; math.Abs(off) > 0.26 {
				t.Errorf("%g samples a second, at %.2f: found %.2f samples off", rate, at, off)
			}
			if math.Abs(float64(m.Level)+6.02) > 1.5 {
				t.Errorf("%g samples a second, at %.2f: level %.2f dB, want -6", rate, at, m.Level)
			}
		}
	}
}

func TestRates(t *testing.T) {
	for _, rate := range []float64{0, -2e6, 1.9e6, 2.0001e6, 2.048e6, 20.5e6, math.Inf(1), math.NaN()} {
		if _, err := modes.NewDetector(rate); !errors.Is(err, modes.ErrRate) {
			t.Errorf("%g samples a second: %v", rate, err)
		}
	}
}

// scene returns samples in which the messages follow each other.
func scene(rate float64, messages ...[]byte) []float32 {
	gap := rate * 200e-6
	samples := make([]complex64, int(gap)*(len(messages)+1))
	for i, data := range messages {
		modes.Modulator{Rate: rate, Amplitude: 0.3}.Add(samples, data, (float64(i)+0.5)*gap)
	}
	return magnitude(samples)
}

func TestAcceptance(t *testing.T) {
	const address, other = 0x4d2023, 0x4d2024
	known := squitter(address, 0x99108fabc87414)
	allCall := func(address, code uint32) []byte {
		return sealed([]byte{11<<3 | 5, byte(address >> 16), byte(address >> 8), byte(address)}, code)
	}
	flipped := slices.Clone(known)
	flipped[6] ^= 4
	reserved := sealed([]byte{3 << 3, 1, 2, 3}, 0)
	long := func(df byte, overlay uint32) []byte {
		return sealed([]byte{df << 3, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7}, overlay)
	}
	for name, c := range map[string]struct {
		messages [][]byte
		want     int
	}{
		"squitter":                         {[][]byte{known}, 1},
		"one bit wrong":                    {[][]byte{known, flipped}, 1},
		"all-call":                         {[][]byte{allCall(address, 0)}, 1},
		"interrogator, address unheard":    {[][]byte{allCall(address, 60)}, 0},
		"interrogator, address heard":      {[][]byte{known, allCall(address, 60), allCall(address, 79)}, 3},
		"interrogator, another heard":      {[][]byte{known, allCall(other, 60)}, 1},
		"no interrogator":                  {[][]byte{known, allCall(address, 80), allCall(address, 1<<20)}, 1},
		"overlay heard":                    {[][]byte{known, sealed([]byte{0, 1, 2, 3}, address), sealed([]byte{4 << 3, 1, 2, 3}, address), sealed([]byte{5 << 3, 1, 2, 3}, address), long(16, address), long(20, address), long(21, address)}, 7},
		"overlay unheard":                  {[][]byte{known, sealed([]byte{4 << 3, 1, 2, 3}, other), long(20, other)}, 1},
		"overlay before it is heard":       {[][]byte{sealed([]byte{4 << 3, 1, 2, 3}, address), known}, 1},
		"overlay of an interrogator reply": {[][]byte{known, allCall(other, 7), sealed([]byte{4 << 3, 1, 2, 3}, other)}, 1},
		"a format that is none":            {[][]byte{known, reserved, long(24, address), long(19, 0)}, 1},
		"DF 18":                            {[][]byte{sealed([]byte{18 << 3, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 0)}, 1},
	} {
		got := drive(t, detector(t, 2.4e6), scene(2.4e6, c.messages...), pieces(700))
		if len(got) != c.want {
			t.Errorf("%s: %d messages, want %d: %v", name, len(got), c.want, hexes(got))
		}
	}
}

// The ends of a stream: a message is found when all of it is there.
func TestEnds(t *testing.T) {
	for _, data := range [][]byte{squitter(0x4d2023, 1<<55-1), sealed([]byte{11<<3 | 5, 1, 2, 3}, 0)} {
		length := 2 * (8 + 8*len(data))
		samples := make([]complex64, 100+length+1)
		modes.Modulator{Rate: 2e6, Amplitude: 0.3}.Add(samples, data, 100)
		m := magnitude(samples)
		for _, c := range []struct{ from, to, want int }{
			{0, len(m), 1}, {99, len(m), 1}, {102, len(m), 0}, {0, len(m) - 4, 0}, {50, 50, 0}, {len(m) - 1, len(m), 0},
		} {
			if got := drive(t, detector(t, 2e6), m[c.from:c.to:c.to], pieces(33)); len(got) != c.want {
				t.Errorf("%d bytes, samples %d to %d of %d: %d messages, want %d", len(data), c.from, c.to, len(m), len(got), c.want)
			}
		}
	}
	d := detector(t, 2e6)
	if nDst, nSrc, err := d.Transform(nil, make([]float32, 1000), false); nDst != 0 || nSrc != 0 || err != nil {
		t.Errorf("without room: %d, %d, %v", nDst, nSrc, err)
	}
}

// What is found does not depend on how the stream is cut, to the last bit.
func TestCuts(t *testing.T) {
	rnd := random(t)
	busy := make([]complex64, 120_000)
	hiss(rnd, busy, 0.002)
	for range 60 {
		data := squitter(0x400000|rnd.Uint32N(4), rnd.Uint64()>>8)
		switch rnd.IntN(3) {
		case 0:
			data = sealed([]byte{20 << 3, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7}, 0x400000|rnd.Uint32N(4))
		case 1:
			data = sealed([]byte{11 << 3, 0x40, 0, byte(rnd.UintN(4))}, rnd.Uint32N(2)*60)
		}
		modes.Modulator{Rate: 2.4e6, Amplitude: 0.1 + rnd.Float64()}.Add(busy, data, rnd.Float64()*120_000)
	}
	checkCuts(t, rnd, 2.4e6, magnitude(busy))
	checkCuts(t, rnd, 2e6, magnitudes(t, "modes1_2M.cu8", iq.CU8)[:60_000])
}

func checkCuts(t *testing.T, rnd *rand.Rand, rate float64, m []float32) {
	t.Helper()
	want := drive(t, detector(t, rate), m, pieces(len(m)))
	if len(want) < 10 {
		t.Errorf("only %d messages to compare", len(want))
	}
	for _, limit := range []int{1, 2, 30, 300, 5000} {
		got := drive(t, detector(t, rate), m, func() int { return 1 + rnd.IntN(limit) })
		if !slices.Equal(got, want) {
			t.Errorf("pieces up to %d: %d messages, all at once %d, or other ones", limit, len(got), len(want))
		}
	}
}

// Samples that are no numbers do no harm but to themselves.
func TestNoNumbers(t *testing.T) {
	m := scene(2e6, squitter(0x4d2023, 1), squitter(0x4d2023, 2), squitter(0x4d2023, 3))
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	for i := 0; i < 150; i += 3 {
		m[i], m[i+1], m[i+2] = nan, inf, -inf
	}
	m[700] = nan // in the second message
	if got := drive(t, detector(t, 2e6), m, pieces(100)); len(got) != 2 {
		t.Errorf("%d messages, want the first and the third: %v", len(got), hexes(got))
	}
	out := make([]float32, 5)
	modes.Magnitude{}.Transform(out, []complex64{complex(nan, 1), complex(inf, 0), complex(1e30, 1e30), 3 + 4i, 0}, true)
	if want := []float32{0, 0, 0, 5, 0}; !slices.Equal(out, want) {
		t.Errorf("magnitudes are %g, want %g", out, want)
	}
}

func TestNothingAllocated(t *testing.T) {
	m := scene(2e6, squitter(0x4d2023, 1), squitter(0x4d2024, 2))
	d := detector(t, 2e6)
	out := make([]modes.Message, 10)
	if n := testing.AllocsPerRun(10, func() { d.Transform(out, m, false) }); n != 0 {
		t.Errorf("%g allocations a call", n)
	}
}

// hiss adds white noise of a power to samples.
func hiss(rnd *rand.Rand, samples []complex64, power float64) {
	rms := math.Sqrt(power / 2)
	for i := range samples {
		samples[i] += complex(float32(rms*rnd.NormFloat64()), float32(rms*rnd.NormFloat64()))
	}
}

// Memory that is mapped twice holds no pointers.
func TestMessageHoldsNoPointers(t *testing.T) {
	for _, v := range []any{modes.Message{}, modes.Report{}} {
		for field := range reflect.TypeOf(v).Fields() {
			kind := field.Type.Kind()
			for e := field.Type; kind == reflect.Array; {
				e = e.Elem()
				kind = e.Kind()
			}
			if kind > reflect.Complex128 && kind != reflect.Struct || kind == reflect.Uintptr {
				t.Errorf("%T: %s is a %v", v, field.Name, kind)
			}
		}
	}
	// Words of 8 bytes are aligned to 4 of them on some 32-bit processors.
	if size := reflect.TypeFor[modes.Message]().Size(); size != 40 && size != 36 {
		t.Errorf("a Message takes %d bytes, want 40 or 36", size)
	}
}
