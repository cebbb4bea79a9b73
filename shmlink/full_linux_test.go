package shmlink

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// groupMemory is the limit of the group that fullRole enters.
const groupMemory = 96 << 20

// fullRole creates streams in a group of little memory until there is no more,
// gives one back and can again.
func fullRole(o orders) error {
	if err := os.WriteFile(filepath.Join(o.Journal, "cgroup.procs"), []byte(fmt.Sprint(os.Getpid())), 0); err != nil {
		return err
	}
	// A file's pages count, but they are there for the taking.
	file := filepath.Join(os.TempDir(), fmt.Sprint("shmlink-full-", os.Getpid()))
	defer os.Remove(file)
	if err := os.WriteFile(file, make([]byte, groupMemory/2), 0o600); err != nil {
		return err
	}
	const items = 6 << 20 / 8
	var all []*Writer[uint64]
	for {
		before := openFiles()
		w, err := Create[uint64](fmt.Sprint(o.Name, "-", len(all)), items)
		if err == nil {
			all = append(all, w)
			continue
		}
		if !errors.Is(err, syscall.ENOMEM) || !strings.Contains(err.Error(), "left to the control group") {
			return fmt.Errorf("stream %d: %w", len(all), err)
		}
		if after := openFiles(); after != before {
			return fmt.Errorf("%d descriptors before, %d after", before, after)
		}
		break
	}
	tell(account{Items: uint64(len(all))})
	if _, err := os.Stdin.Read(make([]byte, 1)); err != nil {
		return err
	}
	if err := all[0].Close(); err != nil {
		return err
	}
	w, err := Create[uint64](fmt.Sprint(o.Name, "-", len(all)), items)
	if err != nil {
		return fmt.Errorf("in the place of one that is closed: %w", err)
	}
	for _, w := range append(all[1:], w) {
		if err := w.Close(); err != nil {
			return err
		}
	}
	return nil
}

// TestFullMemory has a control group with no memory left for another stream:
// the kernel would kill who asks for it, so it is not asked.
func TestFullMemory(t *testing.T) {
	folder(t)
	group := memoryGroup(t, groupMemory)
	leavesNothing(t, func() {
		c := spawn(t, watchdog(t), "full memory", orders{Name: unused(), Journal: group})
		a := c.told(t)
		require.Greater(t, a.Items, uint64(8), "streams of 6 MiB in 96")
		require.Len(t, leftovers(t), 2*int(a.Items), "of the stream that was refused nothing")
		_, err := c.stdin.Write([]byte{1})
		require.NoError(t, err)
		c.ended(t)
	})
}

// memoryGroup makes a control group below this process's own, or skips the test.
func memoryGroup(t *testing.T, limit int) string {
	text, err := os.ReadFile("/proc/self/cgroup")
	require.NoError(t, err)
	for lines := bufio.NewScanner(strings.NewReader(string(text))); lines.Scan(); {
		parts := strings.SplitN(lines.Text(), ":", 3)
		root, file := "/sys/fs/cgroup", "memory.max"
		switch {
		case len(parts) != 3 || parts[0] != "0" && parts[1] != "memory":
			continue
		case parts[1] == "memory":
			root, file = "/sys/fs/cgroup/memory", "memory.limit_in_bytes"
		}
		group := filepath.Join(root, parts[2], fmt.Sprint("seamless-test-", os.Getpid()))
		if err = os.Mkdir(group, 0o755); err != nil {
			continue
		}
		t.Cleanup(func() {
			require.Eventually(t, func() bool { return os.Remove(group) == nil }, 10*time.Second, time.Millisecond, group)
		})
		if err = os.WriteFile(filepath.Join(group, file), []byte(fmt.Sprint(limit)), 0); err == nil {
			return group
		}
	}
	t.Skipf("a control group with a limit on memory cannot be made here: %v", err)
	return ""
}
