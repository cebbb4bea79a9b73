//go:build darwin || dragonfly || freebsd || netbsd || openbsd

package shmlink

import (
	"os"
	"runtime"
	"testing"
)

// holds counts descriptors where the system shows them as files, and no
// mappings.
func holds(t testing.TB) held {
	t.Helper()
	files, err := os.ReadDir("/dev/fd")
	if err != nil {
		files = nil
	}
	return held{files: len(files), goroutines: runtime.NumGoroutine()}
}
