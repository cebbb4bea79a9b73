//go:build !linux

package main

import (
	"fmt"
	"os"
	"runtime"
)

func main() {
	fmt.Fprintf(os.Stderr, "cross: streams across processes are for linux, not %s\n", runtime.GOOS)
	os.Exit(1)
}
