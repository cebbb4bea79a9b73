package bench_test

import (
	"fmt"

	"github.com/seed-ff569660/seamless/bench"
)

// One case by hand: ten batches, checked.
func Example() {
	for _, c := range bench.Cases() {
		if c.Name() != "stream/batch=64/readers=2/peer=circular" {
			continue
		}
		s, err := c.New()
		if err != nil {
			fmt.Println(err)
			return
		}
		defer s.Release()
		fmt.Println(c.Name(), s.Run(10), s.Counts().Items)
	}
	// Output: stream/batch=64/readers=2/peer=circular <nil> 640
}
