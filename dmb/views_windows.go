package dmb

import (
	"errors"
	"fmt"
	"sync"
	"unsafe"

	"golang.org/x/sys/windows"
)

// The calls that x/sys does not have. Those of kernelbase exist since Windows
// 10 1803; where they do not, the older way is gone.
var (
	kernelbase     = windows.NewLazySystemDLL("kernelbase.dll")
	virtualAlloc2  = kernelbase.NewProc("VirtualAlloc2")
	mapViewOfFile3 = kernelbase.NewProc("MapViewOfFile3")

	kernel32        = windows.NewLazySystemDLL("kernel32.dll")
	mapViewOfFileEx = kernel32.NewProc("MapViewOfFileEx")
)

const (
	memReservePlaceholder  = 0x00040000
	memReplacePlaceholder  = 0x00004000
	memPreservePlaceholder = 0x00000002

	currentProcess = ^uintptr(0)
)

// mapViews maps bytes bytes of the section from off on twice, back to back.
func mapViews(section windows.Handle, off uint64, bytes uintptr, o *options) ([]byte, error) {
	base, err := uintptr(0), o.failure("placeholder")
	if err == nil {
		if virtualAlloc2.Find() == nil && mapViewOfFile3.Find() == nil {
			base, err = replacePlaceholders(section, off, bytes, o)
		} else {
			base, err = raceForAddress(section, off, bytes, o)
		}
	}
	if err != nil {
		return nil, err
	}
	// Safety: base begins two views of bytes bytes each. It is read as a
	// pointer because it never was one: the memory is not the Go heap's.
	return unsafe.Slice(*(**byte)(unsafe.Pointer(&base)), 2*bytes), nil
}

// replacePlaceholders reserves both halves, splits the reservation and puts a
// view in each place. Nobody else can get in between.
func replacePlaceholders(section windows.Handle, off uint64, bytes uintptr, o *options) (uintptr, error) {
	base, _, err := virtualAlloc2.Call(currentProcess, 0, 2*bytes,
		windows.MEM_RESERVE|memReservePlaceholder, windows.PAGE_NOACCESS, 0, 0)
	if base == 0 {
		return 0, fmt.Errorf("reserve %d bytes of address space: %w", 2*bytes, err)
	}
	if err := windows.VirtualFree(base, bytes, windows.MEM_RELEASE|memPreservePlaceholder); err != nil {
		_ = windows.VirtualFree(base, 0, windows.MEM_RELEASE)
		return 0, fmt.Errorf("split %d bytes of address space: %w", 2*bytes, err)
	}
	if err := replacePlaceholder(section, off, base, bytes, o); err != nil {
		_ = windows.VirtualFree(base, 0, windows.MEM_RELEASE)
		_ = windows.VirtualFree(base+bytes, 0, windows.MEM_RELEASE)
		return 0, fmt.Errorf("map the first half: %w", err)
	}
	if err := replacePlaceholder(section, off, base+bytes, bytes, o); err != nil {
		_ = windows.UnmapViewOfFile(base)
		_ = windows.VirtualFree(base+bytes, 0, windows.MEM_RELEASE)
		return 0, fmt.Errorf("map the second half: %w", err)
	}
	return base, nil
}

func replacePlaceholder(section windows.Handle, off uint64, at, bytes uintptr, o *options) error {
	protect := uintptr(windows.PAGE_READWRITE)
	if o.readOnly {
		protect = windows.PAGE_READONLY
	}
	args := []uintptr{uintptr(section), currentProcess, at, uintptr(off)}
	if unsafe.Sizeof(at) == 4 { // the offset has 64 bits everywhere
		args = append(args, uintptr(off>>32))
	}
	args = append(args, bytes, memReplacePlaceholder, protect, 0, 0)
	if view, _, err := mapViewOfFile3.Call(args...); view == 0 {
		return err
	}
	return nil
}

// addressRace keeps the buffers of this process from taking one another's
// addresses in [raceForAddress].
var addressRace sync.Mutex

// raceForAddress finds a free range of addresses by reserving it, lets it go
// and maps a view to each half. Another thread of the process may be faster,
// hence the tries: with four busy goroutines twelve were needed.
func raceForAddress(section windows.Handle, off uint64, bytes uintptr, o *options) (uintptr, error) {
	addressRace.Lock()
	defer addressRace.Unlock()
	access := uintptr(windows.FILE_MAP_READ | windows.FILE_MAP_WRITE)
	if o.readOnly {
		access = windows.FILE_MAP_READ
	}
	const tries = 64
	var last error
	for range tries {
		base, err := windows.VirtualAlloc(0, 2*bytes, windows.MEM_RESERVE, windows.PAGE_NOACCESS)
		if err != nil {
			return 0, fmt.Errorf("reserve %d bytes of address space: %w", 2*bytes, err)
		}
		if err := windows.VirtualFree(base, 0, windows.MEM_RELEASE); err != nil {
			return 0, fmt.Errorf("release %d bytes of address space: %w", 2*bytes, err)
		}
		first, _, err := mapViewOfFileEx.Call(uintptr(section), access, uintptr(off>>32), uintptr(off), bytes, base)
		if first == 0 {
			last = err
			continue
		}
		second, _, err := mapViewOfFileEx.Call(uintptr(section), access, uintptr(off>>32), uintptr(off), bytes, base+bytes)
		if second == 0 {
			_ = windows.UnmapViewOfFile(base)
			last = err
			continue
		}
		return base, nil
	}
	return 0, fmt.Errorf("map both halves, %d tries: %w", tries, last)
}

// unmapDouble takes both halves away.
func unmapDouble(mem []byte) error {
	base, half := uintptr(unsafe.Pointer(unsafe.SliceData(mem))), uintptr(len(mem)/2)
	return errors.Join(windows.UnmapViewOfFile(base), windows.UnmapViewOfFile(base+half))
}

// lock keeps mem from being paged out.
func lock(mem []byte, o *options) error {
	err := o.failure("lock")
	if err == nil {
		err = windows.VirtualLock(uintptr(unsafe.Pointer(unsafe.SliceData(mem))), uintptr(len(mem)))
	}
	if err != nil {
		return fmt.Errorf("lock both halves, %d bytes of the working set: %w", len(mem), err)
	}
	return nil
}
