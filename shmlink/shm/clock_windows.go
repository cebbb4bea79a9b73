package shm

import (
	"cmp"
	"os"

	"golang.org/x/sys/windows"
)

func bootNow() int64 { return ask(boot) }

func monoNow() int64 { return ask(awake) }

func processStart(pid int) (uint64, error) {
	const rights = windows.PROCESS_QUERY_LIMITED_INFORMATION | windows.SYNCHRONIZE
	process, err := windows.OpenProcess(rights, false, uint32(pid))
	if err == windows.ERROR_INVALID_PARAMETER {
		return 0, os.ErrNotExist
	}
	if err != nil {
		return 0, err
	}
	defer windows.CloseHandle(process)
	// Somebody may have a handle of one that is no more.
	if state, err := windows.WaitForSingleObject(process, 0); err != nil || state == windows.WAIT_OBJECT_0 {
		return 0, cmp.Or(err, os.ErrNotExist)
	}
	var started, ended, kernel, user windows.Filetime
	if err := windows.GetProcessTimes(process, &started, &ended, &kernel, &user); err != nil {
		return 0, err
	}
	return uint64(started.HighDateTime)<<32 | uint64(started.LowDateTime), nil
}
