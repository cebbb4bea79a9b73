package modes_test

import (
	"bufio"
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/modes"
	"github.com/seed-ff569660/seamless/pipeline/iq"
)

// recording reads a file of the test data, which lies beside the repository.
func recording(tb testing.TB, name string) []byte {
	tb.Helper()
	b, err := os.ReadFile(filepath.Join("..", "..", "..", "..", "..", "shared", "data", "adsb", name))
	if err != nil {
		tb.Skipf("no test data: %v", err)
	}
	return b
}

// expected reads the first word of each line, without the * and ; about it.
func expected(tb testing.TB, name string) (list []string) {
	tb.Helper()
	lines := bufio.NewScanner(bytes.NewReader(recording(tb, filepath.Join("expected", name))))
	for lines.Scan() {
		if words := strings.Fields(lines.Text()); len(words) > 0 {
			list = append(list, strings.Trim(words[0], "*;"))
		}
	}
	return list
}

func magnitudes(tb testing.TB, name string, format iq.Format) []float32 {
	tb.Helper()
	b := recording(tb, name)
	samples := make([]complex64, len(b)/format.Size())
	format.Decode(samples, b)
	return magnitude(samples)
}

func magnitude(samples []complex64) []float32 {
	m := make([]float32, len(samples))
	modes.Magnitude{}.Transform(m, samples, true)
	return m
}

func detector(tb testing.TB, rate float64) *modes.Detector {
	tb.Helper()
	d, err := modes.NewDetector(rate)
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

// drive feeds all of src through d in pieces whose sizes batch chooses, each
// cut to length and capacity so that nothing beyond it can be looked at.
func drive(tb testing.TB, d *modes.Detector, src []float32, batch func() int) (out []modes.Message) {
	tb.Helper()
	for used, shown := 0, 0; ; {
		dst := make([]modes.Message, 1+batch()%3)
		atEOF := shown == len(src)
		nDst, nSrc, err := d.Transform(dst, src[used:shown:shown], atEOF)
		if err != nil || nDst < 0 || nDst > len(dst) || nSrc < 0 || nSrc > shown-used {
			tb.Fatalf("Transform(dst of %d, src of %d, %v) = %d, %d, %v", len(dst), shown-used, atEOF, nDst, nSrc, err)
		}
		out, used = append(out, dst[:nDst]...), used+nSrc
		switch {
		case nDst > 0 || nSrc > 0:
		case !atEOF:
			if shown-used > d.History() {
				tb.Fatalf("left %d samples, history is %d", shown-used, d.History())
			}
			shown = min(shown+batch(), len(src))
		case used < len(src):
			tb.Fatalf("stands still at the end with %d of %d samples unused", len(src)-used, len(src))
		default:
			return out
		}
	}
}

func pieces(n int) func() int { return func() int { return n } }

// hexes returns the messages as hexadecimal digits only.
func hexes(messages []modes.Message) (list []string) {
	for _, m := range messages {
		list = append(list, strings.Trim(m.Hex(), "*;"))
	}
	return list
}

func counts(list []string) map[string]int {
	c := map[string]int{}
	for _, s := range list {
		c[s]++
	}
	return c
}

// random returns a generator whose seed is in the log of the test.
func random(tb testing.TB) *rand.Rand {
	seed := rand.Uint64()
	tb.Logf("seed %d", seed)
	return rand.New(rand.NewPCG(seed, 0))
}

// aircraft returns the bytes of a DF 17 message with that address and payload.
func squitter(address uint32, payload uint64) []byte {
	b := []byte{17<<3 | 5, byte(address >> 16), byte(address >> 8), byte(address)}
	for shift := 48; shift >= 0; shift -= 8 {
		b = append(b, byte(payload>>shift))
	}
	return sealed(b, 0)
}

// sealed returns data with its parity, overlaid.
func sealed(data []byte, overlay uint32) []byte {
	p := modes.Parity(data) ^ overlay
	return append(data[:len(data):len(data)], byte(p>>16), byte(p>>8), byte(p))
}
