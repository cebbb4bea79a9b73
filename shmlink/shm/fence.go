package shm

// A store and a load that follows it are seen in the other order by a
// processor unless there is a fence between them, and "publish, then look for
// sleepers" needs that order. A fence at each Produce makes it wait until all
// lines that it has written are its own again, which from core to core takes
// longer than all the rest. Who sleeps can have it instead: [Fence] puts one on
// every processor that runs one of the processes that share the words, so that
// whatever these were in the middle of, either their store is seen after it or
// their load comes after it.

// CanFence reports whether [Fence] works between this process and all others
// that have asked. It first asks the kernel to be included.
func CanFence() bool { return canFence() }

// Fence has every processor that runs a process for which [CanFence] is true
// pass a full memory fence between the call and its return. It takes half a
// microsecond where none of them runs elsewhere, and up to some tens where one
// does, which it interrupts. It panics where CanFence is false.
func Fence() {
	if err := fence(); err != nil {
		panic("shm: a fence in all processes: " + err.Error())
	}
}
