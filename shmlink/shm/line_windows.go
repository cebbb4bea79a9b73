package shm

import (
	"cmp"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"

	"golang.org/x/sys/windows"
)

// line is what a Doorbell is made of: here one end of a named pipe of bytes. A
// wait blocks the thread it is on, because what one process's poller has of a
// pipe no other's can have. No I/O outlives the call that began it.
//
// Ownership. What belongs to a wait is of who holds wait, what belongs to a ring of
// who holds rings; the handles are closed by who holds both. I/O writes into the
// line itself, which does not move as a stack does.
type line struct {
	f *os.File // the end of the pipe
	h windows.Handle

	wait sync.Mutex
	stop windows.Handle // set: interrupted, or closed
	read transfer
	in   [512]byte
	kept bool // rings came when nobody waited for them any more

	rings sync.Mutex
	write transfer
	out   [1]byte

	life   sync.RWMutex // stop can be set while it is held for reading and not closed
	closed bool
}

// transfer is I/O that tells its event alone when it is done, and not the poller
// that may have the file.
type transfer struct {
	event windows.Handle
	o     windows.Overlapped
}

func (t *transfer) begin() *windows.Overlapped {
	t.o = windows.Overlapped{HEvent: t.event | 1}
	return &t.o
}

// abandon cancels I/O that is under way, and returns what it did before that.
func (t *transfer) abandon(h windows.Handle) (n uint32) {
	_ = windows.CancelIoEx(h, &t.o) // that there is nothing to cancel is as well
	_ = windows.GetOverlappedResult(h, &t.o, &n, true)
	return n
}

// newLine takes f over, unless there is an error.
func newLine(f *os.File) (*line, error) {
	l := &line{f: f}
	err := control(f, func(fd int) error { l.h = windows.Handle(fd); return nil })
	for _, event := range []*windows.Handle{&l.stop, &l.read.event, &l.write.event} {
		if err == nil {
			*event, err = windows.CreateEvent(nil, 1, 0, nil)
		}
	}
	if err != nil {
		return nil, errors.Join(err, l.closeEvents())
	}
	return l, nil
}

func (l *line) closeEvents() (err error) {
	for _, event := range []windows.Handle{l.stop, l.read.event, l.write.event} {
		if event != 0 {
			err = errors.Join(err, windows.CloseHandle(event))
		}
	}
	return err
}

// ring sends a ring, if there is room.
func (l *line) ring() {
	l.rings.Lock()
	defer l.rings.Unlock()
	if l.isClosed() {
		return
	}
	var n uint32
	if windows.WriteFile(l.h, l.out[:], &n, l.write.begin()) == windows.ERROR_IO_PENDING {
		l.write.abandon(l.h)
	}
}

// await waits for rings and takes them. After an interruption it returns
// errInterrupted until calm.
func (l *line) await() error {
	l.wait.Lock()
	defer l.wait.Unlock()
	err := os.ErrClosed
	if !l.isClosed() {
		err = l.receive()
	}
	switch {
	case err == nil:
		return nil
	case isReset(err):
		return io.EOF
	case err == errInterrupted && !l.isClosed():
		return err
	case err == errInterrupted:
		err = os.ErrClosed
	}
	return fmt.Errorf("shm: wait for a doorbell: %w", err)
}

func (l *line) receive() error {
	const stopped = windows.WAIT_OBJECT_0
	if state, err := windows.WaitForSingleObject(l.stop, 0); err != nil || state == stopped {
		return cmp.Or(err, errInterrupted)
	}
	if l.kept {
		l.kept = false
		return nil
	}
	var n uint32
	err := windows.ReadFile(l.h, l.in[:], &n, l.read.begin())
	if err != windows.ERROR_IO_PENDING {
		return err
	}
	state, err := windows.WaitForMultipleObjects([]windows.Handle{l.stop, l.read.event}, false, windows.INFINITE)
	if err != nil || state == stopped {
		l.kept = l.read.abandon(l.h) != 0
		return cmp.Or(err, errInterrupted)
	}
	return windows.GetOverlappedResult(l.h, &l.read.o, &n, false)
}

// interrupt ends the await that is under way and those to come. Any goroutine
// may call it, also after the end.
func (l *line) interrupt() {
	l.life.RLock()
	defer l.life.RUnlock()
	if !l.closed {
		_ = windows.SetEvent(l.stop)
	}
}

// calm undoes interrupt.
func (l *line) calm() error {
	l.life.RLock()
	defer l.life.RUnlock()
	if l.closed {
		return os.ErrClosed
	}
	return windows.ResetEvent(l.stop)
}

func (l *line) isClosed() bool {
	l.life.RLock()
	defer l.life.RUnlock()
	return l.closed
}

// hangUp closes the line, and ends an await that is under way.
func (l *line) hangUp() error {
	l.life.Lock()
	again := l.closed
	l.closed = true
	if !again {
		_ = windows.SetEvent(l.stop)
	}
	l.life.Unlock()
	if again {
		return nil
	}
	l.wait.Lock()
	defer l.wait.Unlock()
	l.rings.Lock()
	defer l.rings.Unlock()
	return errors.Join(l.f.Close(), l.closeEvents())
}

// socketPair returns both ends of a pipe that nobody else can have come upon.
func socketPair() (near, far *os.File, err error) {
	name, path := pipeName()
	h, err := createPipe(path, true, 1, 64)
	if err != nil {
		return nil, nil, err
	}
	client, err := openPipe(path)
	if err != nil {
		return nil, nil, errors.Join(fmt.Errorf("connect to %s: %w", name, err), windows.CloseHandle(h))
	}
	return os.NewFile(uintptr(h), "doorbell"), os.NewFile(uintptr(client), "far doorbell"), nil
}

// checkDoorbell returns a handle of this process's own to the pipe that f is.
func checkDoorbell(f *os.File) (own *os.File, err error) {
	err = control(f, func(fd int) error {
		h := windows.Handle(fd)
		if kind, err := windows.GetFileType(h); err != nil || kind != windows.FILE_TYPE_PIPE {
			return fmt.Errorf("file of type %d: %w", kind, ErrNotDoorbell)
		}
		var flags uint32
		if err := windows.GetNamedPipeInfo(h, &flags, nil, nil, nil); err != nil || flags&windows.PIPE_TYPE_MESSAGE != 0 {
			return fmt.Errorf("pipe of type %d: %w", flags, ErrNotDoorbell)
		}
		const synchronous = 0x10 | 0x20 // calls on it wait, whatever they ask for
		if mode, err := modeOf(h); err != nil || mode&synchronous != 0 {
			return fmt.Errorf("pipe of mode %#x: %w", mode, ErrNotDoorbell)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	h, err := duplicateHandle(f, windows.CurrentProcess(), 0, windows.DUPLICATE_SAME_ACCESS)
	if err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(h), "doorbell"), nil
}

// pipeName returns a name that nobody else has or can guess, and its path.
func pipeName() (name, path string) {
	name = fmt.Sprintf("seamless-%d-%s", os.Getpid(), rand.Text())
	return name, pipes + name
}
