//go:build darwin || dragonfly || freebsd || netbsd || openbsd || linux || windows

package shmlink

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The other processes of these tests are the test binary run again: what a
// child does is its role, which gets its orders as JSON and tells, also as
// JSON, a line at a time.
const (
	FolderVariable = folderVariable // for the tests outside of the package

	roleVariable   = "SHMLINK_TEST_ROLE"
	ordersVariable = "SHMLINK_TEST_ORDERS"
)

var roles = map[string]func(o orders) error{
	"read": readRole, "write": writeRole, "create": createRole,
}

// orders say what a child is to do.
type orders struct {
	Name    string
	Kind    uint8 // of the policy
	After   time.Duration
	Wait    Wait
	Min     int
	Most    int // items consumed at once; 0: all
	Oldest  bool
	Items   int // of a ring
	Limit   uint64
	Journal string // file in which a writer notes what it does
	Seed    uint64
}

func (o orders) reader() []ReaderOption {
	opts := []ReaderOption{WithPolicy(Policy{policy(o.Kind), o.After}), WithWait(o.Wait)}
	if o.Oldest {
		opts = append(opts, FromOldest())
	}
	return opts
}

// RunChild does the child's part and ends, if this process is a child.
func RunChild() {
	name := os.Getenv(roleVariable)
	if name == "" {
		return
	}
	var o orders
	err := json.Unmarshal([]byte(os.Getenv(ordersVariable)), &o)
	if err == nil {
		role := roles[name]
		if role == nil {
			role = limitRoles[name]
		}
		err = role(o)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "child:", err)
		os.Exit(3)
	}
	os.Exit(0)
}

// tell writes a line for the parent.
func tell(v any) {
	if err := json.NewEncoder(os.Stdout).Encode(v); err != nil {
		os.Exit(4)
	}
}

// child is a process in a role.
type child struct {
	cmd   *exec.Cmd
	lines *bufio.Reader
	pipe  io.Closer
	stdin io.WriteCloser
}

// spawn starts a child, with changes to its command. Its context is reached in
// failure only.
func spawn(t testing.TB, ctx context.Context, role string, o orders, changes ...func(*exec.Cmd)) *child {
	t.Helper()
	b, err := json.Marshal(o)
	require.NoError(t, err)
	c := &child{cmd: exec.CommandContext(ctx, os.Args[0])}
	c.cmd.Env = append(os.Environ(), roleVariable+"="+role, ordersVariable+"="+string(b), "GORACE=atexit_sleep_ms=0", "GOMAXPROCS=2")
	c.cmd.Stderr = os.Stderr
	out, err := c.cmd.StdoutPipe()
	require.NoError(t, err)
	c.stdin, err = c.cmd.StdinPipe()
	require.NoError(t, err)
	c.lines, c.pipe = bufio.NewReader(out), out
	for _, change := range changes {
		change(c.cmd)
	}
	require.NoError(t, c.cmd.Start())
	return c
}

// hear waits for the child's next line. It fails when the child has none.
func (c *child) hear(v any) error {
	line, err := c.lines.ReadBytes('\n')
	if err != nil {
		return err
	}
	return json.Unmarshal(line, v)
}

// ended waits for a child that ends by itself, and well.
func (c *child) ended(t testing.TB) {
	t.Helper()
	require.NoError(t, c.cmd.Wait())
}

// kill kills the child, whatever it does, and waits until it is gone. It
// reports false if the child had found fault before.
func (c *child) kill() bool {
	_ = c.cmd.Process.Kill()
	_ = c.cmd.Wait()
	return c.cmd.ProcessState.ExitCode() <= 1 // killed, which is 1 on Windows, or ended well
}

// told hears one account.
func (c *child) told(t testing.TB) (a account) {
	t.Helper()
	require.NoError(t, c.hear(&a))
	return a
}

// watchdog is a context that ends when something hangs.
func watchdog(t testing.TB) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Second+*killTime)
	t.Cleanup(cancel)
	return ctx
}
