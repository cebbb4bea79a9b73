package bench

import (
	"runtime"
	"slices"
	"sync"
	"time"
)

// spinWake is wake over two words that both goroutines look at without ever
// sleeping: how far apart the two cores are.
func spinWake() (*Subject, error) {
	return &Subject{Run: pingPong(spinLane(), spinLane())}, nil
}

// spinLane is one word, zero while it is empty. There is never more than one
// item on its way in a ping-pong, so nobody waits for space.
func spinLane() lane {
	word := new(cursor)
	return lane{
		send: func(v uint64) error { word.v.Store(v + 1); return nil },
		receive: func() (uint64, error) {
			for looks := 1; ; looks++ {
				if v := word.v.Load(); v != 0 {
					word.v.Store(0)
					return v - 1, nil
				}
				if looks%1024 == 0 {
					runtime.Gosched() // the other one may need this very processor
				}
			}
		},
	}
}

// Spin returns how long a spin ping-pong takes there and back: the median of
// a few hundred short runs, or of fewer where they take more than 10 ms
// together. Put beside a comparison it shows where the cores were at that time:
// two values that differ are two machines.
func Spin() (time.Duration, error) {
	s, err := spinWake()
	if err != nil {
		return 0, err
	}
	const trips = 100
	var runs []time.Duration
	for begin := time.Now(); len(runs) == 0 || len(runs) < 300 && time.Since(begin) < 10*time.Millisecond; {
		start := time.Now()
		if err := s.Run(trips); err != nil {
			return 0, err
		}
		runs = append(runs, time.Since(start)/trips)
	}
	slices.Sort(runs)
	return runs[len(runs)/2], nil
}

// Cores returns how many processors the program really gets: how much more n
// goroutines compute than one, n being GOMAXPROCS. On a machine that others
// use it is less than n, and peers that poll then lose more than those that
// sleep. It takes about ten milliseconds.
func Cores() float64 {
	n := runtime.GOMAXPROCS(0)
	alone := min(burn(1), burn(1), burn(1)) // others may have been in the way even of one
	return float64(n) * alone.Seconds() / burn(n).Seconds()
}

// burn returns how long n goroutines take that each compute the same.
func burn(n int) time.Duration {
	results := make([]cursor, n)
	start := time.Now()
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			x := uint64(i)
			for j := range uint64(2 << 20) {
				x = x*6364136223846793005 + j
			}
			results[i].v.Store(x) // or the loop would be for nothing
		})
	}
	all.Wait()
	return time.Since(start)
}
