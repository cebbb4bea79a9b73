//go:build darwin || dragonfly || freebsd || netbsd || openbsd || linux

package shm

import (
	"io/fs"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

const noFollow = unix.O_NOFOLLOW

// longestAddress is what a socket's address holds of a path, without its final
// zero: 107 bytes on Linux, 103 elsewhere.
const longestAddress = len(unix.RawSockaddrUnix{}.Path) - 1

// canMeet says why hosts and guests cannot meet here.
func canMeet() error { return nil }

// owned tells whether the file is this user's.
func owned(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == os.Geteuid()
}
