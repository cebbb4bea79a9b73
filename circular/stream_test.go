package circular_test

import (
	"testing"

	"github.com/seed-ff569660/seamless/circular"
	"github.com/seed-ff569660/seamless/dmb"
	"github.com/seed-ff569660/seamless/internal/streamtest"
	"github.com/seed-ff569660/seamless/notifier"
)

// door is a front door whose ends wait as the notifiers made by wait do; nil
// is the default.
func door[T comparable](item func(uint64) T, wait func() notifier.Notifier, opts ...circular.Option) streamtest.Door[T] {
	return streamtest.Door[T]{
		Item: item,
		New: func(c streamtest.Config) (streamtest.Writer[T], error) {
			opts := append([]circular.Option{
				circular.WithMaxSlice(c.MaxSlice),
				circular.WithMetadata(c.Metadata),
				circular.WithMemory(dmb.WithName(c.Name)),
			}, opts...)
			if c.NeedReader {
				opts = append(opts, circular.NeedReader())
			}
			if wait != nil {
				opts = append(opts, circular.WithNotifier(wait()))
			}
			return circular.New[T](c.MinItems, opts...)
		},
		Join: func(w streamtest.Writer[T], c streamtest.ReaderConfig) (streamtest.Reader[T], error) {
			var opts []circular.ReaderOption
			if c.Lossy {
				opts = append(opts, circular.Lossy())
			}
			if c.Oldest {
				opts = append(opts, circular.FromOldest())
			}
			if wait != nil {
				opts = append(opts, circular.NotifiedBy(wait()))
			}
			return w.(*circular.Writer[T]).AddReader(opts...), nil
		},
		Parks:       true,
		Stalls:      true,
		NeedsReader: true,
		Counts:      true,
		Selects:     true,
	}
}

func word(n uint64) uint64     { return n }
func three(n uint64) [3]byte   { return [3]byte{byte(n), byte(n >> 8), byte(n >> 16)} }
func twenty(n uint64) [5]int32 { return [5]int32{int32(n), -int32(n), int32(n >> 7), 1, int32(n)} }

func TestStream(t *testing.T) {
	t.Run("Default", func(t *testing.T) { streamtest.Run(t, door(word, nil)) })
	t.Run("OnHeap", func(t *testing.T) { streamtest.Run(t, door(word, nil, circular.OnHeap())) })
	t.Run("ThreeBytes", func(t *testing.T) { streamtest.Run(t, door(three, nil)) })
	t.Run("TwentyBytesOnHeap", func(t *testing.T) { streamtest.Run(t, door(twenty, nil, circular.OnHeap())) })
	t.Run("Sync", func(t *testing.T) {
		d := door(word, func() notifier.Notifier { return notifier.NewSync() })
		d.Selects = false
		streamtest.Run(t, d)
	})
	t.Run("Chan", func(t *testing.T) {
		streamtest.Run(t, door(word, func() notifier.Notifier { return notifier.NewChan() }))
	})
	t.Run("Spin", func(t *testing.T) {
		d := door(word, func() notifier.Notifier { return notifier.NewSpin(20, notifier.NewSync()) })
		d.Selects = false
		streamtest.Run(t, d)
	})
	t.Run("None", func(t *testing.T) {
		d := door(word, func() notifier.Notifier { return notifier.None{} })
		d.Selects, d.Parks = false, false
		streamtest.Run(t, d)
	})
}
