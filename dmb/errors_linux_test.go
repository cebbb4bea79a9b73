package dmb

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/seed-ff569660/seamless/internal/memory"
)

// must ends a child process that could not do what its test is about.
func must(err error) {
	if err != nil {
		fmt.Println("cannot test:", err)
		os.Exit(3)
	}
}

// fails runs f in a child, which must live on after an error with all of the
// texts in it.
func fails(t *testing.T, prepare func(*exec.Cmd), f func() error, texts ...string) {
	t.Helper()
	output, err := runChild(t, prepare, func() { fmt.Printf("error: %v\nalive\n", f()) })
	if strings.Contains(output, "cannot test:") {
		t.Skip(output)
	}
	require.NoError(t, err, output)
	require.Contains(t, output, "alive")
	for _, text := range texts {
		require.Contains(t, output, text)
	}
}

func plainly(*exec.Cmd) {}

func TestFullFileSystem(t *testing.T) {
	inNamespace := func(c *exec.Cmd) {
		c.SysProcAttr = &syscall.SysProcAttr{Unshareflags: syscall.CLONE_NEWNS}
	}
	if os.Geteuid() != 0 {
		t.Skip("only root may mount a small file system")
	}
	// The file is larger than its file system: it has a size, but no memory.
	fails(t, inNamespace, func() error {
		dir := t.TempDir()
		must(unix.Mount("tmpfs", dir, "tmpfs", 0, "size=256k"))
		f, err := os.Create(filepath.Join(dir, "samples"))
		must(err)
		must(f.Truncate(1 << 20))
		_, err = Map[uint8](f, 0, 1<<20)
		return err
	}, "map 1048576 items of 1 bytes", "prefault", unix.EFAULT.Error())
}

func TestFileSizeLimit(t *testing.T) {
	fails(t, plainly, func() error {
		must(unix.Setrlimit(unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: 1 << 16, Max: 1 << 16}))
		_, err := mapped[uint64](1 << 17)
		return err
	}, "map 131072 items of 8 bytes", "set size 1048576", unix.EFBIG.Error())
}

func TestAddressSpaceLimit(t *testing.T) {
	const size = 256 << 20
	limit := func() {
		var pages uint64
		text, err := os.ReadFile("/proc/self/statm")
		must(err)
		_, err = fmt.Sscan(string(text), &pages)
		must(err)
		now := pages*uint64(os.Getpagesize()) + 128<<20
		must(unix.Setrlimit(unix.RLIMIT_AS, &unix.Rlimit{Cur: now, Max: now}))
	}
	t.Run("mapped", func(t *testing.T) {
		fails(t, plainly, func() error {
			limit()
			_, err := mapped[uint8](size)
			return err
		}, "reserve 536870912 bytes", unix.ENOMEM.Error())
	})
	t.Run("heap", func(t *testing.T) {
		fails(t, plainly, func() error {
			limit()
			_, err := NewHeap[uint8](size)
			return err
		}, "reserve 536870912 bytes", unix.ENOMEM.Error())
	})
}

func TestNoDescriptors(t *testing.T) {
	fails(t, plainly, func() error {
		must(unix.Setrlimit(unix.RLIMIT_NOFILE, &unix.Rlimit{Cur: 3, Max: 3}))
		_, err := mapped[uint8](1)
		return err
	}, `memfd "dmb"`, unix.EMFILE.Error())
}

func TestMoreThanTheMachineHas(t *testing.T) {
	var info unix.Sysinfo_t
	require.NoError(t, unix.Sysinfo(&info))
	total := (uint64(info.Totalram) + uint64(info.Totalswap)) * uint64(info.Unit)
	if total > uint64(^uint(0)>>3) {
		t.Skip("the machine has more memory than its addresses reach")
	}
	for name, make := range makers[uint8]() {
		_, err := make(int(total) + 1)
		require.ErrorIs(t, err, unix.ENOMEM, name)
		require.ErrorContains(t, err, fmt.Sprintf("of the machine's %d:", total), name)
	}
}

func TestLockLimit(t *testing.T) {
	if os.Geteuid() != 0 {
		fails(t, plainly, lockedOver64K, "RLIMIT_MEMLOCK 65536")
		return
	}
	nobody := func(c *exec.Cmd) { // root may lock what it likes
		c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		c.Path = readable(t, c.Path)
	}
	fails(t, nobody, lockedOver64K, "lock both halves, 131072 bytes of RLIMIT_MEMLOCK 65536", unix.ENOMEM.Error())
}

// readable copies the test binary to where everybody may run it.
func readable(t *testing.T, path string) string {
	binary, err := os.ReadFile(path)
	require.NoError(t, err)
	dir, err := os.MkdirTemp("", "dmb")
	require.NoError(t, err)
	t.Cleanup(func() { os.RemoveAll(dir) })
	require.NoError(t, os.Chmod(dir, 0o755))
	to := filepath.Join(dir, "test")
	require.NoError(t, os.WriteFile(to, binary, 0o755))
	return to
}

// lockedOver64K locks 64 KiB twice, with a limit that has room for one half.
func lockedOver64K() error {
	must(unix.Setrlimit(unix.RLIMIT_MEMLOCK, &unix.Rlimit{Cur: 64 << 10, Max: 64 << 10}))
	small, err := mapped[uint8](32<<10, WithLock())
	must(err)
	must(small.Close())
	_, err = mapped[uint8](64<<10, WithLock())
	return err
}

func TestTooManyMaps(t *testing.T) {
	now, err := memory.CountMaps()
	require.NoError(t, err)
	limited := func(o *options) { o.maxMaps = now + 100 }
	var all []*Buffer[uint8]
	for err == nil && len(all) < 1000 {
		var b *Buffer[uint8]
		if b, err = mapped[uint8](1, limited); err == nil {
			all = append(all, b)
		}
	}
	require.ErrorIs(t, err, ErrTooManyMaps)
	require.ErrorContains(t, err, "dmb: map 1 items of 1 bytes")
	require.InDelta(t, 50, len(all), 40, "the runtime maps memory meanwhile")
	for _, b := range all {
		require.NoError(t, b.Close())
	}
	again, err := mapped[uint8](1, limited)
	require.NoError(t, err, "closed buffers make room for others")
	require.NoError(t, again.Close())
}

// TestTooManyMapsForReal goes to the limit of the system.
func TestTooManyMapsForReal(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	if memory.MaxMaps() > 200000 {
		t.Skipf("%d mappings are allowed: that would take too much memory", memory.MaxMaps())
	}
	output, err := inChild(t, func() {
		var all []*Buffer[uint8]
		for {
			b, err := mapped[uint8](1)
			if err != nil {
				fmt.Println("error:", err)
				break
			}
			all = append(all, b)
		}
		live := make([][]byte, 100) // the runtime has room to go on
		for i := range live {
			live[i] = make([]byte, 1<<20)
		}
		runtime.GC()
		if n, want := len(all), memory.MaxMaps()/4*3/2; n < want*9/10 || n > want {
			fmt.Println("buffers:", n, "expected about", want)
		}
		for _, b := range all {
			must(b.Close())
		}
		fmt.Println("alive")
	})
	require.NoError(t, err, output)
	require.Contains(t, output, ErrTooManyMaps.Error())
	require.Contains(t, output, "alive")
	require.NotContains(t, output, "expected")
}
