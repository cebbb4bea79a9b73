package shm

import (
	"os"
	"unsafe"

	"golang.org/x/sys/windows"
)

// handles returns how many files, pipes, sections and processes this process has
// open. Threads come with theirs, and with events and timers, when they are
// needed.
func handles() (n int, err error) {
	me := os.Getpid()
	process, err := windows.OpenProcess(windows.PROCESS_QUERY_LIMITED_INFORMATION, false, uint32(me))
	if err != nil {
		return 0, err
	}
	defer windows.CloseHandle(process)
	section, err := windows.CreateFileMapping(windows.InvalidHandle, nil, windows.PAGE_READONLY, 0, 1, nil)
	if err != nil {
		return 0, err
	}
	defer windows.CloseHandle(section)
	file, err := os.Open(os.Args[0])
	if err != nil {
		return 0, err
	}
	defer file.Close()
	all, err := system()
	of, samples := make(map[uint16]int), make(map[uint16]bool)
	for _, e := range all {
		if e.process == uintptr(me) {
			of[e.kind]++
			h := windows.Handle(e.handle)
			samples[e.kind] = samples[e.kind] || h == process || h == section || h == windows.Handle(file.Fd())
		}
	}
	for kind, count := range of {
		if samples[kind] {
			n += count - 1
		}
	}
	return n, err
}

// entry is a SYSTEM_HANDLE_TABLE_ENTRY_INFO_EX.
type entry struct {
	object, process, handle uintptr
	access                  uint32
	_, kind                 uint16
	attributes, _           uint32
}

// system returns all the handles there are.
//
// Safety: the kernel writes at most as much as it is told that there is room
// for, a count of two words and then the entries.
func system() ([]entry, error) {
	const systemExtendedHandleInformation = 64
	for room := 1 << 12; ; room *= 2 {
		entries := make([]entry, 1+room)
		size := uint32(uintptr(len(entries)) * unsafe.Sizeof(entry{}))
		err := windows.NtQuerySystemInformation(systemExtendedHandleInformation, unsafe.Pointer(&entries[0]), size, nil)
		if err == windows.STATUS_INFO_LENGTH_MISMATCH {
			continue
		}
		count, first := entries[0].object, unsafe.Add(unsafe.Pointer(&entries[0]), 2*unsafe.Sizeof(uintptr(0)))
		return unsafe.Slice((*entry)(first), count), err
	}
}
