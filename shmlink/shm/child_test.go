//go:build darwin || dragonfly || freebsd || netbsd || openbsd || linux || windows

package shm

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// process is the test binary run again, to be another process for real.
type process struct {
	cmd    *exec.Cmd
	output bytes.Buffer
}

const childVariable = "SHM_TEST_CHILD"

// isChild tells whether this is the process that child starts for t. The test
// then does the child's part and calls os.Exit.
func isChild(t *testing.T) bool { return os.Getenv(childVariable) == t.Name() }

// child starts the test t in another process.
func child(t *testing.T, env ...string) *process {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute) // reached in failure only
	t.Cleanup(cancel)
	pattern := "^" + strings.ReplaceAll(t.Name(), "/", "$/^") + "$"
	p := &process{cmd: exec.CommandContext(ctx, os.Args[0], "-test.run="+pattern, fmt.Sprintf("-test.short=%v", testing.Short()))}
	p.cmd.Env = append(os.Environ(), childVariable+"="+t.Name(), "GORACE=atexit_sleep_ms=0")
	p.cmd.Env = append(p.cmd.Env, env...)
	p.cmd.Stdout, p.cmd.Stderr = &p.output, &p.output
	require.NoError(t, p.cmd.Start())
	t.Cleanup(func() { _ = p.cmd.Process.Kill() })
	return p
}

// ended waits for the child, which must have gone well.
func (p *process) ended(t *testing.T) {
	t.Helper()
	require.NoError(t, p.cmd.Wait(), p.output.String())
}

// killed kills the child and waits until it is gone.
func (p *process) killed(t *testing.T) {
	t.Helper()
	require.NoError(t, p.cmd.Process.Kill())
	require.Error(t, p.cmd.Wait())
}

// must ends a child that cannot go on.
func must(err error) {
	if err != nil {
		fmt.Println("child:", err)
		os.Exit(3)
	}
}

// runtimeFolder gives the test a folder for sockets of its own, with a short path.
func runtimeFolder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "shm")
	require.NoError(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	t.Setenv(folderVariable, dir)
	return dir
}

// doorName returns a name that nobody has, without a file where there are such.
func doorName() string {
	name := fmt.Sprintf("test-%d-%d", os.Getpid(), time.Now().UnixNano())
	if canBeAbstract() == nil {
		name = abstract + name
	}
	return name
}

// held is what this process holds of the system.
type held struct{ files, maps int }

// leaksNothing runs f, after which the process holds what it held before.
func leaksNothing(t *testing.T, name string, f func()) {
	t.Helper()
	f() // what is made once, such as the poller, is made now
	before := holds(t, name)
	for range 5 {
		f()
	}
	require.Equal(t, before, holds(t, name), "descriptors and mappings before and after")
}
