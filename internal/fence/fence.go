// Package fence has somebody else pass a memory fence.
//
// A store and a load that follows it are seen in the other order by a
// processor unless there is a fence between them, and "store mine, then look at
// yours" needs that order. Between two that do so one fence each is needed, and
// a fence waits until all lines written before are the processor's own. Where one
// side does it millions of times and the other one rarely, the rare one can have
// both fences: [All] puts one on every processor that runs one of the processes
// which have asked for it, so that whatever these were in the middle of, either
// their store is seen after it or their load comes after it.
package fence

// CanAll reports whether [All] works between this process and all others that
// have asked. It first asks the kernel to be included. It works on Linux from
// 4.16 on. Any goroutine may call it; the answer does not change.
func CanAll() bool { return canAll() }

// All has every processor that runs a process for which [CanAll] is true pass
// a full memory fence between the call and its return. It takes half a
// microsecond where none of them runs elsewhere, and up to some tens where one
// does, which it interrupts. It panics where CanAll is false. Any goroutine may
// call it.
func All() {
	if err := all(); err != nil {
		panic("fence: on all processors: " + err.Error())
	}
}
