//go:build linux

package cross

import "fmt"

const (
	itemBytes = 8
	ringBytes = 1 << 20 // between the processes; of a socket as near to it as the system lets
	ringItems = ringBytes / itemBytes
	readItems = 64 << 10 / itemBytes // what a reader that copies has room for, unless a batch is longer
)

// source holds the batches that a writer copies into the stream: windows of one
// small array, which stays in the cache.
type source struct {
	items []uint64
	batch int
	sums  [windows]uint64
}

const windows = 8

func newSource(batch int) *source {
	s := &source{items: make([]uint64, batch+windows-1), batch: batch}
	for i := range s.items {
		s.items[i] = uint64(i+1) * 0x9e3779b97f4a7c15
	}
	for i := range s.sums {
		s.sums[i] = sum(s.at(i))
	}
	return s
}

// at returns batch i. Neighbours differ, so that one that comes twice in the
// place of another shows.
func (s *source) at(i int) []uint64 {
	i %= windows
	return s.items[i : i+s.batch]
}

// sum returns the sum of the first n batches.
func (s *source) sum(n int) (total uint64) {
	for i, w := range s.sums {
		total += w * uint64((n+windows-1-i)/windows)
	}
	return total
}

// sum is what every reader does with its items.
func sum(s []uint64) uint64 {
	var a0, a1, a2, a3 uint64
	for len(s) >= 8 {
		b := (*[8]uint64)(s)
		a0, a1, a2, a3 = a0+b[0], a1+b[1], a2+b[2], a3+b[3]
		a0, a1, a2, a3 = a0+b[4], a1+b[5], a2+b[6], a3+b[7]
		s = s[8:]
	}
	for _, v := range s {
		a0 += v
	}
	return a0 + a1 + a2 + a3
}

// check compares what has arrived with what should have.
func check(items, want int, got, sum uint64) error {
	if items != want || got != sum {
		return fmt.Errorf("%d items of sum %x have arrived, not %d of %x", items, got, want, sum)
	}
	return nil
}
