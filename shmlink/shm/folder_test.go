//go:build !windows

package shm

// folderVariable names the folder in which the folder of sockets is.
const folderVariable = "XDG_RUNTIME_DIR"
