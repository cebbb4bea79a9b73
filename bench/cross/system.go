//go:build linux

package cross

import (
	"os"
	"strconv"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"github.com/seed-ff569660/seamless/shmlink/shm"
)

// stay puts all threads of this process on one processor, and with them those
// that they make.
func stay(core int) error {
	var set unix.CPUSet
	set.Set(core)
	for moved := 0; ; {
		threads, err := os.ReadDir("/proc/self/task")
		if err != nil {
			return err
		}
		for _, t := range threads {
			id, err := strconv.Atoi(t.Name())
			if err != nil {
				return err
			}
			if err := unix.SchedSetaffinity(id, &set); err != nil && err != unix.ESRCH {
				return err
			}
		}
		if len(threads) == moved { // none was made meanwhile
			return nil
		}
		moved = len(threads)
	}
}

// processors returns those that this program may use.
func processors() (all []int, err error) {
	var set unix.CPUSet
	if err := unix.SchedGetaffinity(0, &set); err != nil {
		return nil, err
	}
	for i := 0; len(all) < set.Count(); i++ {
		if set.IsSet(i) {
			all = append(all, i)
		}
	}
	return all, nil
}

// spent returns how much processor time this process has taken.
func spent() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err) // it has been there for ever
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

var (
	began  = time.Now()
	offset = zero()
)

// zero returns the time of the system's clock at the moment that this process
// calls began.
func zero() int64 {
	best, least := int64(0), int64(1<<62)
	for range 100 {
		before := time.Since(began)
		at := shm.MonoNow()
		after := time.Since(began)
		if took := int64(after - before); took < least {
			best, least = at-int64(before+after)/2, took
		}
	}
	return best
}

// now returns nanoseconds since boot, the same in all processes to a few tens
// of nanoseconds, without a system call.
func now() int64 { return offset + int64(time.Since(began)) }
