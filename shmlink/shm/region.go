package shm

import (
	"fmt"
	"reflect"
	"sync"

	"github.com/seed-ff569660/seamless/internal/layout"
)

// Region is one mapping of a segment. Views of it ([At], Bytes) die with
// Close: unlike slices of the Go heap they do not keep their memory. They must
// no longer be in use then, or the process ends with a fault.
//
// Any goroutine may call any method before Close; who may touch which words is
// between the processes that do. The race detector does not see the memory.
type Region struct {
	mem []byte // nil once closed

	mu     sync.Mutex
	mapped []byte // what Close unmaps, nil once closed
}

// Len returns the bytes of the region, 0 once closed.
func (r *Region) Len() int { return len(r.mem) }

// Bytes returns the n bytes at off, len and cap n. Outside of the region it
// panics. In a region that is not writable a store faults and ends the process.
func (r *Region) Bytes(off, n int) []byte {
	if off < 0 || n < 0 || off > len(r.mem) || n > len(r.mem)-off {
		panic(fmt.Sprintf("shm: %d bytes at %d of a region of %d", n, off, len(r.mem)))
	}
	return r.mem[off : off+n : off+n]
}

// At returns the T at byte off. It is for structs made of words of
// internal/atomics, whose 64-bit words are aligned to 8 on every processor;
// plain 64-bit fields are not on 32-bit ones, and two processes would see them
// at different places. T must hold no pointers, off must be a multiple of the
// alignment of T, and all of T must lie in the region, else At panics.
//
// In a region that is not writable words can be loaded, waited for and woken.
func At[T any](r *Region, off int) *T {
	item, err := layout.Of[T]()
	if err != nil {
		panic(fmt.Sprintf("shm: view at %d: %v", off, err))
	}
	if off < 0 || off%item.Align != 0 {
		panic(fmt.Sprintf("shm: view of %v at %d, not a multiple of %d", reflect.TypeFor[T](), off, item.Align))
	}
	return view[T](r.Bytes(off, item.Size))
}

// Close unmaps the region. Closing twice, or nil, does nothing.
func (r *Region) Close() error {
	if r == nil {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	mem := r.mapped
	r.mem, r.mapped = nil, nil
	if mem == nil {
		return nil
	}
	if err := unmap(mem); err != nil {
		return fmt.Errorf("shm: unmap %d bytes: %w", len(mem), err)
	}
	return nil
}
