//go:build !portable

package shmlink

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// fullBytes is a ring of which a group has memory for three and a half.
const fullBytes = 16 << 20

func init() { limitRoles["full memory"] = fullRole }

// fullRole creates streams in a group of little memory until there is no more,
// gives one back and can again.
func fullRole(o orders) error {
	group, limit := filepath.Split(o.Journal)
	if err := os.WriteFile(group+"cgroup.procs", []byte(fmt.Sprint(os.Getpid())), 0); err != nil {
		return err
	}
	used, err := os.ReadFile(group + map[string]string{limitLegacy: "memory.usage_in_bytes", limitUnified: "memory.current"}[limit])
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(strings.TrimSpace(string(used)))
	if err != nil {
		return err
	}
	if err := os.WriteFile(o.Journal, []byte(fmt.Sprint(n+3*fullBytes+fullBytes/2)), 0); err != nil {
		return err
	}
	// A file's pages count, but they are there for the taking.
	file, err := os.CreateTemp("", "shmlink-full")
	if err != nil {
		return err
	}
	defer file.Close()
	if err := os.Remove(file.Name()); err != nil {
		return err
	}
	for piece, n := make([]byte, 64<<10), 0; n < 2*fullBytes; n += len(piece) {
		if _, err := file.Write(piece); err != nil {
			return err
		}
	}
	const items = fullBytes / 8
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
	limit := memoryGroup(t)
	leavesNothing(t, func() {
		c := spawn(t, watchdog(t), "full memory", orders{Name: unused(), Journal: limit})
		require.EqualValues(t, 3, c.told(t).Items)
		require.Len(t, leftovers(t), 3*2, "of the stream that was refused nothing")
		_, err := c.stdin.Write([]byte{1})
		require.NoError(t, err)
		c.ended(t)
	})
}

// The files of a control group that hold its limit, by version.
const limitLegacy, limitUnified = "memory.limit_in_bytes", "memory.max"

// memoryGroup makes a control group below this process's own and returns the
// file of its limit, or skips the test.
func memoryGroup(t *testing.T) string {
	text, err := os.ReadFile("/proc/self/cgroup")
	require.NoError(t, err)
	for line := range strings.Lines(string(text)) {
		parts := strings.SplitN(strings.TrimSpace(line), ":", 3)
		root, file := "/sys/fs/cgroup", limitUnified
		switch {
		case len(parts) != 3 || parts[0] != "0" && parts[1] != "memory":
			continue
		case parts[1] == "memory":
			root, file = "/sys/fs/cgroup/memory", limitLegacy
		}
		group := filepath.Join(root, parts[2], fmt.Sprint("seamless-test-", os.Getpid()))
		if err = os.Mkdir(group, 0o755); err != nil {
			continue
		}
		t.Cleanup(func() {
			require.Eventually(t, func() bool { return os.Remove(group) == nil }, 10*time.Second, time.Millisecond, group)
		})
		limit := filepath.Join(group, file)
		if _, err = os.Stat(limit); err == nil { // not so where the controller is not handed down
			err = os.WriteFile(limit, []byte("1073741824"), 0)
		}
		if err == nil {
			return limit
		}
	}
	t.Skipf("a control group with a limit on memory cannot be made here: %v", err)
	return ""
}
