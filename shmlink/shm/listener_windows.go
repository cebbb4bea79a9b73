package shm

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"strings"
	"sync"
	"time"

	"golang.org/x/sys/windows"
)

// listener makes an instance of a pipe for each guest. The pipe has a name that
// nobody can guess or take first; it stands in the file that is the address of the
// host. A host that starts again makes another pipe, so that guests which still
// have an end of the old one are in nobody's way.
//
// An Accept blocks the thread it is on.
type listener struct {
	path string // of the pipe

	accepts sync.Mutex     // one Accept at a time
	next    windows.Handle // the instance that the next guest finds
	met     transfer       // of next, during an Accept

	mu       sync.Mutex
	stir     windows.Handle // set when what follows has changed; open until closed
	deadline time.Time
	closed   bool
}

// create makes an instance of the pipe.
func (l *listener) create(first bool) (windows.Handle, error) {
	const room = 4096
	return createPipe(l.path, first, windows.PIPE_UNLIMITED_INSTANCES, room)
}

// listenSocket makes a pipe, and the file that tells its name.
func listenSocket(path string) (l *listener, err error) {
	l = new(listener)
	_, l.path = pipeName()
	if l.next, err = l.create(true); err != nil {
		return nil, err
	}
	if l.stir, err = windows.CreateEvent(nil, 0, 0, nil); err == nil {
		l.met.event, err = windows.CreateEvent(nil, 1, 0, nil)
	}
	if err == nil {
		err = os.WriteFile(path, []byte(l.path+"\n"), 0o600)
	}
	if err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

// accept waits for the next guest.
func accept(l *listener) (*socket, error) {
	l.accepts.Lock()
	defer l.accepts.Unlock()
	for {
		if err := l.meet(); err != nil {
			return nil, err
		}
		pipe := l.next
		var err error
		if l.next, err = l.create(false); err != nil {
			l.next = pipe // who came finds nobody
			return nil, errors.Join(err, windows.DisconnectNamedPipe(pipe))
		}
		if s, err := newSocket(pipe, true); err == nil {
			return s, nil
		} // else it has left already
	}
}

// meet waits until somebody has the other end of next.
func (l *listener) meet() error {
	for {
		closed, left := l.state()
		switch {
		case closed:
			return net.ErrClosed
		case left == 0:
			return os.ErrDeadlineExceeded
		}
		switch err := windows.ConnectNamedPipe(l.next, l.met.begin()); err {
		case windows.ERROR_IO_PENDING:
			state, err := windows.WaitForMultipleObjects([]windows.Handle{l.met.event, l.stir}, false, left)
			if err != nil || state != windows.WAIT_OBJECT_0 {
				l.met.abandon(l.next) // one that has come meanwhile is found there
			}
			if err != nil {
				return err
			}
		case nil, windows.ERROR_PIPE_CONNECTED:
			return nil
		case windows.ERROR_NO_DATA: // who came has left
			if err := windows.DisconnectNamedPipe(l.next); err != nil {
				return err
			}
		default:
			return err
		}
	}
}

// state tells whether the listener is closed, and for how many ms an Accept may
// wait.
func (l *listener) state() (closed bool, left uint32) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.deadline.IsZero() {
		return l.closed, windows.INFINITE
	}
	const most = time.Hour // then it looks again
	wait := min(max(time.Until(l.deadline), 0), most)
	return l.closed, uint32((wait + time.Millisecond - 1) / time.Millisecond)
}

// SetDeadline ends an Accept at that moment.
func (l *listener) SetDeadline(t time.Time) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return net.ErrClosed
	}
	l.deadline = t
	return windows.SetEvent(l.stir)
}

// Close ends an Accept that is under way.
func (l *listener) Close() error {
	l.mu.Lock()
	again := l.closed
	l.closed = true
	if !again && l.stir != 0 {
		_ = windows.SetEvent(l.stir)
	}
	l.mu.Unlock()
	if again {
		return net.ErrClosed
	}
	l.accepts.Lock()
	defer l.accepts.Unlock()
	var errs []error
	for _, h := range []windows.Handle{l.next, l.stir, l.met.event} {
		if h != 0 {
			errs = append(errs, windows.CloseHandle(h))
		}
	}
	return errors.Join(errs...)
}

// keepFile has nothing to do: the file is none of l's.
func keepFile(*listener) {}

// connect knocks once.
func connect(ctx context.Context, path string) (*socket, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	text, err := readShared(path)
	if err != nil {
		return nil, err
	}
	pipe, whole := strings.CutSuffix(text, "\n")
	if !whole || !strings.HasPrefix(pipe, pipes) { // the host is about to listen, or was
		return nil, fmt.Errorf("%q in %s: %w", text, path, fs.ErrNotExist)
	}
	h, err := openPipe(pipe)
	if err != nil {
		return nil, err
	}
	return newSocket(h, false)
}

func isTaken(error) bool { return false }

// isRefused tells whether there is no pipe any more.
func isRefused(err error) bool { return errors.Is(err, windows.ERROR_FILE_NOT_FOUND) }

// isFull tells whether the host has not come to make room for one more guest yet.
func isFull(err error, _ string) bool { return errors.Is(err, windows.ERROR_PIPE_BUSY) }
