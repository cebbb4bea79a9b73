//go:build !amd64 && !arm64

package dsp

func anglesFor(isa) func(dst []float32, src []complex64, gain float64) { return plainAngles }
