// Package shmlink is the stream of package circular across processes: one
// writes samples once, any number of others read the same memory, as contiguous
// slices, with tags, contexts and statistics as in one process.
//
//	w, err := shmlink.Create[complex64]("adc", 1<<20)      // in one process
//
//	r, err := shmlink.Open[complex64](ctx, "adc")          // in others
//	for s, err := range r.Batches(ctx, 4096) { … }
//
// There is no daemon and nothing to clean up: the memory has no name and goes
// with the last process that has it, however that ends. The name is a socket in
// the user's runtime folder, see [shm.Folder].
//
// A reader maps the samples read-only and cannot write them by any way; it
// shares one page with the writer, and what it writes there spoils nothing but
// its own stream. One that dies is noticed by its hang-up, within a
// millisecond. One that is slow holds the writer up ([Block]), or loses items
// and is told how many ([Drop]), or is put out ([Evict]), as it chose when it
// came, or as the writer insists ([WithPolicies]). When the writer dies its
// readers get everything it has produced, and then [ErrWriterDied].
//
// The cursor protocol is that of every stream here, with its words in shared
// memory; FORMAT.md, beside the code, draws that memory and the messages byte by
// byte. Both ends must be built for the same processor architecture, and agree
// on the layout of T, which is checked.
//
// Linux is complete. On macOS, FreeBSD, NetBSD, OpenBSD and DragonFly a reader
// cannot write the samples either; one that takes the page it shares with the
// writer away, as it can there, is put out, and the others do not notice. But a
// writer that means harm can end the processes of its readers, and a reader that
// is Blocking is woken as one that is Polling. See [shm] for all of the difference.
// On Windows all readers are woken by their doorbells, and one that waits blocks a
// thread; there are no names that begin with "@".
// On other systems Create and Open return an error that wraps
// [errors.ErrUnsupported] and says what is missing.
package shmlink
