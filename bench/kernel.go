package bench

// sample is an item of the streams that are summed up.
type sample interface{ complex64 | float32 }

// A source holds the batches that a producer copies into the stream: windows
// of one small array, which stays in the first-level cache. Its values are
// small positive integers, so that every sum here is exact and one lost or
// doubled item shows.
type source[T sample] struct {
	items []T
	batch int
	sums  [windows]float64 // of each window
}

const (
	windows = 8
	step    = 8 // items between the starts of two windows
)

func newSource[T sample](batch int) *source[T] {
	s := &source[T]{items: make([]T, batch+(windows-1)*step), batch: batch}
	for i, f := 0, floats(s.items); i < len(f); i++ {
		f[i] = float32(1 + i*i%13)
	}
	for i := range s.sums {
		s.sums[i] = sum(s.at(i))
	}
	return s
}

// at returns batch i. Neighbours differ, so that a batch that comes twice in
// the place of another shows as well.
func (s *source[T]) at(i int) []T {
	o := i % windows * step
	return s.items[o : o+s.batch]
}

// sum returns the sum of the first n batches.
func (s *source[T]) sum(n int) (total float64) {
	for i, w := range s.sums {
		total += w * float64((n+windows-1-i)/windows)
	}
	return total
}

// sum is what every consumer does with its items: it adds them all up, real
// and imaginary parts together. It is exact for less than 2^20 items of a
// source.
func sum[T sample](s []T) float64 { return sumFloats(floats(s)) }

// sumFloats adds up the blocks and then what is left. It is written for speed,
// and in assembly where that helps: a plain loop waits four cycles for every
// addition, and would be most of what is measured.
func sumFloats(f []float32) float64 {
	whole := len(f) / block * block
	total := sumBlocks(f[:whole])
	for _, v := range f[whole:] {
		total += v
	}
	return float64(total)
}

// block is the number of floats that sumBlocks takes at a time.
const block = 32
