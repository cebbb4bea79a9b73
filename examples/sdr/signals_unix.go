//go:build unix

package main

import (
	"errors"
	"os"
	"os/signal"
	"syscall"
)

// interrupts end a command in good order.
var interrupts = []os.Signal{os.Interrupt, syscall.SIGTERM}

// keepFromDying makes a write to nobody an error, which leaves no files behind,
// instead of the end of the process.
func keepFromDying() { signal.Ignore(syscall.SIGPIPE) }

// nobodyReads tells whether an error is that of such a write.
func nobodyReads(err error) bool { return errors.Is(err, syscall.EPIPE) }
