package dmb

import (
	"context"
	"os"
	"os/exec"
	"testing"
	"time"
)

// inChild runs f in a process of its own, which may change its limits or die,
// and returns what it wrote and how it ended. It must be the first thing a
// test does: the child runs the same test down to this line.
func inChild(t *testing.T, f func()) (output string, err error) {
	t.Helper()
	return runChild(t, func(*exec.Cmd) {}, f)
}

// runChild is inChild with a say in how the child is started.
func runChild(t *testing.T, prepare func(*exec.Cmd), f func()) (output string, err error) {
	t.Helper()
	const variable = "DMB_TEST_CHILD"
	if os.Getenv(variable) == t.Name() {
		f()
		os.Exit(0)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, os.Args[0], "-test.run=^"+t.Name()+"$")
	// What the child leaves behind when it ends is cleaned up here.
	cmd.Env = append(os.Environ(), variable+"="+t.Name(), "TMPDIR="+t.TempDir(), "GORACE=atexit_sleep_ms=0")
	prepare(cmd)
	out, err := cmd.CombinedOutput()
	return string(out), err
}
