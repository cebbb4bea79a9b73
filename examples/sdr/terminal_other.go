//go:build !linux

package main

import "io"

// terminalWidth returns 80: only on Linux is the terminal asked.
func terminalWidth(io.Writer) int { return 80 }
