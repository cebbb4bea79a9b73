package iq

import (
	"bytes"
	"errors"
	"io"
	"math"
	"strings"
	"testing"
)

func TestAppendGivesBackWhatDecodeRead(t *testing.T) {
	src := everyPair()
	eachFormat(t, func(t *testing.T, f Format) {
		samples := make([]complex64, len(src))
		samples = samples[:f.Decode(samples, src)]
		if got := f.Append([]byte{7}, samples); got[0] != 7 || !bytes.Equal(got[1:], src) {
			t.Error("other bytes")
		}
	})
}

func TestAppendRoundsAndClips(t *testing.T) {
	inf, nan := float32(math.Inf(1)), float32(math.NaN())
	for _, c := range []struct {
		f    Format
		x    float32
		want []byte
	}{
		{RU8, 1, []byte{255}}, {RU8, 1.1, []byte{255}}, {RU8, inf, []byte{255}}, {RU8, -1, []byte{0}}, {RU8, -inf, []byte{0}}, {RU8, nan, []byte{0}},
		{RU8, 0.01, []byte{129}}, {RU8, -0.01, []byte{126}},
		{RS8, 1, []byte{127}}, {RS8, -1, []byte{0x80}}, {RS8, -2, []byte{0x80}}, {RS8, 0, []byte{0}},
		{RS8, 1.4 / 128, []byte{1}}, {RS8, 1.6 / 128, []byte{2}}, {RS8, -1.4 / 128, []byte{0xff}}, {RS8, -1.6 / 128, []byte{0xfe}},
		{RS16, 1, []byte{0xff, 0x7f}}, {RS16, -1, []byte{0, 0x80}}, {RS16, -1.6 / 32768, []byte{0xfe, 0xff}}, {RS16, 1e30, []byte{0xff, 0x7f}},
		{RS16BE, -1, []byte{0x80, 0}}, {RF32, 2, []byte{0, 0, 0, 0x40}},
	} {
		if got := c.f.Append(nil, []complex64{complex(c.x, 0.5)}); !bytes.Equal(got, c.want) {
			t.Errorf("%s, %v: got %x, want %x", c.f, c.x, got, c.want)
		}
	}
}

func TestWriteIsReadAgain(t *testing.T) {
	eachFormat(t, func(t *testing.T, f Format) {
		want := make([]complex64, 3*bufferSize/f.Size()+5)
		for i := range want {
			want[i] = complex(float32(i%3-1), float32(i%2-1))
			if f >= RU8 {
				want[i] = complex(real(want[i]), 0)
			}
		}
		f.Decode(want, f.Append(nil, want)) // to what the format can say
		var file bytes.Buffer
		if n, err := NewWriter(&file, f).Write(want); n != len(want) || err != nil {
			t.Fatal(n, err)
		}
		got := make([]complex64, len(want)+1)
		if n := f.Decode(got, file.Bytes()); same(got[:n], want) != nil {
			t.Error(same(got[:n], want))
		}
	})
}

// full takes some bytes, then fails.
type full struct {
	room int
	err  error
}

func (w *full) Write(p []byte) (int, error) {
	n := min(len(p), w.room)
	w.room -= n
	if n < len(p) {
		return n, w.err
	}
	return n, nil
}

func TestWriteErrors(t *testing.T) {
	broken := errors.New("disk full")
	for _, c := range []struct {
		err, want error
	}{{broken, broken}, {nil, io.ErrShortWrite}} {
		w := NewWriter(&full{bufferSize + 11, c.err}, CS16)
		n, err := w.Write(make([]complex64, bufferSize))
		if n != bufferSize/4+2 || !errors.Is(err, c.want) || !strings.Contains(err.Error(), "write cs16 samples") {
			t.Errorf("%d samples, %v", n, err)
		}
	}
	if n, err := NewWriter(&full{}, CU8).Write(nil); n != 0 || err != nil {
		t.Errorf("nothing: %d, %v", n, err)
	}
}

func TestWriteDoesNotAllocate(t *testing.T) {
	w, src := NewWriter(io.Discard, CS16), make([]complex64, 20_000)
	if n := testing.AllocsPerRun(100, func() {
		if _, err := w.Write(src); err != nil {
			t.Fatal(err)
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkAppend(b *testing.B) {
	src, dst := make([]complex64, 8192), make([]byte, 0, bufferSize)
	for f := CU8; f.known(); f++ {
		b.Run("format="+f.String(), func(b *testing.B) {
			b.SetBytes(int64(len(src) * f.Size()))
			b.ReportAllocs()
			for b.Loop() {
				dst = f.Append(dst[:0], src)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(src)), "ns/sample")
		})
	}
}
