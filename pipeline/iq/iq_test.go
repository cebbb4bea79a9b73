package iq

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"testing/iotest"
)

// component is the reference: component i of src in float64.
func component(f Format, src []byte, i int) float64 {
	switch f {
	case CU8, RU8:
		return (float64(src[i]) - 127.5) / 127.5
	case CS8, RS8:
		return float64(int8(src[i])) / 128
	case CS16, RS16:
		return float64(int16(binary.LittleEndian.Uint16(src[2*i:]))) / 32768
	case CS16BE, RS16BE:
		return float64(int16(binary.BigEndian.Uint16(src[2*i:]))) / 32768
	case CF32, RF32:
		return float64(math.Float32frombits(binary.LittleEndian.Uint32(src[4*i:])))
	default:
		return float64(math.Float32frombits(binary.BigEndian.Uint32(src[4*i:])))
	}
}

func reference(f Format, src []byte) (samples []complex64) {
	for i := range len(src) / f.Size() {
		if f >= RU8 {
			samples = append(samples, complex(float32(component(f, src, i)), 0))
		} else {
			samples = append(samples, complex(float32(component(f, src, 2*i)), float32(component(f, src, 2*i+1))))
		}
	}
	return samples
}

func eachFormat(t *testing.T, f func(t *testing.T, f Format)) {
	for format := CU8; int(format) < len(formats); format++ {
		t.Run(format.String(), func(t *testing.T) { f(t, format) })
	}
}

// same compares bit by bit, but takes any NaN for any other.
func same(a, b []complex64) error {
	if len(a) != len(b) {
		return fmt.Errorf("%d samples, want %d", len(a), len(b))
	}
	alike := func(x, y float32) bool {
		return math.Float32bits(x) == math.Float32bits(y) || x != x && y != y
	}
	for i := range a {
		if !alike(real(a[i]), real(b[i])) || !alike(imag(a[i]), imag(b[i])) {
			return fmt.Errorf("sample %d is %v, want %v", i, a[i], b[i])
		}
	}
	return nil
}

// everyPair is all pairs of bytes, so all samples of 8 bits and all components of 16.
func everyPair() []byte {
	b := make([]byte, 0, 2<<16)
	for x := range 1 << 16 {
		b = binary.BigEndian.AppendUint16(b, uint16(x))
	}
	return b
}

func TestDecodeAgainstTheReference(t *testing.T) {
	src := everyPair()
	eachFormat(t, func(t *testing.T, f Format) {
		dst := make([]complex64, len(src))
		n := f.Decode(dst, src)
		if err := same(dst[:n], reference(f, src)); err != nil {
			t.Error(err)
		}
	})
}

func TestFullScale(t *testing.T) {
	for _, c := range []struct {
		f    Format
		src  []byte
		want complex64
	}{
		{CU8, []byte{0, 255}, -1 + 1i},
		{CS8, []byte{0x80, 0x40}, -1 + 0.5i},
		{CS16, []byte{0x00, 0x80, 0x00, 0x40}, -1 + 0.5i},
		{CS16BE, []byte{0x80, 0x00, 0x40, 0x00}, -1 + 0.5i},
		{CF32, []byte{0, 0, 0x80, 0xbf, 0, 0, 0, 0x3f}, -1 + 0.5i},
		{RU8, []byte{0}, -1},
		{RF32BE, []byte{0xbf, 0x80, 0, 0}, -1},
	} {
		var dst [1]complex64
		if n := c.f.Decode(dst[:], c.src); n != 1 || dst[0] != c.want {
			t.Errorf("%s: %d, %v, want %v", c.f, n, dst[0], c.want)
		}
	}
}

func TestDecodeStopsAtTheShorter(t *testing.T) {
	eachFormat(t, func(t *testing.T, f Format) {
		for _, c := range []struct{ dst, src, want int }{
			{0, 0, 0}, {3, 0, 0}, {0, 3 * f.Size(), 0}, {3, 3*f.Size() - 1, 2}, {3, 3 * f.Size(), 3}, {3, 4 * f.Size(), 3},
		} {
			dst := make([]complex64, c.dst+1)
			dst[c.dst] = 7
			if n := f.Decode(dst[:c.dst], make([]byte, c.src)); n != c.want || dst[c.dst] != 7 {
				t.Errorf("%d samples of %d bytes: %d, want %d", c.dst, c.src, n, c.want)
			}
		}
	})
}

func TestReadInOddChunks(t *testing.T) {
	eachFormat(t, func(t *testing.T, f Format) {
		seed := rand.Uint64()
		rng := rand.New(rand.NewPCG(seed, 0))
		src := make([]byte, 3*bufferSize/f.Size()*f.Size())
		for i := range src {
			src[i] = byte(rng.Uint32())
		}
		want := reference(f, src)
		for name, wrap := range map[string]func(io.Reader) io.Reader{
			"whole":         func(r io.Reader) io.Reader { return r },
			"one byte":      iotest.OneByteReader,
			"half":          iotest.HalfReader,
			"data with EOF": iotest.DataErrReader,
			"random":        func(r io.Reader) io.Reader { return &chunks{r, rng} },
		} {
			r, got, room := NewReader(wrap(bytes.NewReader(src)), f), []complex64(nil), make([]complex64, 20_000)
			for {
				dst := room[:1+rng.IntN(len(room))]
				n, err := r.Read(dst)
				got = append(got, dst[:n]...)
				if err == io.EOF && n == 0 {
					break
				}
				if err != nil || n == 0 {
					t.Fatalf("%s, seed %d: %d, %v", name, seed, n, err)
				}
			}
			if err := same(got, want); err != nil {
				t.Errorf("%s, seed %d: %v", name, seed, err)
			}
		}
	})
}

// chunks reads up to 10 bytes at a time, sometimes none.
type chunks struct {
	r   io.Reader
	rng *rand.Rand
}

func (c *chunks) Read(p []byte) (int, error) { return c.r.Read(p[:min(len(p), c.rng.IntN(11))]) }

func TestReadEnds(t *testing.T) {
	broken := errors.New("unplugged")
	for _, c := range []struct {
		name string
		r    io.Reader
		n    int
		err  error
		text string
	}{
		{"empty", strings.NewReader(""), 0, io.EOF, "EOF"},
		{"whole", strings.NewReader("12345678"), 2, io.EOF, "EOF"},
		{"truncated", strings.NewReader("12345678abc"), 2, io.ErrUnexpectedEOF,
			"read cs16 samples: 3 bytes left over at the end, a sample has 4: unexpected EOF"},
		{"only a part", strings.NewReader("a"), 0, io.ErrUnexpectedEOF, "1 bytes left over"},
		{"broken", io.MultiReader(strings.NewReader("1234ab"), iotest.ErrReader(broken)), 1, broken, "read cs16 samples: unplugged"},
		{"stuck", stuck{}, 0, io.ErrNoProgress, "read cs16 samples"},
	} {
		r, dst, n := NewReader(c.r, CS16), make([]complex64, 10), 0
		var err error
		for err == nil {
			var m int
			if m, err = r.Read(dst); m > 0 && err != nil {
				t.Errorf("%s: samples and %v at once", c.name, err)
			}
			n += m
		}
		if n != c.n || !errors.Is(err, c.err) || !strings.Contains(err.Error(), c.text) {
			t.Errorf("%s: %d samples, %v", c.name, n, err)
		}
		if _, again := r.Read(dst); again == nil || again.Error() != err.Error() {
			t.Errorf("%s: then %v", c.name, again)
		}
		if m, err := r.Read(nil); m != 0 || err != nil {
			t.Errorf("%s: nothing asked for: %d, %v", c.name, m, err)
		}
	}
}

type stuck struct{}

func (stuck) Read([]byte) (int, error) { return 0, nil }

func TestReadTakesNoMoreThanAskedFor(t *testing.T) {
	src := strings.NewReader("12345678abcdefgh")
	if n, err := NewReader(src, CS16).Read(make([]complex64, 3)); n != 3 || err != nil || src.Len() != 4 {
		t.Errorf("%d samples, %v, %d bytes left", n, err, src.Len())
	}
}

func TestReadDoesNotAllocate(t *testing.T) {
	src := bytes.NewReader(make([]byte, 1<<20))
	r, dst := NewReader(src, CU8), make([]complex64, 1000)
	if n := testing.AllocsPerRun(100, func() {
		if _, err := r.Read(dst); err != nil {
			t.Fatal(err)
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestRecording(t *testing.T) {
	file, err := os.Open("../../../shared/data/adsb/modes1_2M.cu8")
	if err != nil {
		t.Skip("no recording to read: ", err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		t.Fatal(err)
	}
	r, dst, total := NewReader(file, CU8), make([]complex64, 10_000), int64(0)
	var sum complex128
	for {
		n, err := r.Read(dst)
		for _, s := range dst[:n] {
			sum += complex128(s)
		}
		total += int64(n)
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if total != info.Size()/2 {
		t.Errorf("%d samples of %d bytes", total, info.Size())
	}
	if mean := sum / complex(float64(total), 0); math.Abs(real(mean)) > 0.01 || math.Abs(imag(mean)) > 0.01 {
		t.Errorf("mean %v, want about 0", mean)
	}
}

func BenchmarkDecode(b *testing.B) {
	src, dst := make([]byte, bufferSize), make([]complex64, 8192)
	for f := CU8; f.known(); f++ {
		b.Run("format="+f.String(), func(b *testing.B) {
			b.SetBytes(int64(min(len(src), len(dst)*f.Size())))
			b.ReportAllocs()
			var n int
			for b.Loop() {
				n = f.Decode(dst, src)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/sample")
		})
	}
}
