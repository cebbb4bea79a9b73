package lockfree

import (
	"github.com/seed-ff569660/seamless/dmb"
	"github.com/seed-ff569660/seamless/internal/spmc"
	"github.com/seed-ff569660/seamless/metadata"
)

// Option changes how a stream is made.
type Option func(*config)

type config struct {
	ring   spmc.Config
	memory []dmb.Option
	heap   bool
}

func collect(opts []Option) *config {
	c := new(config)
	for _, o := range opts {
		o(c)
	}
	return c
}

// WithMetadata says where tags are kept; the default is [metadata.NewTags].
func WithMetadata(m metadata.Metadata) Option { return func(c *config) { c.ring.Metadata = m } }

// WithMemory passes options on to the memory, a name for example.
func WithMemory(opts ...dmb.Option) Option {
	return func(c *config) { c.memory = append(c.memory, opts...) }
}

// WithMaxSlice bounds the writer's slices to n items, unless it asks for a
// larger minimum. A writer may overwrite as much as its slice covers, so this
// leaves at least Cap-n items for readers that are lossy or join at the oldest
// item. Without it the bound is the ring, or a quarter of it while there is a
// lossy reader.
func WithMaxSlice(n int) Option { return func(c *config) { c.ring.MaxSlice = n } }

// OnHeap makes the ring on the Go heap, see [dmb.NewHeap]: every item is then
// copied once when it is produced.
func OnHeap() Option { return func(c *config) { c.heap = true } }

// ReaderOption changes how a reader is added.
type ReaderOption func(*spmc.ReaderConfig)

func collectReader(opts []ReaderOption) (c spmc.ReaderConfig) {
	for _, o := range opts {
		o(&c)
	}
	return c
}

// Lossy adds a reader that never holds the writer back. When it is too slow it
// loses the oldest items, and Consume tells it how many.
func Lossy() ReaderOption { return func(c *spmc.ReaderConfig) { c.Lossy = true } }

// FromOldest starts the reader at the oldest item that the writer cannot be
// overwriting, instead of at the current position: at best Cap items back,
// less what the writer's slice covers. See [WithMaxSlice].
func FromOldest() ReaderOption { return func(c *spmc.ReaderConfig) { c.Oldest = true } }
