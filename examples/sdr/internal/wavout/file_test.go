package wavout_test

import (
	"context"
	"encoding/binary"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/go-audio/wav"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/wavout"
)

func write(t *testing.T, batches ...[][2]float32) (*wavout.File, []byte) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.wav")
	f, err := wavout.Create(path, 48000)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Discard()
	for _, b := range batches {
		if n, err := f.Write(context.Background(), b); n != len(b) || err != nil {
			t.Fatalf("Write of %d frames: %d, %v", len(b), n, err)
		}
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("the file has its name before it is complete")
	}
	if err := f.Keep(); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return f, b
}

func TestValuesAndSizes(t *testing.T) {
	nan := float32(math.NaN())
	f, b := write(t, [][2]float32{{0, 1}, {-1, 0.5}}, nil, [][2]float32{{2, -3}, {nan, 1. / 32767}})
	want := []int16{0, 32767, -32767, 16384, 32767, -32767, 0, 1}
	if len(b) != 44+2*len(want) {
		t.Fatalf("file of %d bytes", len(b))
	}
	for i, w := range want {
		if got := int16(binary.LittleEndian.Uint16(b[44+2*i:])); got != w {
			t.Errorf("value %d is %d, want %d", i, got, w)
		}
	}
	if riff, data := binary.LittleEndian.Uint32(b[4:]), binary.LittleEndian.Uint32(b[40:]); riff != uint32(len(b)-8) || data != uint32(len(b)-44) {
		t.Errorf("sizes %d and %d in a file of %d", riff, data, len(b))
	}
	if f.Clipped() != 2 || f.Seconds() != 4./48000 {
		t.Errorf("%d clipped, %g s", f.Clipped(), f.Seconds())
	}
}

func TestEmptyFileIsAWav(t *testing.T) {
	_, b := write(t)
	path := filepath.Join(t.TempDir(), "b.wav")
	os.WriteFile(path, b, 0o666)
	r, _ := os.Open(path)
	defer r.Close()
	if d := wav.NewDecoder(r); !d.IsValidFile() || d.SampleRate != 48000 || d.NumChans != 2 || d.BitDepth != 16 {
		t.Errorf("not a WAV file of 48 kHz stereo: % x", b)
	}
}

func TestDiscardLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	f, err := wavout.Create(filepath.Join(dir, "a.wav"), 48000)
	if err != nil {
		t.Fatal(err)
	}
	f.Write(context.Background(), make([][2]float32, 100))
	f.Discard()
	if e, _ := os.ReadDir(dir); len(e) != 0 {
		t.Errorf("left is %v", e)
	}
}
