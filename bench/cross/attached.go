//go:build linux

package cross

import (
	"fmt"
	"os"

	"github.com/seed-ff569660/seamless/internal/atomics"
	"github.com/seed-ff569660/seamless/shmlink"
	"github.com/seed-ff569660/seamless/shmlink/shm"
)

// ticks writes items one by one for readers that do not hold it up.
func ticks(w *shmlink.Writer[uint64]) func(int, *report) error {
	return func(ops int, _ *report) error {
		for i := range ops {
			s := w.TrySliceMin(1)
			if len(s) == 0 {
				return fmt.Errorf("held up after %d items", i)
			}
			s[0] = uint64(i)
			w.Produce(1)
		}
		return nil
	}
}

// crowd attaches so many readers, which then do nothing.
func crowd(name string, n int) (all []*shmlink.Reader[uint64], err error) {
	for range n {
		r, err := shmlink.Open[uint64](forever, name, shmlink.WithPolicy(shmlink.Drop()))
		if err != nil {
			return all, err
		}
		all = append(all, r)
	}
	return all, nil
}

// glance is the floor of "attached": the item, one atomic store, and a look at
// one word for each reader, so many bytes apart.
func glance(n, apart int) (part, error) {
	size := max((n*apart+4095)&^4095, os.Getpagesize())
	s, err := shm.Create("cross", size)
	if err != nil {
		return part{}, err
	}
	defer s.Close()
	r, err := s.Map(0, size, true)
	if err != nil {
		return part{}, err
	}
	words := make([]*atomics.Uint64, n)
	for i := range words {
		words[i] = shm.At[atomics.Uint64](r, i*apart)
	}
	ring, commit := make([]uint64, ringItems), new(atomics.Uint64)
	run := func(ops int, _ *report) error {
		for i := range uint64(ops) {
			ring[i%ringItems] = i
			commit.Store(i)
			for _, w := range words {
				if w.Load() != 0 {
					return fmt.Errorf("a word that nobody writes is %d", w.Load())
				}
			}
		}
		return nil
	}
	return part{run: run, close: func() { _ = r.Close() }}, nil
}
