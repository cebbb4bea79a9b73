package circular

import (
	"fmt"

	"github.com/seed-ff569660/seamless/dmb"
	"github.com/seed-ff569660/seamless/internal/spmc"
	"github.com/seed-ff569660/seamless/metadata"
	"github.com/seed-ff569660/seamless/notifier"
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

// WithNotifier says how the writer waits; the default is [notifier.NewChan].
func WithNotifier(n notifier.Notifier) Option { return func(c *config) { c.ring.Notifier = n } }

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

// NeedReader makes the writer's Slice fail with [seamless.ErrNoReaders] once
// its last reader has left. Without it a writer without readers runs free.
func NeedReader() Option { return func(c *config) { c.ring.NeedReader = true } }

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

// NotifiedBy says how the reader waits; the default is [notifier.NewChan].
func NotifiedBy(n notifier.Notifier) ReaderOption {
	return func(c *spmc.ReaderConfig) { c.Notifier = n }
}

// channelOf returns the channel of an end's notifier.
func channelOf(n notifier.Notifier) <-chan struct{} {
	if c, ok := n.(interface{ C() <-chan struct{} }); ok {
		return c.C()
	}
	panic(fmt.Sprintf("circular: Ready needs a notifier with a channel, as notifier.Chan is; this end has a %T", n))
}
