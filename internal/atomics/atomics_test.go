package atomics

import (
	"runtime"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"
)

func TestUint64IsOneWord(t *testing.T) {
	require.EqualValues(t, 8, unsafe.Sizeof(Uint64{}))
	require.EqualValues(t, 8, unsafe.Alignof(struct {
		_ uint32
		x Uint64
	}{}.x.v))
}

func TestStoreRelease(t *testing.T) {
	for _, v := range []uint64{0, 1, 1<<32 + 5, ^uint64(0)} {
		var x struct{ before, word, after Uint64 }
		x.word.StoreRelease(v)
		require.Equal(t, v, x.word.Load())
		require.Zero(t, x.before.Load()+x.after.Load())
	}
}

// A plain write before StoreRelease is seen by whoever loads the stored value.
func TestStoreReleasePublishes(t *testing.T) {
	const rounds = 100_000
	var word, ack Uint64
	data := make([]uint64, 64)
	go func() {
		for n := uint64(1); n <= rounds; n++ {
			for ack.Load() != n-1 {
				runtime.Gosched()
			}
			for i := range data {
				data[i] = n
			}
			word.StoreRelease(n)
		}
	}()
	for n := uint64(1); n <= rounds; n++ {
		for word.Load() != n {
			runtime.Gosched()
		}
		for i := range data {
			if data[i] != n {
				t.Fatalf("round %d: item %d is %d", n, i, data[i])
			}
		}
		ack.StoreRelease(n)
	}
}
