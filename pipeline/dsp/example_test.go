package dsp_test

import (
	"context"
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

// One channel of many: the low-pass is turned to where the channel lies, and
// the signal needs no shift before it is thinned out.
func ExampleNewComplexFIR() {
	const rate, channel = 1.024e6, 256e3 // a quarter of a turn a sample
	var taps []complex64
	turn := complex64(1)
	for _, t := range dsp.KaiserLowPass(50e3, 120e3, 60, rate) {
		taps = append(taps, complex(t, 0)*turn)
		turn *= 1i
	}
	f := dsp.NewComplexFIR(taps, 4)

	wanted, other := make([]complex64, 1000), make([]complex64, 1000)
	for n := range wanted {
		sin, cos := math.Sincos(2 * math.Pi * channel / rate * float64(n))
		wanted[n], other[n] = complex(float32(cos), float32(sin)), complex(float32(cos), -float32(sin))
	}
	level := func(src []complex64) float64 {
		dst := make([]complex64, len(src))
		n, _, _ := f.Transform(dst, src, true)
		return math.Hypot(float64(real(dst[n/2])), float64(imag(dst[n/2])))
	}
	fmt.Printf("%.2f from the channel, %.2f from its mirror image\n", level(wanted), level(other))
	// Output: 1.00 from the channel, 0.00 from its mirror image
}

// A carrier of half of full scale at -125 kHz: -6 dBFS in its bin.
func ExampleSpectrum() {
	const points, rate = 1024, 1e6
	s := dsp.NewSpectrum(dsp.Hann(points + 1)[:points], points/2)

	src := make([]complex64, 10*points)
	for n := range src {
		sin, cos := math.Sincos(2 * math.Pi * -125e3 / rate * float64(n))
		src[n] = complex(float32(cos/2), float32(sin/2))
	}
	s.Write(context.Background(), src)

	level := make([]float32, points)
	s.Bins(level)
	best := 0
	for k := range level {
		if level[k] > level[best] {
			best = k
		}
	}
	fmt.Printf("%.1f dBFS at %g kHz, the mean of %d blocks\n", level[best], float64(best-points/2)*rate/points/1e3, s.Blocks())
	// Output: -6.0 dBFS at -125 kHz, the mean of 19 blocks
}

// Two cosines in a block of real samples, and where they are found again.
func ExampleRealFFT() {
	f := dsp.NewRealFFT(64)
	src, dst := make([]float32, 64), make([]complex64, 33)
	for n := range src {
		x := 2 * math.Pi * float64(n) / 64
		src[n] = float32(math.Cos(5*x) + 0.25*math.Cos(20*x))
	}
	f.Forward(dst, src)
	fmt.Printf("%.2f %.2f\n", real(dst[5])/32, real(dst[20])/32)
	// Output: 1.00 0.25
}

func ExampleRatio() {
	fmt.Println(dsp.Ratio(48e3, 256e3, 2000))
	// Output: 3 16
}

// The channel filter of a receiver in 41 taps, its stop band ten times as exact
// as its pass band.
func ExampleEquiripple() {
	taps, ripple, err := dsp.Equiripple(41, 1.024e6,
		dsp.Band{From: 0, To: 80e3, Gain: 1, Weight: 1},
		dsp.Band{From: 140e3, To: 512e3, Gain: 0, Weight: 10})
	if err != nil {
		panic(err)
	}
	fmt.Printf("%d taps, within %.1f %% up to 80 kHz, %.0f dB down from 140 kHz on\n", len(taps), 100*ripple, 20*math.Log10(10/ripple))
	// Output: 41 taps, within 1.7 % up to 80 kHz, 56 dB down from 140 kHz on
}
