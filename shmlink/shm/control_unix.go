//go:build darwin || dragonfly || freebsd || netbsd || openbsd || linux

package shm

import "os"

// control runs do on the descriptor of f, which stays open meanwhile.
func control(f *os.File, do func(fd int) error) error {
	conn, err := f.SyscallConn()
	if err != nil {
		return err
	}
	if conn.Control(func(fd uintptr) { err = do(int(fd)) }) != nil {
		return os.ErrClosed // what Control says of it wraps nothing
	}
	return err
}
