package dmb_test

import (
	"fmt"
	"log"

	"github.com/seed-ff569660/seamless/dmb"
)

// Write across the end, read at the start: there is no seam.
func Example() {
	b, err := dmb.New[int16](1000)
	if err != nil {
		log.Fatal(err)
	}
	defer b.Close()

	last := b.Cap() - 1
	copy(b.Slice(last, 3), []int16{7, 8, 9})
	b.Mirror(last, 3) // nothing to do unless b is a heap mirror

	fmt.Println(b.Slice(0, 2))
	// Output: [8 9]
}
