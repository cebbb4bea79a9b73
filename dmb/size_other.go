//go:build !windows

package dmb

import "os"

func bytesOf(f *os.File) (int64, error) { return sizeOf(f) }
