package picture_test

import (
	"bytes"
	"context"
	"image/png"
	"math"
	"math/cmplx"
	"testing"

	"github.com/seed-ff569660/seamless/examples/sdr/internal/picture"
)

func carrier(f, amplitude float64, n int) []complex64 {
	s := make([]complex64, n)
	for i := range s {
		s[i] = complex64(cmplx.Rect(amplitude, 2*math.Pi*f*float64(i)))
	}
	return s
}

// A carrier stands at its frequency with its level, however the stream is cut.
func TestLine(t *testing.T) {
	for _, f := range []float64{0, 0.25, -0.5, 1024. / picture.Points, -3. / picture.Points} {
		s := picture.NewSpectrum()
		for src := carrier(f, 0.1, 9*picture.Points+5); len(src) > 0; {
			n := min(1000, len(src))
			s.Write(context.Background(), src[:n])
			src = src[n:]
		}
		if s.Blocks() != 3 { // the first, the fifth and the ninth
			t.Errorf("%d blocks", s.Blocks())
		}
		at, top := 0.0, math.Inf(-1)
		for i := range picture.Points {
			if f, l := s.Line(i); l > top {
				at, top = f, l
			}
		}
		if at != f || math.Abs(top+20) > 0.001 {
			t.Errorf("carrier at %g of -20 dB: the top is %.3f dB at %g", f, top, at)
		}
	}
}

// One loud click among many blocks moves the mean by little.
func TestClick(t *testing.T) {
	s := picture.NewSpectrum()
	src := carrier(0.25, 0.001, 64*picture.Points)
	src[500] = 1
	s.Write(context.Background(), src)
	s.Write(context.Background(), make([]complex64, 8*picture.Points)) // silence counts for nothing
	if _, l := s.Line(picture.Points / 4); s.Blocks() != 16 || l > -140 {
		t.Errorf("%d blocks, %g dB beside the carrier", s.Blocks(), l)
	}
	if _, l := s.Line(picture.Points * 3 / 4); math.Abs(l+60) > 0.1 {
		t.Errorf("carrier of %g dB", l)
	}
}

func TestDraw(t *testing.T) {
	for _, seconds := range []int{0, 1} { // also with no samples at all
		s := picture.NewSpectrum()
		s.Write(context.Background(), carrier(0.2, 0.5, seconds*10*picture.Points))
		var b bytes.Buffer
		if err := picture.Draw(&b, s, picture.Labels{Rate: 1.024e6, Stations: []float64{200e3}}); err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(&b)
		if err != nil {
			t.Fatal(err)
		}
		if size := img.Bounds().Size(); size.X < 800 || size.Y < 400 {
			t.Errorf("picture of %v", size)
		}
	}
}
