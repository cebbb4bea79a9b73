//go:build !(linux || darwin || freebsd || netbsd || openbsd || dragonfly || windows)

package dmb

import "os"

// A page of 4096 bytes keeps capacities what they are elsewhere.
func granularity() int { return 4096 }

func hugePage() int { return 0 }

func newDouble(int, *options) ([]byte, error) { return nil, ErrUnsupported }

func mapDouble(*os.File, int64, int, *options) ([]byte, error) { return nil, ErrUnsupported }

func unmapDouble([]byte) error { return ErrUnsupported }

func heapAllows(int, *options) error { return nil }
