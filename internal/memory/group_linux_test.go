package memory

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestGroupRoom reads groups as the kernel shows them, in both versions.
func TestGroupRoom(t *testing.T) {
	const none, unlimited = math.MaxUint64, "9223372036854771712"
	swap := swapFree()
	cases := map[string]struct {
		h      *hierarchy
		files  map[string]string
		needed uint64
		room   uint64
	}{
		"NoFiles":    {&unified, nil, 1, none},
		"Unlimited":  {&unified, map[string]string{"memory.max": "max", "memory.current": "5"}, 1, none},
		"Enough":     {&unified, map[string]string{"memory.max": "100", "memory.current": "30", "memory.stat": "active_file 7"}, 70, 70},
		"NotEnough":  {&unified, map[string]string{"memory.max": "100", "memory.current": "30", "memory.swap.max": "0", "memory.swap.current": "0"}, 71, 70},
		"Over":       {&unified, map[string]string{"memory.max": "100", "memory.current": "130", "memory.swap.max": "0", "memory.swap.current": "0"}, 1, 0},
		"Freed":      {&unified, map[string]string{"memory.max": "100", "memory.current": "90", "memory.swap.max": "0", "memory.swap.current": "0", "memory.stat": "anon 40\ninactive_file 3\nactive_file 20\nslab_reclaimable 5\nfile 99\n"}, 50, 38},
		"Swap":       {&unified, map[string]string{"memory.max": "100", "memory.current": "100"}, swap + 1, swap},
		"LegacyNone": {&legacy, map[string]string{"memory.limit_in_bytes": unlimited, "memory.usage_in_bytes": "4096"}, 1 << 50, 9223372036854771712 - 4096},
		"Legacy":     {&legacy, map[string]string{"memory.limit_in_bytes": "100", "memory.usage_in_bytes": "90", "memory.stat": "inactive_file 1000\ntotal_inactive_file 3\ntotal_active_file 20\n"}, swap + 50, swap + 33},
		"LegacyBoth": {&legacy, map[string]string{"memory.limit_in_bytes": "100", "memory.usage_in_bytes": "90", "memory.memsw.limit_in_bytes": "100", "memory.memsw.usage_in_bytes": "95"}, 50, 5},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for file, text := range c.files {
				require.NoError(t, os.WriteFile(filepath.Join(dir, file), []byte(text+"\n"), 0o600))
			}
			require.Equal(t, c.room, c.h.room(dir, c.needed), fmt.Sprint("swap ", swap))
		})
	}
}

func TestEnough(t *testing.T) {
	require.NoError(t, Enough(1<<20, nil))
	require.NoError(t, Enough(16<<20, nil))
	if math.MaxInt > math.MaxInt32 { // else a machine may have as much
		require.ErrorContains(t, Enough(math.MaxInt, nil), "cannot allocate memory")
	}
}
