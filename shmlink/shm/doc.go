// Package shm is all that a stream across processes asks of the operating
// system: memory that two processes map and neither can take from the other,
// words in it, and ways to wake, to meet and to hand descriptors over.
//
//	Segment    a file without a name, all of its memory there, its size sealed
//	Region     one mapping of whole pages of it; At gives typed views of words
//	FutexWait  sleep on a word of a Region on the calling thread; FutexWake
//	Bell       one word that wakes one waiter and remembers one ring
//	Doorbell   the same through the runtime's poller: no thread blocked, select
//	Listener   a name that one live process holds at a time; Dial finds it
//	Conn       messages with descriptors, the peer's identity, its hang-up
//
// Everything here holds against a peer that does what it likes with what it
// was given: no word it writes, message it sends or descriptor it passes makes
// a function of this package fault, run without end or block past its context.
// What a peer can do is spoil its own link. It can do that at any time.
//
// What one user's processes may do to each other through the debugger's doors
// (ptrace, /proc/PID/mem of private memory) is outside of this.
//
// Linux is complete. Elsewhere everything returns an error that wraps
// [errors.ErrUnsupported] and says what is missing, but on
//
// Windows, 10 or later: segments are sections without a name, conns and doorbells
// named pipes. There is no futex ([HasFutex]) and no name that begins with "@".
// Descriptors go from a host to its guests only, which must let it into their
// process: it runs as the same user, and not with less rights. A Wait of a
// Doorbell and an Accept each block a thread. A Send that did not end well, by a
// deadline say, is the last one of its Conn. What holds against a peer there holds
// for hosts: a guest takes the host's word for the handles it has been given.
package shm
