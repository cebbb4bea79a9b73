//go:build !amd64 && !arm64

package dsp

func rowKernel[T Sample](_ isa, rows [][]float32) dots[T] { return plainRows[T](rows) }
