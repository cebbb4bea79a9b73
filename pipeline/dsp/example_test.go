package dsp_test

import (
	"fmt"
	"math"

	"github.com/seed-ff569660/seamless/pipeline/dsp"
)

// A station 200 kHz above the centre, transmitting a steady +30 kHz of its
// deviation, is brought to 0 Hz, filtered to a quarter of the rate and
// demodulated.
func Example() {
	const rate = 1.024e6
	src := make([]complex64, 10240)
	for n := range src {
		sin, cos := math.Sincos(2 * math.Pi * (200e3 + 30e3) / rate * float64(n))
		src[n] = complex(float32(cos), float32(sin))
	}

	shift := dsp.NewShift(-200e3, rate)
	channel := dsp.NewFIR[complex64](dsp.KaiserLowPass(100e3, 150e3, 70, rate), 4)
	demod := dsp.NewQuadratureDemod(75e3, rate/4)

	shifted := make([]complex64, len(src))
	n, _, _ := shift.Transform(shifted, src, true)
	filtered := make([]complex64, len(src))
	n, _, _ = channel.Transform(filtered, shifted[:n], true)
	message := make([]float32, len(src))
	n, _, _ = demod.Transform(message, filtered[:n], true)

	fmt.Printf("%d samples, the middle one %.3f of full deviation\n", n, message[n/2])
	// Output: 2537 samples, the middle one 0.400 of full deviation
}

// What a filter needs again it leaves in src: here, the last 2 of 5 samples.
func ExampleFIR() {
	mean := dsp.NewFIR[float32]([]float32{1. / 3, 1. / 3, 1. / 3}, 1)
	dst := make([]float32, 8)
	wrote, used, _ := mean.Transform(dst, []float32{3, 3, 3, 6, 9}, false)
	fmt.Println(dst[:wrote], used)
	// Output: [3 4 6] 3
}

func ExampleRatio() {
	fmt.Println(dsp.Ratio(48e3, 256e3, 2000))
	// Output: 3 16
}
