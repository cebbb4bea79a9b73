package dmb

import (
	"fmt"

	"golang.org/x/sys/unix"

	"github.com/seed-ff569660/seamless/internal/memory"
)

// ready follows the options on memory that has been mapped.
func ready(mem []byte, from origin, o *options) error {
	if o.hugePages && from == anonymous {
		adviseHuge(mem)
	}
	if o.prefault {
		if err := populate(mem, from, o); err != nil {
			return fmt.Errorf("prefault both halves, %d bytes: %w", len(mem), err)
		}
	}
	if o.lock {
		return lock(mem, o)
	}
	return nil
}

// populate makes all pages present. Where memory is missing that a touch of
// the page would answer with SIGBUS, it returns an error.
func populate(mem []byte, from origin, o *options) error {
	if err := o.failure("populate"); err != nil {
		return err
	}
	advice := unix.MADV_POPULATE_WRITE
	if o.readOnly {
		advice = unix.MADV_POPULATE_READ
	}
	err := memory.Retry(func() error { return unix.Madvise(mem, advice) })
	if err == unix.EINVAL { // before Linux 5.14 the advice is unknown
		touch(mem, from)
		return nil
	}
	return err
}
