package shm

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// longestAddress leaves room to what paths of files could be at all times.
const longestAddress = 247

// canMeet says why hosts and guests cannot meet here.
func canMeet() error { return nil }

// canBeAbstract says why there are no names without files here.
func canBeAbstract() error {
	return fmt.Errorf("a name that is no file's: %w", ErrUnsupported)
}

// place returns where the folder is to be: beside what programs keep for this
// user on this machine, where the system lets nobody else in.
func place() (string, error) {
	cache, err := os.UserCacheDir()
	return filepath.Join(cache, "seamless"), err
}

// private relies on the profile of the user for that.
func private(fs.FileInfo) bool { return true }

// canName refuses what is the name of a device, of a stream in a file or of none.
func canName(bare string) bool {
	const never = `<>:"|?*`
	control := func(r rune) bool { return r < ' ' || strings.ContainsRune(never, r) }
	return !strings.ContainsFunc(bare, control) && filepath.IsLocal(bare+lockSuffix)
}
