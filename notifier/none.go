package notifier

import (
	"context"
	"runtime"
)

// None is for polling: nobody is woken, and every Wait is a spurious wake.
type None struct{}

// Notify does nothing.
func (None) Notify() {}

// Wait yields the processor once and returns ctx.Err(), nil while ctx lives.
func (None) Wait(ctx context.Context) error {
	runtime.Gosched()
	return ctx.Err()
}
