//go:build darwin || dragonfly || freebsd || netbsd || openbsd || linux || windows

package shmlink_test

import (
	"context"
	"fmt"

	"github.com/seed-ff569660/seamless/metadata"
	"github.com/seed-ff569660/seamless/shmlink"
)

// The two ends are in one process here, so that the example can run; nothing in
// it would be another in two.
func Example() {
	ctx := context.Background()
	w, err := shmlink.Create[float32]("example", 4096)
	if err != nil {
		panic(err)
	}
	r, err := shmlink.Open[float32](ctx, "example")
	if err != nil {
		panic(err)
	}
	defer r.Close()

	s, err := w.Slice(ctx, 3) // space for at least 3 samples, written in place
	if err != nil {
		panic(err)
	}
	copy(s, []float32{1, 2, 3})
	w.ProduceTags(3, metadata.Tag{Offset: 1, Key: "gain", Value: metadata.Float64Value(12.5)})
	_ = w.Close() // what was produced is the reader's, also when this process has gone

	for s, err := range r.Batches(ctx, 1) {
		fmt.Println(s, r.Tags(nil), err)
	}
	// Output: [1 2 3] [gain=12.5@1] <nil>
}

// A reader that must not hold the writer up loses the oldest items, and is told
// how many.
func ExampleDrop() {
	ctx := context.Background()
	w, err := shmlink.Create[int64]("example-drop", 8192)
	if err != nil {
		panic(err)
	}
	defer w.Close()
	r, err := shmlink.Open[int64](ctx, "example-drop", shmlink.WithPolicy(shmlink.Drop()))
	if err != nil {
		panic(err)
	}
	defer r.Close()
	for range 20 {
		s := w.TrySlice() // a quarter of the ring at a time while somebody drops
		w.Produce(len(s))
	}
	s, err := r.Slice(ctx, 1)
	fmt.Println(len(s), err)
	fmt.Println(r.Consume(len(s)))
	// Output:
	// 8192 <nil>
	// overrun: 32768 items lost, 0 of them while they were read
}
