package pipeline

import (
	"math/bits"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"
)

// What a call looks at lies in one line of the task and one of the stride, at
// which the allocator begins.
func TestACallLooksAtFewLines(t *testing.T) {
	if bits.UintSize != 64 {
		t.Skip("the lines are counted for words of 64 bits")
	}
	var task task
	require.EqualValues(t, 64, unsafe.Offsetof(task.ins))
	require.EqualValues(t, 256, unsafe.Sizeof(task))
	var block through[float32, float32]
	require.EqualValues(t, 64, unsafe.Offsetof(block.task))
	require.EqualValues(t, 128, unsafe.Sizeof(block))
	require.EqualValues(t, 64, unsafe.Sizeof(first[float32]{}))
	require.EqualValues(t, 64, unsafe.Sizeof(last[float32]{}))
}
