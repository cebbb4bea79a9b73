//go:build darwin || netbsd || openbsd || dragonfly

package dmb

import (
	"fmt"
	"os"
)

// nameless returns a file that goes away when it is closed: one in the folder
// for temporary files, removed as soon as it is open.
func nameless(o *options) (*os.File, error) {
	if err := o.failure("file"); err != nil {
		return nil, fmt.Errorf("temporary file: %w", err)
	}
	f, err := os.CreateTemp("", "dmb-*")
	if err != nil {
		return nil, err
	}
	if err := os.Remove(f.Name()); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}
