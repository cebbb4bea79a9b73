package modestx

import (
	"context"
	"io"
	"math"
	"math/rand/v2"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/modes"
)

// Config describes the sky.
type Config struct {
	Rate    float64 // samples a second
	Seconds float64 // length
	Noise   float64 // greatest amplitude of the noise, each part
	Flights []Flight
}

// Transmitter makes the samples of a sky, always the same for one Config. It
// belongs to one goroutine at a time.
type Transmitter struct {
	config Config
	sent   []Message
	next   int // the first of sent that does not lie before the block
	rnd    *rand.Rand
	block  []complex64
	rest   []complex64 // of block, not yet read
	begin  int         // position of the block that comes next
	length int         // samples in all
}

// blockSize is how many samples are made at once.
const blockSize = 1 << 15

// New returns a transmitter for the sky.
func New(c Config) *Transmitter {
	return &Transmitter{
		config: c,
		sent:   schedule(c.Flights, c.Seconds, rand.New(rand.NewPCG(10, 90))),
		rnd:    rand.New(rand.NewPCG(10, 91)),
		block:  make([]complex64, blockSize),
		length: int(math.Round(c.Seconds * c.Rate)),
	}
}

// Sent returns all messages, in order.
func (t *Transmitter) Sent() []Message { return t.sent }

// Read gives the next samples, and io.EOF after the last.
func (t *Transmitter) Read(_ context.Context, dst []complex64) (int, error) {
	if len(t.rest) == 0 {
		if t.begin == t.length {
			return 0, io.EOF
		}
		t.rest = t.block[:min(blockSize, t.length-t.begin)]
		t.fill(t.rest)
		t.begin += len(t.rest)
	}
	n := copy(dst, t.rest)
	t.rest = t.rest[n:]
	return n, nil
}

// fill makes the samples from position begin on.
func (t *Transmitter) fill(dst []complex64) {
	for i := range dst {
		r := t.rnd.Uint64() // two halves, two flat distributions
		dst[i] = complex(t.noise(uint32(r)), t.noise(uint32(r>>32)))
	}
	begin := float64(t.begin)
	for i := t.next; i < len(t.sent); i++ {
		m := t.sent[i]
		at := m.At*t.config.Rate - begin
		if at >= float64(len(dst))+1 {
			break
		}
		if at < -200e-6*t.config.Rate {
			t.next = i + 1 // it is over
			continue
		}
		modes.Modulator{
			Rate: t.config.Rate, Amplitude: m.level, Frequency: m.frequency,
			Phase: 2 * math.Pi * math.Mod(m.frequency/t.config.Rate*begin, 1),
		}.Add(dst, m.Data, at)
	}
}

func (t *Transmitter) noise(r uint32) float32 {
	return float32(int32(r)) * float32(t.config.Noise/(1<<31))
}
