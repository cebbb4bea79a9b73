package pipeline

import (
	"time"

	"github.com/seed-ff569660/seamless/notifier"
)

// Option changes how a pipeline runs, never what it computes.
type Option func(*config)

type config struct {
	ringBytes  int
	callBytes  int
	maxBatch   int
	maxLatency time.Duration
	heap       bool
	profiling  bool
	notifier   func() notifier.Notifier
}

func defaults() config {
	return config{
		ringBytes: 256 << 10,
		callBytes: 24 << 10,
		notifier:  func() notifier.Notifier { return notifier.NewChan() },
	}
}

// WithRingSize sets the size of the rings in bytes, rounded up to whole pages;
// the default is 256 KiB. A ring that has to be larger for the blocks at its
// ends is larger.
func WithRingSize(bytes int) Option { return func(c *config) { c.ringBytes = max(bytes, 1) } }

// WithMaxBatch bounds how many items a block is given at once, unless it asks
// for more. Without it that is found out while the pipeline runs: at first a
// block is given as many as have 24 KiB together with what it makes of them, so
// that both are in the nearest cache, and what one block makes is still there
// when the next one reads it; twice or four times as many where that proves to
// be faster.
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
