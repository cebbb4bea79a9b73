package dsp

// fours resamples in the order of the outputs, four side by side, whatever their phases.
type fours[T Sample] struct {
	kernel      dots[T]
	phases      int
	whole, part int // decimation in samples and phases

	// The four outputs in work: where their windows begin, and their phases.
	out     [4]T
	at, row [4]int
}

func newFours[T Sample](kernel dots[T], phases, decimation int) *fours[T] {
	return &fours[T]{kernel: kernel, phases: phases, whole: decimation / phases, part: decimation % phases}
}

// run computes all of dst, the first output of which has the given phase and
// the window that src begins with.
func (r *fours[T]) run(dst, src []T, phase int) {
	next := 0
	for len(dst) > 0 {
		n := min(4, len(dst))
		for i := range r.at {
			if i >= n { // too many: the last one again
				r.at[i], r.row[i] = r.at[n-1], r.row[n-1]
				continue
			}
			r.at[i], r.row[i] = next, phase
			next += r.whole
			if phase += r.part; phase >= r.phases {
				phase -= r.phases
				next++
			}
		}
		r.kernel(&r.out, src, &r.at, &r.row)
		dst = dst[copy(dst, r.out[:n]):]
	}
}
