package dsp

import (
	"fmt"
	"math"
	"math/cmplx"
	"testing"
)

// dft is the definition, in double precision, with exact angles, of every
// every-th bin.
func dft(src []complex64, sign float64, every int) []complex128 {
	n := len(src)
	circle := make([]complex128, n)
	for i := range circle {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(n))
		circle[i] = complex(cos, sign*sin)
	}
	var out []complex128
	for k := 0; k < n; k += every {
		var sum complex128
		for i, v := range src {
			sum += complex128(v) * circle[k*i%n]
		}
		out = append(out, sum)
	}
	return out
}

// relative is the root mean square of got-want over that of want, which has
// every every-th bin.
func relative(got []complex64, want []complex128, every int) float64 {
	var off, all float64
	for i, w := range want {
		d := complex128(got[i*every]) - w
		off += real(d)*real(d) + imag(d)*imag(d)
		all += real(w)*real(w) + imag(w)*imag(w)
	}
	return math.Sqrt(off / all)
}

// eachFFT runs f for every kernel and for all lengths up to limit, or in short
// tests up to a quarter of it.
func eachFFT(t *testing.T, limit int, f func(t *testing.T, plan *FFT, n int)) {
	if testing.Short() {
		limit /= 4
	}
	for _, set := range sets() {
		for n := 16; n <= limit; n *= 2 {
			t.Run(fmt.Sprintf("points=%d/%v", n, set), func(t *testing.T) { f(t, newFFT(set, n), n) })
		}
	}
}

func TestFFTError(t *testing.T) {
	eachFFT(t, 16384, func(t *testing.T, plan *FFT, n int) {
		src, dst := noise[complex64](n), make([]complex64, n)
		every := max(1, n/128) | 1
		limit := 1e-7 * math.Sqrt(math.Log2(float64(n)))
		plan.Forward(dst, src)
		forward := relative(dst, dft(src, -1, every), every)
		plan.Inverse(dst, src)
		want := dft(src, 1, every)
		for i := range want {
			want[i] /= complex(float64(n), 0)
		}
		inverse := relative(dst, want, every)
		t.Logf("off by %.2g and %.2g", forward, inverse)
		if !(forward < limit && inverse < limit) {
			t.Errorf("off by %g forward, %g inverse, promised %g", forward, inverse, limit)
		}
	})
}

// A tone in each bin in turn, and an impulse at each sample.
func TestFFTEveryBin(t *testing.T) {
	eachFFT(t, 512, func(t *testing.T, plan *FFT, n int) {
		src, dst := make([]complex64, n), make([]complex64, n)
		for k := range n {
			for i := range src {
				sin, cos := math.Sincos(2 * math.Pi * float64(k*i%n) / float64(n))
				src[i] = complex(float32(cos), float32(sin))
			}
			plan.Forward(dst, src)
			for i, v := range dst {
				want := 0.0
				if i == k {
					want = float64(n)
				}
				if d := cmplx.Abs(complex128(v) - complex(want, 0)); d > 1e-6*float64(n) {
					t.Fatalf("tone in bin %d: bin %d is %v, want %g", k, i, v, want)
				}
			}
			clear(src)
			src[k] = 1
			plan.Forward(dst, src)
			for i, v := range dst {
				if d := cmplx.Abs(complex128(v) - cmplx.Rect(1, -2*math.Pi*float64(k*i%n)/float64(n))); d > 4e-7 {
					t.Fatalf("impulse at %d: bin %d is %v, off by %g", k, i, v, d)
				}
			}
		}
	})
}

// Long transforms: the energy stays, sums stay sums, and the way back leads
// home, in place.
func TestFFTLaws(t *testing.T) {
	eachFFT(t, 65536, func(t *testing.T, plan *FFT, n int) {
		limit := 2e-7 * math.Sqrt(math.Log2(float64(n)))
		a := noise[complex64](2 * n)
		a, b := a[:n], a[n:]
		fa, fb, fs := make([]complex64, n), make([]complex64, n), make([]complex64, n)
		plan.Forward(fa, a)
		plan.Forward(fb, b)
		before, after := 0.0, 0.0
		for i := range a {
			before += sqabs(a[i])
			after += sqabs(fa[i]) / float64(n)
			fs[i] = a[i] + 2i*b[i]
		}
		if math.Abs(after/before-1) > limit {
			t.Errorf("energy %g became %g", before, after)
		}
		plan.Forward(fs, fs) // in place
		sum := make([]complex128, n)
		for i := range sum {
			sum[i] = complex128(fa[i]) + 2i*complex128(fb[i])
		}
		if off := relative(fs, sum, 1); !(off < limit) {
			t.Errorf("the transform of a sum is off the sum of transforms by %g", off)
		}
		plan.Inverse(fa, fa)
		for i, v := range a {
			sum[i] = complex128(v)
		}
		if off := relative(fa, sum, 1); !(off < limit) {
			t.Errorf("there and back is off by %g", off)
		}
	})
}

func sqabs(v complex64) float64 {
	return float64(real(v))*float64(real(v)) + float64(imag(v))*float64(imag(v))
}

func TestFFTArguments(t *testing.T) {
	for _, n := range []int{-16, 0, 1, 8, 15, 17, 48, 4095} {
		mustPanic(t, "odd length", func() { NewFFT(n) })
	}
	f, x := NewFFT(16), make([]complex64, 17)
	mustPanic(t, "source too long", func() { f.Forward(x[:16], x) })
	mustPanic(t, "destination too short", func() { f.Inverse(x[:15], x[:16]) })
	if n := testing.AllocsPerRun(10, func() { f.Forward(x[:16], x[:16]) }); n != 0 {
		t.Errorf("%g allocations a transform", n)
	}
	if f.Points() != 16 {
		t.Errorf("%d points, want 16", f.Points())
	}
}
