// Package bench puts the in-process streams of this project beside what a Go
// program would use otherwise. Every [Case] is one peer at one work; the cases
// of one [Group] move the same items, with the same memory, and end in the
// same sum, which is checked: a peer that loses an item fails.
//
//	stream    complex64: copy a batch in, sum all items out, 1 to 8 readers
//	blocking  float32 through 64 KiB, every wait a sleep
//	cycle     what one hand-over costs one goroutine
//	message   64 bytes each, written one by one or 16 at a time
//	wake      there and back of one item, both sides asleep in between
//	tags      what a tag costs that travels with the items
//
// A figure of one peer means little on a machine that is shared: where the two
// cores lie decides more than the code. Only ratios within one run count, and
// command compare makes them:
//
//	go run ./cmd/compare
//
// [Cases] lists everything; the benchmarks of the package run the same list.
package bench
