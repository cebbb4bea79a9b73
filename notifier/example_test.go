package notifier_test

import (
	"context"
	"fmt"
	"sync/atomic"

	"github.com/seed-ff569660/seamless/notifier"
)

// The order of both sides: publish then Notify; look, Wait, look again.
func Example() {
	var position atomic.Uint64
	wake := notifier.NewSync()

	go func() {
		position.Store(100)
		wake.Notify()
	}()

	ctx := context.Background()
	for position.Load() < 100 {
		if err := wake.Wait(ctx); err != nil {
			fmt.Println(err)
			return
		}
	}
	fmt.Println("at", position.Load())
	// Output: at 100
}

func ExampleChan() {
	wake := notifier.NewChan()
	wake.Notify()
	wake.Notify() // two are one

	for range 2 {
		select {
		case <-wake.C():
			fmt.Println("look again")
		default:
			fmt.Println("nothing")
		}
	}
	// Output:
	// look again
	// nothing
}

// A foreign event loop takes the wakes into its own queue.
func ExampleFunc() {
	queue := make(chan string, 8)
	var wake notifier.Notifier = notifier.Func(func() { queue <- "stream ready" })

	wake.Notify()
	fmt.Println(<-queue)
	fmt.Println(wake.Wait(context.Background()))
	// Output:
	// stream ready
	// notifier: the event loop waits, not this goroutine
}
