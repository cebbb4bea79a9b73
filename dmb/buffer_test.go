package dmb

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"github.com/seed-ff569660/seamless/internal/atomics"
)

// makers are the ways to a buffer that behave alike.
func makers[T any]() map[string]func(int, ...Option) (*Buffer[T], error) {
	return map[string]func(int, ...Option) (*Buffer[T], error){
		"New":     New[T],
		"NewHeap": NewHeap[T],
		"mapped":  mapped[T],
	}
}

// mapped is New without its fallback and without its heap in -race builds.
func mapped[T any](minItems int, opts ...Option) (*Buffer[T], error) {
	o := collect(opts)
	item, bytes, err := plan[T](minItems, o)
	if err != nil {
		return nil, refused("map", minItems, item.Size, err)
	}
	return newMapped[T](minItems, item.Size, bytes, o)
}

// each runs f on a buffer of at least minItems items of every kind.
func each[T any](t *testing.T, minItems int, f func(t *testing.T, b *Buffer[T])) {
	t.Helper()
	for name, make := range makers[T]() {
		t.Run(name, func(t *testing.T) {
			b, err := make(minItems)
			skipUnsupported(t, err)
			require.NoError(t, err)
			defer func() { require.NoError(t, b.Close()) }()
			f(t, b)
		})
	}
}

func skipUnsupported(t *testing.T, err error) {
	t.Helper()
	if errors.Is(err, ErrUnsupported) {
		t.Skip("no double mapping here:", err)
	}
}

func TestAlias(t *testing.T) {
	t.Run("uint8", func(t *testing.T) { testAlias(t, func(i int) uint8 { return uint8(i*7 + 1) }) })
	t.Run("uint32", func(t *testing.T) { testAlias(t, func(i int) uint32 { return uint32(i)*2654435761 + 1 }) })
}

// testAlias writes each half and reads the other.
func testAlias[T comparable](t *testing.T, value func(i int) T) {
	each(t, 10000, func(t *testing.T, b *Buffer[T]) {
		n := b.Cap()
		for i := range n {
			b.items[i] = value(i)
		}
		b.Mirror(0, n)
		for i := range n {
			if b.items[n+i] != value(i) {
				t.Fatalf("item %d of the second half is %v, not %v", i, b.items[n+i], value(i))
			}
		}
		for i := range n {
			b.items[n+i] = value(i + n)
		}
		b.Mirror(n, n)
		for i := range n {
			if b.items[i] != value(i+n) {
				t.Fatalf("item %d of the first half is %v, not %v", i, b.items[i], value(i+n))
			}
		}
	})
}

func TestPageMultipleAndAlignment(t *testing.T) {
	for _, minItems := range []int{0, 1, 1000, 100000} {
		each(t, minItems, func(t *testing.T, b *Buffer[uint64]) {
			require.GreaterOrEqual(t, b.Cap(), minItems)
			require.Zero(t, b.Cap()*8%Granularity())
			require.Len(t, b.items, 2*b.Cap())
			align := uintptr(8)
			if !b.Mirrored() {
				align = uintptr(Granularity())
			}
			require.Zero(t, uintptr(unsafe.Pointer(&b.items[0]))%align)
		})
	}
}

func TestZeroSizeRejected(t *testing.T) {
	for name, make := range makers[struct{}]() {
		_, err := make(10)
		require.ErrorIs(t, err, ErrZeroSize, name)
	}
	_, err := Map[struct{}](nil, 0, 10)
	require.ErrorIs(t, err, ErrZeroSize)
}

func TestPointersRejected(t *testing.T) {
	testRejected[*int](t)
	testRejected[unsafe.Pointer](t)
	testRejected[chan int](t)
	testRejected[func()](t)
	testRejected[any](t)
	testRejected[map[int]int](t)
	testRejected[string](t)
	testRejected[[]byte](t)
}

func testRejected[P any](t *testing.T) {
	t.Helper()
	type nested struct {
		A int
		B [2]struct{ C P }
	}
	for name, make := range makers[P]() {
		_, err := make(10)
		require.ErrorIs(t, err, ErrPointers, name)
	}
	for name, make := range makers[[3]P]() {
		_, err := make(10)
		require.ErrorIs(t, err, ErrPointers, name)
	}
	for name, make := range makers[nested]() {
		_, err := make(10)
		require.ErrorIs(t, err, ErrPointers, name)
		require.ErrorContains(t, err, "field B[i].C is a", name)
	}
	_, err := Map[nested](nil, 0, 10)
	require.ErrorIs(t, err, ErrPointers)
}

func TestCapacityTable(t *testing.T) {
	if Granularity() != 4096 {
		t.Skipf("the table is for pages of 4096 bytes, here they have %d", Granularity())
	}
	testCapacity[uint8](t, 0, 4096)
	testCapacity[uint8](t, 4096, 4096)
	testCapacity[uint8](t, 4097, 8192)
	testCapacity[uint8](t, 10000, 12288)
	testCapacity[float32](t, 0, 1024)
	testCapacity[[3]uint8](t, 0, 4096)
	testCapacity[[3]float32](t, 0, 1024)
	testCapacity[[31]uint8](t, 0, 4096)
	testCapacity[[20]uint8](t, 100, 1024)
}

func testCapacity[T any](t *testing.T, minItems, want int) {
	t.Helper()
	each(t, minItems, func(t *testing.T, b *Buffer[T]) {
		require.Equal(t, want, b.Cap(), "at least %d of %T", minItems, *new(T))
	})
}

func TestHundredBuffersAlive(t *testing.T) {
	for name, make := range makers[uint32]() {
		t.Run(name, func(t *testing.T) {
			var all []*Buffer[uint32]
			for i := range uint32(100) {
				b, err := make(1000)
				skipUnsupported(t, err)
				require.NoError(t, err)
				for j := range b.Slice(0, b.Cap()) {
					b.items[j] = i
				}
				b.Mirror(0, b.Cap())
				all = append(all, b)
			}
			for i, b := range all {
				different := slices.IndexFunc(b.items, func(v uint32) bool { return v != uint32(i) })
				require.Equal(t, -1, different, "buffer %d", i)
				require.NoError(t, b.Close())
			}
		})
	}
}

func TestOverflow(t *testing.T) {
	for name, make := range makers[uint64]() {
		for _, n := range []int{math.MaxInt/8 + 2, math.MaxInt / 8, math.MaxInt/16 + 1, math.MaxInt/4 + 1, math.MaxInt} {
			_, err := make(n)
			require.ErrorIs(t, err, ErrTooLarge, "%s of %d", name, n)
			require.ErrorContains(t, err, "items of 8 bytes")
		}
		_, err := make(-1)
		require.ErrorIs(t, err, ErrNegative, name)
		require.ErrorContains(t, err, "-1 items of 8 bytes")
	}
}

func TestOddSizes(t *testing.T) {
	testOddSize[[3]uint8](t)
	testOddSize[[12]uint8](t)
	testOddSize[[20]uint8](t)
	testOddSize[[31]uint8](t)
}

// testOddSize has an item on the seam's either side, and a slice over both.
func testOddSize[T comparable](t *testing.T) {
	t.Helper()
	each(t, 1, func(t *testing.T, b *Buffer[T]) {
		n := b.Cap()
		size := int(unsafe.Sizeof(*new(T)))
		require.Zero(t, n*size%Granularity())
		value := func(i int) (v T) {
			for j := range size {
				*(*byte)(unsafe.Add(unsafe.Pointer(&v), j)) = byte(i*31 + j)
			}
			return v
		}
		for i, s := 0, b.Slice(n-1, n); i < n; i++ {
			s[i] = value(i)
		}
		b.Mirror(n-1, n)
		require.Equal(t, value(0), b.Slice(n-1, 1)[0])
		for i, v := range b.Slice(0, n-1) {
			if v != value(i+1) {
				t.Fatalf("item %d is %v", i, v)
			}
		}
	})
}

func TestSliceEdges(t *testing.T) {
	each(t, 100, func(t *testing.T, b *Buffer[uint16]) {
		n := b.Cap()
		for _, c := range [][2]int{{0, 0}, {0, 1}, {0, n}, {n - 1, 0}, {n - 1, 1}, {n - 1, n}} {
			s := b.Slice(c[0], c[1])
			require.Equal(t, c[1], len(s))
			require.Equal(t, c[1], cap(s))
		}
		for _, c := range [][2]int{{-1, 0}, {n, 0}, {n, 1}, {0, -1}, {0, n + 1}, {n - 1, n + 1},
			{math.MinInt, 0}, {math.MaxInt, 1}, {1, math.MaxInt}, {1, math.MinInt}} {
			want := rangeError{c[0], c[1], n}
			require.PanicsWithError(t, want.Error(), func() { b.Slice(c[0], c[1]) }, "%v", c)
		}
	})
	require.Equal(t, "dmb: slice of 9 items at 3 of a buffer of 8", rangeError{3, 9, 8}.Error())
}

func TestMirrorEdges(t *testing.T) {
	b, err := NewHeap[uint16](100)
	require.NoError(t, err)
	defer b.Close()
	n := b.Cap()
	for _, c := range [][2]int{{-1, 1}, {0, -1}, {0, n + 1}, {2 * n, 1}, {n + 1, n}, {1, math.MaxInt}, {math.MaxInt, 1}} {
		require.Panics(t, func() { b.Mirror(c[0], c[1]) }, "%v", c)
	}
	b.Mirror(2*n, 0)
	b.Mirror(n, n)
}

// TestMirrorRandom copies ranges anywhere in the two halves; everything else
// must stay as it is.
func TestMirrorRandom(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 2))
	b, err := NewHeap[uint32](0)
	require.NoError(t, err)
	defer b.Close()
	n := b.Cap()
	for range 200 {
		for i := range b.items {
			b.items[i] = random.Uint32()
		}
		want := slices.Clone(b.items)
		count := random.IntN(n + 1)
		off := random.IntN(2*n - count + 1)
		for i := off; i < off+count; i++ {
			want[(i+n)%(2*n)] = want[i]
		}
		b.Mirror(off, count)
		require.Equal(t, want, b.items, "%d items at %d", count, off)
	}
}

// TestRandomSlices writes and reads slices anywhere and compares with a model
// that takes every offset modulo the capacity.
func TestRandomSlices(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	each(t, 100, func(t *testing.T, b *Buffer[uint32]) {
		random := rand.New(rand.NewPCG(seed, 1))
		n := b.Cap()
		model := make([]uint32, n)
		for range 300 {
			off, count := random.IntN(n), random.IntN(n+1)
			for i, s := 0, b.Slice(off, count); i < count; i++ {
				s[i] = random.Uint32()
				model[(off+i)%n] = s[i]
			}
			b.Mirror(off, count)
			off, count = random.IntN(n), random.IntN(n+1)
			for i, v := range b.Slice(off, count) {
				if want := model[(off+i)%n]; v != want {
					t.Fatalf("item %d of %d at %d is %d, not %d", i, count, off, v, want)
				}
			}
		}
	})
}

func TestCloseTwice(t *testing.T) {
	for name, make := range makers[uint8]() {
		t.Run(name, func(t *testing.T) {
			b, err := make(1)
			skipUnsupported(t, err)
			require.NoError(t, err)
			n := b.Cap()
			require.NoError(t, b.Close())
			require.NoError(t, b.Close())
			require.Equal(t, n, b.Cap())
			require.PanicsWithError(t, "dmb: slice of 1 items at 0 of a closed buffer", func() { b.Slice(0, 1) })
			require.Panics(t, func() { b.Slice(0, 0) })
		})
	}
}

func TestMirroredInRaceBuilds(t *testing.T) {
	b, err := New[uint8](1)
	require.NoError(t, err)
	defer b.Close()
	if atomics.Race {
		require.True(t, b.Mirrored())
	}
	h, err := NewHeap[uint8](1)
	require.NoError(t, err)
	defer h.Close()
	require.True(t, h.Mirrored())
}

func TestReadOnlyNeedsFile(t *testing.T) {
	_, err := New[uint8](1, ReadOnly())
	require.ErrorIs(t, err, ErrUnsupported)
}

func TestConcurrentNewAndClose(t *testing.T) {
	for name, make := range makers[uint64]() {
		t.Run(name, func(t *testing.T) {
			var wg sync.WaitGroup
			for g := range uint64(8) {
				wg.Go(func() {
					for i := range uint64(50) {
						b, err := make(int(i) * 10)
						if err != nil {
							skipUnsupported(t, err)
							t.Error(err)
							return
						}
						b.Slice(b.Cap()-1, 2)[1] = g<<32 | i
						b.Mirror(b.Cap()-1, 2)
						if got := b.Slice(0, 1)[0]; got != g<<32|i {
							t.Errorf("goroutine %d, buffer %d: read %#x", g, i, got)
						}
						var twice sync.WaitGroup
						twice.Go(func() { _ = b.Close() })
						if err := b.Close(); err != nil {
							t.Error(err)
						}
						twice.Wait()
					}
				})
			}
			wg.Wait()
		})
	}
}
