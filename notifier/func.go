package notifier

import (
	"context"
	"errors"
)

// ErrCannotWait is returned by Func.Wait.
var ErrCannotWait = errors.New("notifier: the event loop waits, not this goroutine")

// Func tells a foreign event loop (a GUI, epoll, another runtime) to look
// again. Notify calls the function on the notifying goroutine, so it must not
// block, must be safe to call from several goroutines at once, and must not
// use the stream that notifies. Nothing is coalesced: that is the loop's part.
type Func func()

// Notify calls f.
func (f Func) Notify() { f() }

// Wait returns ErrCannotWait at once.
func (f Func) Wait(context.Context) error { return ErrCannotWait }
