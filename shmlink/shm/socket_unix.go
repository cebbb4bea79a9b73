//go:build darwin || dragonfly || freebsd || netbsd || openbsd || linux

package shm

import (
	"errors"
	"net"

	"golang.org/x/sys/unix"
)

// What sockets say, in words that other systems lack.

func isTaken(err error) bool { return errors.Is(err, unix.EADDRINUSE) }

func isRefused(err error) bool { return errors.Is(err, unix.ECONNREFUSED) }

func isReset(err error) bool { return errors.Is(err, unix.ECONNRESET) || errors.Is(err, unix.EPIPE) }

// keepFile has the socket's file survive the end of l.
func keepFile(l *net.UnixListener) { l.SetUnlinkOnClose(false) }
