package bench

// floorStream is one goroutine that copies each batch into a memory of the
// size of the ring and sums it up there, once for every reader: what the work
// itself costs when nothing is handed over and the batch is still in the
// first-level cache. Two cores may beat it.
func floorStream[T sample](s shape) (*Subject, error) {
	ring := make([]T, s.buffers()*s.batch)
	src := newSource[T](s.batch)
	totals := make([]float64, s.readers)
	run := func(n int) error {
		clear(totals)
		offset := 0
		for i := range n {
			b := ring[offset : offset+s.batch]
			copy(b, src.at(i))
			for r := range totals {
				totals[r] += sum(b)
			}
			if offset += s.batch; offset == len(ring) {
				offset = 0
			}
		}
		for _, got := range totals {
			if want := src.sum(n); got != want {
				return wrong(got, want)
			}
		}
		return nil
	}
	return &Subject{Run: run}, nil
}
