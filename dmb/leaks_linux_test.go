package dmb

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-ff569660/seamless/internal/memory"
)

// held is what a process holds of the system.
type held struct {
	files  int // descriptors
	named  int // mappings of the named memory
	memory int // bytes of address space
}

func holds(t *testing.T, name string) (h held) {
	t.Helper()
	files, err := os.ReadDir("/proc/self/fd")
	require.NoError(t, err)
	maps, err := os.ReadFile("/proc/self/maps")
	require.NoError(t, err)
	statm, err := os.ReadFile("/proc/self/statm")
	require.NoError(t, err)
	var pages int
	_, err = fmt.Sscan(string(statm), &pages)
	require.NoError(t, err)
	return held{len(files), strings.Count(string(maps), name), pages * os.Getpagesize()}
}

// TestNothingLeaksOnFailure fails every step of the way in turn.
func TestNothingLeaksOnFailure(t *testing.T) {
	const name = "leak-test"
	const size = 8 << 20
	f := file(t, size)
	ways := map[string]func(...Option) (*Buffer[uint8], error){
		"New": func(opts ...Option) (*Buffer[uint8], error) { return mapped[uint8](size, opts...) },
		"Map": func(opts ...Option) (*Buffer[uint8], error) { return Map[uint8](f, 0, size, opts...) },
	}
	steps := map[string][]string{
		"New": {"memfd", "memory", "truncate", "allocate", "reserve", "first half", "second half", "populate", "lock"},
		"Map": {"reserve", "first half", "second half", "populate", "lock"},
	}
	// The step "lock" only has to be reached: what it does needs a right.
	errLock := errors.New("no lock wanted")
	for way, make := range ways {
		var passed []string
		_, err := make(WithName(name), WithLock(), func(o *options) {
			o.fail = func(step string) error {
				passed = append(passed, step)
				if step == "lock" {
					return errLock
				}
				return nil
			}
		})
		require.ErrorIs(t, err, errLock)
		require.Equal(t, steps[way], passed, "every step is one of those below")

		for _, failing := range steps[way] {
			t.Run(way+"/"+failing, func(t *testing.T) {
				injected := errors.New("injected")
				before, liveBefore := holds(t, name), memory.LiveMaps()
				const attempts = 20
				for range attempts {
					_, err := make(WithName(name), WithLock(), func(o *options) {
						o.fail = func(step string) error {
							if step == failing {
								return injected
							}
							return nil
						}
					})
					require.ErrorIs(t, err, injected)
					require.ErrorContains(t, err, fmt.Sprintf("dmb: map %d items of 1 bytes: ", size))
				}
				after := holds(t, name)
				require.Equal(t, before.files, after.files)
				require.Equal(t, before.named, after.named)
				require.Less(t, after.memory-before.memory, attempts*size, "address space")
				require.Equal(t, liveBefore, memory.LiveMaps(), "mappings counted")
			})
		}
	}
}

func TestNothingLeaksOnSuccess(t *testing.T) {
	const name = "life-test"
	before := holds(t, name)
	b, err := mapped[uint8](1<<20, WithName(name))
	require.NoError(t, err)
	during := holds(t, name)
	require.Equal(t, before.files, during.files, "the descriptor is closed at once")
	require.Equal(t, before.named+2, during.named, "two mappings, both named")
	require.NoError(t, b.Close())
	require.Equal(t, before.named, holds(t, name).named)
}

func TestPrefault(t *testing.T) {
	for _, on := range []bool{false, true} {
		name := fmt.Sprintf("prefault-%v", on)
		b, err := mapped[uint8](1<<20, WithName(name), WithPrefault(on))
		require.NoError(t, err)
		want := 0
		if on {
			want = 1 << 10
		}
		require.Equal(t, []int{want, want}, smaps(t, name, "Rss:"), "KiB present in each half")
		require.NoError(t, b.Close())
	}
}

func TestHugePages(t *testing.T) {
	if hugePage() == 0 {
		t.Skip("no huge pages here")
	}
	const name = "huge-test"
	b, err := mapped[uint8](1, WithName(name), WithHugePages())
	require.NoError(t, err)
	defer b.Close()
	require.Equal(t, hugePage(), b.Cap())
	b.Slice(b.Cap()-1, 2)[1] = 42
	require.Equal(t, byte(42), b.Slice(0, 1)[0])
	t.Log("KiB in huge pages:", smaps(t, name, "ShmemPmdMapped:"))

	h, err := NewHeap[uint8](1, WithHugePages())
	require.NoError(t, err)
	defer h.Close()
	require.Equal(t, b.Cap(), h.Cap(), "the capacity does not depend on the kind")
}

// smaps returns one figure of every mapping with a name, in KiB.
func smaps(t *testing.T, name, figure string) (all []int) {
	t.Helper()
	text, err := os.ReadFile("/proc/self/smaps")
	require.NoError(t, err)
	inside := false
	for line := range strings.Lines(string(text)) {
		fields := strings.Fields(line)
		switch {
		case !strings.HasSuffix(fields[0], ":"):
			inside = strings.Contains(line, name)
		case inside && fields[0] == figure:
			var n int
			_, err := fmt.Sscan(fields[1], &n)
			require.NoError(t, err)
			all = append(all, n)
		}
	}
	return all
}
