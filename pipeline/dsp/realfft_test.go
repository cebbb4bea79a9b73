package dsp

import (
	"fmt"
	"math"
	"testing"
)

func TestRealFFT(t *testing.T) {
	for n := 32; n <= 1024; n *= 2 {
		t.Run(fmt.Sprintf("points=%d", n), func(t *testing.T) {
			src, all := noise[float32](n), make([]complex64, n)
			for i, x := range src {
				all[i] = complex(x, 0)
			}
			f, dst := NewRealFFT(n), make([]complex64, n/2+1)
			f.Forward(dst, src)
			off, limit := relative(dst, dft(all, -1, 1)[:n/2+1], 1), 1e-7*math.Sqrt(math.Log2(float64(n)))
			t.Logf("off by %.2g", off)
			if !(off < limit) {
				t.Errorf("off by %g, promised %g", off, limit)
			}
			if imag(dst[0]) != 0 || imag(dst[n/2]) != 0 {
				t.Errorf("bins 0 and %d are %v and %v: not real", n/2, dst[0], dst[n/2])
			}
			if f.Points() != n {
				t.Errorf("%d points, want %d", f.Points(), n)
			}
		})
	}
	for _, n := range []int{0, 16, 33, 48} {
		mustPanic(t, "odd length", func() { NewRealFFT(n) })
	}
	mustPanic(t, "too few bins", func() { NewRealFFT(32).Forward(make([]complex64, 16), make([]float32, 32)) })
}
