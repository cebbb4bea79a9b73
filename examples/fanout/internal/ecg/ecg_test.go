package ecg_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/seed-ff569660/seamless/examples/fanout/internal/ecg"
)

func ExampleReader() {
	r := ecg.NewReader(bytes.NewReader([]byte{0xe3, 0x33, 0xf3, 0xff, 0x8f, 0x00}))
	frames := make([]ecg.Frame, 10)
	n, err := r.Read(frames)
	fmt.Println(frames[:n], err)
	// Output: [[995 1011] [-1 -2048]] <nil>
}

// Every pair of 12-bit samples comes back as it went.
func TestFormat212BothWays(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	values := []int16{-2048, -2047, -256, -1, 0, 1, 15, 16, 255, 256, 2047}
	for range 100 {
		values = append(values, int16(rnd.IntN(4096)-2048))
	}
	var b []byte
	var want []ecg.Frame
	for _, x := range values {
		for _, y := range values {
			var err error
			if b, err = ecg.Append(b, ecg.Frame{x, y}); err != nil {
				t.Fatal(err)
			}
			want = append(want, ecg.Frame{x, y})
		}
	}
	for name, r := range map[string]io.Reader{
		"whole": bytes.NewReader(b), "a byte at a time": iotest.OneByteReader(bytes.NewReader(b)), "with its end": iotest.DataErrReader(bytes.NewReader(b)),
	} {
		if got, err := all(ecg.NewReader(r)); err != io.EOF || !slices.Equal(got, want) {
			t.Errorf("%s: %d frames, want %d and the same; %v", name, len(got), len(want), err)
		}
	}
	for _, f := range []ecg.Frame{{2048, 0}, {0, -2049}} {
		if got, err := ecg.Append(b, f); err == nil || len(got) != len(b) {
			t.Errorf("%v: %d bytes, %v", f, len(got)-len(b), err)
		}
	}
}

func all(r *ecg.Reader) (frames []ecg.Frame, err error) {
	for buf := make([]ecg.Frame, 100); err == nil; {
		var n int
		n, err = r.Read(buf)
		frames = append(frames, buf[:n]...)
	}
	return frames, err
}

// A record that ends within a frame gives what is whole and says where it ends.
func TestTruncated(t *testing.T) {
	for rest := 1; rest <= 2; rest++ {
		frames, err := all(ecg.NewReader(bytes.NewReader(make([]byte, 3*1000+rest))))
		want := fmt.Sprintf("in frame 1000, at byte %d: %d of its 3 bytes", 3000+rest, rest)
		if len(frames) != 1000 || !errors.Is(err, io.ErrUnexpectedEOF) || !strings.Contains(err.Error(), want) {
			t.Errorf("%d frames, %v; want %q", len(frames), err, want)
		}
	}
	broken := errors.New("broken")
	r := ecg.NewReader(io.MultiReader(bytes.NewReader(make([]byte, 6)), iotest.ErrReader(broken)))
	if frames, err := all(r); len(frames) != 2 || !errors.Is(err, broken) || !strings.Contains(err.Error(), "frame 2") {
		t.Errorf("%d frames, %v", len(frames), err)
	}
}

// Whatever the bytes are: what is whole comes, and is the same bytes again.
func FuzzReader(f *testing.F) {
	f.Add([]byte{0xe3, 0x33, 0xf3, 0xff})
	f.Fuzz(func(t *testing.T, data []byte) {
		frames, err := all(ecg.NewReader(bytes.NewReader(data)))
		var b []byte
		for _, frame := range frames {
			var wrong error
			if b, wrong = ecg.Append(b, frame); wrong != nil {
				t.Fatal(wrong)
			}
		}
		whole := len(data) / ecg.FrameSize * ecg.FrameSize
		if !bytes.Equal(b, data[:whole]) || (err == io.EOF) != (whole == len(data)) {
			t.Fatalf("%d bytes of %d, %v", len(b), len(data), err)
		}
	})
}

// A frame that is there is given though the next is not.
func TestDoesNotWaitForMore(t *testing.T) {
	from, to := io.Pipe()
	defer from.Close()
	go to.Write([]byte{1, 0, 2})
	frames := make([]ecg.Frame, 5)
	if n, err := ecg.NewReader(from).Read(frames); n != 1 || err != nil || frames[0] != (ecg.Frame{1, 2}) {
		t.Errorf("%d frames, %v, %v", n, frames[0], err)
	}
}

func TestAnnotations(t *testing.T) {
	got, err := ecg.ReadAnnotations(strings.NewReader("77,N\n\n370,A\r\n"))
	if err != nil || !slices.Equal(got, []ecg.Annotation{{77, "N"}, {370, "A"}}) {
		t.Errorf("%v, %v", got, err)
	}
	for text, want := range map[string]string{
		"77,N\n77,N": "line 2: beat at sample 77 after one at 77", "x,N": `line 1 is "x,N"`, "12": "sample,type", "-1,N": "line 1", "5,": "line 1",
	} {
		if _, err := ecg.ReadAnnotations(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func FuzzAnnotations(f *testing.F) {
	f.Add("77,N\n370,A\n")
	f.Fuzz(func(t *testing.T, text string) {
		all, err := ecg.ReadAnnotations(strings.NewReader(text))
		for i := 1; err == nil && i < len(all); i++ {
			if all[i].Sample <= all[i-1].Sample {
				t.Fatalf("%q: %v", text, all)
			}
		}
	})
}

// Without disturbances the highest sample about each beat is the beat's own.
func TestBeatsAreWhereTheySay(t *testing.T) {
	for _, rate := range []float64{30, 60, 120, 200} {
		frames, beats := synthetic(t, ecg.Config{HeartRate: rate, Seed: 5, Frames: 60 * ecg.Rate, Clean: true}, 1000)
		if n := float64(len(beats)); n < rate*0.97-1 || n > rate*1.03+1 {
			t.Errorf("at %g a minute %g beats in a minute", rate, n)
		}
		for _, b := range beats {
			lo, hi := max(b-50, 0), min(b+50, len(frames))
			for lead := range 2 {
				best := lo
				for i := lo; i < hi; i++ {
					if frames[i][lead] > frames[best][lead] {
						best = i
					}
				}
				if best != b {
					t.Fatalf("at %g a minute, lead %d: beat %d has its top at %d", rate, lead, b, best)
				}
			}
		}
	}
}

func synthetic(t *testing.T, c ecg.Config, batch int) (frames []ecg.Frame, beats []int) {
	t.Helper()
	s, err := ecg.NewSynthetic(c)
	if err != nil {
		t.Fatal(err)
	}
	buf, at := make([]ecg.Frame, batch), []int(nil)
	for {
		n, offsets, err := s.Read(buf, at[:0])
		for _, o := range offsets {
			beats = append(beats, len(frames)+o)
		}
		frames, at = append(frames, buf[:n]...), offsets
		if err == io.EOF {
			return frames, beats
		}
	}
}

// The signal depends on its seed, not on how it is asked for; its intervals vary.
func TestSyntheticRepeats(t *testing.T) {
	c := ecg.Config{HeartRate: 72, Seed: 9, Frames: 100_001}
	frames, beats := synthetic(t, c, 4096)
	again, same := synthetic(t, c, 1)
	if len(frames) != 100_001 || !slices.Equal(frames, again) || !slices.Equal(beats, same) {
		t.Errorf("%d and %d frames, %d and %d beats, not the same", len(frames), len(again), len(beats), len(same))
	}
	c.Seed++
	if other, _ := synthetic(t, c, 4096); slices.Equal(frames, other) {
		t.Error("another seed gives the same signal")
	}
	least, most := 1<<30, 0
	for i := 1; i < len(beats); i++ {
		least, most = min(least, beats[i]-beats[i-1]), max(most, beats[i]-beats[i-1])
	}
	if mean := ecg.Rate * 60 / 72; least > mean*97/100 || most < mean*103/100 {
		t.Errorf("intervals from %d to %d samples hardly vary about %d", least, most, mean)
	}
	for _, rate := range []float64{0, 29, 201} {
		if _, err := ecg.NewSynthetic(ecg.Config{HeartRate: rate}); err == nil {
			t.Errorf("a heart rate of %g is accepted", rate)
		}
	}
}

func TestSyntheticDoesNotAllocate(t *testing.T) {
	s, _ := ecg.NewSynthetic(ecg.Config{HeartRate: 180, Seed: 1})
	frames, beats := make([]ecg.Frame, 1000), make([]int, 0, 20)
	if n := testing.AllocsPerRun(100, func() { s.Read(frames, beats) }); n != 0 {
		t.Errorf("%g allocations for 1000 frames", n)
	}
}

func BenchmarkSynthetic(b *testing.B) {
	s, _ := ecg.NewSynthetic(ecg.Config{HeartRate: 72, Seed: 1})
	frames, beats := make([]ecg.Frame, 1000), make([]int, 0, 20)
	b.ReportAllocs()
	for b.Loop() {
		s.Read(frames, beats)
	}
}
