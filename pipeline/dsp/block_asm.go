//go:build amd64 || arm64

package dsp

// blocks computes outputs in blocks of one size only, so that every output is
// summed alike, wherever a batch was cut: what is left at the end of a batch is
// a block that overlaps the one before, and a batch smaller than a block is
// padded to one. run reads exactly the window of each block.
type blocks[T Sample] struct {
	run     func(dst, src *T, blocks int)
	outputs int // of a block
	step    int // samples from the window of an output to that of the next
	taps    int // samples in the window of an output
	atOnce  int // blocks in a call
	in, out []T // one block of each, for batches smaller than that
}

// callWork is how many products a call may take: some ten microseconds, for no
// goroutine can be stopped inside one.
const callWork = 1 << 18

func newBlocks[T Sample](outputs, step, taps int, run func(dst, src *T, blocks int)) *blocks[T] {
	return &blocks[T]{
		run: run, outputs: outputs, step: step, taps: taps,
		atOnce: max(1, callWork/(outputs*taps)),
		in:     make([]T, (outputs-1)*step+taps), out: make([]T, outputs),
	}
}

// filter computes all of dst from src, which has at least the samples it takes.
func (b *blocks[T]) filter(dst, src []T) {
	if len(dst) == 0 {
		return
	}
	src = src[:(len(dst)-1)*b.step+b.taps]
	if len(dst) < b.outputs {
		copy(b.in, src)
		b.run(&b.out[0], &b.in[0], 1)
		copy(dst, b.out)
		return
	}
	done := 0
	for left := len(dst) / b.outputs; left > 0; {
		n := min(left, b.atOnce)
		b.run(&dst[done], &src[done*b.step], n)
		left, done = left-n, done+n*b.outputs
	}
	if done < len(dst) {
		at := len(dst) - b.outputs
		b.run(&dst[at], &src[at*b.step], 1)
	}
}
