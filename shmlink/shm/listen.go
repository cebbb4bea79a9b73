package shm

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// Listener is a name held by this process, and the door where others knock.
//
// Beside the socket NAME.sock lies NAME.lock, which the host keeps locked as
// long as it lives; the kernel unlocks it when the host dies, however it dies.
// Only who has the lock touches the socket's file, so two hosts that start at
// one moment, one of them over the leftovers of a dead one, cannot take each
// other's socket away.
type Listener struct {
	name string
	l    *listener

	mu   sync.Mutex
	path string   // of the socket; empty in the abstract namespace and once closed
	lock *os.File // nil in the abstract namespace and once closed
}

// Listen takes the name and listens for guests. The name is that of a file in
// [Folder], whose socket only this user can reach; or "@" and a name of the
// abstract namespace of Linux, which has no files and no permissions: everybody
// can knock there, and everybody could have taken the name, so both sides must
// look at [Conn.Peer]. It also removes what hosts have left in Folder that were
// killed.
//
// Errors wrap [ErrInUse], [ErrBadName], [ErrNameTooLong] or [ErrUnsafeFolder].
func Listen(name string) (*Listener, error) {
	l, err := listen(name)
	if err != nil {
		return nil, fmt.Errorf("shm: listen as %q: %w", name, err)
	}
	return l, nil
}

func listen(name string) (*Listener, error) {
	path, err := address(name)
	if err != nil {
		return nil, err
	}
	if strings.HasPrefix(name, abstract) {
		l, err := listenSocket(path)
		if isTaken(err) {
			err = ErrInUse
		}
		if err != nil {
			return nil, err
		}
		return &Listener{name: name, l: l}, nil
	}
	lock, err := takeLock(lockOf(path))
	if err != nil {
		return nil, err
	}
	l, err := listenFile(path)
	if err != nil {
		return nil, errors.Join(err, releaseLock(lock))
	}
	sweepFolder(filepath.Dir(path))
	return &Listener{name: name, l: l, path: path, lock: lock}, nil
}

// listenFile replaces what a dead host left at path. The caller has the lock.
func listenFile(path string) (*listener, error) {
	if err := remove(path); err != nil {
		return nil, err
	}
	l, err := listenSocket(path)
	if err != nil {
		return nil, err
	}
	keepFile(l) // Close does it while it has the lock
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, errors.Join(err, l.Close(), remove(path))
	}
	return l, nil
}

// Accept waits for the next guest. After Close the error wraps net.ErrClosed.
// What it returns may be somebody who asks for nothing, or for whether the
// host lives, or on Linux who has left already.
func (l *Listener) Accept() (*Conn, error) {
	c, err := accept(l.l)
	if err != nil {
		return nil, fmt.Errorf("shm: accept as %q: %w", l.name, err)
	}
	return &Conn{c}, nil
}

// SetDeadline ends an Accept at that moment, with os.ErrDeadlineExceeded; the
// zero time is never.
func (l *Listener) SetDeadline(t time.Time) error { return l.l.SetDeadline(t) }

// Name returns the name the listener holds.
func (l *Listener) Name() string { return l.name }

// Close removes the files, gives the name back and ends an Accept that is
// under way. Connections stay. Closing twice is no error.
func (l *Listener) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	path, lock := l.path, l.lock
	l.path, l.lock = "", nil
	var errs []error
	if path != "" { // while the lock is held, or it could be a successor's
		errs = append(errs, remove(path))
	}
	if err := l.l.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
		errs = append(errs, err)
	}
	if lock != nil {
		errs = append(errs, releaseLock(lock))
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("shm: close %q: %w", l.name, err)
	}
	return nil
}

// Dial connects to the live host of that name, or returns an error that wraps
// [ErrNoHost], and what a killed one has left is gone. When more knock than the
// kernel lets wait it tries again until ctx is done.
func Dial(ctx context.Context, name string) (*Conn, error) {
	path, err := address(name)
	var c *socket
	if err == nil {
		c, err = dial(ctx, path)
	}
	if errors.Is(err, ErrNoHost) {
		Sweep(name, 0)
	}
	if err != nil {
		return nil, fmt.Errorf("shm: dial %q: %w", name, err)
	}
	return &Conn{c}, nil
}

func dial(ctx context.Context, path string) (*socket, error) {
	const longest = 20 * time.Millisecond
	for wait := time.Millisecond / 8; ; wait = min(2*wait, longest) {
		c, err := connect(ctx, path)
		switch {
		case isFull(err, path):
		case isRefused(err) || errors.Is(err, fs.ErrNotExist):
			return nil, fmt.Errorf("%w: %w", ErrNoHost, err)
		default:
			return c, err
		}
		select { // the kernel tells nobody when there is room
		case <-time.After(wait):
		case <-ctx.Done():
			return nil, fmt.Errorf("%w: %w", ctx.Err(), err)
		}
	}
}

// List returns the names in [Folder] that have a live host, sorted. It looks at
// locks and disturbs no host; what killed ones have left it removes. Names of the
// abstract namespace are not listed.
func List() ([]string, error) {
	folder, err := Folder()
	if err != nil {
		return nil, err
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, fmt.Errorf("shm: list hosts: %w", err)
	}
	var names []string
	for _, entry := range entries {
		name, ok := strings.CutSuffix(entry.Name(), lockSuffix)
		if !ok || !entry.Type().IsRegular() {
			continue
		}
		lock := filepath.Join(folder, entry.Name())
		switch holder, err := holderOf(lock); {
		case err != nil && !errors.Is(err, fs.ErrNotExist): // gone meanwhile
			return nil, fmt.Errorf("shm: list hosts: %w", err)
		case holder == hosting:
			names = append(names, name)
		default:
			sweepFile(lock)
		}
	}
	slices.Sort(names)
	return names, nil
}
