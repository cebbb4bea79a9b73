package lockfree_test

import (
	"errors"
	"fmt"
	"io"
	"log"
	"runtime"
	"sync"

	"github.com/seed-ff569660/seamless/lockfree"
	"github.com/seed-ff569660/seamless/metadata"
)

// The simplest stream: two loops that poll. What they do while there is
// nothing to do is up to them; here they let others run.
func Example() {
	w, err := lockfree.New[int32](1000, 1)
	if err != nil {
		log.Fatal(err)
	}
	r, err := w.AddReader()
	if err != nil {
		log.Fatal(err)
	}
	defer r.Close()

	go func() {
		defer w.Close()
		for n := int32(1); n <= 100; {
			s := w.TrySliceMin(10)
			if len(s) == 0 {
				runtime.Gosched()
				continue
			}
			for i := range s[:10] {
				s[i] = n
				n++
			}
			w.Produce(10)
		}
	}()

	sum := int32(0)
	for {
		s, err := r.TrySliceMin(1)
		if err == io.EOF {
			break
		}
		if len(s) == 0 {
			runtime.Gosched()
			continue
		}
		for _, v := range s {
			sum += v
		}
		r.Consume(len(s))
	}
	fmt.Println(sum)
	// Output: 5050
}

// Tags say something about single items. Their offsets count from the start of
// the slice, on either side.
func Example_tags() {
	w, err := lockfree.New[complex64](1000, 1)
	if err != nil {
		log.Fatal(err)
	}
	defer w.Close()
	r, err := w.AddReader()
	if err != nil {
		log.Fatal(err)
	}
	defer r.Close()

	w.TrySlice()
	w.ProduceTags(500, metadata.New(300, metadata.KeyFreq, 93.1e6))

	r.TrySlice()
	r.Consume(200)
	fmt.Println(r.Tags(nil))
	// Output: [rx_freq=9.31e+07@100]
}

// A stream has a fixed number of slots for readers; one that closes makes room.
func ExampleWriter_AddReader() {
	w, err := lockfree.New[float32](1000, 2)
	if err != nil {
		log.Fatal(err)
	}
	defer w.Close()

	a, _ := w.AddReader()
	b, _ := w.AddReader()
	defer b.Close()

	_, err = w.AddReader()
	fmt.Println(errors.Is(err, lockfree.ErrTooManyReaders), err)

	a.Close()
	c, err := w.AddReader()
	fmt.Println(err)
	c.Close()
	// Output:
	// true lockfree: too many readers: all 2 are there
	// <nil>
}

// Every reader sees every item, at its own pace.
func Example_fanOut() {
	w, err := lockfree.New[float64](1000, 2)
	if err != nil {
		log.Fatal(err)
	}

	var wg sync.WaitGroup
	var mean, peak float64
	read := func(use func(v float64)) {
		r, err := w.AddReader() // before the first item is produced
		if err != nil {
			log.Fatal(err)
		}
		wg.Go(func() {
			defer r.Close()
			for {
				s, err := r.TrySliceMin(1)
				if err != nil {
					return // io.EOF
				}
				if len(s) == 0 {
					runtime.Gosched()
				}
				for _, v := range s {
					use(v)
				}
				r.Consume(len(s))
			}
		})
	}
	read(func(v float64) { mean += v / 4 })
	read(func(v float64) { peak = max(peak, v) })

	w.Produce(copy(w.TrySlice(), []float64{1, 7, 2, 6}))
	w.Close()

	wg.Wait()
	fmt.Println("mean", mean, "peak", peak)
	// Output: mean 4 peak 7
}
