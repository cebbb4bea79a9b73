package circular_test

import (
	"context"
	"fmt"
	"io"
	"log"
	"os"
	"strings"
	"sync"

	"github.com/seed-ff569660/seamless/circular"
	"github.com/seed-ff569660/seamless/metadata"
)

// The simplest stream: one goroutine writes, another reads.
func Example() {
	ctx := context.Background()
	w, err := circular.New[int32](1000)
	if err != nil {
		log.Fatal(err)
	}
	r := w.AddReader()
	defer r.Close()

	go func() {
		defer w.Close()
		for n := int32(1); n <= 100; {
			s, err := w.Slice(ctx, 10) // space for at least 10 items
			if err != nil {
				log.Print(err)
				return
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
		s, err := r.Slice(ctx, 1) // at least one item, mostly more
		if err == io.EOF {
			break
		}
		if err != nil {
			log.Fatal(err)
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
	w, err := circular.New[complex64](1000)
	if err != nil {
		log.Fatal(err)
	}
	defer w.Close()
	r := w.AddReader()
	defer r.Close()

	w.TrySlice()
	w.ProduceTags(500,
		metadata.New(0, metadata.KeyRate, 250e3),
		metadata.New(300, metadata.KeyFreq, 93.1e6)) // from item 300 on

	s, _ := r.TrySlice()
	fmt.Println(len(s), r.Tags(nil))

	r.Consume(200)
	s, _ = r.TrySlice()
	fmt.Println(len(s), r.Tags(nil))
	// Output:
	// 500 [rx_rate=250000@0 rx_freq=9.31e+07@300]
	// 300 [rx_freq=9.31e+07@100]
}

// Ready lets a reader, or a writer, wait in a select beside anything else.
func Example_select() {
	w, err := circular.New[float32](1000)
	if err != nil {
		log.Fatal(err)
	}
	defer w.Close()
	r := w.AddReader()
	defer r.Close()

	retune := make(chan float64, 1)
	retune <- 93.1e6

	for range 2 {
		select {
		case hz := <-retune:
			fmt.Println("tuned to", hz/1e6, "MHz")
			n := copy(w.TrySlice(), []float32{0.5, -0.5})
			w.Produce(n)
		case <-r.Ready():
			s, _ := r.TrySlice() // may be empty: a wake is a hint
			fmt.Println(s)
			r.Consume(len(s))
		}
	}
	// Output:
	// tuned to 93.1 MHz
	// [0.5 -0.5]
}

// Each batch is consumed when the body of the loop is done with it.
func ExampleReader_Batches() {
	w, err := circular.New[int16](1000)
	if err != nil {
		log.Fatal(err)
	}
	r := w.AddReader()
	defer r.Close()

	w.Produce(copy(w.TrySlice(), []int16{3, 1, 4, 1, 5, 9}))
	w.Close()

	for batch, err := range r.Batches(context.Background(), 1) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(batch)
	}
	// Output: [3 1 4 1 5 9]
}

// A stream of bytes has the interfaces of package io. With io.Copy on both
// sides the bytes go into the ring and out of it without another buffer.
func Example_bytes() {
	ctx := context.Background()
	w, err := circular.New[byte](64 << 10)
	if err != nil {
		log.Fatal(err)
	}
	r := circular.NewByteReader(ctx, w.AddReader())
	defer r.Close()

	go func() {
		defer w.Close()
		source := strings.NewReader("memory without a seam\n")
		if _, err := io.Copy(circular.NewByteWriter(ctx, w), source); err != nil {
			log.Print(err)
		}
	}()

	if _, err := io.Copy(os.Stdout, r); err != nil {
		log.Fatal(err)
	}
	// Output: memory without a seam
}

// Every reader sees every item; one more costs one more cursor, no copy.
func ExampleWriter_AddReader() {
	ctx := context.Background()
	w, err := circular.New[float64](1000)
	if err != nil {
		log.Fatal(err)
	}

	var wg sync.WaitGroup
	var mean, peak float64
	read := func(use func(v float64)) {
		r := w.AddReader() // before the first item is produced
		wg.Go(func() {
			defer r.Close()
			for batch, err := range r.Batches(ctx, 1) {
				if err != nil {
					log.Print(err)
					return
				}
				for _, v := range batch {
					use(v)
				}
			}
		})
	}
	read(func(v float64) { mean += v / 4 })
	read(func(v float64) { peak = max(peak, v) })

	s, err := w.Slice(ctx, 4)
	if err != nil {
		log.Fatal(err)
	}
	w.Produce(copy(s, []float64{1, 7, 2, 6}))
	w.Close()

	wg.Wait()
	fmt.Println("mean", mean, "peak", peak)
	// Output: mean 4 peak 7
}

// A lossy reader never holds the writer back. A display that draws what it can
// is one: it is told how much it has missed.
func ExampleLossy() {
	w, err := circular.New[uint8](64<<10, circular.WithMaxSlice(96))
	if err != nil {
		log.Fatal(err)
	}
	defer w.Close()
	r := w.AddReader(circular.Lossy())
	defer r.Close()

	for w.Position() < 96*1000 { // nobody reads meanwhile
		w.Produce(len(w.TrySlice()))
	}

	s, _ := r.TrySlice()
	err = r.Consume(len(s))
	fmt.Println(len(s), err)
	// Output: 65536 overrun: 30464 items lost, 0 of them while they were read
}
