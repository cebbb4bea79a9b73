package notifier

import "context"

// Sync parks the waiting goroutine. A Notify that wakes costs what readying a
// goroutine costs, one that finds a wake remembered only a look.
type Sync struct {
	wake token
}

// NewSync returns a Sync with no wake remembered.
func NewSync() *Sync { return &Sync{newToken()} }

// Notify wakes the waiter or the next Wait. Any goroutine may call it.
func (s *Sync) Notify() { s.wake.put() }

// Wait parks until a wake or until ctx is done. One goroutine at a time.
func (s *Sync) Wait(ctx context.Context) error { return s.wake.take(ctx) }

// token is the remembered wake: present or not.
type token chan struct{}

func newToken() token { return make(token, 1) }

func (t token) put() {
	select {
	case t <- struct{}{}:
	default: // one wake is remembered already, and it will be looked at after this call
	}
}

func (t token) take(ctx context.Context) error {
	done := ctx.Done()
	if done == nil {
		<-t // a context without end: a receive is cheaper than a select
		return nil
	}
	if err := ctx.Err(); err != nil {
		return err // else a stream of wakes could hide the end of the context
	}
	select {
	case <-t:
		return nil
	case <-done:
		return ctx.Err()
	}
}
