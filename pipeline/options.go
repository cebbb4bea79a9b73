package pipeline

import (
	"time"

	"github.com/seed-ff569660/seamless/notifier"
)

// Option changes how a pipeline runs, never what it computes.
type Option func(*config)

type config struct {
	ringBytes  int
	batchBytes int
	maxBatch   int
	maxLatency time.Duration
	heap       bool
	profiling  bool
	notifier   func() notifier.Notifier
}

func defaults() config {
	return config{
		ringBytes:  256 << 10,
		batchBytes: 24 << 10,
		notifier:   func() notifier.Notifier { return notifier.NewChan() },
	}
}

// WithRingSize sets the size of the rings in bytes, rounded up to whole pages;
// the default is 256 KiB. A ring that has to be larger for the blocks at its
// ends is larger.
func WithRingSize(bytes int) Option { return func(c *config) { c.ringBytes = max(bytes, 1) } }

// WithMaxBatch bounds how many items a block is given at once, unless it asks
// for more; the default is as many as have 24 KiB, so that what one block makes
// is still in the nearest cache when the next one reads it.
func WithMaxBatch(items int) Option { return func(c *config) { c.maxBatch = max(items, 1) } }

// WithMaxLatency bounds how long an item may lie in the streams of the graph,
// all of those on its way together; see [Stream.MaxLatency], which goes before
// it.
func WithMaxLatency(d time.Duration) Option { return func(c *config) { c.maxLatency = max(d, 1) } }

// WithHeapRings makes the rings on the Go heap, see dmb.NewHeap.
func WithHeapRings() Option { return func(c *config) { c.heap = true } }

// WithProfiling labels every call of a block with the block's name, so that a
// CPU profile tells them apart: the label is "block". It costs some 50 ns a
// call. Without it a profile tells runs apart: the goroutine of each has the
// labels "run", its number, and "blocks", the names of all its blocks.
func WithProfiling() Option { return func(c *config) { c.profiling = true } }

// WithNotifier says how goroutines wait: make is called once for each end of a
// stream and each goroutine that waits. The default is [notifier.NewChan].
func WithNotifier(make func() notifier.Notifier) Option {
	return func(c *config) { c.notifier = make }
}

// items returns how many items of so many bytes a ring is to hold.
func (c *config) items(bytes int) int { return max(1, c.ringBytes/max(bytes, 1)) }

// batch returns how many items of so many bytes a block is given at once.
func (c *config) batch(bytes int) int {
	n := max(1, c.batchBytes/max(bytes, 1))
	if c.maxBatch != 0 {
		n = c.maxBatch
	}
	return min(n, max(1, c.items(bytes)/2))
}
