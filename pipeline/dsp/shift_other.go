//go:build !amd64 && !arm64

package dsp

func mixFor(isa) func(dst, src []complex64, circle *Circle, phase, step uint64) { return plainShift }
