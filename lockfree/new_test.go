package lockfree_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/seed-ff569660/seamless/dmb"
	"github.com/seed-ff569660/seamless/lockfree"
)

// refused fails the test unless New refuses T with this error.
func refused[T any](t *testing.T, minItems int, want error) {
	t.Helper()
	for _, opts := range [][]lockfree.Option{nil, {lockfree.OnHeap()}} {
		w, err := lockfree.New[T](minItems, 1, opts...)
		if w != nil || !errors.Is(err, want) || !strings.Contains(err.Error(), "lockfree: new stream") {
			t.Errorf("%v, %v, want %v", w, err, want)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	refused[*int](t, 10, dmb.ErrPointers)
	refused[[2]struct{ Name string }](t, 10, dmb.ErrPointers)
	refused[struct{}](t, 10, dmb.ErrZeroSize)
	refused[int64](t, -1, dmb.ErrNegative)
	refused[int64](t, math.MaxInt/8+2, dmb.ErrTooLarge)
}

func TestNewWithoutSlotsPanics(t *testing.T) {
	for _, readers := range []int{0, -1} {
		func() {
			defer func() {
				if text, _ := recover().(string); !strings.Contains(text, "readers") {
					t.Errorf("panic %q", text)
				}
			}()
			_, _ = lockfree.New[int](0, readers)
		}()
	}
}
