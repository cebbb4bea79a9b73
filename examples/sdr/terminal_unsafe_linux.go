package main

import (
	"io"
	"os"
	"syscall"
	"unsafe"
)

// terminalWidth returns the columns of w if it is a terminal, else 80.
func terminalWidth(w io.Writer) int {
	f, ok := w.(*os.File)
	if !ok {
		return 80
	}
	var size struct{ rows, columns, x, y uint16 } // struct winsize
	// Safety: size is as large as the kernel writes, and lives until after the call.
	_, _, errno := syscall.Syscall(syscall.SYS_IOCTL, f.Fd(), syscall.TIOCGWINSZ, uintptr(unsafe.Pointer(&size)))
	if errno != 0 || size.columns == 0 {
		return 80
	}
	return int(size.columns)
}
