package dsp

import (
	"fmt"
	"math"
	"math/cmplx"
	"testing"
)

// resampleReference puts in the zeros, filters and drops, in double precision,
// and returns besides the sum of |tap·sample| that errors are measured by.
func resampleReference[T Sample](l, m int, taps []float32, src []T) (out []complex128, size []float64) {
	window := (len(taps) + l - 1) / l
	for at := (window - 1) * l; at < len(src)*l; at += m {
		var sum complex128
		var abs float64
		for k, t := range taps {
			if j := at - k; j >= 0 && j%l == 0 {
				product := complex(float64(t)*float64(l), 0) * wide(src[j/l])
				sum += product
				abs += cmplx.Abs(product)
			}
		}
		out, size = append(out, sum), append(size, abs)
	}
	return out, size
}

func testResampler[T Sample](t *testing.T, set isa) {
	for _, ratio := range [][2]int{{1, 1}, {3, 1}, {8, 1}, {16, 7}, {17, 5}, {1, 5}, {3, 16}, {24, 125}, {7, 3}, {2, 4}} {
		for _, taps := range []int{1, 6, 31, 200} {
			l, m := ratio[0], ratio[1]
			t.Run(fmt.Sprintf("%d:%d/taps=%d", l, m, taps), func(t *testing.T) {
				h := noise[float32](taps)
				window := newResampler[T](set, l, m, h).Window()
				for _, n := range []int{0, 1, window - 1, window, window + 1, 500} {
					src := noise[T](n)
					got := whole(t, newResampler[T](set, l, m, h), src)
					want, size := resampleReference(l, m, h, src)
					if len(got) != len(want) {
						t.Fatalf("%d samples gave %d outputs, want %d", n, len(got), len(want))
					}
					for i := range got {
						if d := cmplx.Abs(wide(got[i]) - want[i]); !(d <= float64(window+3)*6e-8*size[i]) { // a tap times l is rounded too
							t.Fatalf("output %d is %v, want %v (off by %g)", i, got[i], want[i], d)
						}
					}
				}
				checkBatches(t, func() transformer[T, T] { return newResampler[T](set, l, m, h) }, noise[T](601))
			})
		}
	}
}

func TestResamplerReal(t *testing.T)    { eachSet(t, testResampler[float32]) }
func TestResamplerComplex(t *testing.T) { eachSet(t, testResampler[complex64]) }

// A sine comes out as the same sine at the other rate, delayed by GroupDelay.
func TestResamplerGroupDelay(t *testing.T) {
	const l, m, f = 3, 16, 0.02 // f in cycles a sample of input
	r := NewResampler[float32](l, m, KaiserLowPass(0.05, 0.09, 80, l))
	src := make([]float32, 4000)
	for i := range src {
		src[i] = float32(math.Sin(2 * math.Pi * f * float64(i)))
	}
	for n, y := range whole(t, r, src) {
		want := math.Sin(2 * math.Pi * f * (float64(n)*m/l + r.GroupDelay()))
		if math.Abs(float64(y)-want) > 3e-4 { // the ripple of 80 dB
			t.Fatalf("output %d is %g, want %g", n, y, want)
		}
	}
}

func TestRatio(t *testing.T) {
	for _, c := range []struct {
		out, in          float64
		limit            int
		wantOut, wantIn  int
		partsPerThousand float64
	}{
		{48000, 256000, 2000, 3, 16, 0},
		{48000, 250000, 2000, 24, 125, 0},
		{48000, 240000, 2000, 1, 5, 0},
		{32000, 256000, 2000, 1, 8, 0},
		{48000, 48000, 1, 1, 1, 0},
		{1, math.Pi, 10, 7, 22, 1},
		{48000, 256000.5, 2000, 3, 16, 0.002},
	} {
		l, m := Ratio(c.out, c.in, c.limit)
		off := math.Abs(float64(l)/float64(m)*c.in/c.out - 1)
		if (c.partsPerThousand == 0 && (l != c.wantOut || m != c.wantIn)) || off > c.partsPerThousand/1000+1e-12 {
			t.Errorf("Ratio(%g, %g, %d) = %d/%d, off by %g", c.out, c.in, c.limit, l, m, off)
		}
	}
	// Rates without a common factor.
	for in := 200003.0; in < 500000; in += 7919 {
		if l, m := Ratio(48000, in, 2000); math.Abs(float64(l)/float64(m)*in/48000-1) > 1/(2000*in/48000) {
			t.Errorf("Ratio(48000, %g) = %d/%d", in, l, m)
		}
	}
	mustPanic(t, "no rate", func() { Ratio(48000, 0, 10) })
	mustPanic(t, "resampler by 0", func() { NewResampler[float32](0, 1, []float32{1}) })
}
