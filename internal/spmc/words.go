package spmc

import "github.com/seed-ff569660/seamless/internal/atomics"

// The words of the protocol lie on the Go heap, or, where the ends of a ring
// are in different processes, in memory that these share. Their places are
// fixed for that: they are part of the format that shmlink describes.

// line keeps words of different authors apart. It does not depend on the
// processor, since the words may be shared memory.
type line [128]byte

// Head holds the writer's words for all readers. A reader in another process
// sees it read-only.
type Head struct {
	// Written by the writer at every Produce, or looked at together with commit.
	commit atomics.Uint64 // items below it are published
	closed atomics.Uint32 // 1 after the last commit
	tagged atomics.Uint32 // 1 once a tag was produced
	light  atomics.Uint32 // 1 while commit is stored without a fence; see "Fences"
	_      [4]byte

	_ [128 - 24]byte

	// Written by the writer when it looks at its readers.
	claim atomics.Uint64 // items below claim-capacity may be being overwritten

	_ [128 - 8]byte
}

// Wish is what a sleeping writer asks of readers: of all of them through one
// Wish in one process, of each by its own from another.
type Wish struct {
	need atomics.Uint64 // tails must reach it for the writer to go on; 0: awake
	want atomics.Uint64 // tails shall reach it before the writer is woken; 0: awake, or asked of others
}

// Cursor holds the words of one reader. One in another process shares no other
// memory with the writer that it could write.
type Cursor struct {
	// Written by the reader at every Consume.
	tail atomics.Uint64 // items below it are given back

	_ [128 - 8]byte

	// Wishes, cleared by whoever fulfils them.
	want atomics.Uint64 // of the reader: commit shall reach it before it is woken; 0: awake
	Wish                // of the writer, to a reader in another process

	_ [128 - 24]byte

	// Statistics of the reader.
	start   atomics.Uint64 // where it joined
	maxFill atomics.Uint64
	waits   atomics.Uint64
	wakes   atomics.Uint64
	lost    atomics.Uint64

	_ [128 - 40]byte
}
