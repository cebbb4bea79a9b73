package shm

import "fmt"

// ProcessStart returns when the process started, in clock ticks since boot (of
// which a second has 100), or on Windows in units of 100 ns since 1601. Together with the number it names a process: the
// number alone is used again. A process of another PID namespace is not found.
func ProcessStart(pid int) (uint64, error) {
	start, err := processStart(pid)
	if err != nil {
		return 0, fmt.Errorf("shm: start of process %d: %w", pid, err)
	}
	return start, nil
}

// BootNow returns the nanoseconds since boot, including time asleep. All
// processes of a machine agree on it, unless they have a time namespace. It is
// 0 where there is no such clock.
func BootNow() int64 { return bootNow() }

// MonoNow returns the nanoseconds since boot without time asleep. It never
// goes back, and all processes of a machine agree on it, as on [BootNow]. It
// is 0 where there is no such clock.
func MonoNow() int64 { return monoNow() }
