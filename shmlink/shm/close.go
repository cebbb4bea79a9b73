package shm

import (
	"errors"
	"io"
	"os"
)

// closeOnce closes c; that it is closed already is no error.
func closeOnce(c io.Closer) error {
	if err := c.Close(); err != nil && !errors.Is(err, os.ErrClosed) {
		return err
	}
	return nil
}
