package layout_test

import (
	"fmt"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"github.com/seed-ff569660/seamless/internal/layout"
)

func ExampleOf() {
	type Meta struct {
		Gain float32
		Name string
	}
	type Sample struct {
		I, Q float32
		Meta Meta
	}
	_, err := layout.Of[Sample]()
	fmt.Println(err)

	item, _ := layout.Of[[3]float32]()
	fmt.Println(item.Size, item.Align)
	// Output:
	// type layout_test.Sample: field Meta.Name is a string: items must not hold pointers
	// 12 4
}

// in puts a U where a pointer could hide.
type in[U any] struct {
	A int
	B struct{ C U }
}

// testHolder sees U refused directly, in an array, a struct and both.
func testHolder[U any](t *testing.T, kind string) {
	t.Helper()
	for got, want := range map[error]string{
		errOf[U]():         " is " + kind + ":",
		errOf[[2]U]():      ": element [i] is " + kind + ":",
		errOf[in[U]]():     ": field B.C is " + kind + ":",
		errOf[in[[2]U]]():  ": field B.C[i] is " + kind + ":",
		errOf[[2]in[U]]():  ": element [i].B.C is " + kind + ":",
		errOf[[1][1]U]():   ": element [i][i] is " + kind + ":",
		errOf[in[in[U]]](): ": field B.C.B.C is " + kind + ":",
	} {
		require.ErrorIs(t, got, layout.ErrPointers)
		require.ErrorContains(t, got, want)
	}
}

func errOf[T any]() error {
	_, err := layout.Of[T]()
	return err
}

func TestPointersRejected(t *testing.T) {
	testHolder[*int](t, "a pointer")
	testHolder[unsafe.Pointer](t, "an unsafe.Pointer")
	testHolder[chan int](t, "a chan")
	testHolder[func()](t, "a func")
	testHolder[any](t, "an interface")
	testHolder[error](t, "an interface")
	testHolder[map[int]int](t, "a map")
	testHolder[string](t, "a string")
	testHolder[[]byte](t, "a slice")
}

func TestPointerFreeAccepted(t *testing.T) {
	type sample struct {
		_    [0]func() // holds nothing, forbids ==
		Time int64
		IQ   [4]complex64
		Addr uintptr
		Ok   bool
	}
	require.NoError(t, errOf[bool]())
	require.NoError(t, errOf[uint8]())
	require.NoError(t, errOf[uintptr]())
	require.NoError(t, errOf[complex128]())
	require.NoError(t, errOf[[31]byte]())
	require.NoError(t, errOf[sample]())

	item, err := layout.Of[sample]()
	require.NoError(t, err)
	require.Equal(t, layout.Item{Size: int(unsafe.Sizeof(sample{})), Align: int(unsafe.Alignof(sample{}))}, item)
}

func TestZeroSizeRejected(t *testing.T) {
	require.ErrorIs(t, errOf[struct{}](), layout.ErrZeroSize)
	require.ErrorIs(t, errOf[[0]int](), layout.ErrZeroSize)
	require.ErrorIs(t, errOf[[0]*int](), layout.ErrZeroSize)
	require.ErrorIs(t, errOf[[5]struct{}](), layout.ErrZeroSize)
}

func TestOfIsCached(t *testing.T) {
	type sample struct{ I, Q int16 }
	_, err := layout.Of[sample]()
	require.NoError(t, err)
	allocs := testing.AllocsPerRun(100, func() { _, _ = layout.Of[sample]() })
	require.Zero(t, allocs)
}
