package dsp

import (
	"runtime/debug"
	"syscall"
	"testing"
	"unsafe"
)

// fenced returns n samples that end where the memory ends, and n that begin
// where it begins: one sample further there is a page that may not be touched.
func fenced[T Sample](t *testing.T, n int) (atEnd, atStart []T) {
	t.Helper()
	page, size := syscall.Getpagesize(), int(unsafe.Sizeof(*new(T)))
	room := (n*size + page - 1) / page * page
	carve := func(from int) []T {
		m, err := syscall.Mmap(-1, 0, room+2*page, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
		if err != nil {
			t.Skipf("no memory to fence in: %v", err)
		}
		t.Cleanup(func() { syscall.Munmap(m) })
		for _, fence := range [][]byte{m[:page], m[page+room:]} {
			if err := syscall.Mprotect(fence, syscall.PROT_NONE); err != nil {
				t.Skipf("cannot fence memory in: %v", err)
			}
		}
		// Safety: n samples from there on lie between the fences, for room holds
		// n·size bytes, and the mapping stays until the test has ended.
		return unsafe.Slice((*T)(unsafe.Pointer(&m[page+from])), n)
	}
	return carve(room - n*size), carve(0)
}

// checkFenced runs a block on samples, and into room for samples, that end or
// begin at a fence.
func checkFenced[In, Out Sample](t *testing.T, block transformer[In, Out], in, out int) {
	t.Helper()
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			t.Errorf("%d samples into room for %d: %v", in, out, p)
		}
	}()
	srcEnd, srcStart := fenced[In](t, in)
	dstEnd, dstStart := fenced[Out](t, out)
	block.Transform(dstEnd, srcEnd, false)
	block.Transform(dstStart, srcStart, false)
}

// No block touches anything beyond the samples that it was given.
func TestBlocksStayWithinTheirSamples(t *testing.T) {
	eachSet(t, func(t *testing.T, set isa) {
		for _, taps := range []int{1, 5, 8, 16, 27, 64, 81} {
			for _, decimation := range []int{1, 2, 10} {
				for _, n := range []int{1, 3, 7, 8, 9, 63, 64, 65, 130} {
					in := (n-1)*decimation + taps
					checkFenced(t, newFIR[complex64](set, noise[float32](taps), decimation), in, n)
					checkFenced(t, newFIR[float32](set, noise[float32](taps), decimation), in, n)
					checkFenced(t, newComplexFIR(set, noise[complex64](taps), decimation), in, n)
				}
			}
			for _, n := range []int{taps, taps + 1, 2*taps + 5, 200} {
				for _, phases := range []int{3, fewPhases + 1} {
					checkFenced(t, newResampler[complex64](set, phases, 4, noise[float32](phases*taps)), n, n)
					checkFenced(t, newResampler[float32](set, phases, 4, noise[float32](phases*taps)), n, n)
				}
			}
		}
		for n := 1; n < 22; n++ {
			checkFenced(t, newShift(set, 1, 10), n, n)
			checkFenced(t, newQuadratureDemod(set, 1, 10), n+1, n)
		}
		for n := 16; n <= 4096; n *= 2 {
			checkFenced(t, fftBlock{newFFT(set, n)}, n, n)
		}
	})
}

type fftBlock struct{ plan *FFT }

func (f fftBlock) Transform(dst, src []complex64, _ bool) (int, int, error) {
	f.plan.Forward(dst, src)
	f.plan.Inverse(dst, src)
	return len(dst), len(src), nil
}
