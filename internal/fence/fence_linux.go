package fence

import (
	"errors"
	"sync"

	"golang.org/x/sys/unix"
)

// Commands of membarrier(2), in Linux since 4.16.
const (
	fenceQuery    = 0
	fenceAll      = 1 << 1 // MEMBARRIER_CMD_GLOBAL_EXPEDITED
	fenceRegister = 1 << 2 // MEMBARRIER_CMD_REGISTER_GLOBAL_EXPEDITED
)

var canAll = sync.OnceValue(func() bool {
	has, err := membarrier(fenceQuery)
	if err != nil || has&fenceAll == 0 || has&fenceRegister == 0 {
		return false
	}
	_, err = membarrier(fenceRegister)
	return err == nil
})

func all() error {
	if !canAll() {
		return errors.ErrUnsupported
	}
	_, err := membarrier(fenceAll)
	return err
}

func membarrier(command uintptr) (uintptr, error) {
	result, _, err := unix.RawSyscall(unix.SYS_MEMBARRIER, command, 0, 0)
	if err != 0 {
		return 0, err
	}
	return result, nil
}
