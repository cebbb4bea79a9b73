package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"sync"
)

// child is a process that was started with -json. Its fields belong to who takes its
// events.
type child struct {
	role   string
	cmd    *exec.Cmd
	stdin  io.WriteCloser
	said   tail // on standard error
	ready  bool
	exited bool
	exit   error // nil: in order
	report *message
}

// event is a message of a child, or its exit.
type event struct {
	from    *child
	message *message // nil: it has exited
	exit    error
}

// start starts a child and sends its events, the exit last. What it shows goes to
// shown; nil: what it says there is kept for why.
func start(self []string, role string, args []string, shown io.Writer, events chan<- event) (*child, error) {
	c := &child{role: role}
	c.cmd = exec.Command(self[0], append(self[1:len(self):len(self)], args...)...)
	if c.cmd.Stderr = shown; shown == nil {
		c.cmd.Stderr = &c.said
	}
	var err error
	if c.stdin, err = c.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	stdout, err := c.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := c.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", role, err)
	}
	go func() {
		lines := bufio.NewScanner(stdout)
		for lines.Scan() {
			m := new(message)
			if err := json.Unmarshal(lines.Bytes(), m); err == nil {
				events <- event{from: c, message: m}
			}
		}
		io.Copy(io.Discard, stdout) // after a line too long
		events <- event{from: c, exit: c.cmd.Wait()}
	}()
	return c, nil
}

func (c *child) pid() int { return c.cmd.Process.Pid }

// kill kills the process, if it lives.
func (c *child) kill() {
	if !c.exited {
		_ = c.cmd.Process.Kill()
	}
}

// killed tells whether the process ended by no doing of its own.
func (c *child) killed() bool {
	return c.exited && c.cmd.ProcessState != nil && c.cmd.ProcessState.ExitCode() < 0
}

// why says in words how the process ended, if not in order.
func (c *child) why() string {
	switch said := c.said.String(); {
	case c.exit == nil && c.report == nil:
		return "it ended without a report"
	case c.exit == nil:
		return ""
	case said != "":
		return said
	}
	return oneLine(c.exit)
}

// locked is a writer for several goroutines.
type locked struct {
	mu sync.Mutex
	to io.Writer
}

func (l *locked) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.to.Write(p)
}

// tail keeps the last of what is written to it. Any goroutine may call its methods.
type tail struct {
	mu   sync.Mutex
	text string
}

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text += string(p)
	t.text = t.text[max(0, len(t.text)-1000):]
	return len(p), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return strings.Join(strings.Fields(t.text), " ")
}
