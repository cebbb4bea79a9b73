//go:build darwin || dragonfly || freebsd || netbsd || openbsd || (linux && portable)

package shmlink

import (
	"os"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/seed-ff569660/seamless/internal/atomics"
	"github.com/seed-ff569660/seamless/shmlink/shm"
)

// segmentMark is how mappings of segments show up in /proc/self/maps.
func segmentMark() string { return os.TempDir() + "/seamless-" }

// unlike are the hosts that are refused in another way than seals do, or not.
var unlike = map[string]error{
	"PlainFile":       shm.ErrUnsealed, // it is open for writing
	"TagsPlainFile":   shm.ErrUnsealed,
	"ControlFile":     shm.ErrWrongSize,
	"ControlUnsealed": nil, // which nothing tells from one that is
}

// errLongAbstract is what a name without a file comes to that is too long.
var errLongAbstract = shm.ErrUnsupported

// TestHostileSegments tries every way to write or shorten what a reader gets.
func TestHostileSegments(t *testing.T) {
	onStage(t, func(s *stage) {
		e := s.enter(Drop())
		page := os.Getpagesize()
		for i, f := range e.files[:2] {
			fd, what := int(f.Fd()), []string{"items", "tags"}[i]
			for _, size := range []int64{0, int64(page), 1 << 30} {
				require.Equal(t, unix.EINVAL, unix.Ftruncate(fd, size), what)
			}
			_, err := unix.Pwrite(fd, make([]byte, page), 0)
			require.Equal(t, unix.EBADF, err, what)
			_, err = unix.Mmap(fd, 0, page, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
			require.Equal(t, unix.EACCES, err, what)
			b, err := unix.Mmap(fd, 0, page, unix.PROT_READ, unix.MAP_SHARED)
			require.NoError(t, err, what)
			require.Equal(t, unix.EACCES, unix.Mprotect(b, unix.PROT_READ|unix.PROT_WRITE), what)
			require.NoError(t, unix.Munmap(b))
		}
		s.goesOn()
		e.vanishes()
		s.sees(Died, nil)
	})
}

// TestShortenedControl takes the memory of its cursors away, at once, when the
// writer waits for it, or over and over.
func TestShortenedControl(t *testing.T) {
	for _, tags := range []int{128 << 10, 1} { // 1: so that their cursors are looked at often
		for _, p := range []Policy{Block(), Drop(), Evict(time.Hour)} {
			t.Run(p.String(), func(t *testing.T) {
				onStage(t, func(s *stage) {
					for _, when := range []string{"at once", "later", "over and over"} {
						e := s.enter(p)
						fd := int(e.files[2].Fd())
						if when == "later" && !p.IsDrop() {
							const atAsked = 144 // of a cursor
							items, tags := shm.At[atomics.Uint64](e.control, atItems+atAsked), shm.At[atomics.Uint64](e.control, atTags+atAsked)
							for items.Load() == 0 && tags.Load() == 0 { // the writer sleeps, and has asked this reader
								require.NoError(t, s.ctx.Err(), "the writer does not wait")
								runtime.Gosched()
							}
						}
						require.NoError(t, unix.Ftruncate(fd, 0))
						for when == "over and over" && len(s.w.Readers()) == 2 {
							require.NoError(t, s.ctx.Err(), "it is not put out")
							require.NoError(t, unix.Ftruncate(fd, int64(os.Getpagesize())))
							require.NoError(t, unix.Ftruncate(fd, 0))
						}
						e.rings()
						s.sees(Lied, ErrPeerCorrupt)
						s.goesOn()
						e.vanishes()
					}
				}, WithTagSpace(tags))
			})
		}
	}
}
