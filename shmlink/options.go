package shmlink

import (
	"fmt"
	"time"

	"github.com/seed-ff569660/seamless/shmlink/shm"
)

// Option changes how a stream is made.
type Option func(*config)

type config struct {
	maxReaders int
	maxSlice   int
	tagBytes   int
	needReader bool
	allow      func(shm.Cred) error
	policies   func(Policy) (Policy, error)
	events     func(Event)
	heartbeat  time.Duration
}

func collect(opts []Option) *config {
	c := &config{maxReaders: 64, tagBytes: 128 << 10, allow: sameUser, heartbeat: time.Second}
	for _, o := range opts {
		o(c)
	}
	return c
}

// WithMaxReaders bounds the readers attached at one time; the default is 64.
// Each costs the writer a look at its cursor when it produces, and two
// descriptors.
func WithMaxReaders(n int) Option { return func(c *config) { c.maxReaders = max(n, 1) } }

// WithMaxSlice bounds the writer's slices to n items, see circular.WithMaxSlice.
func WithMaxSlice(n int) Option { return func(c *config) { c.maxSlice = n } }

// WithTagSpace sets how many bytes of tags may lie unread, rounded up to whole
// pages; the default is 128 KiB, which holds the longest tag there is, or some
// 4000 short ones. With 0 there are no tags.
func WithTagSpace(bytes int) Option { return func(c *config) { c.tagBytes = max(bytes, 0) } }

// NeedReader makes the writer's Slice fail with [seamless.ErrNoReaders] once
// its last reader has left.
func NeedReader() Option { return func(c *config) { c.needReader = true } }

// WithPermissions says who may read: f returns why a process must not, or nil.
// The default lets those in who run as the same user. The socket is out of
// other users' reach all the same, save for names that begin with "@".
func WithPermissions(f func(shm.Cred) error) Option { return func(c *config) { c.allow = f } }

// WithPolicies lets the writer have a say in how readers are dealt with that
// are slow: f gets what a reader asks for and returns what it gets, or why it is
// turned away.
func WithPolicies(f func(Policy) (Policy, error)) Option { return func(c *config) { c.policies = f } }

// WithEvents has f called when readers come and go. It must not wait, and may
// be called by several goroutines at once.
func WithEvents(f func(Event)) Option { return func(c *config) { c.events = f } }

// WithHeartbeat sets how often the writer's process shows that it runs; the
// default is once a second, 0 is never. Nothing depends on it: it tells a
// writer that is stopped from one that has nothing to say, see [Reader.Silence].
func WithHeartbeat(every time.Duration) Option { return func(c *config) { c.heartbeat = every } }

// ReaderOption changes how a stream is read.
type ReaderOption func(*readerConfig)

type readerConfig struct {
	await     bool
	policy    Policy
	start     start
	position  uint64
	wait      Wait
	allow     func(shm.Cred) error
	reconnect bool
	gap       func(Gap)
}

func collectReader(opts []ReaderOption) *readerConfig {
	c := &readerConfig{policy: Block(), allow: sameUser}
	for _, o := range opts {
		o(c)
	}
	return c
}

// byDoor tells whether the reader is woken by its doorbell: where it polls, and
// where processes have no futex to share.
func (c *readerConfig) byDoor() bool { return c.wait == Polling || !shm.HasFutex }

// WithPolicy says what is to happen when the reader is slow; the default is
// [Block].
func WithPolicy(p Policy) ReaderOption { return func(c *readerConfig) { c.policy = p } }

// FromOldest starts the reader at the oldest item that the writer cannot be
// overwriting, instead of at the current position.
func FromOldest() ReaderOption { return func(c *readerConfig) { c.start = startOldest } }

// From starts the reader at a position, or as near to it as there are items: a
// reader that comes back can go on where it was.
func From(position uint64) ReaderOption {
	return func(c *readerConfig) { c.start, c.position = startAt, position }
}

// Await makes Open wait for a writer of that name where there is none yet, until
// its context is done.
func Await() ReaderOption { return func(c *readerConfig) { c.await = true } }

// WithWait says how the reader waits; the default is [Blocking].
func WithWait(w Wait) ReaderOption { return func(c *readerConfig) { c.wait = w } }

// WithHost says whose streams are read: f returns why a process must not be
// the writer, or nil. The default is processes of the same user.
func WithHost(f func(shm.Cred) error) ReaderOption { return func(c *readerConfig) { c.allow = f } }

// WithReconnect makes the reader wait for the next writer of the name when the
// one it has is gone, whether that closed the stream or died, until the context
// of the call that waits is done. What lies in between is told to f, which may
// be nil, on the reader's goroutine. Only calls that wait reconnect.
func WithReconnect(f func(Gap)) ReaderOption {
	return func(c *readerConfig) { c.reconnect, c.gap = true, f }
}

// Gap is what lies between two writers of a name.
type Gap struct {
	Lost     uint64 // items that the later one produced before this reader was there
	OldEpoch uint64
	NewEpoch uint64 // larger; epochs are the time of creation
}

// Wait is a way to wait for items.
type Wait uint8

const (
	// Blocking looks for some ten microseconds where that pays, and then sleeps
	// on the thread it runs on: the fastest wake, for a reader with a processor
	// to itself now and then. Where processes share no futex it waits as Polling
	// does.
	Blocking Wait = iota
	// Polling parks the goroutine, and no thread save on Windows, until the
	// runtime's poller has the wake. It is the way for many readers in one process, and the one that
	// has Ready.
	Polling
	// Spinning looks all the time, for up to 10 ms, and then sleeps as
	// Blocking does. It answers within a cache line's way between two processors,
	// and takes one of them.
	Spinning
)

// Policy is what happens to a reader that is slow.
type Policy struct {
	kind  policy
	after time.Duration
}

type policy uint8

const (
	block policy = iota
	drop
	evict
)

// Block holds the writer up until the reader has made room.
func Block() Policy { return Policy{kind: block} }

// Drop never holds the writer up: the oldest items are lost, and Consume tells
// how many.
func Drop() Policy { return Policy{kind: drop} }

// Evict holds the writer up, but a reader that does so for longer than after at
// one time is put out, and gets [ErrEvicted]. One that is slow but lets the writer
// go on in time stays.
func Evict(after time.Duration) Policy { return Policy{evict, max(after, 0)} }

// IsBlock, IsDrop and IsEvict tell policies apart.
func (p Policy) IsBlock() bool { return p.kind == block }
func (p Policy) IsDrop() bool  { return p.kind == drop }
func (p Policy) IsEvict() bool { return p.kind == evict }

func (p Policy) String() string {
	switch p.kind {
	case drop:
		return "drop"
	case evict:
		return fmt.Sprintf("evict after %v", p.after)
	}
	return "block"
}
