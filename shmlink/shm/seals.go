package shm

// HasSeals tells whether segments can be sealed here: on Linux. Elsewhere Seal
// does what it can, and the memory of a [Control] segment can be taken away by
// whoever has it.
const HasSeals = hasSeals
