package dmb

import "github.com/seed-ff569660/seamless/internal/memory"

// Option changes how the memory of a [Buffer] is made, never what it means.
type Option func(*options)

type options struct {
	name      string
	prefault  bool
	hugePages bool
	lock      bool
	readOnly  bool

	// For tests: a lower limit on mappings (0: the system's), and an error for a
	// step of the work.
	maxMaps int
	fail    memory.Fail
}

func collect(opts []Option) *options {
	o := &options{name: "dmb", prefault: true}
	for _, opt := range opts {
		opt(o)
	}
	return o
}

// failure returns the error a test wants of this step, else nil.
func (o *options) failure(step string) error { return o.fail.At(step) }

// WithName names the memory where the system can show it: in /proc/PID/maps on
// Linux it reads /memfd:name. At most 249 bytes. The default is "dmb".
func WithName(name string) Option { return func(o *options) { o.name = name } }

// WithPrefault says whether every page of both halves is made present when the
// buffer is made; the default is true. Without it the memory is set aside all
// the same, but the first touch of each page costs a page fault of about a
// microsecond, once in each half.
func WithPrefault(on bool) Option { return func(o *options) { o.prefault = on } }

// WithHugePages asks Linux to back the buffer with huge pages and rounds its
// size to them (2 MiB on amd64). It is advice: where the system does not
// follow it the buffer has ordinary pages, and that is no error. It has no
// effect elsewhere and on [Map].
func WithHugePages() Option { return func(o *options) { o.hugePages = true } }

// WithLock keeps the memory from being swapped out. Both halves count against
// RLIMIT_MEMLOCK; when the limit does not allow it, making the buffer fails.
// Heap mirrors, which are no mappings, are not locked.
func WithLock() Option { return func(o *options) { o.lock = true } }

// ReadOnly maps a file range for reading. A write to such an item faults and
// ends the process. It applies to [Map] only.
func ReadOnly() Option { return func(o *options) { o.readOnly = true } }
