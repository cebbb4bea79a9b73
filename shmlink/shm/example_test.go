//go:build darwin || dragonfly || freebsd || netbsd || openbsd || linux

package shm_test

import (
	"context"
	"fmt"
	"os"

	"github.com/seed-ff569660/seamless/internal/atomics"
	"github.com/seed-ff569660/seamless/shmlink/shm"
)

// A host makes a page of memory, seals it and hands it to a guest, which sees
// what the host writes and cannot write it. Both ends are in one process here.
func Example() {
	type header struct{ commit atomics.Uint64 }
	page := shm.PageSize()
	ctx := context.Background()
	name := fmt.Sprintf("example-%d", os.Getpid())

	door, err := shm.Listen(name)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer door.Close()

	guest := make(chan uint64)
	go func() {
		defer close(guest)
		conn, err := shm.Dial(ctx, name)
		if err != nil {
			fmt.Println(err)
			return
		}
		defer conn.Close()
		_, files, err := conn.Receive(make([]byte, 64), 1)
		if err != nil {
			fmt.Println(err)
			return
		}
		segment, err := shm.Open(files[0], page, shm.Data)
		if err != nil {
			fmt.Println(err)
			return
		}
		defer segment.Close()
		region, err := segment.Map(0, page, false)
		if err != nil {
			fmt.Println(err)
			return
		}
		defer region.Close()
		guest <- shm.At[header](region, 0).commit.Load()
	}()

	segment, _ := shm.Create("example", page)
	defer segment.Close()
	region, _ := segment.Map(0, page, true) // first map, then seal
	defer region.Close()
	_ = segment.Seal(shm.Data)
	shm.At[header](region, 0).commit.Store(42)

	conn, _ := door.Accept()
	defer conn.Close()
	fmt.Println(conn.Send([]byte("hello"), segment.File()))
	fmt.Println("guest sees", <-guest)
	// Output:
	// <nil>
	// guest sees 42
}
