package shm

// CLOCK_MONOTONIC for both, which x/sys does not name here: whether it goes on
// while the machine sleeps is up to the machine.
const (
	bootClock = 3
	monoClock = 3
)
