//go:build !amd64

package dsp

func best() isa { return portable }
