//go:build !amd64 && !arm64

package dsp

func passesFor(isa) fftPasses { return plainPasses }
