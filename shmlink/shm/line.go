//go:build !windows

package shm

import (
	"errors"
	"fmt"
	"os"
	"syscall"
	"time"
)

// line is what a Doorbell is made of: here a socket in the runtime's poller,
// whose read deadline is what interrupts a wait.
type line struct {
	f      *os.File
	conn   syscall.RawConn
	bell   func(fd uintptr)      // made once, so that a ring allocates nothing
	drain  func(fd uintptr) bool // the same for a wait
	result error                 // of drain; the waiter's
}

// newLine takes f over, unless there is an error.
func newLine(f *os.File) (*line, error) {
	conn, err := f.SyscallConn()
	if err != nil {
		return nil, err
	}
	l := &line{f: f, conn: conn, bell: ringSocket}
	l.drain = func(fd uintptr) (done bool) {
		done, l.result = drainSocket(fd)
		return done
	}
	// A file that the poller does not know has no deadlines.
	return l, f.SetReadDeadline(time.Time{})
}

// ring sends a ring, if there is room.
func (l *line) ring() { _ = l.conn.Control(l.bell) }

// await waits for rings and takes them. After an interruption it returns
// errInterrupted until calm.
func (l *line) await() error {
	err := l.conn.Read(l.drain)
	switch {
	case err == nil:
		return l.result
	case errors.Is(err, os.ErrDeadlineExceeded):
		return errInterrupted
	}
	return fmt.Errorf("shm: wait for a doorbell: %w", os.ErrClosed) // what err says wraps nothing
}

// past is a deadline that is over.
var past = time.Unix(1, 0)

// interrupt ends the await that is under way and those to come. Any goroutine
// may call it, also after the end.
func (l *line) interrupt() { _ = l.f.SetReadDeadline(past) }

// calm undoes interrupt.
func (l *line) calm() error { return l.f.SetReadDeadline(time.Time{}) }

// hangUp closes the line, and ends an await that is under way.
func (l *line) hangUp() error { return closeOnce(l.f) }
