package shm

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"

	"github.com/seed-ff569660/seamless/internal/atomics"
)

// Doorbell is one end of a pair that wakes each other across processes through
// the runtime's poller: a waiter blocks no thread, and can wait in a select. It
// is a [github.com/seed-ff569660/seamless/notifier.Notifier] whose Notify wakes
// the Wait of the far end:
//
//	host                                  guest
//	d, far, err := shm.NewDoorbell()
//	err = conn.Send(msg, far)             _, files, err := conn.Receive(buf, 1)
//	err = far.Close()                     d, err := shm.OpenDoorbell(files[0])
//	d.Notify()                     --->   err = d.Wait(ctx)
//	err = d.Wait(ctx)              <---   d.Notify()
//
// When nobody holds the far end any more, as after the death of its process,
// Wait returns io.EOF.
//
// It is a pair of sockets and not an eventfd, because the flags of an eventfd
// belong to all who hold it: a peer that makes it blocking and fills its
// counter would have Notify block for good. Each end of a pair is its own, and
// every call says for itself that it does not block.
//
// On Windows it is a pipe, and a Wait blocks its thread.
//
// Any number of goroutines may call Notify; one at a time may Wait, or receive
// from C. A ring costs a system call whether somebody waits or not.
type Doorbell struct {
	*line

	done <-chan struct{} // of the context that is watched; the waiter's

	woken atomics.Uint32 // 1 after a Wake that no Wait has answered

	mu     sync.Mutex
	closed bool
	stop   func() bool // ends the watch of the context

	started sync.Once
	wake    chan struct{} // what C returns
}

// NewDoorbell returns one end of a pair, and the descriptor of the other one to
// be passed to the other process. Far must be closed here once it is passed,
// or the other's death is not seen.
func NewDoorbell() (d *Doorbell, far *os.File, err error) {
	near, far, err := socketPair()
	if err != nil {
		return nil, nil, fmt.Errorf("shm: make a doorbell: %w", err)
	}
	if d, err = newDoorbell(near); err != nil {
		return nil, nil, errors.Join(fmt.Errorf("shm: make a doorbell: %w", err), near.Close(), far.Close())
	}
	return d, far, nil
}

// OpenDoorbell takes the far end that came from another process. What is not
// one end of a pair of stream sockets is refused with [ErrNotDoorbell]. The
// Doorbell owns f from then on; with an error f stays the caller's.
func OpenDoorbell(f *os.File) (*Doorbell, error) {
	own, err := checkDoorbell(f)
	if err != nil {
		return nil, fmt.Errorf("shm: open doorbell: %w", err)
	}
	d, err := newDoorbell(own)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("shm: open doorbell: %w", err), own.Close())
	}
	return d, f.Close()
}

func newDoorbell(f *os.File) (*Doorbell, error) {
	l, err := newLine(f)
	if err != nil {
		return nil, err
	}
	return &Doorbell{line: l, wake: make(chan struct{}, 1)}, nil
}

// Notify wakes the far end's waiter or its next Wait. It never blocks: a ring
// that finds no room finds many that have not been answered.
func (d *Doorbell) Notify() { d.ring() }

// Wake ends the Wait that is under way at this end, or the next one, as a ring
// of the far end does. Any goroutine may call it.
func (d *Doorbell) Wake() {
	d.woken.Store(1) // before the interruption: pairs with Wait
	d.interrupt()
}

// errInterrupted: a wait has ended for another reason than a ring.
var errInterrupted = errors.New("interrupted")

// Wait parks the goroutine until the far end rings, and takes all rings there
// are, up to some hundreds. It returns nil after a ring, which may have come
// before the call and may be spurious; io.EOF when the far end is gone and its
// rings are taken; an error that wraps os.ErrClosed when this end was closed,
// also meanwhile; else ctx.Err(). A context that is done when Wait is called
// wins over a ring, which then stays. Waits with one and the same context
// allocate nothing after the first.
func (d *Doorbell) Wait(ctx context.Context) error {
	d.watch(ctx)
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := d.await(); err != errInterrupted {
			return err
		}
		if ctx.Err() == nil {
			// A Wake, or an earlier context has ended. Should this one end now, or
			// another Wake come, the look at it comes after its interruption is gone.
			if err := d.calm(); err != nil {
				return fmt.Errorf("shm: wait for a doorbell: %w", err)
			}
			if d.woken.Swap(0) != 0 { // pairs with Wake
				return nil
			}
		}
	}
}

// watch has the end of ctx end the wait, once for each context that is used.
// Contexts with one channel end together.
func (d *Doorbell) watch(ctx context.Context) {
	done := ctx.Done()
	if done == nil || done == d.done {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		return
	}
	if d.stop != nil {
		d.stop()
	}
	d.done, d.stop = done, context.AfterFunc(ctx, d.interrupt)
}

// C returns a channel that holds one wake when the far end has rung, for
// select. The first call starts a goroutine, which ends with Close or with the
// far end; then a last wake is there, and Wait tells which. It is the same
// channel at every call and is never closed. Who has called C must not Wait
// before that.
func (d *Doorbell) C() <-chan struct{} {
	d.started.Do(func() {
		go func() {
			for err := error(nil); err == nil; {
				err = d.Wait(context.Background())
				select {
				case d.wake <- struct{}{}:
				default: // one is there already
				}
			}
		}()
	})
	return d.wake
}

// Close gives the descriptor back and ends a Wait that is under way. Any
// goroutine may call it; closing twice is no error.
func (d *Doorbell) Close() error {
	if d == nil {
		return nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.closed = true
	if d.stop != nil {
		d.stop()
	}
	return d.hangUp()
}
