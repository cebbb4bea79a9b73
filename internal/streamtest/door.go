package streamtest

import (
	"context"
	"iter"
	"testing"

	"github.com/seed-ff569660/seamless"
	"github.com/seed-ff569660/seamless/metadata"
)

// Door is a front door to a stream of T: how to make one and what it can do.
type Door[T comparable] struct {
	// Item returns the item at position n. Items of positions that differ by
	// less than 2^24 differ.
	Item func(n uint64) T

	// New makes a stream and returns its writer, Join adds a reader.
	New  func(c Config) (Writer[T], error)
	Join func(w Writer[T], c ReaderConfig) (Reader[T], error)

	// TooManyReaders is what Join returns when all of Config.Readers are
	// there; nil where the number of readers has no limit.
	TooManyReaders error

	// Apart is for a door whose ends may be in different processes: errors come
	// through it as their texts, tags as far as they have bytes and in a store of
	// its own, and Join returns Ended once the writer has closed.
	Apart bool
	Ended error

	Parks       bool // waits block in channel operations, which bubbles see
	Stalls      bool // a stall is found, and a *seamless.StallError returned
	NeedsReader bool // heeds Config.NeedReader
	Counts      bool // statistics count waits and wakes
	Selects     bool // the ends are Selectable
}

// Config says how a stream is made. The zero value is a door's default.
type Config struct {
	MinItems   int
	Readers    int // attached at one time; 0: at least 64
	MaxSlice   int
	NeedReader bool
	Metadata   metadata.Metadata
	Name       string // of the memory, where it can have one
}

// ReaderConfig says how a reader joins.
type ReaderConfig struct {
	Lossy  bool
	Oldest bool
}

// End is what both ends have in common.
type End interface {
	Cap() int
	Position() uint64
	Close() error
}

// Writer is the writing end of a stream. A door that only polls gives it a
// Slice that polls.
type Writer[T any] interface {
	End
	TrySlice() []T
	TrySliceMin(min int) []T
	Slice(ctx context.Context, min int) ([]T, error)
	Produce(n int)
	ProduceTags(n int, tags ...metadata.Tag)
	CloseWithError(err error) error
	Stats() seamless.WriterStats
}

// Reader is a reading end of a stream.
type Reader[T any] interface {
	End
	TrySlice() ([]T, error)
	TrySliceMin(min int) ([]T, error)
	Slice(ctx context.Context, min int) ([]T, error)
	Tags(dst []metadata.Tag) []metadata.Tag
	Consume(n int) error
	Stats() seamless.ReaderStats
}

// Selectable is an end that can be waited for in a select.
type Selectable interface{ Ready() <-chan struct{} }

// Ranger is a reader that can be ranged over.
type Ranger[T any] interface {
	Batches(ctx context.Context, min int) iter.Seq2[[]T, error]
}

// Run runs every test that applies to the door as a named subtest, and checks
// that they leave nothing behind.
func Run[T comparable](t *testing.T, d Door[T]) {
	s := suite[T]{Door: d, name: uniqueName()}
	before := goroutines()
	t.Run("Memory", s.memory)
	for _, group := range []map[string]func(*testing.T){
		s.basics(), s.ends(), s.waits(), s.windows(), s.contexts(), s.tags(), s.joins(),
		s.lossy(), s.stalls(), s.selects(), s.batches(), s.stats(), s.model(),
	} {
		s.run(t, group)
	}
	noMoreGoroutines(t, before)
	noMemory(t, s.name)
}
