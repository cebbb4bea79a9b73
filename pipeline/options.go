package pipeline

import "github.com/seed-ff569660/seamless/notifier"

// Option changes how a pipeline runs, never what it computes.
type Option func(*config)

type config struct {
	ringBytes int
	maxBatch  int
	heap      bool
	notifier  func() notifier.Notifier
}

// WithRingSize sets the size of the rings in bytes, rounded up to whole pages;
// the default is 256 KiB. Larger rings make for fewer and longer batches, and
// for older samples at the sink.
func WithRingSize(bytes int) Option { return func(c *config) { c.ringBytes = max(bytes, 1) } }

// WithMaxBatch bounds how many items a block is given at once, unless it asks
// for more; the default is half a ring.
func WithMaxBatch(items int) Option { return func(c *config) { c.maxBatch = max(items, 1) } }

// WithHeapRings makes the rings on the Go heap, see dmb.NewHeap.
func WithHeapRings() Option { return func(c *config) { c.heap = true } }

// WithNotifier says how blocks wait that have a goroutine of their own: make is
// called once for each end of a ring. The default is [notifier.NewChan].
func WithNotifier(make func() notifier.Notifier) Option {
	return func(c *config) { c.notifier = make }
}
