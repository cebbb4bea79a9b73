// Package shm is all that a stream across processes asks of the operating
// system: memory that two processes map and neither can take from the other,
// words in it, and ways to wake, to meet and to hand descriptors over.
//
//	Segment    a file without a name, all of its memory there, its size sealed if that can be
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
// # Systems
//
// Linux is complete, and all of the above holds there.
//
// macOS, FreeBSD, NetBSD, OpenBSD and DragonFly have no seals. A segment is a
// file in the folder for temporary files whose name is removed before anything
// is in it. Guests get a [Data] segment open for reading only, and the host too
// keeps no other descriptor: what a guest has can neither be mapped for writing
// nor change the size. What does not hold there:
//
//   - A guest has its [Control] segment open for writing, and can make it shorter.
//     Who shares it then faults at the next touch, which ends the process unless
//     debug.SetPanicOnFault is set; package shmlink contains it.
//   - A host that means harm can keep a descriptor for writing, make the file
//     shorter, and so end its guests. Guests trust their host that far, which
//     [Conn.Peer] names. A reader that does not can set debug.SetPanicOnFault and
//     recover.
//   - [Open] asks the file's file system about it, which may be the peer's own.
//   - Where a file system compresses, memory that was taken may be missing later:
//     the host then faults.
//   - A process killed between the making of a segment's file and the removal of
//     its name leaves an empty file behind.
//
// They have no FutexWait and no Wait of a [Bell] (see [HasFutex]), no names that
// begin with "@" and no ProcessStart: these return an error that wraps
// [errors.ErrUnsupported]. [Cred] has no PID on FreeBSD and DragonFly.
//
// Built with the tag "portable", the package does the same on Linux, which is how
// it is tested: for those systems themselves it is compiled and vetted, and has
// not been run. A process with the tag and one without do not find each other.
//
// Windows, 10 or later: segments are sections without a name, conns and doorbells
// named pipes. There is no futex ([HasFutex]) and no name that begins with "@".
// Descriptors go from a host to its guests only, which must let it into their
// process: it runs as the same user, and not with less rights. A Wait of a
// Doorbell and an Accept each block a thread. A Send that did not end well, by a
// deadline say, is the last one of its Conn. What holds against a peer there holds
// for hosts: a guest takes the host's word for the handles it has been given. It
// is tested with wine, and has not been run on Windows itself.
//
// On other systems everything returns an error that wraps [errors.ErrUnsupported]
// and says what is missing.
package shm
