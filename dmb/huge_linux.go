package dmb

import (
	"golang.org/x/sys/unix"

	"github.com/seed-ff569660/seamless/internal/memory"
)

// hugePage returns the size of a huge page in bytes, 0 where there are none.
func hugePage() int {
	n, ok := memory.ReadNumber("/sys/kernel/mm/transparent_hugepage/hpage_pmd_size")
	if !ok || n > 1<<30 || n&(n-1) != 0 {
		return 0
	}
	return int(n)
}

// adviseHuge asks for huge pages and takes no for an answer.
func adviseHuge(mem []byte) {
	_ = unix.Madvise(mem, unix.MADV_HUGEPAGE)
	// Collapse works where the policy for shared memory is "never" as well.
	_ = unix.Madvise(mem, unix.MADV_COLLAPSE)
}
