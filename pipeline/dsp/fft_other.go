//go:build !amd64

package dsp

func passesFor(isa) fftPasses { return plainPasses }
