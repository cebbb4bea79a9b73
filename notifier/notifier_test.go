package notifier

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// remembering are the notifiers that remember one wake and park.
var remembering = []struct {
	name string
	make func() Notifier
}{
	{"sync", func() Notifier { return NewSync() }},
	{"chan", func() Notifier { return NewChan() }},
	{"spin 0 sync", func() Notifier { return NewSpin(0, NewSync()) }},
	{"spin 100 sync", func() Notifier { return NewSpin(100, NewSync()) }},
	{"spin 3 spin 3 chan", func() Notifier { return NewSpin(3, NewSpin(3, NewChan())) }},
}

func eachRemembering(t *testing.T, f func(t *testing.T, n Notifier)) {
	for _, c := range remembering {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { f(t, c.make()) })
		})
	}
}

// wait runs Wait in a goroutine; the channel gets its result.
func wait(ctx context.Context, n Notifier) <-chan error {
	result := make(chan error, 1)
	go func() { result <- n.Wait(ctx) }()
	return result
}

// asleep fails the test unless everything else is blocked and nothing has come.
func asleep(t *testing.T, result <-chan error) {
	t.Helper()
	synctest.Wait()
	select {
	case err := <-result:
		t.Fatalf("did not sleep: %v", err)
	default:
	}
}

// returned fails the test unless the result is there.
func returned(t *testing.T, result <-chan error, want error) {
	t.Helper()
	synctest.Wait()
	select {
	case err := <-result:
		if !errors.Is(err, want) {
			t.Fatalf("got %v, want %v", err, want)
		}
	default:
		t.Fatal("still sleeps")
	}
}

func TestWaitSleepsUntilNotify(t *testing.T) {
	eachRemembering(t, func(t *testing.T, n Notifier) {
		for _, ctx := range []context.Context{context.Background(), t.Context()} {
			result := wait(ctx, n)
			asleep(t, result)
			n.Notify()
			returned(t, result, nil)
		}
	})
}

func TestWakeBeforeWaitIsRemembered(t *testing.T) {
	eachRemembering(t, func(t *testing.T, n Notifier) {
		for _, ctx := range []context.Context{context.Background(), t.Context()} {
			n.Notify()
			returned(t, wait(ctx, n), nil)
		}
	})
}

func TestTwoNotifiesAreOneWake(t *testing.T) {
	eachRemembering(t, func(t *testing.T, n Notifier) {
		n.Notify()
		n.Notify()
		returned(t, wait(t.Context(), n), nil)
		result := wait(t.Context(), n)
		asleep(t, result)
		n.Notify()
		returned(t, result, nil)
	})
}

func TestCancelWhileWaiting(t *testing.T) {
	eachRemembering(t, func(t *testing.T, n Notifier) {
		ctx, cancel := context.WithCancel(t.Context())
		result := wait(ctx, n)
		asleep(t, result)
		cancel()
		returned(t, result, context.Canceled)

		// The notifier is as good as before.
		result = wait(t.Context(), n)
		asleep(t, result)
		n.Notify()
		returned(t, result, nil)
	})
}

func TestDeadline(t *testing.T) {
	eachRemembering(t, func(t *testing.T, n Notifier) {
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		begin := time.Now()
		if err := n.Wait(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Fatal(err)
		}
		if took := time.Since(begin); took != 3*time.Second {
			t.Errorf("took %s", took)
		}
	})
}

func TestDoneContextLeavesTheWakeRemembered(t *testing.T) {
	eachRemembering(t, func(t *testing.T, n Notifier) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		n.Notify()
		for range 20 { // a select that chooses by chance would be caught
			returned(t, wait(ctx, n), context.Canceled)
		}
		returned(t, wait(t.Context(), n), nil)
	})
}

func TestChanIsReceivedFromInSelect(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n, other, got := NewChan(), make(chan struct{}), make(chan error, 1)
		go func() {
			select {
			case <-n.C():
				got <- nil
			case <-other:
				got <- errors.New("other")
			}
		}()
		asleep(t, got)
		n.Notify()
		returned(t, got, nil)
	})
}

func TestNonePolls(t *testing.T) {
	None{}.Notify()
	if err := (None{}).Wait(context.Background()); err != nil {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := (None{}).Wait(ctx); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestFuncIsCalledEachTime(t *testing.T) {
	var calls atomic.Int32
	n := Func(func() { calls.Add(1) })
	n.Notify()
	n.Notify()
	if got := calls.Load(); got != 2 {
		t.Errorf("%d calls", got)
	}
	if err := n.Wait(context.Background()); !errors.Is(err, ErrCannotWait) {
		t.Error(err)
	}
}

func TestSpinOnWhatCannotWait(t *testing.T) {
	n := NewSpin(2, Func(func() {}))
	n.Notify()
	if err := n.Wait(context.Background()); err != nil {
		t.Error(err)
	}
	if err := n.Wait(context.Background()); !errors.Is(err, ErrCannotWait) {
		t.Error(err)
	}
}

func TestNewSpinPanics(t *testing.T) {
	for _, f := range []func(){
		func() { NewSpin(-1, NewSync()) },
		func() { NewSpin(1, nil) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			f()
		}()
	}
}

func TestNotifyDoesNotAllocate(t *testing.T) {
	for _, c := range remembering {
		n, ctx := c.make(), t.Context()
		if allocs := testing.AllocsPerRun(100, func() {
			n.Notify()
			if err := n.Wait(ctx); err != nil {
				t.Fatal(err)
			}
		}); allocs != 0 {
			t.Errorf("%s: %v allocations", c.name, allocs)
		}
	}
}

func BenchmarkNotifyWait(b *testing.B) {
	for _, c := range remembering {
		b.Run(fmt.Sprintf("notifier=%s", c.name), func(b *testing.B) {
			n, ctx := c.make(), b.Context()
			for b.Loop() {
				n.Notify()
				if err := n.Wait(ctx); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
