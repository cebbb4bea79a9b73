package iq_test

import (
	"bytes"
	"fmt"
	"io"

	"github.com/seed-ff569660/seamless/pipeline/iq"
)

func Example() {
	file := bytes.NewReader([]byte{0xff, 0x7f, 0x00, 0x80, 0x40, 0x00}) // cs8, cut off in nothing
	r := iq.NewReader(file, iq.CS8)
	samples := make([]complex64, 1024)
	for {
		n, err := r.Read(samples)
		fmt.Println(samples[:n], err)
		if err == io.EOF {
			return
		}
	}
	// Output:
	// [(-0.0078125+0.9921875i) (0-1i) (0.5+0i)] <nil>
	// [] EOF
}

func ExampleParseName() {
	rate, freq, format, ok := iq.ParseName("recordings/g001_433.92M_250k.cu8")
	fmt.Println(rate, freq, format, ok)
	// Output: 250000 4.3392e+08 cu8 true
}
