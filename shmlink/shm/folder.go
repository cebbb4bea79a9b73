//go:build !windows

package shm

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// place returns where the folder is to be. The environment says, unless what it
// names is not this user's.
func place() (string, error) {
	if run := os.Getenv("XDG_RUNTIME_DIR"); filepath.IsAbs(run) {
		if info, err := os.Stat(run); err == nil && info.IsDir() && owned(info) {
			return filepath.Join(run, "seamless"), nil
		}
	}
	return filepath.Join(os.TempDir(), fmt.Sprintf("seamless-%d", os.Geteuid())), nil
}

// private tells whether nobody else can change what is in the folder.
func private(info fs.FileInfo) bool { return owned(info) && info.Mode().Perm()&0o077 == 0 }

// canName tells whether the system has nothing more against the name of a file.
func canName(string) bool { return true }
