//go:build !amd64 && !arm64

package dsp

func (isa) name() string { return "" }

func best() isa { return portable }
