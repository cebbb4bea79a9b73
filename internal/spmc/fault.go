package spmc

import (
	"runtime/debug"

	"github.com/seed-ff569660/seamless/internal/memory"
)

// A guest may have the means to take the memory of its cursor away, by making
// the file shorter. The writer's process then faults where it touches a word of
// it. So that it goes on, it touches them by the functions below alone, which
// turn the fault into a guest that has left, as one with a tail that cannot be
// true: what is not there reads as 0 and is not stored. Where the size of
// memory is fixed they are the bare loads and stores.
//
// A word is named inside of what is guarded: already to take its address, the
// compiled code may touch it.

func (s *slot) seeTail() (tail uint64) {
	if memory.FixedSize || s.guest == nil {
		return s.tail.Load()
	}
	s.guest.touch(func() { tail = s.tail.Load() })
	return tail
}

func (s *slot) seeWant() (want uint64) {
	if memory.FixedSize || s.guest == nil {
		return s.want.Load()
	}
	s.guest.touch(func() { want = s.want.Load() })
	return want
}

func (s *slot) clearWant(want uint64) (taken bool) {
	if memory.FixedSize || s.guest == nil {
		return s.want.CompareAndSwap(want, 0)
	}
	s.guest.touch(func() { taken = s.want.CompareAndSwap(want, 0) })
	return taken
}

func (s *slot) leaveNeed(need uint64) {
	if memory.FixedSize || s.guest == nil {
		s.need.Store(need)
		return
	}
	s.guest.touch(func() { s.need.Store(need) })
}

func (s *slot) leaveAsked(want uint64) {
	if memory.FixedSize || s.guest == nil {
		s.Wish.want.Store(want)
		return
	}
	s.guest.touch(func() { s.Wish.want.Store(want) })
}

// touch runs f, which touches words of the guest's and nothing else that may
// fault. It costs some ten nanoseconds.
func (h *Guest) touch(f func()) {
	if memory.FixedSize {
		f()
		return
	}
	defer h.contain(debug.SetPanicOnFault(true))
	f()
}

// contain ends the guest's part in the stream where its memory has faulted, and
// has the goroutine fault as it did before.
func (h *Guest) contain(was bool) {
	debug.SetPanicOnFault(was)
	cause := recover()
	if cause == nil {
		return
	}
	if _, fault := cause.(interface{ Addr() uintptr }); !fault {
		panic(cause)
	}
	h.lie()
}

// lie takes a guest out that has shown what cannot be true, once.
func (h *Guest) lie() {
	if h.liar.Swap(1) == 0 {
		h.Leave()
		h.lied()
	}
}
