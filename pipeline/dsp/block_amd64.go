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
	in, out []T // one block of each, for batches smaller than that
}

func newBlocks[T Sample](outputs, step, taps int, run func(dst, src *T, blocks int)) *blocks[T] {
	return &blocks[T]{
		run: run, outputs: outputs, step: step, taps: taps,
		in: make([]T, (outputs-1)*step+taps), out: make([]T, outputs),
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
	b.run(&dst[0], &src[0], len(dst)/b.outputs)
	if at := len(dst) - b.outputs; at%b.outputs != 0 {
		b.run(&dst[at], &src[at*b.step], 1)
	}
}
