// Package kernels puts the transform and the filters of package dsp beside
// those a Go program would use otherwise, on the same samples in the same run:
//
//	go test -bench . ./kernels
//
// The peers are the transform of gonum, which works in complex128 alone, and
// the textbook loop of a filter, since there is no filter library for complex64.
package kernels
